"""The dependency parser: Stanza's deep biaffine one, on trees with our own tagger's tags.

`morph-train` parsed by a first parser (`silver`) can be added by Stanza's `--silver_file`; PUD as extra trees.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from claimx.training.average import average, last, snapshots
from claimx.training.conllu import Sentence, Token, chain, read_raw, write
from claimx.training.context import LANG, SHORTHAND, Context, extra_arguments, run_stanza
from claimx.training.prepare import respell
from claimx.training.tagger import filter_features, retag

__all__ = ["cut_tree", "silver", "train"]


def cut_tree(sentence: Sentence, rng: random.Random, *, shortest: int = 5) -> Sentence | None:
    """A piece between two marks that is a tree by itself: one word alone has its head outside. None where there is
    none.

    The splitter of sentences hands the parser shorter units than the treebank's paragraphs.
    """
    first_word = [0]
    for token in sentence.tokens:
        first_word.append(first_word[-1] + len(token.words))
    words = sentence.words
    places = [0] + [i + 1 for i, t in enumerate(sentence.tokens) if t.form in "،,.؛:!؟-)"]
    if places[-1] != len(sentence.tokens):
        places.append(len(sentence.tokens))
    pieces = []
    for i, start in enumerate(places):
        for end in places[i + 1 :]:
            if end - start < shortest or (start, end) == (0, len(sentence.tokens)):
                continue
            low, high = first_word[start], first_word[end]
            outside = [k for k in range(low, high) if not low < words[k].head <= high and words[k].deprel != "punct"]
            if len(outside) == 1:
                pieces.append((start, end, outside[0]))
    if not pieces:
        return None
    start, end, root = rng.choice(pieces)
    low, high = first_word[start], first_word[end]
    number = low
    tokens: list[Token] = []
    for token in sentence.tokens[start:end]:
        cut_words = []
        for word in token.words:
            if number == root:
                cut_words.append(replace(word, head=0, deprel="root"))
            elif low < word.head <= high:
                cut_words.append(replace(word, head=word.head - low))
            else:
                # A mark at the edge whose head was cut off hangs from the root of the piece.
                cut_words.append(replace(word, head=root - low + 1))
            number += 1
        tokens.append(replace(token, words=cut_words))
    return Sentence(tokens, f"{sentence.sent_id}:c{start}-{end}", [])


def _augmented(
    context: Context, sentences: Iterable[Sentence], shares: dict[str, float], longest: int
) -> Iterator[Sentence]:
    """The sentences, copies of some in today's spelling, and pieces that are trees; of overlong ones pieces alone.

    A batch costs the square of its longest sentence, and units as long never reach the parser later.
    """
    rng = context.rng("parser")
    for sentence in sentences:
        if len(sentence.words) > longest:
            seen = set()
            for _ in range(8):
                piece = cut_tree(sentence, rng)
                if piece and len(piece.words) <= longest and piece.sent_id not in seen:
                    seen.add(piece.sent_id)
                    yield piece
            continue
        yield sentence
        if rng.random() < shares.get("hamza", 0):
            copy = respell(sentence, context.spelling)
            if copy.text != sentence.text:
                yield copy
        if rng.random() < shares.get("cut", 0):
            piece = cut_tree(respell(sentence, context.spelling) if rng.random() < 0.5 else sentence, rng)
            if piece:
                yield piece


def _prepare(context: Context, shares: dict[str, float], pud: float, longest: int) -> Path:
    folder = context.work / "data" / "depparse"
    if not (folder / "dev.conllu").exists():
        sentences = list(_augmented(context, context.banks.trees_train, shares, longest))
        if pud:
            rng = context.rng("pud")
            sentences += [s for s in context.banks.pud if rng.random() < pud and len(s.words) <= longest]
        retag(context, sentences, folder / "train.conllu")
        retag(context, context.banks.trees_dev, folder / "dev.conllu")
    return folder


def train(context: Context) -> Path:
    """Train the parser, or go on from its checkpoint; returns the model file.

    The first stage's last checkpoints are averaged (`average`: how many). A second one (`finish`) takes small steps
    from the first one's best model, with trees of the model's own making beside the treebank's where it says
    `silver`.
    """
    from stanza.models import parser

    settings = context.part("parser")
    shares = settings.pop("augment", {})
    pud = float(settings.pop("pud", 0))
    longest = int(settings.pop("longest"))
    finish = settings.pop("finish", None)
    averaged = int(settings.pop("average", 0))
    model = context.model("depparse")
    first = model.with_name("first.pt.part")
    folder = _prepare(context, shares, pud, longest)
    arguments: list[object] = [
        "--train_file", folder / "train.conllu", "--eval_file", folder / "dev.conllu",
        "--wordvec_pretrain_file", context.pretrain, "--lang", LANG, "--shorthand", SHORTHAND,
        "--save_dir", model.parent, "--save_name", model.name, "--seed", _seed(context, model), "--cpu", "--no_xpos",
    ]  # fmt: skip
    if not first.exists():
        kept = context.work / "snapshots" / "depparse"
        with snapshots(kept):
            run_stanza(parser.main, [*arguments, *extra_arguments(settings)])
        if averaged:
            average(last(kept, averaged), model)
        shutil.copyfile(model, first)
    if finish:
        finish = dict(finish)
        if finish.pop("silver", False):
            arguments += ["--silver_file", silver(context, first)]
        arguments += ["--continue_from", first, "--no_checkpoint"]
        run_stanza(parser.main, [*arguments, *extra_arguments({**settings, **finish})])
    return model


def _seed(context: Context, model: Path) -> int:
    """The seed, moved on by the steps that a checkpoint has behind it.

    A training that goes on with the seed it began with would see the same batches under the same dropout masks again,
    and learn them by heart.
    """
    import torch

    checkpoint = model.with_name(f"{model.stem}_checkpoint.pt")
    if not checkpoint.exists():
        return context.seed
    return context.seed + int(torch.load(checkpoint, map_location="cpu", weights_only=True).get("global_step", 0))


def silver(context: Context, model: Path) -> Path:
    """Parse `morph-train` with a parser, for itself to learn from (self-training); returns the file."""
    from stanza.models import parser

    settings = context.part("silver")
    folder = context.work / "data" / "depparse"
    target = folder / "silver.conllu"
    if target.exists():
        return target
    rng = context.rng("silver")
    longest = int(settings.get("longest", 60))
    sentences = [s for s in context.banks.untreed if 5 <= len(s.words) <= longest]
    rng.shuffle(sentences)
    sentences = sentences[: int(settings.get("sentences", 3000))]
    spelt = [respell(s, context.spelling) if rng.random() < settings.get("hamza", 0.5) else s for s in sentences]
    # The treebank's own tags: on sentences that the tagger was taught it gives nearly the same.
    features = context.part("tagger")["features"]
    tagged = folder / "silver.tagged.conllu"
    write((chain(filter_features(s, features)) for s in spelt), tagged)
    parsed = folder / "silver.pred.conllu"
    run_stanza(
        parser.main,
        [
            "--mode", "predict", "--eval_file", tagged, "--output_file", parsed,
            "--wordvec_pretrain_file", context.pretrain, "--lang", LANG, "--shorthand", SHORTHAND,
            "--save_dir", model.parent, "--save_name", model.name, "--cpu", "--batch_size", 2000,
        ],
    )  # fmt: skip
    write(read_raw(parsed), target)
    return target
