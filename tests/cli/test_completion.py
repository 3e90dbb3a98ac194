"""What shell completion promises: commands, options and choices, as each shell asks for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper

ASK = {
    "bash": {"COMP_WORDS": "audiopaper pro", "COMP_CWORD": "1"},
    "zsh": {"COMP_WORDS": "audiopaper pro", "COMP_CWORD": "1"},
    "fish": {"COMP_WORDS": "audiopaper pro", "COMP_CWORD": "pro"},
}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_the_program_and_the_program_answers(shell: str) -> None:
    script = CliRunner().invoke(audiopaper, ["completion", shell])
    assert script.exit_code == 0
    assert f"_AUDIOPAPER_COMPLETE={shell}_complete" in script.stdout
    asked = {**os.environ, **ASK[shell], "_AUDIOPAPER_COMPLETE": f"{shell}_complete"}
    program = Path(sys.executable).with_name("audiopaper")
    answer = subprocess.run([program], env=asked, capture_output=True, text=True, check=True)
    assert "produce" in answer.stdout
    assert "publish" not in answer.stdout


def test_bash_takes_the_script() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    script = CliRunner().invoke(audiopaper, ["completion", "bash"]).stdout
    done = subprocess.run(
        [bash, "--norc", "-c", f"{script}\ncomplete -p audiopaper"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "audiopaper" in done.stdout
