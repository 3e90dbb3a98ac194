from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import (
    Config,
    defaults_folder,
    load_config,
    load_presenters,
    read_config,
    voices_folder,
)
from audiopaper.errors import AudiopaperError, ConfigError


def config_of(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return read_config(path)


def test_the_commented_example_says_what_the_defaults_are(tmp_path: Path) -> None:
    example = read_config(defaults_folder() / "config.toml")
    default = config_of(tmp_path, "")
    assert (example.sample, example.engine, example.episode.minutes) == (True, "auto", 8)
    example = replace(example, episode=replace(example.episode, minutes=default.episode.minutes))
    for table in (
        *("show", "episode", "presenters", "pauses", "loudness", "speech", "leads"),
        *("feed", "briefing", "publish", "desk"),
    ):
        assert getattr(example, table) == getattr(default, table)


def test_the_example_names_every_setting() -> None:
    text = (defaults_folder() / "config.toml").read_text("utf-8")
    names = ("show", "episode", "pauses", "speech", "feed", "briefing", "publish", "desk")
    tables = {"directories", "editions"}
    for table in (getattr(Config(), name) for name in names):
        for name in set(table.__dataclass_fields__) - {"options"} - tables:
            assert f"\n{name} = " in text
    assert all(f"\n# [show.{name}]\n" in text for name in tables)


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        pytest.param('[show]\ntitel = "x"', "line 2: unknown setting 'titel'", "title", id="key"),
        pytest.param("[pause]\nstory_ms = 1", "line 1: unknown setting", "pauses", id="table"),
        pytest.param('[episode]\nminutes = "x"', "line 2: episode.minutes", "guide", id="type"),
        pytest.param("[episode]\nminutes = 0", "between 1 and 180", "guide", id="range"),
        pytest.param(
            '[episode]\ngreeting = "{today}"',
            "must hold no braces but {date}",
            "guide",
            id="braces",
        ),
        pytest.param('[show]\nbase_url = "pod.example"', "must begin with http", "guide", id="url"),
        pytest.param('[show]\nlanguage = "zh_CN"', "did you mean 'zh-CN'?", "guide", id="tag"),
        pytest.param("sample = ", "not TOML", "correct", id="toml"),
        pytest.param('[show]\ntimezone = "+8"', "line 2", "did you mean 'utc_offset'", id="zone"),
        pytest.param('[show]\nemail = "a@b.cn"', "line 2", "mean 'owner_email'", id="mail"),
        pytest.param(
            '[feed]\nhub = ""\n[show]\n[feed]\nnewest = 3',
            "is not TOML: line 4: this stands twice",
            "leave one of them, and write the settings of both",
            id="table-twice",
        ),
        pytest.param(
            '[show]\ntitle = "x"\ntitle = "y"', "is not TOML: line 3", "one of them", id="key-twice"
        ),
        pytest.param(
            '[show]\ngreeting = "x"',
            "line 2: unknown setting 'greeting'",
            "its place is table [episode]",
            id="other-table",
        ),
        pytest.param(
            '[episode]\nengine = "edge"', "line 2", "its place is the top of the file", id="top"
        ),
        pytest.param(
            '[speech]\nfallback = "some"', "line 2: speech.fallback", "guide", id="choice"
        ),
        pytest.param(
            '[show]\nid = "a"\n[episode]\ngreeting = "早。"\nminutes = 0',
            "line 5: episode: minutes",
            "guide",
            id="range-line",
        ),
        pytest.param(
            '[show]\nid = "a"\n\npublish_time = "6"', "line 4: show: publish_time", "", id="format"
        ),
        pytest.param(
            'show = { publish_time = "6" }', "line 1: show: publish_time", "", id="inline"
        ),
        pytest.param('show.id = "a"\nshow.utc_offset = "8"', "line 2: show: utc_", "", id="dotted"),
        pytest.param('engine = "edge"\nkeep_days = -1', "line 2: keep_days", "", id="top-range"),
        pytest.param(
            '[show]\nid = "a"\ntitle = " "', "line 3: show: title must not be empty", "", id="blank"
        ),
        pytest.param(
            '[show]\ntitle = "听\\n报"', "line 2: show: title must be one line", "", id="break"
        ),
        pytest.param(
            '[episode]\nminutes = "4"',
            "minutes: it is a text in quotes, and must be a whole number",
            "",
            id="kind",
        ),
        pytest.param(
            '[desk]\nlanguage = "de"', "desk.language: 'de' is none of: 'zh', 'en'", "", id="words"
        ),
    ],
)
def test_a_wrong_setting_names_line_and_remedy(
    tmp_path: Path, text: str, problem: str, remedy: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, text)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("engine = “espeak”", 'engine = "espeak"'),
        ("engine = espeak", 'engine = "espeak"'),
        ("inbox = 「来稿」，", 'inbox = "来稿"'),
        ('engine = "kokoro"; ', 'engine = "kokoro"'),
        ('engine = "kokoro" （夜里）', 'engine = "kokoro"'),
        ("engine ＝ ＂edge＂", 'engine = "edge"'),
        ("[episode]\nminutes = 15分钟", "minutes = 15"),
        ("[episode]\nminutes：１５", "minutes = 15"),
        ('[episode]\nminutes = "15"', "minutes = 15"),
        ("keep_days = 1,500", "keep_days = 1500"),
        ("[loudness]\ntarget_lufs = －１６．５", "target_lufs = -16.5"),
        ("[loudness]\ntarget_lufs = −16 LUFS", "target_lufs = -16"),
        ("［episode］", "[episode]"),
        ("【show.editions】", "[show.editions]"),
        ("[show", "[show]"),
        ("[[show]]\ntitle = 'x'", "[show]"),
        ('[show]\ncategory = ["News"，"Daily News"]', 'category = ["News", "Daily News"]'),
        ("[show]\ncategory = News、Daily News", 'category = ["News", "Daily News"]'),
        ('[show]\ncategory = "News"', 'category = ["News"]'),
        ("[show]\nexplicit = 否", "explicit = false"),
        ('[show]\nexplicit = "True"', "explicit = true"),
        ("[show]\npublish_time = 06:30", 'publish_time = "06:30"'),
        ('[show]\ntitle = "鹭浦"早报"', 'title = "鹭浦“早报"'),
        ('[show]\ntitle = "鹭浦\n早报"', 'title = "鹭浦早报"'),
        ("[show]\ntitle = 鹭浦早报  # 名", 'title = "鹭浦早报"'),
        ('[show.editions]\n晚报 = "晚报"', '"晚报" = "晚报"'),
        ('[presenters]\nstories = [\n"lan"，\n"song"]', '"lan",'),
        ("[engines.other]\nspeed = １．２", "speed = 1.2"),
        ("[engines.other]\nvoice = “晓声”", 'voice = "晓声"'),
        ("[engines.other]\nfast = Ture", "fast = true"),
    ],
)
def test_a_slip_of_the_hand_is_shown_in_its_correct_form(
    tmp_path: Path, text: str, cure: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, text)
    assert caught.value.remedy == f"write: {cure}"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("[episode]\nminutes = 12～15", "what follows minutes = must be a whole number"),
        ("[speech]\nworkers = 四", "what follows workers = must be a whole number"),
        ("[show]\nexplicit = 也许", "what follows explicit = must be true or false"),
        ("收件箱 = “来稿”", 'text goes in "quotes"'),
        ("[source]\nhosts = [\n", "write ] below this line"),
        ('[source]\nepapers = ["https://e.example.org/"]', "guide settings"),
    ],
)
def test_where_no_correct_form_is_known_what_is_wanted_is_named(
    tmp_path: Path, text: str, remedy: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, text)
    assert remedy in caught.value.remedy
    assert "write: " not in caught.value.remedy


