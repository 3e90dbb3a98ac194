"""A folder served by the program's own server, for tests that come as a browser or a reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiopaper.show.server import make_server


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address on this machine."""
    with make_server(folder, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()
