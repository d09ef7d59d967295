"""The same models, or any others, in Stanza itself: for models folders that the engine does not know.

Stanza's processors are run one by one rather than as a whole: between the expander and the tagger stand the guards of
`clitics`, and names are found on words, not tokens.
"""

from __future__ import annotations

import json
import logging
import tempfile
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from claimx.errors import ModelError
from claimx.linguistics.analysis import Analysed, Found
from claimx.linguistics.models import PROCESSORS, Models, unpacked

__all__ = ["StanzaBackend"]

_BATCHES = {
    "pos_batch_size": 64,
    "depparse_batch_size": 2500,
    "ner_batch_size": 64,
    "lemma_batch_size": 400,
    "mwt_batch_size": 400,
}


class StanzaBackend:
    """Stanza's processors, loaded. Takes what `claimx.linguistics.engine.Engine` takes, and gives what it gives.

    Args:
        models: the folder.
        processors: which of them to load.
        threads: how many threads torch may use; its own default where it is None.

    Raises:
        ModelError: they cannot be loaded.
    """

    def __init__(self, models: Models, processors: Collection[str], threads: int | None = None) -> None:
        self._processors, self.vocabulary = _load(models, threads, processors)
        self.processors = frozenset(self._processors)

    def tokens(self, units: Sequence[str]) -> list[list[Found]]:
        """Tokens of units of text, each one sentence."""
        begins: list[int] = []
        place = 0
        for unit in units:
            begins.append(place)
            place += len(unit) + 2
        document = self._processors["tokenize"].process("\n\n".join(units))
        found: list[list[Found]] = [[] for _ in units]
        for sentence in document.sentences:
            for token in sentence.tokens:
                # One unit is one sentence, but offsets are the surer way back to it.
                at = bisect_right(begins, token.start_char) - 1
                start, end = token.start_char - begins[at], min(token.end_char - begins[at], len(units[at]))
                found[at].append(Found(token.text, start, end, token.misc == "MWT=Yes"))
        return found

    def split(self, tokens: Sequence[str]) -> list[list[str]]:
        """The words of tokens that hold several."""
        if not tokens:
            return []
        rows = [[{"id": (1,), "text": token, "misc": "MWT=Yes"}] for token in tokens]
        document = self._processors["mwt"].process(_document(rows))
        return [[word.text for word in sentence.words] for sentence in document.sentences]

    def tags(self, rows: Sequence[Sequence[str]]) -> list[list[tuple[str, Mapping[str, str]]]]:
        """UPOS and features of words."""
        document = self._processors["pos"].process(_document(_rows(rows)))
        return [[(word.upos or "X", _features(word)) for word in sentence.words] for sentence in document.sentences]

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Analysed]]:
        """Tags, lemmas and trees of words."""
        document = _document(_rows(rows))
        for name in ("pos", "lemma", "depparse"):
            document = self._processors[name].process(document)
        return [
            [
                Analysed(w.upos or "X", _features(w), w.lemma or w.text, w.head or 0, w.deprel or "dep")
                for w in sentence.words
            ]
            for sentence in document.sentences
        ]

    def names(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIOES tags of words or tokens; all O where there is no model."""
        if "ner" not in self._processors:
            return [["O"] * len(row) for row in rows]
        document = self._processors["ner"].process(_document(_rows(rows)))
        return [[token.ner or "O" for token in sentence.tokens] for sentence in document.sentences]


def _rows(rows: Sequence[Sequence[str]]) -> list[list[dict[str, Any]]]:
    return [[{"id": (i + 1,), "text": text} for i, text in enumerate(row)] for row in rows]


def _document(rows: Any) -> Any:
    from stanza.models.common.doc import Document

    return Document(rows)


def _features(word: Any) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in (word.feats or "").split("|") if "=" in pair)


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
    logging.getLogger("stanza").setLevel(logging.CRITICAL)  # what it would say is in the error raised
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
                logging_level="CRITICAL",
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
