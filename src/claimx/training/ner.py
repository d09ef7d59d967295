"""The entity tagger: persons, places, organisations and the rest, on words rather than tokens.

ANERcorp tags what stands between spaces, clitics and marks included (لألمانيا B-LOC). Our own splitter takes them off
first, in training as later, so that the vectors know the words and a place comes without its preposition. For the
score the words' tags go back onto the corpus's tokens.
"""

from __future__ import annotations

import json
import random
import shutil
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimx.linguistics.models import find_models
from claimx.linguistics.pipeline import Linguist
from claimx.training.context import SHORTHAND, Context, extra_arguments, run_stanza
from claimx.training.corpora import Tagged, read_anercorp, read_aqmar, read_wojood

__all__ = ["entities", "on_tokens", "on_words", "score", "train"]


def split_corpus(linguist: Linguist, sentences: Sequence[Tagged]) -> list[tuple[Tagged, list[list[str]]]]:
    """Each sentence with the words of each of its corpus tokens.

    Our tokenizer may cut a corpus token into several (أ: أ + marks): its words are then those of all of them. It
    never joins two, since there are spaces between; where it should all the same, the sentence is left out.
    """
    texts = [" ".join(token for token, _ in sentence) for sentence in sentences]
    out = []
    for sentence, pieces in zip(sentences, linguist.split_words(texts), strict=True):
        ends: list[int] = []
        place = 0
        for token, _ in sentence:
            place += len(token)
            ends.append(place)
            place += 1
        words: list[list[str]] = [[] for _ in sentence]
        for start, end, mine in pieces:
            at = bisect_right(ends, start)
            if at >= len(ends) or end > ends[at]:
                break
            words[at] += mine
        else:
            if all(words):
                out.append((sentence, words))
    return out


def on_words(sentence: Tagged, words: Sequence[Sequence[str]]) -> Tagged:
    """The tags of a corpus's tokens on their words: an entity's clitics and marks at either end stay outside it."""
    out: Tagged = []
    for number, ((_, tag), mine) in enumerate(zip(sentence, words, strict=True)):
        if tag == "O" or not mine:
            out += [(word, "O") for word in mine]
            continue
        kind = tag[2:]
        stem = max(range(len(mine)), key=lambda i: (len(mine[i]) * any(c.isalnum() for c in mine[i]), -i))
        following = sentence[number + 1][1] if number + 1 < len(sentence) else "O"
        inside = following == f"I-{kind}"
        for i, word in enumerate(mine):
            if i < stem:
                # A clitic before the first word is outside; within an entity (والعمل) it belongs to it.
                out.append((word, "O" if tag.startswith("B-") else f"I-{kind}"))
            elif i == stem:
                out.append((word, tag))
            else:
                out.append((word, f"I-{kind}" if inside else "O"))
    return out


def on_tokens(words: Sequence[Sequence[str]], tags: Sequence[str]) -> list[str]:
    """The tags of words, BIOES, on the tokens they are from, BIO: a token has its first entity word's."""
    out: list[str] = []
    supply = iter(tags)
    for mine in words:
        ours = [next(supply) for _ in mine]
        tag = next((t for t in ours if t != "O"), "O")
        place, _, kind = tag.partition("-")
        out.append("O" if place == "O" else f"{'B' if place in 'BS' else 'I'}-{kind}")
    return out


def entities(tags: Iterable[str]) -> set[tuple[int, int, str]]:
    """Entities (start, end, type) of a sentence's BIO tags, as conlleval reads them."""
    found = set()
    start, kind = 0, ""
    number = -1
    for number, tag in enumerate(tags):
        place, _, this = tag.partition("-")
        if kind and (place != "I" or this != kind):
            found.add((start, number, kind))
            kind = ""
        if place == "B" or (place == "I" and not kind):
            start, kind = number, this
    if kind:
        found.add((start, number + 1, kind))
    return found


