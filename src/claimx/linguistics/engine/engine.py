"""The networks put together, and which models they fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from claimx.linguistics.analysis import Analysed, Found
from claimx.linguistics.engine.names import Names
from claimx.linguistics.engine.parser import Parser
from claimx.linguistics.engine.spelling import Lemmatiser, Splitter
from claimx.linguistics.engine.tagger import Tagger
from claimx.linguistics.engine.tokens import Tokenizer
from claimx.linguistics.engine.vectors import Vectors
from claimx.linguistics.engine.weights import read
from claimx.linguistics.models import Models, unpacked

__all__ = ["Engine", "Unsupported"]

# As the taggers were taught: many question or exclamation marks are one.
_QUESTIONS = re.compile("[?？︖﹖⁇][?？︖﹖⁇!！︕﹗‼]+")
_EXCLAMATIONS = re.compile("[!！︕﹗‼][?？︖﹖⁇!！︕﹗‼]+")

# What a model's configuration must say for the engine to run it; None: nothing, or false.
_FITS: dict[str, dict[str, Any]] = {
    "tokenize": {"conv_res": None, "rnn_layers": 1, "hierarchical": True, "use_dictionary": False, "use_mwt": True,
                 "charlm": None, "skip_newline": None},
    "mwt": {"dict_only": None, "ensemble_dict": True, "num_layers": 1, "beam_size": 1, "attn_type": "soft",
            "copy": True, "force_exact_pieces": None},
    "pos": {"charlm": None, "bert_model": None, "pretrain": True, "share_hid": None, "char": True, "rec_dropout": 0,
            "char_bidirectional": None, "char_num_layers": 1, "char_lowercase": None, "char_rec_dropout": 0,
            "tag_column_link": "tag_emb"},
    "lemma": {"dict_only": None, "ensemble_dict": True, "num_layers": 1, "beam_size": 1, "attn_type": "soft",
              "copy": True, "charlm": None, "pos": True, "edit": True, "caseless": None},
    "depparse": {"charlm": None, "bert_model": None, "pretrain": True, "use_upos": True, "use_xpos": None,
                 "use_ufeats": True, "use_arc_embedding": None, "linearization": True, "distance": True, "char": True,
                 "char_num_layers": 1, "reversed": None, "rec_dropout": 0, "char_rec_dropout": 0,
                 "model_type": "graph", "resolve_head_constraints": False},
    "ner": {"charlm": None, "bert_model": None, "pretrain": True, "input_transform": True, "lowercase": True,
            "char_lowercase": None, "char": True, "num_layers": 1, "char_num_layers": 1, "emb_finetune": True,
            "connect_output_layers": None, "predict_tagset": 0, "rec_dropout": 0, "char_rec_dropout": 0},
}  # fmt: skip


class Unsupported(Exception):
    """The models are built in a way that the engine does not know: Stanza has to run them."""


class Engine:
    """The models of a folder, loaded.

    Args:
        models: the folder.
        processors: which of them to load.

    Attributes:
        vocabulary: word → place by frequency, of the word vectors.

    Raises:
        Unsupported: they are not of the kind that `claimx.training` builds.
        ModelError: a file is damaged.
    """

    def __init__(self, models: Models, processors: Collection[str]) -> None:
        pretrain = models.path("pretrain")
        if pretrain is None or models.path("forward_charlm") or models.path("backward_charlm"):
            raise Unsupported("word vectors, or character language models")
        shared = unpacked(read(pretrain), {})
        if not isinstance(shared, dict) or not hasattr(shared.get("emb"), "shape"):
            raise Unsupported("word vectors")
        vectors = Vectors(shared)
        self.vocabulary: Mapping[str, int] | None = vectors.numbers
        loaded: dict[str, dict[str, Any]] = {}
        for processor in _FITS:
            path = models.path(processor)
            if path is not None and processor in processors:
                loaded[processor] = unpacked(read(path), shared["vocab"])
                _check(processor, loaded[processor])
        try:
            self._tokenizer = Tokenizer(loaded["tokenize"]) if "tokenize" in loaded else None
            self._splitter = Splitter(loaded["mwt"]) if "mwt" in loaded else None
            self._tagger = Tagger(loaded["pos"], vectors) if "pos" in loaded else None
            self._lemmatiser = Lemmatiser(loaded["lemma"]) if "lemma" in loaded else None
            self._parser = Parser(loaded["depparse"], vectors) if "depparse" in loaded else None
            self._names = Names(loaded["ner"], vectors) if "ner" in loaded else None
        except (KeyError, ValueError, IndexError, AttributeError, TypeError) as problem:
            raise Unsupported(f"{type(problem).__name__}: {problem}") from problem
        self.processors = frozenset(loaded)

    def tokens(self, units: Sequence[str]) -> list[list[Found]]:
        """Tokens of units of text, each one sentence."""
        assert self._tokenizer is not None
        return self._tokenizer(units)

    def split(self, tokens: Sequence[str]) -> list[list[str]]:
        """The words of tokens that hold several."""
        assert self._splitter is not None
        return self._splitter(tokens)

    def tags(self, rows: Sequence[Sequence[str]]) -> list[list[tuple[str, Mapping[str, str]]]]:
        """UPOS and features of words."""
        assert self._tagger is not None
        return list(self._tagger([[_plain(word) for word in row] for row in rows]))  # type: ignore[arg-type]

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Analysed]]:
        """Tags, lemmas and trees of words."""
        assert self._lemmatiser is not None
        assert self._parser is not None
        tagged = self.tags(rows)
        pairs = [(word, said[0]) for row, tags in zip(rows, tagged, strict=True)
                 for word, said in zip(row, tags, strict=True)]  # fmt: skip
        every = iter(self._lemmatiser(pairs))
        lemmas = [[next(every) for _ in row] for row in rows]
        tags = [[tag for tag, _ in said] for said in tagged]
        trees = self._parser([[_plain(word) for word in row] for row in rows], lemmas, tags)
        return [
            [Analysed(tag, feats, lemma, head, relation)
             for (tag, feats), lemma, (head, relation) in zip(*row, strict=True)]
            for row in zip(tagged, lemmas, trees, strict=True)
        ]  # fmt: skip

    def names(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIOES tags of words or tokens; all O where there is no model."""
        if self._names is None:
            return [["O"] * len(row) for row in rows]
        return self._names(rows)


