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
        self.never_speak = frozenset(fold(str(w)) for w in settings.get("never_speak") or ())
        self.general_titles = frozenset(fold(str(w)) for w in settings.get("general_titles") or ())
        self.sources = frozenset(fold(str(w)) for w in settings.get("sources") or ())
        self.papers = frozenset(fold(str(w)) for w in settings.get("papers") or ())
        self.months = frozenset(fold(str(w)) for w in settings.get("months") or ())
        self.courtesies = frozenset(fold(str(w)) for w in settings.get("courtesies") or ())
        self.relative_of: Mapping[str, tuple[str, str]] = {
            fold(str(w)): (str(told)[0], str(told)[1]) for w, told in (settings.get("relative_of") or {}).items()
        }
        self.topics = frozenset(fold(str(w)) for w in settings.get("topics") or ())
        self.before_verbs = frozenset(fold(str(w)) for w in settings.get("before_verbs") or ())
        self.generic = frozenset(fold(str(w)) for w in settings.get("generic") or ())
        self.never_start = frozenset(fold(str(w)) for w in settings.get("never_start") or ())
        self.owned = frozenset(fold(str(w)) for w in settings.get("owned") or ())
        table: dict[str, str] = {}
        for name, words in data.items():
            if name not in _CLASSES:
                raise ConfigError(f"unknown word class {name!r}", source="attribution.yaml", mend=near(name, _CLASSES))
            if not isinstance(words, list):
                raise ConfigError(f"{name} must be a list of words", source="attribution.yaml")
            for word in words:
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