def score(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of entities, in percent, over all and by type."""
    counts: dict[str, list[int]] = {}
    for ours, theirs in zip(predicted, gold, strict=True):
        mine, right = entities(ours), entities(theirs)
        for kind in {k for *_, k in mine | right}:
            for name in (kind, "all"):
                row = counts.setdefault(name, [0, 0, 0])
                row[0] += len({e for e in mine & right if e[2] == kind})
                row[1] += len({e for e in mine if e[2] == kind})
                row[2] += len({e for e in right if e[2] == kind})
    out = {}
    for name, (hits, guessed, wanted) in sorted(counts.items()):
        precision, recall = 100 * hits / max(guessed, 1), 100 * hits / max(wanted, 1)
        out[name] = {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        }
    return out


def _write(sentences: Iterable[Tagged], path: Path) -> None:
    """Stanza's JSON, tags as BIO; Stanza turns them into BIOES itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [[{"text": word, "ner": tag} for word, tag in sentence] for sentence in sentences if sentence]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def renamed(sentence: Tagged, first: Sequence[str], later: Sequence[str], rng: random.Random) -> Tagged | None:
    """A copy with other persons in the places of its own; None where it names nobody.

    The network learns what stands around a name, rather than the names of one year's news.
    """
    if not any(tag == "B-PER" for _, tag in sentence):
        return None
    return [
        (rng.choice(first) if tag == "B-PER" else rng.choice(later) if tag == "I-PER" and word.isalpha() else word, tag)
        for word, tag in sentence
    ]


def _short(sentences: Iterable[Tagged], longest: int) -> list[Tagged]:
    """Sentences cut to a length: a few of ANERcorp's run to hundreds of tokens, and slow down a whole batch."""
    out = []
    for sentence in sentences:
        start = 0
        while start < len(sentence):
            end = min(start + longest, len(sentence))
            while end < len(sentence) and sentence[end][1].startswith("I-"):
                end += 1
            out.append(sentence[start:end])
            start = end
    return out


def prepare(context: Context, settings: dict[str, object]) -> Path:
    """Write the training and dev parts; the dev part is a slice of ANERcorp's training part."""
    folder = context.work / "data" / "ner"
    if (folder / "dev.json").exists():
        return folder
    models = find_models(context.work / "models", needed=("tokenize", "mwt"))
    linguist = Linguist(models, processors=("tokenize", "mwt"))
    longest = int(str(settings.get("longest", 60)))
    aner = read_anercorp(context.data / "ner" / "ANERCorp_CamelLab_train.txt")
    # The slice is one block: neighbouring sentences share their names.
    held = len(aner) // 12
    dev, train_part = aner[-held:], aner[:-held]
    extra: list[Tagged] = []
    if settings.get("aqmar"):
        extra += read_aqmar(context.data / "ner" / "aqmar")
    if settings.get("wojood"):
        for name in ("train", "val", "test"):
            extra += read_wojood(context.data / "ner" / "wojood" / f"{name}.txt")
    spelt: list[Tagged] = []
    if settings.get("hamza"):
        # A copy in the other spelling: ANERcorp leaves many hamzas off.
        rng = context.rng("ner")
        share = float(str(settings["hamza"]))
        spelt = [
            [(context.spelling.restore(token), tag) for token, tag in sentence]
            for sentence in train_part
            if rng.random() < share
        ]
    _write((on_words(s, w) for s, w in split_corpus(linguist, dev)), folder / "dev.json")
    rows = [on_words(s, w) for s, w in split_corpus(linguist, _short(train_part + spelt, longest))]
    others = [on_words(s, w) for s, w in split_corpus(linguist, _short(extra, longest))]
    _write(rows + others, folder / "train.json")
    # Names uniformly, however often they occur: rare ones are what the network must learn to do without knowing.
    first = sorted({word for row in rows + others for word, tag in row if tag == "B-PER" and word.isalpha()})
    later = sorted({word for row in rows + others for word, tag in row if tag == "I-PER" and word.isalpha()})
    rng = context.rng("ner names")
    copies = [copy for row in rows if (copy := renamed(row, first, later, rng)) is not None]
    # The second stage is ANERcorp's alone: others draw the line between places and organisations elsewhere.
    _write(rows + copies, folder / "finish.json")
    return folder


def train(context: Context) -> Path:
    """Train the entity tagger; returns the model file."""
    from stanza.models import ner_tagger

    settings = context.part("ner")
    sources = settings.pop("data", {})
    finish = settings.pop("finish", None)
    folder = prepare(context, sources)
    model = context.model("ner")
    first = model.with_name("first.pt.part")
    common = [
        "--eval_file", folder / "dev.json", "--wordvec_pretrain_file", context.pretrain, "--shorthand", SHORTHAND,
        "--save_dir", model.parent, "--save_name", model.name, "--seed", context.seed, "--cpu",
    ]  # fmt: skip
    if not first.exists():
        run_stanza(ner_tagger.main, ["--train_file", folder / "train.json", *common, *extra_arguments(settings)])
        shutil.copyfile(model, first)
    if finish:
        # The second stage takes small steps, and sees every person under other names as well.
        arguments = extra_arguments({**settings, **finish, "finetune": True, "finetune_load_name": first})
        run_stanza(ner_tagger.main, ["--train_file", folder / "finish.json", *common, *arguments])
    return model
