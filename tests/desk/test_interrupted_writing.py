"""The desk is killed while it writes: the rundown is the old one or the new one, and whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.desk.edits import change_rundown, digest_rundown, set_values
from audiopaper.rundown import load_rundown
from tests.support.desk_show import DeskShow, lay_out_show

PRESENTERS = ("lan", "song")

KILLED_AT_EACH_STEP = """
import json, os, signal, sys
from pathlib import Path
from audiopaper.config import read_config
from audiopaper.desk.edits import change_rundown, digest_rundown, set_values

path, config = Path(sys.argv[1]), read_config(Path(sys.argv[2]))

def change(last):
    # The file system is asked for something: after the last of these requests there is no process.
    steps = 0
    def count(event, arguments):
        nonlocal steps
        if event in ("open", "os.rename", "os.remove") and str(path.parent) in str(arguments):
            steps += 1
            if steps > last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    values = set_values(3, {"title": "新的标题"})
    change_rundown(path, digest_rundown(path), values, config=config, presenters=("lan", "song"))
    os._exit(0)

states = []
for last in range(60):
    child = os.fork()
    if not child:
        change(last)
    _, status = os.waitpid(child, 0)
    states.append((os.waitstatus_to_exitcode(status), path.read_text("utf-8")))
    if "新的标题" in states[-1][1]:
        break
print(json.dumps(states))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_desk_leaves_a_whole_rundown_that_can_be_changed(tmp_path: Path) -> None:
    show = DeskShow(lay_out_show(tmp_path), 0)
    before, config = show.rundown.read_text("utf-8"), show.folder / "config.toml"
    command = [sys.executable, "-c", KILLED_AT_EACH_STEP, str(show.rundown), str(config)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    states = json.loads(ended.stdout)
    assert sum(code == -9 for code, _ in states) >= 5
    assert {text for _, text in states[:-1]} == {before}
    assert load_rundown(show.rundown, presenters=PRESENTERS).items[3].title == "新的标题"
    # No lock and no half-written file stands in the way of the next change.
    lines = change_rundown(
        show.rundown,
        digest_rundown(show.rundown),
        set_values(3, {"title": "又一个标题"}),
        config=show.config,
        presenters=PRESENTERS,
    )
    assert any("又一个标题" in line for line in lines)
    assert load_rundown(show.rundown, presenters=PRESENTERS).items[3].title == "又一个标题"
