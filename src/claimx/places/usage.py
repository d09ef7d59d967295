"""How Arabic news uses a name: as a place, as a person, as a word like any other.

The table was counted over unannotated news (``python -m claimx.training.places``): for every name of the gazetteer
and every word that follows «مدينة» and its like, how often it stands at all, how often after such a head noun, after a
preposition of place, after a person's title, and how often annotators of named-entity corpora called it a place.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["USAGE", "Usage", "usage"]

USAGE = Path(__file__).resolve().parent.parent / "resources" / "gazetteer" / "usage.tsv.gz"


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of a key: ``total``, of them after a head, a locative and a title; labelled place and other."""

    total: int = 0
    head: int = 0
    locative: int = 0
    title: int = 0
    place: int = 0
    other: int = 0


UNSEEN = Usage()


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    try:
        text = gzip.decompress(USAGE.read_bytes()).decode()
    except FileNotFoundError:  # before it is counted for the first time
        return {}
    return dict(line.split("\t", 1) for line in text.splitlines())


@lru_cache(maxsize=16384)
def usage(key: str) -> Usage:
    """The counts of a key; zeros where it was never seen."""
    row = _table().get(key)
    return Usage(*map(int, row.split())) if row else UNSEEN
