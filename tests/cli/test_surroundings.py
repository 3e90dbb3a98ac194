"""Closed streams, no PATH, little memory, long names, odd dates: two sentences, never a traceback."""

from __future__ import annotations

import datetime as dt
import email.utils
import errno
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from audiopaper.cli.system_failures import explain_failure
from audiopaper.errors import InputError, PublishError, SynthesisError
from audiopaper.rundown import lunar_date
from audiopaper.show.server import http_date
from tests.support.paths import ROOT
from tests.support.sample_edition import PAGE

PROGRAM = f"{shlex.quote(sys.executable)} -m audiopaper"


def shell(folder: Path, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell's in a folder that holds a page."""
    (folder / "01.txt").write_text(PAGE, "utf-8")
    (folder / "config.toml").write_text('engine = "espeak"\n[show]\nid = "q"\n', "utf-8")
    return subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **(environment or {"PATH": os.environ["PATH"]})},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_run_goes_on_where_a_stream_is_closed(tmp_path: Path, closed: str) -> None:
    done = shell(tmp_path, f"{PROGRAM} produce 01.txt --dry-run {closed}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / ".work" / "2026-03-02" / "rundown.toml").is_file()
    failed = shell(tmp_path, f"{PROGRAM} produce missing {closed}")
    assert failed.returncode == 4
    assert "Traceback" not in failed.stdout + failed.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
@pytest.mark.parametrize("both", ["", "2>&1 "])
def test_a_reader_that_goes_ends_no_command(tmp_path: Path, both: str) -> None:
    for arguments, code in (("produce 01.txt --dry-run", 0), ("--help", 0), ("stats gone", 4)):
        line = f"({PROGRAM} {arguments} {both}; echo $? > code) | true"
        done = shell(tmp_path, line)
        assert (tmp_path / "code").read_text() == f"{code}\n", done.stderr
        assert "Traceback" not in done.stderr
    assert (tmp_path / "output" / ".work" / "2026-03-02" / "rundown.toml").is_file()


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
def test_a_long_answer_reaches_a_reader_whole(tmp_path: Path) -> None:
    (tmp_path / "told").write_text("")
    done = shell(tmp_path, f"{PROGRAM} guide publishing | cat > told")
    assert done.returncode == 0
    assert len((tmp_path / "told").read_text("utf-8")) > 10_000


def test_a_file_never_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    program = (
        "from audiopaper.cli.system_failures import open_streams; import os; open_streams(); "
        "print('told'); file = open('kept', 'w'); os.write(1, b'x'); os.write(2, b'x'); "
        "assert file.fileno() > 2"
    )
    line = f"{shlex.quote(sys.executable)} -c {shlex.quote(program)} <&- >&- 2>&-"
    assert shell(tmp_path, line).returncode == 0
    assert (tmp_path / "kept").read_text() == ""


def test_an_episode_is_made_without_a_path(tmp_path: Path) -> None:
    done = shell(tmp_path, f"{PROGRAM} produce 01.txt", LANG="C.UTF-8")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "feed.xml").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep this limit")
@pytest.mark.parametrize("kilobytes", [200_000, 300_000, 400_000, 500_000])
def test_too_little_memory_is_a_sentence(tmp_path: Path, kilobytes: int) -> None:
    done = shell(tmp_path, f"ulimit -v {kilobytes}; {PROGRAM} produce 01.txt")
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode == 9, done.stderr
        assert "memory" in done.stderr
        assert done.stderr.rstrip().splitlines()[-1].startswith("  -> ")
        assert not (tmp_path / "output" / "feed.xml").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep this limit")
@pytest.mark.parametrize("kilobytes", [150_000, 200_000])
@pytest.mark.parametrize("command", ["say 青川 --engine espeak", "pronounce 青川"])
def test_each_command_says_that_memory_is_too_little_for_arrays(
    tmp_path: Path, command: str, kilobytes: int
) -> None:
    done = shell(tmp_path, f"ulimit -v {kilobytes}; {PROGRAM} {command}")
    assert done.returncode == 9, done.stderr
    assert "too little memory" in done.stderr
    assert "OpenBLAS" not in done.stderr


