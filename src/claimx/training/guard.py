"""The list of tokens that the word splitter must leave whole: what `claimx.linguistics.clitics.SplitGuard` reads.

A token is on it where every way of splitting it leaves a stem far rarer than the token itself, and the treebank does
not split it; and where the NER corpora's training parts show it within a name.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from claimx.linguistics.pipeline import SPLIT_WORDS, WHOLE_WORDS
from claimx.training.context import Context
from claimx.training.names import Names
from claimx.training.segmenter import Segmenter, bare

__all__ = ["whole_words", "write"]

_WITH_ARTICLE = ("وال", "فال", "بال", "كال", "لل", "ولل", "وبال")


def whole_words(context: Context) -> list[str]:
    """Tokens to leave whole, sorted; settings: `min_count`, `ratio` (how many times rarer the stem must be)."""
    settings = context.part("guard")
    least, ratio = int(settings["min_count"]), float(settings["ratio"])
    split_in_treebank: Counter[str] = Counter()
    for sentence in context.banks.morph:
        for token in sentence.tokens:
            split_in_treebank[bare(token.form)] += 1 if token.multiword else -1
    counts = context.counts
    names = Names(context.data, counts)
    plain = set(names.plain)
    segmenter = Segmenter(context.banks.morph, counts)
    found = set()
    for token, count in counts.items():
        if count < least or len(token) < 4 or not token.isalpha() or split_in_treebank[bare(token)] > 0:
            continue
        if token.startswith(_WITH_ARTICLE) and len(token) > 5 and token not in plain:
            # Before an article stands a clitic, however rare the noun.
            continue
        best = 0
        tempting = False
        for shape in segmenter.candidates(token):
            words = shape.apply(token)
            if words is None:
                continue
            # A pronoun alone tempts nobody: verbs and nouns before one are often rare without it.
            tempting = tempting or bool(shape.prefixes) or token in plain
            stem = words[len(shape.prefixes)]
            best = max(best, segmenter.frequency(stem))
            if shape.suffixes and stem.endswith("ئ"):
                best = max(best, segmenter.frequency(stem[:-1] + "ء"))
            if shape.suffixes and stem.endswith("و"):
                best = max(best, segmenter.frequency(stem + "ا"))
        if tempting and best * ratio < count:
            found.add(token)
    for name in names.tempting:
        if len(name) >= 4 and split_in_treebank[bare(name)] <= 0:
            stems = [w[len(s.prefixes)] for s in segmenter.candidates(name) if (w := s.apply(name)) is not None]
            # «ولد» within a name is still «و + لد» for nobody; «بأحمد» in one is a slip of the corpus.
            if max(map(segmenter.frequency, stems), default=0) <= max(segmenter.frequency(name), 2) * 3:
                found.add(name)
    return sorted(found)


def treebank_words(context: Context) -> tuple[list[str], list[str]]:
    """Tokens that the treebank never splits, and always does; hamzas put back as the news do, besides."""
    seen: dict[str, list[int]] = {}
    for sentence in context.banks.morph:
        for token in sentence.tokens:
            if token.form.isalpha():
                for form in {token.form, context.spelling.restore(token.form)}:
                    row = seen.setdefault(form, [0, 0])
                    row[0] += 1
                    row[1] += token.multiword
    never = [form for form, (count, split) in seen.items() if not split and count > 1 and len(form) > 3]
    always = [form for form, (count, split) in seen.items() if split == count]
    return sorted(never), sorted(always)


def _write(words: Iterable[str], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(f"{word}\n" for word in words).encode("utf-8"))


def write(context: Context, folder: Path) -> None:
    """Write both lists, gzipped, byte for byte the same each time."""
    never, always = treebank_words(context)
    _write(sorted({*whole_words(context), *never}), folder / WHOLE_WORDS)
    _write(always, folder / SPLIT_WORDS)
