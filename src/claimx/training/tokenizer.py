"""The tokenizer: character by character, where tokens end and which of them are multiword.

Trained on `morph-train` (minus the slices held out) and on copies of it: hamzas restored, Egyptian ى, pieces cut at
commas, other names, Latin commas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from claimx.training.conllu import Sentence, Token, chain, write
from claimx.training.context import LANG, SHORTHAND, Context, extra_arguments, run_stanza
from claimx.training.names import Names, rename
from claimx.training.prepare import cut, egyptian, respell

__all__ = ["augmented", "train", "write_labelled"]


def write_labelled(sentences: Iterable[Sentence], text_path: Path, label_path: Path) -> None:
    """Write Stanza's tokenizer format: the text, and a digit for each of its characters.

    0 within a token, 1 end of token, 2 end of sentence, 3 end of multiword token, 4 of both; each sentence is a
    paragraph, as the sentence splitter hands them over.
    """
    text_path.parent.mkdir(parents=True, exist_ok=True)
    with text_path.open("w", encoding="utf-8") as texts, label_path.open("w", encoding="utf-8") as labels:
        for sentence in sentences:
            chars: list[str] = []
            marks: list[str] = []
            for token in sentence.tokens:
                chars.append(token.form)
                marks.append("0" * (len(token.form) - 1) + ("3" if token.multiword else "1"))
                if token.space_after and token is not sentence.tokens[-1]:
                    chars.append(" ")
                    marks.append("0")
            marks[-1] = marks[-1][:-1] + ("4" if marks[-1][-1] == "3" else "2")
            texts.write("".join(chars) + "\n\n")
            labels.write("".join(marks) + "\n\n")


def _latin_commas(sentence: Sentence) -> Sentence:
    tokens = [
        replace(t, form=",") if t.form == "،" else Token("؟", t.words, t.space_after) if t.form == "?" else t
        for t in sentence.tokens
    ]
    return Sentence(tokens, sentence.sent_id + ":l", [])


def augmented(context: Context, sentences: Iterable[Sentence], shares: dict[str, float]) -> Iterator[Sentence]:
    """Every sentence, and copies of some.

    Args:
        context: the training run.
        sentences: treebank sentences.
        shares: how many of the sentences get a copy with `hamza`, `egyptian`, `cut`, `names`, `commas`; above 1
        several.
    """
    rng = context.rng("tokenizer")
    names = Names(context.data, context.counts)
    for sentence in sentences:
        yield sentence
        if rng.random() < shares.get("hamza", 0):
            yield respell(sentence, context.spelling)
        if rng.random() < shares.get("egyptian", 0):
            yield egyptian(respell(sentence, context.spelling))
        if rng.random() < shares.get("cut", 0):
            piece = cut(respell(sentence, context.spelling), rng)
            if piece:
                yield piece
        if rng.random() < shares.get("names", 0):
            renamed = rename(respell(sentence, context.spelling), names, rng)
            if renamed:
                yield renamed
        if rng.random() < shares.get("commas", 0):
            yield _latin_commas(sentence)


def train(context: Context) -> Path:
    """Train the tokenizer; returns the model file."""
    from stanza.models import tokenizer

    settings = context.part("tokenizer")
    model = context.model("tokenize")
    folder = context.work / "data" / "tokenize"
    shares = settings.pop("augment", {})
    text, labels = folder / "train.txt", folder / "train.toklabels"
    if not labels.exists():
        write_labelled(augmented(context, context.banks.morph, shares), text, labels)
        write_labelled(context.banks.trees_dev, folder / "dev.txt", folder / "dev.toklabels")
        write(map(chain, context.banks.trees_dev), folder / "dev.conllu")
        (folder / "mwt.json").write_text("[]", encoding="utf-8")
    run_stanza(
        tokenizer.main,
        [
            "--txt_file", text, "--label_file", labels,
            "--dev_txt_file", folder / "dev.txt", "--dev_label_file", folder / "dev.toklabels",
            "--dev_conll_gold", folder / "dev.conllu", "--mwt_json_file", folder / "mwt.json",
            "--lang", LANG, "--shorthand", SHORTHAND, "--save_dir", model.parent, "--save_name", model.name,
            "--seed", context.seed, "--cpu", *extra_arguments(settings),
        ],
    )  # fmt: skip
    return model
