"""Exit codes, standard output and standard error of the program as it is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = """\
青川日报 2026年3月2日 星期一

## 夜间公交今起开行

青川日报讯（记者 曾令新）3月1日晚10时，两条夜间公交线路从青川火车站发出首班车。线路全长23公里，票价2元。
"""


def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", *words], input=stdin, capture_output=True, check=False
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "01.txt"
    path.write_text(PAGE, "utf-8")
    return path


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def no_article(path: Path) -> None:
    path.write_text("青川日报 2026年3月2日 星期一\n", "utf-8")


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        pytest.param(lambda path: None, 4, id="no-such-path"),
        pytest.param(lambda path: path.mkdir(), 4, id="empty-folder"),
        pytest.param(lambda path: path.write_bytes(b""), 4, id="empty-page"),
        pytest.param(binary, 4, id="binary-page"),
        pytest.param(no_article, 4, id="page-without-article"),
    ],
)
def test_bad_pages_end_with_a_sentence_that_names_them(
    tmp_path: Path, prepare: object, code: int
) -> None:
    path = tmp_path / "bad.txt"
    prepare(path)  # type: ignore[operator]
    done = run("produce", str(path), "--engine", "espeak")
    problem, remedy = done.stderr.decode().splitlines()
    assert done.returncode == code
    assert "bad.txt" in problem
    assert remedy.strip().startswith("->")
    assert not (tmp_path / "output").exists()


def test_an_unknown_engine_is_a_config_error_that_names_the_known_ones(page: Path) -> None:
    done = run("produce", str(page), "--engine", "espek")
    assert done.returncode == 3
    assert "did you mean 'espeak'" in done.stderr.decode()


def test_an_unknown_setting_is_a_config_error(tmp_path: Path, page: Path) -> None:
    (tmp_path / "config.toml").write_text("[episode]\nminute = 5\n", "utf-8")
    done = run("produce", str(page))
    assert done.returncode == 3
    assert "config.toml, line 2" in done.stderr.decode()
    assert "did you mean 'minutes'" in done.stderr.decode()


def test_a_malformed_rundown_is_named_with_its_line(tmp_path: Path, page: Path) -> None:
    (tmp_path / "own.toml").write_text("schema = 1\ndate = \n", "utf-8")
    done = run("produce", str(page), "--rundown", "own.toml")
    assert done.returncode == 5
    assert "line 2" in done.stderr.decode()


def test_a_malformed_lexicon_is_named_with_its_line(tmp_path: Path, page: Path) -> None:
    assert run("init", "show").returncode == 0
    lexicon = tmp_path / "show" / "voices" / "lexicon" / "ours.toml"
    lexicon.write_text('[[entry]]\ntext = "曾"\npinyin = "zeng9"\n', "utf-8")
    done = run("produce", str(page), "--config", "show/config.toml")
    assert done.returncode == 6
    assert "ours.toml" in done.stderr.decode()
    assert "line" in done.stderr.decode()


def test_an_output_that_cannot_be_written_is_a_publishing_error(tmp_path: Path, page: Path) -> None:
    (tmp_path / "taken").write_text("a file in the way")
    done = run("produce", str(page), "--output", "taken", "--dry-run")
    assert done.returncode == 9
    assert "taken" in done.stderr.decode()


def test_usage_errors_are_clicks_own(page: Path) -> None:
    assert run("produce", str(page), "--date", "yesterday").returncode == 2
    assert run("no-such-command").returncode == 2


def test_articles_are_a_json_list_in_the_agreed_shape(page: Path) -> None:
    done = run("articles", str(page), "--json")
    assert done.returncode == 0
    (article,) = json.loads(done.stdout)
    assert set(article) == {
        "id", "pages", "kind", "kicker", "headline", "subhead", "byline", "dateline",
        "paragraphs", "lead_rank", "lead_score", "reasons",
    }  # fmt: skip
    assert article["headline"] == "夜间公交今起开行"
    assert article["byline"] == ["曾令新"]
    assert article["lead_rank"] == 1


def test_pronounce_answers_a_line_for_a_line(page: Path) -> None:
    lines = "局长曾令新\n\n增长了3.5%\n"
    done = run("pronounce", "--json", "-", stdin=lines.encode())
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows] == lines.split("\n")[:3]
    assert rows[2]["spoken"] == "增长了百分之三点五"
    assert [p for r in rows[0]["readings"] for p in r["pinyin"]][2:] == ["zeng1", "ling4", "xin1"]
    for row in rows:
        ends = [0] + [r["end"] for r in row["readings"]]
        assert [r["start"] for r in row["readings"]] == ends[:-1]
        assert ends[-1] == len(row["text"])


def test_pronounce_refuses_what_is_not_utf8() -> None:
    done = run("pronounce", "-", stdin="曾".encode("gb18030"))
    assert done.returncode == 4
    assert "line 1" in done.stderr.decode()


def test_init_lays_out_a_show_that_reads_its_inbox(tmp_path: Path) -> None:
    assert run("init", "qingchuan").returncode == 0
    text = (tmp_path / "qingchuan" / "config.toml").read_text("utf-8")
    assert '\ninbox = "inbox"\n' in text
    assert '\nengine = "edge"\n' in text
    assert '\nid = "qingchuan"\n' in text
    assert "\nminutes = 12\n" in text
    assert "样报用 8" not in text
    assert "sample = true\n" not in text.replace("不给路径时 produce 读什么：sample = true", "")
    assert (tmp_path / "qingchuan" / "voices" / "lexicon").is_dir()
    again = run("init", "qingchuan")
    assert again.returncode == 3
    assert "is there already" in again.stderr.decode()
    empty = run("produce", "--config", "qingchuan/config.toml")
    assert empty.returncode == 4
    assert "inbox" in empty.stderr.decode()


def test_voices_lists_each_presenter_with_its_engines() -> None:
    rows = json.loads(run("voices", "--json").stdout)
    assert {row["presenter"] for row in rows} == {"lan", "song"}
    assert all({"edge", "espeak"} <= set(row["engines"]) for row in rows)


def test_every_guide_can_be_shown() -> None:
    topics = [line.split()[0] for line in run("guide").stdout.decode().splitlines()]
    assert {"errors", "first-episode", "rundown", "settings"} <= set(topics)
    assert "exit codes" in run("guide", "errors").stdout.decode()
    assert run("guide", "nothing").returncode == 2


def test_explain_says_for_each_line_what_it_was_taken_for(page: Path) -> None:
    said = run("articles", str(page), "--explain").stdout.decode()
    assert "headline: ## 夜间公交今起开行" in said
    assert "furniture (date line): 青川日报 2026年3月2日 星期一" in said
    assert said.count("because: ") == 3


def test_explain_as_json_holds_every_line_once(page: Path) -> None:
    page.write_text(PAGE.replace("首班车。", "首班车,"), "utf-8")
    told = json.loads(run("articles", str(page), "--explain", "--json").stdout)
    assert list(told) == ["schema", "articles", "furniture", "repairs", "doubts"]
    assert told["schema"] == 1
    assert [line["line"] for line in told["furniture"]] == [1]
    (article,) = told["articles"]
    assert [part["lines"] for part in article["head"] if part["role"] == "headline"] == [[3, 3]]
    assert article["places"][0][0][0] == 1
    (listed,) = json.loads(run("articles", str(page), "--json").stdout)
    assert listed.items() <= article.items()
    assert "half-width stop" in [repair["rule"] for repair in told["repairs"]]
