"""Annotated articles: copied text turned into offsets.

An annotation names the line of the article (from 1) and copies the words; it never counts characters, so that people
can write it. What cannot be found in its line is reported and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from claimx.errors import InputError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SENTENCE_END = re.compile(r"[.؟!]\s")

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One annotated claim; ``cue`` is None for «X: …», ``mention`` where the sentence does not name its speaker."""

    line: int
    name: str | None
    role: str | None
    cue: Offsets | None
    content: Offsets
    form: str | None
    mention: Offsets | None = None

    @property
    def dropped(self) -> bool:
        """Whether the sentence does not name the speaker."""
        return self.mention is None


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """One annotated date or place; ``value`` is the TIMEX3 value or the country."""

    line: int
    span: Offsets
    value: str | None


@dataclass(slots=True)
class Gold:
    """One annotated article, and what of its annotation could not be found in the text."""

    id: str
    text: str
    date: str | None = None
    claims: list[GoldClaim] = field(default_factory=list)
    dates: list[GoldSpan] = field(default_factory=list)
    places: list[GoldSpan] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def gold_files(folder: Path) -> list[Path]:
    """The annotations of a folder, by name.

    Raises:
        InputError: There is no such folder, or it holds none.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        message = "no annotated articles (NAME.yaml beside NAME.txt)" if folder.is_dir() else "no such folder"
        raise InputError(message, source=str(folder), mend="give the folder of the annotated articles")
    return files


def load_gold(path: Path) -> Gold:
    """Read ``NAME.yaml`` with the ``NAME.txt`` beside it.

    Raises:
        InputError: One of the two cannot be read.
    """
    try:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        name = getattr(error, "filename", None) or path
        raise InputError(f"cannot be read: {reason}", source=str(name), mend="mend the annotation") from error
    if not isinstance(data, dict):
        raise InputError("holds no mapping", source=str(path), mend="see the format in claimx eval --help")
    return _Resolver(path, text).resolve(data)


class _Resolver:
    """Finds copied words in the lines of one article."""

    def __init__(self, path: Path, text: str) -> None:
        self.gold = Gold(id=path.stem, text=text)
        self.path = path
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def resolve(self, data: dict[str, Any]) -> Gold:
        self.gold.date = str(data["date"]) if data.get("date") else None
        for item in data.get("claims") or []:
            claim = self._claim(item)
            if claim is not None:
                self.gold.claims.append(claim)
        self.gold.dates.extend(self._spans(data.get("dates") or [], "value", _anywhere))
        self.gold.places.extend(self._spans(data.get("places") or [], "country", _before_a_word_ends))
        return self.gold

    def _problem(self, line: object, message: str) -> None:
        self.gold.problems.append(f"{self.path.name}:{line}: {message}")

    def _line(self, item: dict[str, Any]) -> int | None:
        line = item.get("line")
        if isinstance(line, int) and 1 <= line <= len(self.lines):
            return line
        self._problem(line, "no such line in the article")
        return None

    def _claim(self, item: dict[str, Any]) -> GoldClaim | None:
        line = self._line(item)
        if line is None:
            return None
        words, base = self.lines[line - 1], self.starts[line - 1]
        copied = str(item.get("content") or "")
        at = words.find(copied) if copied else -1
        if at < 0:
            self._problem(line, f"content not found in the line: {copied!r}")
            return None
        content = (at, at + len(copied))
        cue = self._cue(line, words, str(item["cue"]), content) if item.get("cue") else None
        return GoldClaim(
            line=line,
            name=str(item["name"]) if item.get("name") else None,
            role=item.get("role"),
            cue=(base + cue[0], base + cue[1]) if cue else None,
            content=(base + content[0], base + content[1]),
            form=item.get("form"),
            mention=self._mention(line, words, base, str(item["speaker"]), cue or content)
            if item.get("speaker")
            else None,
        )

    def _mention(self, line: int, words: str, base: int, speaker: str, near: Offsets) -> Offsets | None:
        """The occurrence nearest to the cue, or to the content where there is none."""
        hits = _occurrences(words, speaker)
        if not hits:
            self._problem(line, f"speaker not found in the line: {speaker!r}")
            return None
        best = min(hits, key=lambda hit: abs(hit - near[0]))
        return base + best, base + best + len(speaker)

    def _cue(self, line: int, words: str, cue: str, content: Offsets) -> Offsets | None:
        """The last one before the content in its sentence, else the first one behind it, else the nearest."""
        hits = _occurrences(words, cue)
        if not hits:
            self._problem(line, f"cue not found in the line: {cue!r}")
            return None
        start, end = content
        before = [
            hit for hit in hits
            if hit + len(cue) <= start and not _SENTENCE_END.search(words[hit + len(cue) : start])
        ]  # fmt: skip
        behind = [hit for hit in hits if hit >= end]
        if before:
            best = before[-1]
        elif behind:
            best = behind[0]
        else:
            best = min(hits, key=lambda hit: abs(hit - start))
        return best, best + len(cue)

    def _spans(self, items: list[dict[str, Any]], key: str, fits: Callable[[str, int], bool]) -> Iterator[GoldSpan]:
        """Dates or places: the same words in a line stand for one occurrence after the other, unless ``nth`` says."""
        seen: Counter[tuple[object, str]] = Counter()
        for item in items:
            text = str(item.get("text"))
            seen[item.get("line"), text] += 1
            line = self._line(item)
            if line is None:
                continue
            nth = item.get("nth") or seen[line, text]
            hits = [
                hit for hit in _occurrences(self.lines[line - 1], text) if fits(self.lines[line - 1], hit + len(text))
            ]
            if len(hits) < nth:
                self._problem(line, f"occurrence {nth} of {text!r} not found in the line")
                continue
            start = self.starts[line - 1] + hits[nth - 1]
            value = item.get(key)
            if key == "value":
                value = str(value)
            elif value is False:  # Norway, to a YAML 1.1 loader
                value = "NO"
            yield GoldSpan(line=line, span=(start, start + len(text)), value=value)


def _occurrences(words: str, part: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(part), words)]


def _anywhere(words: str, end: int) -> bool:
    return True


def _before_a_word_ends(words: str, end: int) -> bool:
    return end >= len(words) or re.match(r"\W", words[end]) is not None
