"""What kind of word a unit is, for the features of every stage: closed classes by the word, open ones by their shape.

The words stand in ``config/attribution.yaml``; this module turns them into one label a unit.
"""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from claimx.attribution.quotes import ALL_MARKS
from claimx.attribution.units import Unit
from claimx.errors import ConfigError, ModelError
from claimx.lexicon import load_config, near
from claimx.lexicon.cues import fold

_CLASSES = (
    "complementiser", "complementiser_pronoun", "preposition", "negation", "relative", "auxiliary", "connective",
    "opener", "time", "occasion",
)  # fmt: skip


_LISTS = (
    "never_speak", "never_start", "general_titles", "sources", "papers", "months", "courtesies", "topics",
    "before_verbs", "generic", "owned",
)  # fmt: skip


def _relatives(listed: object) -> Mapping[str, tuple[str, str]]:
    """Gender and number that each relative pronoun stands for.

    Raises:
        ConfigError: Something else than a mapping to ``ms``, ``fs``, ``md`` ….
    """
    told = listed.items() if isinstance(listed, Mapping) else [("relative_of", "")]
    for word, code in told:
        if not (isinstance(code, str) and len(code) == 2 and code[0] in "mf" and code[1] in "sdp"):
            raise ConfigError(
                f"relative_of: {word} must have a gender and a number, not {code!r}",
                source="attribution.yaml",
                mend="ms, fs, md, fd, mp or fp",
            )
    return {fold(str(word)): (code[0], code[1]) for word, code in told}


@functools.cache
def load_clusters() -> Mapping[str, str]:
    """Folded word to the number of its cluster of word vectors: words used alike share one.

    Clusters as features carry what is learnt of one word over to its like (Turian, Ratinov & Bengio 2010, "Word
    representations: a simple and general method for semi-supervised learning").

    Raises:
        ModelError: The file is missing or damaged.
    """
    source = files("claimx").joinpath("resources", "attribution", "clusters.json.gz")
    try:
        table: dict[str, list[str]] = json.loads(gzip.decompress(source.read_bytes()))
        return {word: number for number, words in table.items() for word in words}
    except (OSError, EOFError, ValueError, AttributeError) as error:
        raise ModelError(
            f"word clusters cannot be read: {error}", source=str(source), mend="reinstall claimx"
        ) from error


class WordClasses:
    """Closed word classes, loaded from ``config/attribution.yaml``.

    Raises:
        ConfigError: an unknown class, or one that is no list of words.
    """

    def __init__(self, config: Path | None = None) -> None:
        settings = load_config("attribution", config)
        data = settings.get("classes", {})
        known = ("classes", "relative_of", *_LISTS)
        for name in settings:
            if name not in known:
                raise ConfigError(f"unknown key {name!r}", source="attribution.yaml", mend=near(str(name), known))

        def words(name: str) -> frozenset[str]:
            listed = settings.get(name) or []
            if not isinstance(listed, list):
                raise ConfigError(f"{name} must be a list of words", source="attribution.yaml")
            return frozenset(fold(str(word)) for word in listed)

        self.never_speak = words("never_speak")
        self.general_titles = words("general_titles")
        self.sources = words("sources")
        self.papers = words("papers")
        self.months = words("months")
        self.courtesies = words("courtesies")
        self.topics = words("topics")
        self.before_verbs = words("before_verbs")
        self.generic = words("generic")
        self.never_start = words("never_start")
        self.owned = words("owned")
        self.relative_of = _relatives(settings.get("relative_of") or {})
        table: dict[str, str] = {}
        for name, listed in data.items():
            if name not in _CLASSES:
                raise ConfigError(f"unknown word class {name!r}", source="attribution.yaml", mend=near(name, _CLASSES))
            if not isinstance(listed, list):
                raise ConfigError(f"{name} must be a list of words", source="attribution.yaml")
            for word in listed:
                table.setdefault(fold(str(word)), name)
        self._table: Mapping[str, str] = table
        self._clusters = load_clusters()

    def cluster(self, key: str) -> str:
        """Number of the word's cluster, or ``-`` for a word that has none."""
        return self._clusters.get(key, "-")

    def of(self, key: str) -> str | None:
        """The closed class of a folded word, or None."""
        return self._table.get(key)

    def is_complementiser(self, key: str) -> bool:
        """Whether a folded word opens a content clause (أن, إن, بأن, أنه …)."""
        return self._table.get(key, "").startswith("complementiser")

    def label(self, unit: Unit) -> str:
        """One label for a unit: the mark, the closed-class word itself, or the shape of an open-class word."""
        if unit.punct:
            return "Q" if unit.text in ALL_MARKS else unit.text
        if self._table.get(unit.bare):
            return unit.bare
        word = unit.bare
        if word[0].isdigit():
            return "NUM"
        if word.startswith(("ال", "لل")) and len(word) > 3:
            return "AL"
        if word.startswith("م") and len(word) > 4 and word.endswith(("ا", "ين")):
            return "PTCP"
        if word.endswith("ة"):
            return "TA"
        return unit.upos or "w"


def bucket(n: int) -> str:
    """A distance or count as one of a few labels."""
    if n < 0:
        return "-" + bucket(-n)
    for limit in (0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 40, 80):
        if n <= limit:
            return str(limit)
    return "many"
