"""The expander: what words a multiword token is made of (للأسلحة: ل + الأسلحة)."""

from __future__ import annotations

from pathlib import Path

from claimx.training.conllu import Sentence, chain, write
from claimx.training.context import LANG, SHORTHAND, Context, extra_arguments, run_stanza
from claimx.training.tokenizer import augmented

__all__ = ["train"]


def _unexpanded(sentence: Sentence) -> Sentence:
    return sentence


def train(context: Context) -> Path:
    """Train the expander; returns the model file. A dictionary of what was seen goes before the network's word."""
    from stanza.models import mwt_expander

    settings = context.part("mwt")
    model = context.model("mwt")
    folder = context.work / "data" / "mwt"
    shares = settings.pop("augment", {})
    if not (folder / "dev.conllu").exists():
        write(map(chain, augmented(context, context.banks.morph, shares)), folder / "train.conllu")
        write(map(chain, context.banks.trees_dev), folder / "dev.conllu")
    run_stanza(
        mwt_expander.main,
        [
            "--train_file", folder / "train.conllu", "--eval_file", folder / "dev.conllu",
            "--gold_file", folder / "dev.conllu", "--lang", LANG, "--shorthand", SHORTHAND,
            "--save_dir", model.parent, "--save_name", model.name,
            "--seed", context.seed, "--cpu", *extra_arguments(settings),
        ],
    )  # fmt: skip
    return model
