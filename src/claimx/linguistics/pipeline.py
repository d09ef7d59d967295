"""Parsing articles with Stanza, offline: units, tokens, words, tags, trees and names, in offsets of the original.

Stanza's processors are run one by one rather than as a whole: between the expander and the tagger stand the guards of
`clitics`, and names are found on words, not tokens (the bundled model was taught so: «بموسكو» is ب and موسكو, the
place without its preposition).
"""

from __future__ import annotations

import json
import logging
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimx.errors import ModelError
from claimx.lexicon import load_config
from claimx.linguistics.clitics import SplitGuard, align, load_words, mended
from claimx.linguistics.models import PROCESSORS, Models, find_models
from claimx.linguistics.normalise import fold, normalise
from claimx.linguistics.parse import Entity, Parse, Sentence, Token, Word
from claimx.linguistics.sentences import SentenceSplitter

__all__ = ["Linguist"]

# Word lists beside the models: tokens never, and always, to be split.
WHOLE_WORDS = "whole.txt.gz"
SPLIT_WORDS = "split.txt.gz"
# Characters handed to the models at a time: enough to fill their batches, little enough to keep memory flat.
_CHUNK = 60_000
# A token longer than this is no word (a hash, a picture in base64); the models need not see all of it.
_LONGEST_TOKEN = 100

