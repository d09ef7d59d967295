"""Parsing articles with Stanza's models, offline: units, tokens, words, tags, trees and names, in offsets of the
original.

The models are run one by one rather than as a whole: between the expander and the tagger stand the guards of
`clitics`, and names are found on words, not tokens (the bundled model was taught so: «بموسكو» is ب and موسكو, the
place without its preposition). What runs them is `claimx.linguistics.engine`, where it knows them, or Stanza.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from claimx.errors import ModelError
from claimx.lexicon import load_config
from claimx.linguistics.analysis import Analysed, Found
from claimx.linguistics.clitics import SplitGuard, align, load_words, mended
from claimx.linguistics.models import PROCESSORS, Models, find_models, refuse_damaged, unpacked
from claimx.linguistics.normalise import fold, normalise
from claimx.linguistics.parse import Entity, Parse, Sentence, Token, Word
from claimx.linguistics.sentences import SentenceSplitter

__all__ = ["Backend", "Linguist", "unpacked"]

# Word lists beside the models: tokens never, and always, to be split.
WHOLE_WORDS = "whole.txt.gz"
SPLIT_WORDS = "split.txt.gz"
# Characters handed to the models at a time: enough to fill their batches, little enough to keep memory flat.
_CHUNK = 60_000
# A token longer than this is no word (a hash, a picture in base64); the models need not see all of it.
_LONGEST_TOKEN = 100


class Backend(Protocol):
    """What runs the models.

    Attributes:
        vocabulary: word → place by frequency, of the word vectors; None where there are none.
        processors: which models are loaded.
    """

    vocabulary: Mapping[str, int] | None
    processors: frozenset[str]

    def tokens(self, units: Sequence[str]) -> list[list[Found]]:
        """Tokens of units of text, each one sentence."""

    def split(self, tokens: Sequence[str]) -> list[list[str]]:
        """The words of tokens that hold several."""

    def tags(self, rows: Sequence[Sequence[str]]) -> list[list[tuple[str, Mapping[str, str]]]]:
        """UPOS and features of words."""

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Analysed]]:
        """Tags, lemmas and trees of words."""

    def names(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIOES tags of words or tokens; all O where there is no model."""


@dataclass(slots=True)
class _Piece:
    """A token on its way through: normalised text, place in its unit, words with their places in the token."""

    text: str
    start: int
    end: int
    words: list[str]
    spans: list[tuple[int, int]]


@dataclass(slots=True)
class _Unit:
    """A unit on its way through the models."""

    article: int
    source: str
    start: int
    end: int
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    pieces: list[_Piece] = field(default_factory=list)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the original for `[start, end)` of the unit's text."""
        return self.start + self.starts[start], self.start + self.ends[end - 1]


