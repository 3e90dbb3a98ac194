"""The program: ``audiopaper`` and ``python -m audiopaper``.

It imports nothing but what ends it: Ctrl-C ends it without a traceback while all else is imported.
"""

from __future__ import annotations

import os
import signal


def main() -> None:
    """Run the command line.

    Until all is imported, and from when a command has ended, Ctrl-C ends the program at once: then
    nothing is begun that is to be cleaned up, and a module that is interrupted would show where.
    """
    # Not where Ctrl-C is ignored, as a shell has it for what runs in the background.
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_usual:
        signal.signal(signal.SIGINT, _end)
    from audiopaper.cli import main as run

    try:
        if is_usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except KeyboardInterrupt:
        # It came again, while the first one was told.
        _end(signal.SIGINT, None)
    finally:
        if is_usual:
            signal.signal(signal.SIGINT, _end)


def _end(number: int, _frame: object) -> None:
    os._exit(128 + number)


if __name__ == "__main__":
    main()
