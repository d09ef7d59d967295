"""The lemmatiser: a dictionary of (word, UPOS) first, a character network for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimx.training.conllu import Sentence, Token, Word, chain, write
from claimx.training.context import SHORTHAND, Context, extra_arguments, run_stanza
from claimx.training.prepare import egyptian, respell

__all__ = ["train"]


def _entries(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Words with their lemmas as a word list: each of them as often as the logarithm of its count.

    The network sees rare words nearly as often as frequent ones, which the dictionary knows anyhow, and an epoch
    takes a fifth of the time; the dictionary still learns which of two lemmas is the likelier.
    """
    counts = Counter((w.form, w.upos, w.lemma) for s in sentences for w in s.words)
    row: list[Token] = []
    for (form, upos, lemma), count in counts.items():
        for _ in range(count.bit_length()):
            row.append(Token(form, [Word(form, lemma, upos, head=len(row))]))
            if len(row) == 50:
                yield Sentence(row)
                row = []
    if row:
        yield Sentence(row)


def train(context: Context) -> Path:
    """Train the lemmatiser on `morph-train`; returns the model file."""
    from stanza.models import lemmatizer

    settings = context.part("lemmatizer")
    shares = settings.pop("augment", {})
    model = context.model("lemma")
    folder = context.work / "data" / "lemma"
    if not (folder / "dev.conllu").exists():
        rng = context.rng("lemmatizer")
        sentences = []
        for sentence in context.banks.morph:
            sentences.append(sentence)
            if rng.random() < shares.get("hamza", 0):
                sentences.append(respell(sentence, context.spelling))
            if rng.random() < shares.get("egyptian", 0):
                sentences.append(egyptian(respell(sentence, context.spelling)))
        write(_entries(sentences), folder / "train.conllu")
        write(map(chain, context.banks.slice_dev), folder / "dev.conllu")
    run_stanza(
        lemmatizer.main,
        [
            "--train_file", folder / "train.conllu", "--eval_file", folder / "dev.conllu",
            "--shorthand", SHORTHAND, "--save_dir", model.parent, "--save_name", model.name,
            "--seed", context.seed, "--cpu", *extra_arguments(settings),
        ],
    )  # fmt: skip
    return model
