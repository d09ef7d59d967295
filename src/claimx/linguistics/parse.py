"""The Parse: what the linguistic models say of a text, in offsets of the original.

Types only; importing this module imports neither torch nor stanza.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word (UD): a whole token or a part of one (و + أعلنت).

    ``start``/``end`` are code points of the original text. ``text`` is the model's form: normalised, and for parts of
    a multiword token possibly not a substring of the original (ل + القاهرة for للقاهرة).
    ``head`` is the index of the head in ``Sentence.words``, -1 for the root.
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    upos: str
    feats: Mapping[str, str]
    head: int
    deprel: str
    token: int


@dataclass(frozen=True, slots=True)
class Token:
    """A surface token: ``words`` are indices ``[first, last]`` into ``Sentence.words``; ``ner`` is a BIOES tag."""

    index: int
    text: str
    start: int
    end: int
    first: int
    last: int
    ner: str = "O"


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity: type PER, LOC, ORG or MISC; clitics that the splitter knows are outside the span."""

    text: str
    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit that the models saw at once; it never crosses a line. Offsets are into the original text."""

    start: int
    end: int
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """The analysed text: its sentences in order."""

    text: str
    sentences: tuple[Sentence, ...]