_BATCHES = {
    "pos_batch_size": 64,
    "depparse_batch_size": 2500,
    "ner_batch_size": 64,
    "lemma_batch_size": 400,
    "mwt_batch_size": 400,
}


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
    """Stanza's models, loaded once, for any number of articles.

    Args:
        models: the models, their folder, or None for those that ship with claimx.
        splitter: cuts lines into units; by default as `config/abbreviations.yaml` says.
        threads: how many threads torch may use; its own default where it is None.
        processors: which of them to load; `parse` needs all but `mwt` and `ner`.
        config: a folder with the user's own configuration.

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
    ) -> None:
        self.models = models if isinstance(models, Models) else find_models(models)
        self._splitter = splitter or SentenceSplitter.from_config(config)
        self._ner_on_words = self.models.info.get("ner_unit") == "words"
        self._processors, vocabulary = _load(self.models, threads, processors)
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
        raw = "\n\n".join(unit.text for unit in units)
        begins: list[int] = []
        place = 0
        for unit in units:
            begins.append(place)
            place += len(unit.text) + 2
        document = self._processors["tokenize"].process(raw)
        if "mwt" in self._processors:
            if self._guard is not None:
                for sentence in document.sentences:
                    for token in sentence.tokens:
                        if token.misc is None and self._guard.demands(token.text):
                            token.misc = "MWT=Yes"
            document = self._processors["mwt"].process(document)
        for sentence in document.sentences:
            for token in sentence.tokens:
                # One unit is one sentence, but offsets are the surer way back to it.
                at = bisect_right(begins, token.start_char) - 1
                unit = units[at]
                start, end = token.start_char - begins[at], min(token.end_char - begins[at], len(unit.text))
                unit.pieces.append(_Piece(token.text, start, end, [word.text for word in token.words], []))
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
            document = _document(ready)
            for name in ("pos", "lemma", "depparse"):
                document = self._processors[name].process(document)
            tags = self._names(ready)
        except (RuntimeError, ValueError, IndexError, KeyError, AssertionError) as problem:
            reason = " ".join(str(problem).split())[:200]
            raise ModelError(
                f"the models broke down: {type(problem).__name__}: {reason}", source=str(self.models.folder)
            ) from problem
        for unit, sentence, names in zip(ready, document.sentences, tags, strict=True):
            found[unit.article].append(self._sentence(unit, sentence, names))

    def tag_words(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """UPOS tags for rows of words: to measure the tagger by itself."""
        from stanza.models.common.doc import Document

        document = Document([[{"id": (i + 1,), "text": text} for i, text in enumerate(row)] for row in rows])
        document = self._processors["pos"].process(document)
        return [[word.upos or "X" for word in sentence.words] for sentence in document.sentences]

    def tag_names(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIOES tags for rows of words (tokens, where the model was taught on those); all O where there is no model."""
        from stanza.models.common.doc import Document

        if "ner" not in self._processors:
            return [["O"] * len(row) for row in rows]
        document = Document([[{"id": (i + 1,), "text": text} for i, text in enumerate(row)] for row in rows])
        document = self._processors["ner"].process(document)
        return [[token.ner or "O" for token in sentence.tokens] for sentence in document.sentences]

    def _names(self, units: list[_Unit]) -> list[list[str]]:
        if self._ner_on_words:
            return self.tag_names([[word for piece in unit.pieces for word in piece.words] for unit in units])
        return self.tag_names([[piece.text[:_LONGEST_TOKEN] for piece in unit.pieces] for unit in units])

    def _sentence(self, unit: _Unit, sentence: Any, names: list[str]) -> Sentence:
        words: list[Word] = []
        tokens: list[Token] = []
        spans: list[tuple[int, int]] = []
        for number, piece in enumerate(unit.pieces):
            first = len(words)
            for low, high in piece.spans:
                start, end = unit.original(piece.start + low, piece.start + high)
                word = sentence.words[len(words)]
                feats = dict(pair.split("=", 1) for pair in (word.feats or "").split("|") if "=" in pair)
                words.append(
                    Word(
                        index=len(words),
                        text=word.text,
                        start=start,
                        end=end,
                        lemma=word.lemma or word.text,
                        upos=word.upos or "X",
                        feats=feats,
                        head=(word.head or 0) - 1,
                        deprel=word.deprel or "dep",
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


def _document(units: list[_Unit]) -> Any:
    """The units as a Stanza document of tokens and words."""
    from stanza.models.common.doc import Document

    sentences = []
    for unit in units:
        rows: list[dict[str, Any]] = []
        number = 0
        for piece in unit.pieces:
            if len(piece.words) > 1:
                rows.append({"id": (number + 1, number + len(piece.words)), "text": piece.text})
            for word in piece.words:
                number += 1
                rows.append({"id": (number,), "text": word})
        sentences.append(rows)
    return Document(sentences)


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


def _vectors(path: Path) -> Any:
    """Word vectors as Stanza's `Pretrain`, in single precision: the bundled ones are stored in half."""
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab

    vectors = Pretrain(str(path))
    data = unpacked(torch.load(path, map_location="cpu", weights_only=True), {})
    vectors._vocab = PretrainedWordVocab.load_state_dict(data["vocab"])
    emb = data["emb"]
    vectors._emb = (emb if isinstance(emb, torch.Tensor) else torch.from_numpy(emb)).float()
    return vectors


def unpacked(state: Any, shared: Mapping[str, Any]) -> Any:
    """A model's state with its vocabularies as Stanza knows them.

    torch's safe unpickler is written in Python and takes seconds for long lists: the bundled models keep a long
    vocabulary as one string, and that of the word vectors not at all (`shared`).
    """
    if isinstance(state, dict):
        if state.get("packed") == "shared":
            return {**shared}
        if "packed" in state:
            rest = {key: value for key, value in state.items() if key != "packed"}
            units = state["packed"].split("\n")
            return {**rest, "_id2unit": units, "_unit2id": {unit: i for i, unit in enumerate(units)}}
        for key, value in state.items():
            if isinstance(value, dict | list):
                state[key] = unpacked(value, shared)
    elif isinstance(state, list) and state and isinstance(state[0], dict):
        return [unpacked(item, shared) for item in state]
    return state


class _Idle:
    """Stands in for an optimizer while a trained model is loaded."""

    def __init__(self) -> None:
        self.param_groups = [{"lr": 0.0}]
        self.state: dict[Any, Any] = {}

    def load_state_dict(self, state: Any) -> None:
        """Nothing is trained here."""


@contextmanager
def _quick_loading(shared: Mapping[str, Any]) -> Iterator[None]:
    """While Stanza loads its models: packed vocabularies are unpacked, and no optimizers are built.

    Stanza builds an optimizer for every model it loads; building the first one imports torch's compiler, for seconds.
    """
    import torch
    from stanza.models.common import utils

    build, load = utils.dispatch_optimizer, torch.load
    utils.dispatch_optimizer = lambda *_, **__: _Idle()

    def load_packed(*arguments: Any, **options: Any) -> Any:
        # Whatever the caller says, pickles of unknown origin are not run.
        return unpacked(load(*arguments, **{**options, "weights_only": True}), shared)

    torch.load = load_packed
    try:
        yield
    finally:
        utils.dispatch_optimizer, torch.load = build, load


def _load(models: Models, threads: int | None, processors: Collection[str]) -> tuple[dict[str, Any], Any]:
    """Stanza's processors, and the vocabulary of the word vectors (None where there are none)."""
    try:
        import stanza
        import torch
        from stanza.models.common.foundation_cache import FoundationCache
    except ImportError as problem:
        raise ModelError(f"Stanza cannot be imported: {problem}", mend="reinstall claimx") from problem

    if threads is not None:
        torch.set_num_threads(threads)
    logging.getLogger("stanza").setLevel(logging.ERROR)
    cache = FoundationCache(local_files_only=True)
    have = [p for p in PROCESSORS if p in processors and models.path(p)]
    options: dict[str, Any] = {"tokenize_no_ssplit": True, **_BATCHES}
    resources = models.folder / "resources.json"
    try:
        pretrain = models.path("pretrain")
        vocabulary = None
        shared: Mapping[str, Any] = {}
        if pretrain is not None:
            vectors = _vectors(pretrain)
            cache.pretrains[str(pretrain)] = vectors
            vocabulary = vectors.vocab._unit2id
            shared = vectors.vocab.state_dict()
        with tempfile.TemporaryDirectory() as scratch, _quick_loading(shared):
            if not (models.official and resources.exists()):
                # No list of resources came with the models: every file is named outright.
                resources = Path(scratch) / "resources.json"
                resources.write_text(json.dumps({}), encoding="utf-8")
                for processor in have:
                    options[f"{processor}_model_path"] = str(models.path(processor))
                for processor in {"pos", "depparse", "ner"} & set(have):
                    for option, part in (
                        ("pretrain_path", "pretrain"),
                        ("forward_charlm_path", "forward_charlm"),
                        ("backward_charlm_path", "backward_charlm"),
                    ):
                        if models.path(part):
                            options[f"{processor}_{option}"] = str(models.path(part))
            pipeline = stanza.Pipeline(
                lang="ar",
                dir=str(models.folder),
                processors=dict.fromkeys(have, "default"),
                package=None,
                download_method=None,
                resources_filepath=str(resources),
                allow_unknown_language=True,
                foundation_cache=cache,
                device="cpu",
                logging_level="ERROR",
                **options,
            )
    except ModelError:
        raise
    except Exception as problem:
        # Stanza and torch raise whatever they like on a file that is not theirs: all of it means the same to the user.
        reason = " ".join(str(problem).split())[:200]
        raise ModelError(
            f"not loadable as Stanza models: {type(problem).__name__}: {reason}",
            source=str(models.folder),
            mend="run: claimx models check",
        ) from problem
    return dict(pipeline.processors), vocabulary
