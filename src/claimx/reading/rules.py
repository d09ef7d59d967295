"""The words and patterns of ``config/reading.yaml``, checked and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from claimx.errors import ConfigError

# Harakat, dagger alef, tatweel, joiners, marks of direction, byte-order mark, soft hyphen.
_RANGES = ((0x64B, 0x65F), (0x670, 0x670), (0x640, 0x640), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069))
_DROPPED = {
    **dict.fromkeys(code for first, last in _RANGES for code in range(first, last + 1)),
    **dict.fromkeys((0xFEFF, 0x061C, 0x00AD)),
}
_LIGHT = {**_DROPPED, 0x00A0: " ", **{0x0660 + n: str(n) for n in range(10)}, **{0x06F0 + n: str(n) for n in range(10)}}
_FOLDED = {**_LIGHT, **dict.fromkeys(map(ord, "أإآٱ"), "ا"), ord("ى"): "ي"}
_DASH = re.compile(r"(?<!\S)ـ+(?!\S)")  # a tatweel by itself is typed for a dash: «الوكالات ـ القاهرة»
_EDGES = " \t.,:;!?…،؛؟\"'«»“”‘’()[]{}<>|*•·●■▪◆-–—ـ/\\_=+~`^"


def light(line: str) -> str:
    """``line`` without harakat, tatweel and invisible marks, digits Latin, spaces single."""
    if "ـ" in line:
        line = _DASH.sub("-", line)
    return " ".join(line.translate(_LIGHT).split())


def fold(line: str) -> str:
    """``line`` for comparison: as :func:`light`, alefs and yas folded, lower case, no punctuation at either end."""
    return " ".join(line.translate(_FOLDED).casefold().strip(_EDGES).split())


@dataclass(frozen=True)
class Rules:
    """What ``config/reading.yaml`` says; words are folded (see :func:`fold`)."""

    max_bytes: int
    kickers: frozenset[str]
    boilerplate_lines: frozenset[str]
    boilerplate_starts: tuple[str, ...]
    boilerplate_patterns: tuple[re.Pattern[str], ...]
    tails: frozenset[str]
    caption_starts: tuple[str, ...]
    caption_patterns: tuple[re.Pattern[str], ...]
    byline_starts: tuple[str, ...]
    byline_colon: frozenset[str]
    not_in_names: frozenset[str]
    agencies: frozenset[str]
    places: frozenset[str]
    body_openers: tuple[str, ...]


@lru_cache(maxsize=8)
def load_rules(user: Path | None = None) -> Rules:
    """The shipped rules with a user's ``reading.yaml`` laid on top.

    Raises:
        ConfigError: A key is unknown, a value has the wrong type or a pattern is no regular expression.
    """
    from claimx.lexicon import load_config, near  # brings PyYAML along: not at import

    data = load_config("reading", user)
    source = str(user / "reading.yaml") if user and (user / "reading.yaml").exists() else "config/reading.yaml"
    known: dict[str, tuple[str, ...]] = {
        "max_bytes": (),
        "kickers": (),
        "boilerplate": ("lines", "starts", "patterns", "tails"),
        "captions": ("starts", "patterns"),
        "bylines": ("starts", "colon_only", "not_in_names"),
        "agencies": (),
        "places": (),
        "body_openers": (),
    }
    for key, value in data.items():
        if key not in known:
            raise ConfigError(f"unknown key {key!r}", source=source, mend=near(str(key), known))
        if known[key] and not isinstance(value, dict):
            raise ConfigError(f"{key} must be a mapping", source=source, mend=f"with {', '.join(known[key])}")
        for part in value if known[key] else ():
            if part not in known[key]:
                raise ConfigError(f"unknown key {key}.{part}", source=source, mend=near(str(part), known[key]))
    limit = data.get("max_bytes")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise ConfigError("max_bytes must be a number of bytes above 0", source=source)

    def words(*path: str) -> list[str]:
        return [fold(word) for word in _flat(_at(data, path), ".".join(path), source)]

    def patterns(*path: str) -> tuple[re.Pattern[str], ...]:
        out = []
        for pattern in _flat(_at(data, path), ".".join(path), source):
            try:
                out.append(re.compile(pattern, re.IGNORECASE))
            except re.error as error:
                message = f"{'.'.join(path)}: {pattern!r} is no regular expression: {error}"
                raise ConfigError(message, source=source) from error
        return tuple(out)

    return Rules(
        max_bytes=limit,
        kickers=frozenset(words("kickers")),
        boilerplate_lines=frozenset(words("boilerplate", "lines")),
        boilerplate_starts=tuple(words("boilerplate", "starts")),
        boilerplate_patterns=patterns("boilerplate", "patterns"),
        tails=frozenset(words("boilerplate", "tails")),
        caption_starts=tuple(words("captions", "starts")),
        caption_patterns=patterns("captions", "patterns"),
        byline_starts=tuple(words("bylines", "starts")),
        byline_colon=frozenset(words("bylines", "colon_only")),
        # Not folded: على is no name, علي is.
        not_in_names=frozenset(map(light, _flat(_at(data, ("bylines", "not_in_names")), "not_in_names", source))),
        agencies=frozenset(_joined(word) for word in words("agencies")),
        places=frozenset(words("places")),
        body_openers=tuple(words("body_openers")),
    )


def _joined(word: str) -> str:
    return word.replace(".", "").replace(" ", "")


def _at(data: dict[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = data
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _flat(value: Any, where: str, source: str) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, list):
        raise ConfigError(f"{where} must be a list", source=source, mend="one entry a line, each after '- '")
    for entry in value:
        if isinstance(entry, list):
            yield from _flat(entry, where, source)
        elif isinstance(entry, str):
            yield entry
        else:
            raise ConfigError(f"{where}: {entry!r} is not text", source=source, mend="put it in quotation marks")