def test_a_slip_in_a_presenters_file_is_shown_in_its_correct_form(tmp_path: Path) -> None:
    path = tmp_path / "yan.toml"
    for line, cure in (
        ("name = “阿燕”", 'name = "阿燕"'),
        ("chars_per_minute = 270字", "chars_per_minute = 270"),
        ("[edge]\nrate = +5%", 'rate = "+5%"'),
        ("[espeak]\npitch = ３０", "pitch = 30"),
    ):
        path.write_text(line, "utf-8")
        with pytest.raises(ConfigError) as caught:
            load_presenters(tmp_path)
        assert caught.value.remedy == f"write: {cure}"


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (
            '[show]\ntitle = "青川',
            "line 2: the closing quotes are missing",
            "第 2 行：缺少结尾的引号",
        ),
        ("[show]\ntitle 青川", "line 2: = is missing", "第 2 行：键后面缺少 ="),
        ('[show]\n\ntitle = "a"\ntitle = "b"\n', "line 4: this stands twice", "第 4 行：写了两次"),
        ('[feed]\nx = [\n"a",\n', "line 3: the file ends where", "第 3 行：文件"),
    ],
)
def test_a_mistake_in_toml_is_described_in_the_language_of_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, english: str, chinese: str
) -> None:
    for language, problem in (("en", english), ("zh", chinese)):
        monkeypatch.setenv("AUDIOPAPER_LANG", language)
        with pytest.raises(ConfigError) as caught:
            config_of(tmp_path, text)
        assert problem in caught.value.problem


