"""A new show's `config.toml`: the six settings that it needs first, asked for in a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from audiopaper.config import Config
from audiopaper.errors import AudiopaperError, ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DEFAULTS = Config()

ENGINES = {
    "edge": "online, for production; unofficial, and the text is sent away before it is published",
    "kokoro": "on this machine, natural; needs the extra natural",
    "espeak": "on this machine, a machine's voice",
    "auto": "edge, or offline where it cannot be reached",
}
"""The engines that need no account, each with what to know of it."""

SAMPLE_TEXT = "您正在收听的是今天的报纸。局长曾令新出席会议，增长了3.5%。"
"""Said by an engine that somebody wants to hear."""

_FORM = """\
# {title} 的设置。每一项的说明和默认值：audiopaper guide settings
# The settings of {title}. What each setting is, and its default: audiopaper guide settings

# 不给路径时 produce 读这个文件夹。 The folder that `produce` reads where no path is given.
inbox = "inbox"
# 语音引擎：edge（在线）、kokoro（离线，自然）、espeak（离线，机器声）、auto。 What speaks.
engine = {engine}

[show]
# 节目名称。 Title of the podcast.
title = {title_value}
# 节目代号，进入每期的永久编号（GUID）；第一期发布以后不要再改。
# Part of each episode's number: never change it after the first episode.
id = {id}
# output/ 将来的网址，以斜杠结尾；默认的只能在本机收听。 The address where output/ will be found.
base_url = {base_url}
{author}
[episode]
# 目标时长（分钟）。 Minutes of an episode.
minutes = {minutes}

[publish]
# 发布到哪里：文件夹，或 s3://、sftp://、webdavs://、ftp:// 地址；留空则只写 output/。
# Where output/ is copied; nowhere if empty.
target = {target}

# ---- 更多 more --------------------------------------------------------------------------------
# 其余各项用默认值；要改就写在这里，写法见 audiopaper guide settings。
# All others have their defaults; what is to differ is written here, as audiopaper guide settings
# shows it.
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new show needs first."""

    title: str = _DEFAULTS.show.title
    author: str = _DEFAULTS.show.author
    engine: str = "edge"
    minutes: int = _DEFAULTS.episode.minutes
    base_url: str = _DEFAULTS.show.base_url
    target: str = ""


def write_settings(answers: Answers, name: str) -> str:
    """Write the text of a show's `config.toml`.

    Args:
        answers: What differs from the defaults, or not.
        name: The folder's name, for the show's id.
    """
    author = ""
    if answers.author != _DEFAULTS.show.author:
        author = f"# 作者，如报社。 The author: the paper.\nauthor = {_quote(answers.author)}\n"
    return _FORM.format(
        title=" ".join(answers.title.split()),
        title_value=_quote(answers.title),
        id=_quote(re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "show"),
        engine=_quote(answers.engine),
        base_url=_quote(answers.base_url),
        author=author,
        minutes=answers.minutes,
        target=_quote(answers.target),
    )


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def ask_settings(folder: Path) -> Answers:
    """Ask for the six settings in the terminal; Enter takes what stands in brackets.

    Args:
        folder: The show's folder, where samples of engines are written.
    """
    click.echo(_("Enter takes what stands in brackets; all of it can be changed in config.toml."))
    title = click.prompt(_("Title of the podcast"), default=_DEFAULTS.show.title)
    author = click.prompt(_("The newspaper, or who else makes it"), default=title)
    engine = _ask_engine(folder)
    minutes = click.prompt(
        _("Minutes of an episode"),
        default=_DEFAULTS.episode.minutes,
        type=click.IntRange(1, 180),
    )
    base_url = _ask_valid(
        _("Address where it will be found, ending in a slash"),
        _DEFAULTS.show.base_url,
        lambda text: replace(_DEFAULTS.show, base_url=text),
    )
    target = click.prompt(
        _("Where it is copied: a folder, s3://, sftp://, webdavs:// or ftp://; nowhere if empty"),
        default="",
        show_default=False,
    )
    return Answers(title, author, engine, minutes, base_url, target)


def _ask_valid(question: str, default: str, check: Callable[[str], object]) -> str:
    while True:
        answer: str = click.prompt(question, default=default)
        try:
            check(answer)
        except ValueError as error:
            click.echo(str(error), err=True)
        else:
            return answer


def _ask_engine(folder: Path) -> str:
    for name in ENGINES:
        click.echo(f"  {name:<7} {_(ENGINES[name])}")
    while True:
        engine: str = click.prompt(_("Engine"), default="edge", type=click.Choice(tuple(ENGINES)))
        if not click.confirm(_("Hear it first?"), default=False):
            return engine
        _play_sample(engine, folder / f"sample-{engine}.mp3")
        if click.confirm(_("Take it?"), default=True):
            return engine


def _play_sample(engine: str, path: Path) -> None:
    from audiopaper.config import load_config
    from audiopaper.pipeline.single_clips import say_text
    from audiopaper.runtime import tell_nobody

    try:
        config = replace(load_config(None), engine=engine)
    except ConfigError:
        config = replace(_DEFAULTS, engine=engine)
    try:
        say_text(SAMPLE_TEXT, path, presenter="", engine=engine, config=config, tell=tell_nobody)
    except AudiopaperError as error:
        click.echo(_("audiopaper: {problem}", problem=error.problem), err=True)
        click.echo(f"  -> {error.remedy}", err=True)
    else:
        click.echo(_("It is in {path}.", path=path))
        click.launch(str(path))
