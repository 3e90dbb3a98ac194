"""The address of this machine for other devices in the same network."""

from __future__ import annotations

import socket

EVERY_ADDRESS = ("0.0.0.0", "::", "")
"""A server that listens on one of these is reachable at every address of its machine."""

# Documentation addresses (RFC 5737, RFC 3849): nobody has them, so the default route applies.
_DESTINATIONS = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)


def find_lan_address() -> str:
    """Find this machine's address in its network; empty if it has none.

    Connecting a datagram socket sends no packet: the system only chooses the local address for
    that destination.
    """
    for family, destination in _DESTINATIONS:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((destination, 9))
                address = str(probe.getsockname()[0])
        except OSError:
            continue
        if not address.startswith(("127.", "0.", "169.254.")) and address not in ("::", "::1"):
            return f"[{address}]" if family == socket.AF_INET6 else address
    return ""