@pytest.mark.parametrize(
    "tag",
    [
        *("zh", "zh-cn", "zh-CN", "zh-Hans", "zh-Hant-HK", "cmn-Hans-CN", "yue", "zh-yue"),
        *("en-US", "es-419", "de-DE-1996", "sl-rozaj", "zh-CN-u-ca-chinese", "en-x-qc"),
        "ug-Arab-CN",
    ],
)
def test_a_language_is_a_tag_of_bcp_47(tmp_path: Path, tag: str) -> None:
    assert config_of(tmp_path, f'[show]\nlanguage = "{tag}"').show.language == tag


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("zh_CN", "zh-CN"),
        ("zh_TW.UTF-8", "zh-TW"),
        ("zh_hans_cn", "zh-Hans-CN"),
        ("zh CN", "zh-CN"),
        ("cn", "zh-CN"),
        ("zh-CHS", "zh-CN"),
        ("Chinese", "zh-CN"),
        ("chinesse", "zh-CN"),
        ("中文", "zh-CN"),
        ("繁體中文", "zh-TW"),
        ("zh-ZZZZZZZZZ", "zh"),
        ("en-UK", "en-GB"),
        ("jp", "ja"),
        ("", "zh-CN"),
        ("zh-CN ", "zh-CN"),
        ("zh--CN", "zh-CN"),
        ("zh-c", "zh"),
    ],
)
def test_a_language_that_is_no_tag_is_refused_with_the_nearest(
    tmp_path: Path, told: str, meant: str
) -> None:
    with pytest.raises(ConfigError, match=f"did you mean '{meant}'"):
        config_of(tmp_path, f'[show]\nlanguage = "{told}"')


@pytest.mark.parametrize(
    ("table", "key", "url"),
    [
        ("show", "base_url", "https://pod.example/?show=1/"),
        ("show", "base_url", "https://pod.example/#/"),
        ("show", "base_url", "https://pod.example/a?/"),
        ("show", "base_url", "https://pod.example/a"),
        ("show", "base_url", "http://[x/"),
        ("show", "base_url", "https:///a/"),
        ("show", "base_url", "https://pod..example/"),
        ("show", "base_url", "https://pod.example:99999/"),
        ("show", "base_url", "https://po\\u0001d.example/"),
        ("show", "base_url", f"https://{'例' * 64}.中国/"),
        ("show", "base_url", "https://user:secret@pod.example/"),
        ("show", "base_url", "https://pod.example/50%/"),
        ("show", "base_url", "https://pod.example/%zz/"),
        ("show", "base_url", "https://-pod-.example/"),
        ("show", "website", "https://xn--/"),
        ("show", "base_url", "ftp://pod.example/"),
        ("show", "website", "javascript:alert(1)"),
        ("show", "website", "pod.example"),
        ("show", "website", "https://<b>/"),
        ("feed", "hub", "https://"),
        ("feed", "hub", "https://a b.example/"),
        ("notify", "webhook", "http://[::1"),
        ("notify", "webhook", "file:///etc/passwd"),
    ],
)
def test_what_is_no_web_address_is_refused(tmp_path: Path, table: str, key: str, url: str) -> None:
    with pytest.raises(ConfigError, match=f"{table}: {key}"):
        config_of(tmp_path, f'[{table}]\n{key} = "{url}"')


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/",
        "http://[::1]:8000/",
        "https://pod.example.org/听报/",
        "https://例子.中国/",
        "https://例子。中国/青川/",
        "https://my_bucket.example.org/a%20b/",
        "HTTPS://Pod.Example.org/",
        "https://pod.example.org:8443/~a/b,c;d=e/",
    ],
)
def test_any_address_with_a_slash_at_its_end_will_do(tmp_path: Path, url: str) -> None:
    assert config_of(tmp_path, f'[show]\nbase_url = "{url}"').show.base_url == url


def test_a_missing_configuration_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file") as caught:
        load_config(tmp_path / "no.toml")
    assert "audiopaper init" in caught.value.remedy


def test_a_folder_in_place_of_the_configuration_is_no_absence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError, match=r"config\.toml is no file"):
        load_config(tmp_path / "config.toml")


def test_without_a_file_the_packaged_one_holds_and_paths_start_here() -> None:
    config = load_config(None)
    assert config.sample
    assert config.folder == Path()


def test_the_packaged_presenters_have_a_table_for_each_engine() -> None:
    presenters = load_presenters(defaults_folder() / "voices")
    assert set(presenters) == {"lan", "song"}
    for presenter in presenters.values():
        assert {"edge", "kokoro", "espeak"} <= set(presenter.engines)
    assert presenters["lan"].engines["espeak"] != presenters["song"].engines["espeak"]


def test_a_presenter_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lan.toml").write_text('nmae = "岚"', "utf-8")
    with pytest.raises(ConfigError, match="line 1: unknown setting 'nmae'"):
        load_presenters(tmp_path)