class Linguist:
    """The models, loaded once, for any number of articles.

    Args:
        models: the models, their folder, or None for those that ship with claimx.
        splitter: cuts lines into units; by default as `config/abbreviations.yaml` says.
        threads: how many threads torch may use, where Stanza runs the models; its own default where it is None.
        processors: which of them to load; `parse` needs all but `mwt` and `ner`.
        config: a folder with the user's own configuration.
        backend: what runs the models: `engine`, `stanza`, or by default the engine where it knows them.

    Raises:
        ModelError: models are missing, damaged, or not Stanza's.
    """

    def __init__(
        self,
        models: Models | Path | None = None,
        *,
        splitter: SentenceSplitter | None = None,
        threads: int | None = None,
        processors: Collection[str] = PROCESSORS,
        config: Path | None = None,
        backend: Literal["auto", "engine", "stanza"] = "auto",
    ) -> None:
        self.models = models if isinstance(models, Models) else find_models(models)
        refuse_damaged(self.models)
        self._splitter = splitter or SentenceSplitter.from_config(config)
        self._ner_on_words = self.models.info.get("ner_unit") == "words"
        self._backend = _backend(self.models, threads, processors, backend)
        vocabulary = self._backend.vocabulary
        listed = load_config("whole_words", config)
        whole = {fold(str(word)) for word in listed.get("whole_words") or ()}
        lists = self.models.folder / WHOLE_WORDS, self.models.folder / SPLIT_WORDS
        self._guard: SplitGuard | None = None
        if vocabulary is not None and all(path.exists() for path in lists):
            # The guard reads frequencies off our vectors' vocabulary: words, most frequent first. Others' differ.
            whole |= load_words(lists[0])
            self._guard = SplitGuard(whole, load_words(lists[1]), vocabulary, listed.get("hosts") or ())

    def parse(self, texts: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> list[Parse]:
        """Parse articles, many at once: the models run over units of all of them together.

        Args:
            texts: each article's text, and the `[start, end)` stretches of it to parse (lines, or parts of them), in
            order.

        Returns:
            a Parse for each article. The same articles give the same parses.

        Raises:
            ModelError: the models broke down on the text.
        """
        found: list[list[Sentence]] = [[] for _ in texts]
        for chunk in _chunks(self._units(texts)):
            self._analyse(chunk, found)
        return [Parse(text, tuple(sentences)) for (text, _), sentences in zip(texts, found, strict=True)]

    def parse_units(self, text: str, units: Iterable[tuple[int, int]]) -> Parse:
        """Parse units as they are given, without splitting them: to measure against a treebank's sentences."""
        found: list[list[Sentence]] = [[]]
        ready = (u for u in (_unit(0, text, start, end) for start, end in units) if u)
        for chunk in _chunks(ready):
            self._analyse(chunk, found)
        return Parse(text, tuple(found[0]))

    def split_words(self, units: Sequence[str]) -> list[list[tuple[int, int, list[str]]]]:
        """The tokens of each unit with their words, and nothing more: to prepare training data as the models will see
        it.

        Args:
            units: texts of one unit each.

        Returns:
            for each unit its tokens: `start, end` in the normalised unit, and the words.
        """
        ready = [u for u in (_unit(i, text, 0, len(text)) for i, text in enumerate(units)) if u]
        out: list[list[tuple[int, int, list[str]]]] = [[] for _ in units]
        for chunk in _chunks(iter(ready)):
            self._tokenize(chunk)
            for unit in chunk:
                out[unit.article] = [(piece.start, piece.end, piece.words) for piece in unit.pieces]
        return out

    def _units(self, texts: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> Iterator[_Unit]:
        for number, (text, segments) in enumerate(texts):
            for low, high in segments:
                for start, end in self._splitter.split(text, low, high):
                    unit = _unit(number, text, start, end)
                    if unit is not None:
                        yield unit

    def _tokenize(self, units: list[_Unit]) -> None:
        """Tokens and words of the units, guarded, into their `pieces`."""
        found = self._backend.tokens([unit.text for unit in units])
        several: list[_Piece] = []
        splits = "mwt" in self._backend.processors
        for unit, tokens in zip(units, found, strict=True):
            for token in tokens:
                piece = _Piece(token.text, token.start, token.end, [token.text], [])
                unit.pieces.append(piece)
                if splits and (token.several or (self._guard is not None and self._guard.demands(token.text))):
                    several.append(piece)
        for piece, words in zip(several, self._backend.split([piece.text for piece in several]), strict=True):
            piece.words = words
        articles: dict[int, Counter[str]] = {}
        for unit in units:
            counts = articles.setdefault(unit.article, Counter())
            counts.update(piece.text for piece in unit.pieces)
        for unit in units:
            counts = articles[unit.article]
            for piece in unit.pieces:
                if self._guard is not None and len(piece.words) > 1:
                    piece.words = self._guard.settle(piece.text, piece.words, counts)
                if len(piece.words) == 1:
                    piece.words = [piece.text[:_LONGEST_TOKEN]]
                    piece.spans = [(0, piece.end - piece.start)]
                    continue
                surface = unit.text[piece.start : piece.end]
                if self._guard is not None:
                    piece.words = mended(surface, piece.words, self._guard.knows)
                piece.spans = align(surface, piece.words)

    def _analyse(self, units: list[_Unit], found: list[list[Sentence]]) -> None:
        try:
            self._tokenize(units)
            ready = [unit for unit in units if unit.pieces]
            if not ready:
                return
            rows = [[word for piece in unit.pieces for word in piece.words] for unit in ready]
            analysed = self._backend.analyse(rows)
            tags = self._names(ready, rows)
        except (RuntimeError, ValueError, IndexError, KeyError, AssertionError) as problem:
            reason = " ".join(str(problem).split())[:200]
            raise ModelError(
                f"the models broke down: {type(problem).__name__}: {reason}", source=str(self.models.folder)
            ) from problem
        for unit, row, said, names in zip(ready, rows, analysed, tags, strict=True):
            found[unit.article].append(self._sentence(unit, row, said, names))

    def tag_words(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """UPOS tags for rows of words: to measure the tagger by itself."""
        return [[tag for tag, _ in row] for row in self._backend.tags(rows)]

    def tag_names(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIOES tags for rows of words (tokens, where the model was taught on those); all O where there is no model."""
        return self._backend.names(rows)

    def _names(self, units: list[_Unit], rows: list[list[str]]) -> list[list[str]]:
        if self._ner_on_words:
            return self._backend.names(rows)
        return self._backend.names([[piece.text[:_LONGEST_TOKEN] for piece in unit.pieces] for unit in units])

    def _sentence(self, unit: _Unit, row: list[str], analysed: list[Analysed], names: list[str]) -> Sentence:
        words: list[Word] = []
        tokens: list[Token] = []
        spans: list[tuple[int, int]] = []
        for number, piece in enumerate(unit.pieces):
            first = len(words)
            for low, high in piece.spans:
                start, end = unit.original(piece.start + low, piece.start + high)
                said = analysed[len(words)]
                words.append(
                    Word(
                        index=len(words),
                        text=row[len(words)],
                        start=start,
                        end=end,
                        lemma=said.lemma,
                        upos=said.upos,
                        feats=said.feats,
                        head=said.head - 1,
                        deprel=said.deprel,
                        token=number,
                    )
                )
            start, end = unit.original(piece.start, piece.end)
            if self._ner_on_words:
                ner = next((tag for tag in names[first : len(words)] if tag != "O"), "O")
                spans += [(w.start, w.end) for w in words[first:]]
            else:
                ner = names[number]
                spans.append((start, end))
            tokens.append(Token(number, piece.text, start, end, first, len(words) - 1, ner))
        entities = tuple(Entity(unit.source[low:high], low, high, kind) for low, high, kind in _entities(names, spans))
        return Sentence(unit.start, unit.end, tuple(words), tuple(tokens), entities)


def _unit(article: int, text: str, start: int, end: int) -> _Unit | None:
    """A unit, normalised; None where nothing is left of it."""
    plain = normalise(text[start:end])
    clean = plain.text.replace("\n", " ")
    if not clean.strip():
        return None
    return _Unit(article, text, start, end, clean, plain.starts, plain.ends)


def _chunks(units: Iterator[_Unit]) -> Iterator[list[_Unit]]:
    chunk: list[_Unit] = []
    size = 0
    for unit in units:
        chunk.append(unit)
        size += len(unit.text)
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _entities(tags: Sequence[str], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Entities from BIOES tags; a broken sequence yields what can be read from it."""
    start = end = 0
    kind = ""
    for tag, (low, high) in zip(tags, spans, strict=True):
        place, _, this = tag.partition("-")
        if kind and (place in ("O", "B", "S") or this != kind):
            yield start, end, kind
            kind = ""
        if place == "O":
            continue
        if not kind:
            start, kind = low, this
        end = high
        if place in ("E", "S"):
            yield start, end, kind
            kind = ""
    if kind:
        yield start, end, kind


def _backend(models: Models, threads: int | None, processors: Collection[str], wanted: str) -> Backend:
    if wanted != "stanza":
        from claimx.linguistics.engine import Engine, Unsupported

        try:
            return Engine(models, processors)
        except Unsupported as problem:
            if wanted == "engine":
                reason = f"the engine does not know such models: {problem}"
                raise ModelError(reason, source=str(models.folder)) from None
        except ModelError:
            # Damaged, or of an older torch, whose files are laid out in another way: Stanza will know, or say so.
            if wanted == "engine":
                raise
    from claimx.linguistics.stanza_backend import StanzaBackend

    return StanzaBackend(models, processors, threads)