def test_a_command_ends_without_a_search_for_cycles(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import gc, sys\n"
        "from audiopaper.cli import main\n"
        "sys.argv = ['audiopaper', '--version']\n"
        "try:\n    main()\nfinally:\n    print(gc.get_freeze_count() > 1000)\n",
        "utf-8",
    )
    done = shell(tmp_path, f"{shlex.quote(sys.executable)} program.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "True"


STARVED = """
import threading
from audiopaper.cli.system_failures import end_when_a_thread_lacks_memory

class Starved(threading.Thread):
    def _bootstrap(self):
        raise MemoryError

def fail():
    raise MemoryError

end_when_a_thread_lacks_memory()
{action}
threading.Event().wait()
"""


@pytest.mark.parametrize(
    "action", ["Starved().start()", "threading.Thread(target=fail).start()"], ids=["start", "work"]
)
def test_a_thread_without_memory_ends_the_program_and_is_not_waited_for(
    tmp_path: Path, action: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text(STARVED.format(action=action), "utf-8")
    done = shell(tmp_path, f"{shlex.quote(sys.executable)} program.py")
    assert done.returncode == 9, done.stderr
    assert "memory" in done.stderr
    assert done.stderr.rstrip().splitlines()[-1].startswith("  -> ")


def test_a_thread_fails_as_ever_where_memory_is_not_what_it_lacks(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    action = "threading.Thread(target=lambda: 1 / 0).start(); raise SystemExit(3)"
    program.write_text(STARVED.format(action=action), "utf-8")
    done = shell(tmp_path, f"{shlex.quote(sys.executable)} program.py")
    assert done.returncode == 3
    assert "ZeroDivisionError" in done.stderr


def test_a_process_that_cannot_begin_for_want_of_memory_is_told_as_that() -> None:
    unknown = SynthesisError("no process can be started", remedy="close other programs")
    unknown.__cause__ = OSError(errno.ENOMEM, "Cannot allocate memory")
    told = explain_failure(unknown)
    assert isinstance(told, PublishError)
    assert "memory" in told.problem


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep this limit")
def test_what_a_thread_needs_is_asked_for_before_it_begins(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import resource\n"
        "from audiopaper.memory import THREAD_BYTES, require_memory\n"
        "require_memory(THREAD_BYTES)\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + THREAD_BYTES // 2,) * 2)\n"
        "try:\n    require_memory(THREAD_BYTES)\nexcept MemoryError:\n    raise SystemExit(9)\n",
        "utf-8",
    )
    assert shell(tmp_path, f"{shlex.quote(sys.executable)} program.py").returncode == 9


@pytest.mark.parametrize(
    "line",
    [
        "check --output {}",
        "produce {}.txt",
        "produce 01.txt --rundown {}",
        "check --config {}.toml",
    ],
)
def test_a_name_of_more_than_255_bytes_is_a_sentence(tmp_path: Path, line: str) -> None:
    done = shell(tmp_path, f"{PROGRAM} {line.format('长' * 100)}")
    assert done.returncode in (3, 4, 5, 9)
    assert "Traceback" not in done.stderr
    assert "too long" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_standard_output_that_is_full_is_a_sentence(tmp_path: Path) -> None:
    done = shell(tmp_path, f"{PROGRAM} guide engines > /dev/full")
    assert done.returncode == 9
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_a_bug_keeps_its_traceback() -> None:
    for bug in (KeyError("x"), OSError("odd"), ValueError("unable"), FileNotFoundError(2, "gone")):
        assert explain_failure(bug) is None
    known = InputError("a", remedy="b")
    assert explain_failure(known) is known
    full = explain_failure(OSError(errno.ENOSPC, "No space left on device", "feed.xml"))
    assert isinstance(full, PublishError)
    assert "feed.xml" in full.problem
    wrapped = RuntimeError("a library failed")
    wrapped.__cause__ = ImportError("libx.so: failed to map segment from shared object")
    told = explain_failure(wrapped)
    assert told is not None
    assert "memory" in told.problem


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        # What stood in the calendar of China, counted by days; Europe had no such days.
        ("1582-10-10", "九月十四"),
        ("1582-10-14", "九月十八"),
        ("1582-10-15", "九月十九"),
        ("2026-03-02", "正月十四"),
    ],
)
def test_every_day_has_a_date_in_the_chinese_calendar(day: str, lunar: str) -> None:
    assert lunar_date(dt.date.fromisoformat(day)) == lunar


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-10", "9999-12-31"])
def test_any_date_can_be_asked_for(tmp_path: Path, day: str) -> None:
    shell(tmp_path, "true")
    (tmp_path / "01.txt").write_text("# 新桥通车\n\n青川新桥昨天通车，行人先走。\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "audiopaper", "produce", "01.txt", "--date", day, "--dry-run"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("seconds", [-(10.0**18), -62_135_596_801.0, -1.0, 2.0**33, 1e15, 1e300])
def test_a_file_of_any_time_has_a_date_for_http(seconds: float) -> None:
    assert email.utils.parsedate_to_datetime(http_date(seconds)).tzinfo is not None


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be removed")
def test_a_working_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    for command in ("doctor --offline", "produce ../01.txt"):
        lost = shell(tmp_path, f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} {command}")
        assert lost.returncode == 4, lost.stderr
        assert "the folder that the command was given in is no longer there" in lost.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_failure_that_cannot_be_told_keeps_its_exit_code(tmp_path: Path) -> None:
    assert shell(tmp_path, f"{PROGRAM} produce missing 2>/dev/full").returncode == 4
    assert shell(tmp_path, f"{PROGRAM} voices >/dev/full 2>/dev/full").returncode == 9


INTERRUPT = """\
import os, signal, sys

handler, moment = sys.argv[1:]

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == moment:
            interrupt()

signal.signal(signal.SIGINT, getattr(signal, handler))
sys.meta_path.insert(0, Interrupting())
from audiopaper.__main__ import main
sys.argv[:] = ["audiopaper", "produce", "01.txt", "--dry-run"]
try:
    main()
finally:
    if moment == "the end":
        interrupt()
"""


def interrupted(folder: Path, moment: str, handler: str) -> subprocess.CompletedProcess[str]:
    """Run a program that is interrupted when it imports a module."""
    words = [sys.executable, "-c", INTERRUPT, handler, moment]
    return shell(folder, " ".join(map(shlex.quote, words)))


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(
    "moment",
    ["audiopaper.cli", "click", "audiopaper.cli.produce_command", "audiopaper.articles", "the end"],
)
def test_ctrl_c_ends_the_program_without_a_traceback(tmp_path: Path, moment: str) -> None:
    ended = interrupted(tmp_path, moment, "default_int_handler")
    assert ended.returncode == 130, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "ignored" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_program_in_the_background_goes_on_where_ctrl_c_is_ignored(tmp_path: Path) -> None:
    assert interrupted(tmp_path, "audiopaper.cli", "SIG_IGN").returncode == 0
