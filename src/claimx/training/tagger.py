"""The tagger: UPOS and the features that help the parser and the rules, and retagging trees with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimx.training.conllu import Sentence, Token, chain, read_raw, write
from claimx.training.context import LANG, SHORTHAND, Context, extra_arguments, run_stanza
from claimx.training.prepare import cut, egyptian, pieces, respell

__all__ = ["filter_features", "retag", "train"]


def filter_features(sentence: Sentence, kept: Iterable[str]) -> Sentence:
    """A copy with the chosen features alone: those that the treebank gives only where it was sure would teach noise."""
    wanted = set(kept)

    def only(feats: str) -> str:
        return "|".join(f for f in feats.split("|") if f.split("=")[0] in wanted) or "_"

    tokens = [replace(t, words=[replace(w, feats=only(w.feats)) for w in t.words]) for t in sentence.tokens]
    return Sentence(tokens, sentence.sent_id, sentence.comments)


def _training_sentences(context: Context, shares: dict[str, float], longest: int) -> Iterator[Sentence]:
    """Sentences without trees: a respelt copy takes the place of some, so that an epoch does not grow."""
    rng = context.rng("tagger")
    for sentence in (piece for whole in context.banks.untreed for piece in pieces(whole, longest)):
        roll = rng.random()
        if roll < shares.get("hamza", 0):
            yield respell(sentence, context.spelling)
        elif roll < shares.get("hamza", 0) + shares.get("egyptian", 0):
            yield egyptian(respell(sentence, context.spelling))
        else:
            yield sentence
        if rng.random() < shares.get("cut", 0):
            piece = cut(respell(sentence, context.spelling) if rng.random() < 0.5 else sentence, rng)
            if piece:
                yield piece


def train(context: Context) -> Path:
    """Train the tagger; returns the model file. A first stage that was finished, or broken off, is not done again."""
    from stanza.models import tagger

    settings = context.part("tagger")
    shares = settings.pop("augment", {})
    features = settings.pop("features")
    longest = int(settings.pop("longest"))
    finish = settings.pop("finish", None)
    model = context.model("pos")
    folder = context.work / "data" / "pos"
    if not (folder / "held.conllu").exists():
        for name, sentences in (
            ("train", _training_sentences(context, shares, longest)),
            ("dev", context.banks.slice_dev),
            ("held", context.banks.slice_held),
        ):
            write((chain(filter_features(s, features)) for s in sentences), folder / f"{name}.conllu")
    first = model.with_name("first.pt.part")
    arguments: list[object] = [
        "--train_file", folder / "train.conllu", "--eval_file", folder / "dev.conllu",
        "--wordvec_pretrain_file", context.pretrain, "--lang", LANG, "--shorthand", SHORTHAND,
        "--save_dir", model.parent, "--save_name", model.name, "--seed", context.seed, "--cpu",
    ]  # fmt: skip
    if not first.exists():
        run_stanza(tagger.main, [*arguments, *extra_arguments(settings)])
        shutil.copyfile(model, first)
    if finish:
        # Stanza's tagger never lowers its learning rate and cannot go on from a model: its trainer is made to.
        fresh = tagger.Trainer

        def resumed(*_: Any, args: Any, pretrain: Any, device: Any, **__: Any) -> Any:
            return fresh(args=args, pretrain=pretrain, model_file=str(first), device=device)

        tagger.Trainer = resumed
        try:
            run_stanza(tagger.main, [*arguments, *extra_arguments({**settings, **finish})])
        finally:
            tagger.Trainer = fresh
    return model


def retag(context: Context, sentences: Iterable[Sentence], target: Path, model: Path | None = None) -> Path:
    """Write the sentences with the tags our own tagger gives them: what the parser meets later is what it learns from.

    Args:
        context: the training run.
        sentences: sentences with trees.
        target: the CoNLL-U file to write.
        model: the tagger; the trained one where it is left out.
    """
    from stanza.models import tagger

    model = model or context.model("pos")
    plain = target.with_suffix(".in.conllu")
    predicted = target.with_suffix(".pred.conllu")
    source = list(sentences)
    write(source, plain)
    run_stanza(
        tagger.main,
        [
            "--mode", "predict", "--eval_file", plain, "--output_file", predicted,
            "--wordvec_pretrain_file", context.pretrain, "--lang", LANG, "--shorthand", SHORTHAND,
            "--save_dir", model.parent, "--save_name", model.name, "--cpu", "--batch_size", 64,
        ],
    )  # fmt: skip
    tagged = []
    for gold, found in zip(source, read_raw(predicted), strict=True):
        words = iter(found.words)
        tokens: list[Token] = []
        for token in gold.tokens:
            ours = [next(words) for _ in token.words]
            tokens.append(
                replace(
                    token,
                    words=[replace(w, upos=o.upos, feats=o.feats) for w, o in zip(token.words, ours, strict=True)],
                )
            )
        tagged.append(Sentence(tokens, gold.sent_id, gold.comments))
    write(tagged, target)
    return target
