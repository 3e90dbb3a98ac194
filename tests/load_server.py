"""Two hundred listeners who seek about: ``python -m tests.load_server [LISTENERS] [SEEKS]``.

Serves a made-up show and has as many clients as told (200), each on a connection of its own that
stays open, ask for random ranges of three files in random order, some of them slow, some hanging up
in the middle. Each byte that comes is compared with the file's. Prints what was asked, how much
came, how long the answers took to begin (median, 99 of 100, longest) and the threads and memory of
the server's process; ends with 1 where a byte was wrong or a request failed.
"""

from __future__ import annotations

import http.client
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from audiopaper.show.server import make_server

SIZES = {"long.mp3": 12_000_000, "short.mp3": 300_001, "feed.xml": 40_000}


@dataclass
class Tally:
    """What one listener saw."""

    asked: int = 0
    hung_up: int = 0
    got_bytes: int = 0
    waits_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def listen(port: int, files: dict[str, bytes], seeks: int, seed: int) -> Tally:
    dice, tally = random.Random(seed), Tally()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(seeks):
        name, data = dice.choice(list(files.items()))
        first = dice.randrange(len(data))
        last = min(len(data) - 1, first + int(10 ** dice.uniform(0, 6)))
        began = time.perf_counter()
        tally.asked += 1
        try:
            connection.request("GET", f"/{name}", headers={"Range": f"bytes={first}-{last}"})
            answer = connection.getresponse()
            tally.waits_ms.append((time.perf_counter() - began) * 1000)
            if dice.random() < 0.05:
                answer.read(1000)
                connection.close()
                tally.hung_up += 1
                continue
            got = b""
            while block := answer.read(dice.choice((4096, 65536, 1 << 20))):
                got += block
            if answer.status != 206 or got != data[first : last + 1]:
                tally.faults.append(f"{name} {first}-{last}: {answer.status}, {len(got)} bytes")
            tally.got_bytes += len(got)
        except (OSError, http.client.HTTPException) as error:
            tally.faults.append(f"{name} {first}-{last}: {error!r}")
            connection.close()
    connection.close()
    return tally


def main() -> int:
    """Run the load and print one table."""
    listeners, seeks = (*map(int, sys.argv[1:3]), *(200, 50)[len(sys.argv[1:3]) :])
    dice = random.Random(7)
    files = {name: dice.randbytes(size) for name, size in SIZES.items()}
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        for file, data in files.items():
            Path(name, file).write_bytes(data)
        with make_server(Path(name), "127.0.0.1", 0) as server:
            port = int(server.server_address[1])
            threading.Thread(target=server.serve_forever, daemon=True).start()
            began, most = time.perf_counter(), 0
            crowd = [
                threading.Thread(target=lambda i=i: tallies.append(listen(port, files, seeks, i)))
                for i in range(listeners)
            ]
            for one in crowd:
                one.start()
            for one in crowd:
                most = max(most, threading.active_count())
                one.join()
            took_s = time.perf_counter() - began
            server.shutdown()
    waits = sorted(w for tally in tallies for w in tally.waits_ms)
    faults = [fault for tally in tallies for fault in tally.faults]
    print(f"listeners          {listeners}")
    print(f"requests           {sum(t.asked for t in tallies)}")
    print(f"hung up            {sum(t.hung_up for t in tallies)}")
    print(f"megabytes          {sum(t.got_bytes for t in tallies) / 1e6:.0f} in {took_s:.1f} s")
    print(
        f"first byte, ms     {statistics.median(waits):.0f} median, "
        f"{waits[len(waits) * 99 // 100]:.0f} of 99 in 100, {waits[-1]:.0f} longest"
    )
    print(f"threads, at most   {most} (clients and server in one process)")
    print(f"memory, MB         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
    print(f"faults             {len(faults)}")
    for fault in faults[:10]:
        print(f"  {fault}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
