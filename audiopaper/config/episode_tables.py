"""The tables of an episode: its length, presenters, pauses, loudness, speech, leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audiopaper.config.toml_tables import has_only_placeholders
from audiopaper.translations import _

_PLACEHOLDERS = {
    "ident": ("show", "paper"),
    "greeting": ("date", "weekday", "lunar", "paper", "show"),
    "story_intro": ("number", "headline", "page"),
    "sign_off": ("paper", "show"),
    "continued": ("page",),
    "shortened": ("page",),
    "outlet": ("paper",),
    "title": ("date", "year", "headline", "more", "paper", "show"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeSettings:
    """``[episode]``: how long an episode is and what its fixed parts say."""

    minutes: int = 12
    """Target length; leads are picked until it is full."""

    title: str = "{date} {headline}{more}"
    """Title in feed, page and MP3: ``{date}`` (3月2日), ``{year}`` (2026年), ``{headline}`` of the
    first story, ``{more}`` (等7条; nothing for one story), ``{paper}``, ``{show}``."""

    ident: str = "您正在收听的是《{show}》。本节目由人工智能语音合成播报。"
    """First words; must say that the voice is synthesised. ``{show}``, ``{paper}``."""

    greeting: str = "今天是{date}，{weekday}，农历{lunar}。以下是《{paper}》的主要内容。"
    """Second words. ``{date}``, ``{weekday}``, ``{lunar}``, ``{paper}``, ``{show}``."""

    story_intro: str = ""
    """Words before each story; none where empty. ``{number}``, ``{headline}``, ``{page}``."""

    headline_order: Literal["none", "numbers", "connectives"] = "none"
    """What makes the order of the headlines at the opening heard: nothing, 第一条 第二条, or
    首先 另外 还有 最后."""

    story_links: tuple[str, ...] = ()
    """Words between two stories, in turns; none where empty."""

    outlet: str = "本报"
    """How the paper's own reporters are said: 本报记者. ``{paper}`` for a show that is not made
    by the paper itself."""

    max_names: int = 0
    """How many names of a long list are said, before 等十二人; 0 for all."""

    incomplete: str = "因版面所限，以下内容未刊完整。"
    """Said of a story of which a part is missing; nothing is said where empty."""

    continued: str = "该稿其余部分见第{page}版。"
    """Said in its place where the paper prints on which page the missing part stands, and that
    page was not given. ``{page}``; where the paper names none, 第{page}版 is 其他版."""

    incomplete_at: Literal["before", "after"] = "before"
    """Where it is said of a story whose end is missing; a missing beginning is always said
    before."""

    incomplete_middle: str = "此处有一部分内容未能刊出。"
    """Said in the middle of a story, where a part is missing there."""

    max_story_minutes: float = 0
    """A story that takes longer is cut behind a paragraph; 0 for no limit."""

    shortened: str = "以上是该稿的前一部分，全文请看报纸第{page}版。"
    """Said behind a story of which only the first paragraphs are read; nothing where empty.
    ``{page}``; a story without a page is said without that clause."""

    sign_off: str = "以上就是今天《{paper}》的主要内容，感谢收听，明天再见。"
    """Last words. ``{paper}``, ``{show}``."""

    sample_rate_hz: Literal[44100, 24000] = 44100
    """44,100 makes an MP3 of 96 kbit/s, 24,000 one of 64 kbit/s that is a third smaller."""

    bed: bool = False
    """Whether music lies under the headlines."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not 1 <= self.minutes <= 180:
            raise ValueError(_("minutes must lie between 1 and 180"))
        if not 0 <= self.max_story_minutes <= 180:
            raise ValueError(_("max_story_minutes must lie between 0 (no limit) and 180"))
        if not 0 <= self.max_names <= 100:
            raise ValueError(_("max_names must lie between 0 (all) and 100"))
        if "{date}" not in self.title:
            raise ValueError(_("title must hold {date}: apps merge episodes of one title"))
        if not all(link.strip() for link in self.story_links):
            raise ValueError(_("story_links must hold words, none of them empty"))
        for name, keys in _PLACEHOLDERS.items():
            if not has_only_placeholders(getattr(self, name), keys):
                raise ValueError(
                    _(
                        "{name} must hold no braces but {keys}",
                        name=name,
                        keys=", ".join("{" + k + "}" for k in keys),
                    )
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenterSettings:
    """``[presenters]``: who speaks."""

    anchor: str = "lan"
    """Presenter of ident, greeting, headlines and sign-off."""

    stories: tuple[str, ...] = ("lan", "song")
    """Presenters of the stories, in turns."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not self.stories:
            raise ValueError(_("stories must name at least one presenter"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSettings:
    """``[pauses]``: the silence behind a segment of each level, in milliseconds."""

    sentence_ms: int = 250
    """Between two pieces of one paragraph."""

    paragraph_ms: int = 500
    """Between two paragraphs."""

    headline_ms: int = 700
    """After a headline."""

    story_ms: int = 1200
    """After a story, before the separator."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        for name in ("sentence_ms", "paragraph_ms", "headline_ms", "story_ms"):
            if not 0 <= getattr(self, name) <= 3000:
                raise ValueError(_("{name} must lie between 0 and 3000", name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoudnessSettings:
    """``[loudness]``: how loud the episode is."""

    target_lufs: float = -16.0
    """Integrated loudness of the episode (Apple Podcasts: -16 LKFS within 1 dB)."""

    peak_dbtp: float = -2.5
    """Highest true peak before encoding."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not -30 <= self.target_lufs <= -9:
            raise ValueError(_("target_lufs must lie between -30 and -9"))
        if not -9 <= self.peak_dbtp <= -1:
            raise ValueError(_("peak_dbtp must lie between -9 and -1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """``[speech]``: how an engine is asked."""

    workers: int = 4
    """Requests at once for an online engine, 1 to 8."""

    tries: int = 8
    """Tries for each segment, 1 to 20. With 8, a service that fails three times in ten keeps
    one edition of 40 segments in 400 from being made; with 4, one in three."""

    fallback: Literal["none", "episode", "segment"] = "none"
    """What happens where the engine fails: nothing is made; the whole episode is made by
    ``second_engine``; or only what is missing is, and the episode mixes engines."""

    second_engine: str = "espeak"
    """Who speaks then."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not 1 <= self.workers <= 8:
            raise ValueError(_("workers must lie between 1 and 8"))
        if not 1 <= self.tries <= 20:
            raise ValueError(_("tries must lie between 1 and 20"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSettings:
    """``[leads]``: what an editor can set about the choice."""

    max_stories: int = 12
    """Never more stories than this, however short they are."""

    skip: tuple[str, ...] = ()
    """Words that keep an article out where its headline holds one."""

    leave_out_incomplete: bool = False
    """Whether an article of which a part is missing is never picked; else it is said on air."""

    max_theme_share: float = 1.0
    """Share of an episode that the stories of one theme may take; 1 for no limit."""

    people: float = 0.5
    """Share of stories about people's lives beside those about politics, from 0 to 1."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not 1 <= self.max_stories <= 100:
            raise ValueError(_("max_stories must lie between 1 and 100"))
        if not 0 <= self.people <= 1:
            raise ValueError(_("people must lie between 0 and 1"))
        if not 0 < self.max_theme_share <= 1:
            raise ValueError(_("max_theme_share must be above 0 and at most 1 (no limit)"))