def test_a_folder_without_presenters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no presenter"):
        load_presenters(tmp_path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[show]\nid = ".qingchuan"', "no dot in front"),
        (f'[show]\nid = "{"q" * 65}"', "up to 64"),
        ('[show]\nowner_email = "editor"', "is no mail address"),
        ('[show]\nowner_email = "编辑@example.org"', "is no mail address"),
        ('[show]\nowner_email = "a@b\\nBcc: c@d"', "is no mail address"),
        (
            '[notify]\nsmtp = "mail.example.org"\nmail_from = "a@b.example"\nmail_to = ["x y"]',
            "mail_to: x y is no mail address",
        ),
    ],
)
def test_what_no_listener_could_be_reached_by_is_refused(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        config_of(tmp_path, text)


def test_a_mail_address_may_have_a_name_and_a_host_in_another_script(tmp_path: Path) -> None:
    text = '[notify]\nsmtp = "mail.example.org"\nmail_from = "听报 <bot@例子.中国>"\n'
    assert config_of(tmp_path, text).notify.mail_from


@pytest.mark.parametrize(
    "greeting",
    [
        "{paper:99999999999}",
        "{paper:>9999999}",
        "{paper.__class__}",
        "{paper[x]}",
        "{paper!r}",
        "{date:%Y}",
        "{weekday",
        "}",
        "{}",
        "{0}",
        "{author}",
        "{paper:{show}}",
    ],
)
def test_an_absurd_format_is_refused_before_work_begins(tmp_path: Path, greeting: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[episode]\ngreeting = "今天的{greeting}"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"greeting must hold no braces but \{date\}"):
        read_config(path)


@pytest.mark.parametrize("name", ["config.toml", "words.toml", "voices/lexicon/names.toml"])
def test_settings_without_bottom_are_refused_by_name(tmp_path: Path, name: str) -> None:
    shutil.copytree(defaults_folder() / "voices", tmp_path / "voices")
    (tmp_path / "config.toml").write_text('[show]\npage_words = "words.toml"\n', "utf-8")
    (tmp_path / "words.toml").write_text("", "utf-8")
    (tmp_path / name).write_text("x = " + "[" * 50_000, "utf-8")
    (tmp_path / "01.txt").write_text(
        "青川日报 2026年3月2日\n\n青川新桥通车\n\n新桥三月通车。\n", "utf-8"
    )
    args = ["produce", "01.txt", "--engine", "espeak", "--config", str(tmp_path / "config.toml")]
    error = CliRunner().invoke(audiopaper, args).exception
    assert isinstance(error, AudiopaperError)
    assert Path(name).name in error.problem


def test_a_presenter_of_no_name_is_refused(tmp_path: Path) -> None:
    shutil.copytree(defaults_folder() / "voices", tmp_path / "voices")
    (tmp_path / "voices" / os.fsdecode(b"\xcb\xce.toml")).write_text("", "utf-8")
    with pytest.raises(ConfigError, match="a presenter's name"):
        load_presenters(tmp_path / "voices")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("", "inbox"),
        ("", "output"),
        ("", "voices"),
        ("[show]", "cover"),
        ("[show]", "page_words"),
        ("[publish]", "story_files"),
        ("[publish]", "access_logs"),
    ],
)
@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("a\\u0000b", "null character"),
        ("x/" + "长" * 86 + "/y", "too long"),
        ("abcdefghij/" * 380, "too long"),
    ],
)
def test_a_path_that_no_file_can_have_is_refused_before_work_begins(
    tmp_path: Path, table: str, key: str, path: str, problem: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{table}\n{key} = "{path}"\n', "utf-8")
    with pytest.raises(ConfigError, match=f"{key} .*{problem}"):
        read_config(config)


def test_a_name_of_85_chinese_characters_will_do(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[publish]\nstory_files = "{"长" * 85}"\n', "utf-8")
    assert read_config(config).publish.story_files == "长" * 85


@pytest.mark.parametrize("voices", ["voices", "stimmen"])
def test_a_voices_folder_that_is_none_is_never_replaced_by_the_packaged_one(
    tmp_path: Path, voices: str
) -> None:
    config = Config(folder=tmp_path, voices=voices)
    if voices == "voices":
        assert voices_folder(config) == defaults_folder() / "voices"
        (tmp_path / voices).symlink_to(tmp_path / "gone")
    with pytest.raises(ConfigError, match=f"voices: .*{voices} is no folder"):
        voices_folder(config)
    (tmp_path / voices).unlink(missing_ok=True)
    (tmp_path / voices).write_text("a file", "utf-8")
    with pytest.raises(ConfigError, match=f"voices: .*{voices} is no folder"):
        voices_folder(config)
