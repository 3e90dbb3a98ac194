"""The address by which other devices of the same network find this machine."""

from __future__ import annotations

import socket

EVERY_ADDRESS = ("0.0.0.0", "::", "")
"""A server that listens on one of these is reached at each address of its machine."""

# Documentation addresses (RFC 5737, RFC 3849): nobody has them, and the way there is the way out.
_ELSEWHERE = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)


def find_lan_address() -> str:
    """Find this machine's address in its own network; empty where it is in none.

    A datagram socket is only told where it would send to: the system then chooses the address
    that it would send from, and no packet leaves the machine.
    """
    for family, elsewhere in _ELSEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asking:
                asking.connect((elsewhere, 9))
                address = str(asking.getsockname()[0])
        except OSError:
            continue
        if not address.startswith(("127.", "0.", "169.254.")) and address not in ("::", "::1"):
            return f"[{address}]" if family == socket.AF_INET6 else address
    return ""
