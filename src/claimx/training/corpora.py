"""Reading the NER corpora: sentences of (token, tag), normalised, tags PER, LOC, ORG, MISC with B- and I-."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from claimx.linguistics.normalise import fold

__all__ = ["Tagged", "read_anercorp", "read_aqmar", "read_wojood"]

Tagged = list[tuple[str, str]]

_TYPES = {"PERS": "PER", "PER": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG", "MISC": "MISC"}
_STOP = re.compile(r"[.؟!]+")


def _tag(raw: str, default: str = "O") -> str:
    """`B-PERS` as `B-PER`; types that are not ours become `default`."""
    place, _, kind = raw.strip().partition("-")
    if kind.startswith("MIS"):
        kind = "MISC"
    known = _TYPES.get(kind)
    return f"{place}-{known}" if known and place in ("B", "I") else default


def _lines(path: Path) -> Iterator[tuple[str, str] | None]:
    """(token, raw tags) of each line, None at an empty one."""
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) < 2:
                yield None
                continue
            token = fold(parts[0]).strip()
            if token:
                yield token, " ".join(parts[1:])


def _sentences(rows: Iterator[tuple[str, str] | None], *, stops: bool) -> Iterator[Tagged]:
    sentence: Tagged = []
    for row in rows:
        if row is None:
            if sentence:
                yield sentence
            sentence = []
            continue
        sentence.append((row[0], _tag(row[1])))
        if stops and _STOP.fullmatch(row[0]):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def read_anercorp(path: Path) -> list[Tagged]:
    """ANERcorp (Benajiba 2007; CAMeL Lab's split): an empty line or a mark that ends a sentence ends one."""
    return list(_sentences(_lines(path), stops=True))


def read_aqmar(folder: Path) -> list[Tagged]:
    """AQMAR (Mohit et al. 2012): Wikipedia articles; MIS* classes are MISC."""
    return [s for path in sorted(folder.glob("*.txt")) for s in _sentences(_lines(path), stops=False)]


def read_wojood(path: Path) -> list[Tagged]:
    """Wojood (Jarrar et al. 2022): nested; the outermost of our types counts, `$#$` stands for a mark lost."""
    sentences: list[Tagged] = []
    sentence: Tagged = []
    for row in _lines(path):
        if row is None:
            if sentence:
                sentences.append(sentence)
            sentence = []
            continue
        token, tags = row
        if token == "$#$":
            continue
        found = [t for t in (_tag(raw) for raw in tags.split()) if t != "O"]
        sentence.append((token, found[0] if found else "O"))
    if sentence:
        sentences.append(sentence)
    return [_repair(s) for s in sentences]


def _repair(sentence: Tagged) -> Tagged:
    """Turn an I- that continues nothing into a B-: nested annotation leaves such."""
    fixed: Tagged = []
    before = "O"
    for token, tag in sentence:
        if tag.startswith("I-") and before[2:] != tag[2:]:
            tag = "B-" + tag[2:]
        fixed.append((token, tag))
        before = tag
    return fixed