def _plain(word: str) -> str:
    if len(word) > 1 and word[0] in "?？︖﹖⁇!！︕﹗‼":
        if _QUESTIONS.fullmatch(word):
            return "?"
        if _EXCLAMATIONS.fullmatch(word):
            return "!"
    return word


def _check(processor: str, model: Any) -> None:
    if (
        not isinstance(model, dict)
        or not isinstance(model.get("config"), dict)
        or not isinstance(model.get("model"), dict)
    ):
        raise Unsupported(processor)
    said = {**model["config"], "model_type": model.get("model_type", model["config"].get("model_type"))}
    for option, wanted in _FITS[processor].items():
        value = said.get(option)
        # Stanza mends trees by default: a configuration that does not say is one that wants it.
        value = value if option != "resolve_head_constraints" else said.get(option, True)
        if (value or None) != (wanted or None):
            raise Unsupported(f"{processor}: {option} is {value!r}")
    if processor == "lemma" and (model.get("dicts_version") != 3 or model.get("contextual")):
        raise Unsupported("lemma: dictionary")
    if processor == "pos" and [c[0] for c in model["config"]["tag_columns"]] != ["upos", "xpos", "feats"]:
        raise Unsupported("pos: columns")
    if processor == "ner" and len(model["vocab"]["tag"]["_id2unit"]) != 1:
        raise Unsupported("ner: sets of tags")
