"""Measuring the models from raw text, as users run them.

Words, tags and trees by the CoNLL 2018 scorer (`udtools`), entities as conlleval counts them. The treebanks' units are
paragraphs; the texts are handed over unit by unit, so that a tree is not scored against halves of it (`--split` runs
our own sentence splitter inside them, as on an article, and then the trees of a paragraph of several sentences cannot
all be right).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claimx.linguistics.normalise import fold
from claimx.linguistics.parse import Parse
from claimx.linguistics.pipeline import Linguist
from claimx.training.conllu import Sentence, Token, Word, read_raw, write
from claimx.training.context import Context
from claimx.training.corpora import read_anercorp
from claimx.training.ner import on_tokens, score, split_corpus

__all__ = ["METRICS", "evaluate", "name_splits", "system_sentences", "treebank_scores"]

_DAGGER = {
    w.replace("\u0670", ""): w for w in ("لٰكن", "ذٰلك", "هٰذا", "هٰذه", "كذٰلك", "اللٰه", "هٰؤلاء", "هٰذان", "هٰذين", "أولٰئك")
}

METRICS = ("Tokens", "Words", "Sentences", "UPOS", "Lemmas", "UAS", "LAS")


def treebank_scores(linguist: Linguist, gold: Sequence[Sentence], *, split: bool = False) -> dict[str, float]:
    """F1 scores, in percent, of a treebank's raw text run through the pipeline.

    Args:
        linguist: the models.
        gold: sentences as they were read, not normalised.
        split: whether to run our own sentence splitter inside the treebank's units.
    """
    from udtools.udeval import evaluate as conll18
    from udtools.udeval import load_conllu_file

    text = "\n".join(sentence.text for sentence in gold)
    units: list[tuple[int, int]] = []
    place = 0
    for sentence in gold:
        units.append((place, place + len(sentence.text)))
        place += len(sentence.text) + 1
    parse = linguist.parse([(text, units)])[0] if split else linguist.parse_units(text, units)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "system.conllu", Path(folder) / "gold.conllu"
        write(system_sentences(parse), ours)
        write(map(_unmarked_lemmas, gold), theirs)
        results: dict[str, Any] = conll18(load_conllu_file(str(theirs)), load_conllu_file(str(ours)))
    return {name: 100 * results[name].f1 for name in METRICS}


def _unmarked_lemmas(sentence: Sentence) -> Sentence:
    """PUD's lemmas are vocalised, PADT's and ours are not."""
    for word in sentence.words:
        word.lemma = fold(word.lemma) or word.lemma
    return sentence


def system_sentences(parse: Parse) -> list[Sentence]:
    """A parse as CoNLL-U sentences: tokens as the text writes them, since the scorer compares characters."""
    out = []
    for sentence in parse.sentences:
        tokens = []
        for token in sentence.tokens:
            surface = "".join(parse.text[token.start : token.end].split()) or token.text
            words = []
            for word in sentence.words[token.first : token.last + 1]:
                # The treebank spells words that it split off with the dagger alef (و + هٰذا), which normalising drops.
                form = surface if token.first == token.last else _DAGGER.get(word.text, word.text)
                feats = "|".join(f"{k}={v}" for k, v in sorted(word.feats.items())) or "_"
                words.append(Word(form, word.lemma, word.upos, feats, word.head + 1, word.deprel))
            spaced = parse.text[token.end : token.end + 1].isspace() or token.end >= sentence.end
            tokens.append(Token(surface, words, spaced))
        out.append(Sentence(tokens))
    return out


def tag_scores(context: Context, linguist: Linguist) -> dict[str, float]:
    """F1 from raw text on the held-out slice of `morph-train`; its heads are placeholders, so no trees."""
    wanted = {s.sent_id for s in context.banks.slice_held}
    gold = [s for s in read_raw(context.data / "treebank" / "morph-train.conllu") if s.sent_id in wanted]
    scores = treebank_scores(linguist, gold)
    found = {name: scores[name] for name in ("Tokens", "Words", "UPOS", "Lemmas")}
    rows = [sentence.words for sentence in context.banks.slice_held]
    tags = linguist.tag_words([[word.form for word in row] for row in rows])
    pairs = [(w.upos, tag) for row, mine in zip(rows, tags, strict=True) for w, tag in zip(row, mine, strict=True)]
    found["UPOS on gold words"] = 100 * sum(a == b for a, b in pairs) / len(pairs)
    return found


def entity_scores(context: Context, linguist: Linguist) -> dict[str, dict[str, float]]:
    """Entity scores on ANERcorp's test part, on the corpus's own tokens."""
    sentences = read_anercorp(context.data / "ner" / "ANERCorp_CamelLab_test.txt")
    rows = split_corpus(linguist, sentences)
    tags = linguist.tag_names([[word for mine in words for word in mine] for _, words in rows])
    gold = [[tag for _, tag in sentence] for sentence, _ in rows]
    predicted = [on_tokens(words, mine) for (_, words), mine in zip(rows, tags, strict=True)]
    left_out = len(sentences) - len(rows)
    if left_out:
        # A sentence that could not be laid against our words counts as one where nothing was found.
        kept = {id(sentence) for sentence, _ in rows}
        for sentence in sentences:
            if id(sentence) not in kept:
                gold.append([tag for _, tag in sentence])
                predicted.append(["O"] * len(sentence))
    return score(gold, predicted)


def name_splits(context: Context, linguist: Linguist) -> dict[str, float]:
    """How often a whole name of ANERcorp's test part is torn, in percent of the single-word persons that open no
    clitic.

    Second and later words of persons are counted: nothing is written onto them.
    """
    sentences = read_anercorp(context.data / "ner" / "ANERCorp_CamelLab_test.txt")
    torn = seen = 0
    for sentence, words in split_corpus(linguist, sentences):
        for (token, tag), mine in zip(sentence, words, strict=True):
            if tag == "I-PER" and token.isalpha():
                seen += 1
                torn += len(mine) > 1
    return {"names": seen, "torn": 100 * torn / max(seen, 1)}


def evaluate(context: Context, models: Path | None, *, split: bool = False) -> dict[str, Any]:
    """All scores of a models folder (the bundled one where it is None), printed as they come."""
    started = time.monotonic()
    linguist = Linguist(models)
    report: dict[str, Any] = {"load_seconds": round(time.monotonic() - started, 1)}
    for name in ("trees-dev", "trees-test", "pud"):
        started = time.monotonic()
        gold = list(read_raw(context.data / "treebank" / f"{name}.conllu"))
        report[name] = treebank_scores(linguist, gold, split=split)
        _print(name, report[name], time.monotonic() - started)
    report["morph-train held out"] = tag_scores(context, linguist)
    _print("morph-train held out", report["morph-train held out"])
    if linguist.models.path("ner"):
        report["ANERcorp test"] = entity_scores(context, linguist)
        for kind, scores in report["ANERcorp test"].items():
            _print(f"ANERcorp test {kind}", scores)
        report["ANERcorp test names"] = name_splits(context, linguist)
        _print("ANERcorp test names", report["ANERcorp test names"])
    return report


def _print(name: str, scores: dict[str, float], seconds: float | None = None) -> None:
    took = f"  ({seconds:.0f} s)" if seconds is not None else ""
    print(
        f"{name:24} " + "  ".join(f"{key} {value:.2f}" for key, value in scores.items()) + took,
        file=sys.stdout,
        flush=True,
    )
