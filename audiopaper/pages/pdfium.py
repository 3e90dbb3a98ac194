"""PDFium, which may be called by one thread at a time only, whatever documents the threads read.

Source:
    pypdfium2's README, "Thread incompatibility": calls from several threads must be serialised.
"""

from __future__ import annotations

import threading

PDFIUM_LOCK = threading.Lock()
"""Held during every call of PDFium, and while an object that belongs to it is closed."""
