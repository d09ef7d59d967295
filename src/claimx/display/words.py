"""The words that tables and reports speak themselves, from ``config/display.yaml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from claimx.lexicon import load_config

LanguageCode = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; what a language lacks is shown as the document has it."""

    language: LanguageCode
    own: Mapping[str, str]
    acts: Mapping[str, str]
    kinds: Mapping[str, str]
    place_kinds: Mapping[str, str]
    date_types: Mapping[str, str]
    date_sources: Mapping[str, str]

    def __call__(self, key: str, *values: object) -> str:
        """The word for ``key``, with ``values`` put in; the singular, where there is one, if the first value is 1."""
        if values and values[0] == 1:
            key = f"{key}_1" if f"{key}_1" in self.own else key
        return self.own[key].format(*values)

    def act(self, act: str | None) -> str:
        """A speech act's name; empty where there is no cue."""
        return self.acts.get(act, act) if act else ""

    def kind(self, kind: str) -> str:
        """A kind of speaker."""
        return self.kinds.get(kind, kind)

    def place_kind(self, kind: str) -> str:
        """A kind of place."""
        return self.place_kinds.get(kind, kind)

    def date_source(self, source: str) -> str:
        """Where an article's date comes from."""
        return self.date_sources.get(source, source)

    def date_type(self, kind: str) -> str:
        """A TIMEX3 type."""
        return self.date_types.get(kind, kind)


@cache
def display_config() -> dict[str, Any]:
    """``config/display.yaml``."""
    return load_config("display")


@cache
def words(language: LanguageCode) -> Words:
    """The words of one language."""
    data = display_config()
    maps = ("acts", "kinds", "place_kinds", "date_types", "date_sources")
    parts = {key: dict((data.get(key) or {}).get(language) or {}) for key in maps}
    return Words(language=language, own=dict(data["words"][language]), **parts)


def locale_language(env: Mapping[str, str] | None = None) -> LanguageCode:
    """Arabic where the locale is, English otherwise."""
    env = os.environ if env is None else env
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if env.get(name):
            return "ar" if env[name].lower().startswith("ar") else "en"
    return "en"


def language(given: str | None) -> LanguageCode:
    """The language asked for, or the locale's."""
    return ("ar" if given == "ar" else "en") if given else locale_language()
