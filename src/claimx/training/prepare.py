"""Reading the data folder, splitting it, and making it look like the articles met later.

Splits (`Treebanks`): `trees_test` is never touched by training; two slices of whole documents are held out of
`morph-train` for everything, one to stop trainings early (`slice_dev`), one to report (`slice_held`).

Augmentation: the treebank is newswire of 2000-2004 that leaves most hamzas off (اعلن، الاحد); articles of today write
them, and Egyptian ones write a final ى for ي. Copies of sentences get the other spelling, by how the news spell each
word.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from claimx.linguistics.normalise import fold
from claimx.training.conllu import Sentence, Token, read
from claimx.training.segmenter import bare

__all__ = ["Spelling", "Treebanks", "news_lines", "news_tokens"]

NEWS_FILES = ("saudinewsnet", "antcorpus", "ahdath", "modern")
TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\S")


def news_lines(data: Path) -> Iterator[str]:
    """Lines of the news articles, normalised.

    Args:
        data: the data folder.

    Raises:
        OSError: a file is missing or damaged.
    """
    for name in NEWS_FILES:
        with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as records:
            for line in records:
                record = json.loads(line)
                parts = record.get("paragraphs") or [record.get("title"), record.get("content"), record.get("text")]
                for part in parts:
                    if part:
                        yield from (piece for piece in fold(str(part)).split("\n") if piece.strip())


def news_tokens(lines: Iterable[str]) -> Iterator[list[str]]:
    """Tokens of each line: words, numbers, single marks."""
    for line in lines:
        yield TOKEN.findall(line)


class Spelling:
    """How the news spell a word whose hamzas, or final ي, are left off elsewhere.

    Args:
        counts: how often each token occurs in the news.
    """

    def __init__(self, counts: Counter[str]) -> None:
        best: dict[str, tuple[int, str]] = {}
        for word, count in counts.items():
            key = bare(word)
            if count > best.get(key, (0, ""))[0]:
                best[key] = (count, word)
        self._best = {key: word for key, (count, word) in best.items() if word != key and count >= 5}

    def restore(self, word: str) -> str:
        """The news' spelling of a word written without hamzas; the word itself where it has some, or none are known."""
        return self._best.get(word, word)


@dataclass(frozen=True, slots=True)
class Treebanks:
    """The treebanks, normalised, in their splits."""

    morph: list[Sentence]
    slice_dev: list[Sentence]
    slice_held: list[Sentence]
    trees_train: list[Sentence]
    trees_dev: list[Sentence]
    trees_test: list[Sentence]
    pud: list[Sentence]

    @classmethod
    def load(cls, data: Path, *, slice_sentences: int = 150, held_sentences: int = 300, seed: int = 7) -> Treebanks:
        """Read and split the treebanks of a data folder.

        Args:
            data: the data folder.
            slice_sentences: at least how many sentences to hold out for stopping early.
            held_sentences: at least how many to hold out for the report.
            seed: decides which documents are held out.
        """
        folder = data / "treebank"
        morph = list(read(folder / "morph-train.conllu"))
        trees_train = list(read(folder / "trees-train.conllu"))
        trees_dev = list(read(folder / "trees-dev.conllu"))
        treed = {s.sent_id for s in (*trees_train, *trees_dev)}
        treed_documents = {_document(s) for s in (*trees_train, *trees_dev)}
        documents = sorted({_document(s) for s in morph} - treed_documents)
        random.Random(seed).shuffle(documents)
        sizes = Counter(_document(s) for s in morph)
        chosen: list[set[str]] = []
        for wanted in (slice_sentences, held_sentences):
            picked: set[str] = set()
            while sum(sizes[d] for d in picked) < wanted:
                picked.add(documents.pop())
            chosen.append(picked)
        slice_dev = [s for s in morph if _document(s) in chosen[0]]
        slice_held = [s for s in morph if _document(s) in chosen[1]]
        rest = [s for s in morph if _document(s) not in chosen[0] | chosen[1]]
        # Sentences that have trees stay out of the tagger's training (`untreed`), so that the tags it gives them are
        # as good, and as bad, as the tags it gives new text.
        del treed
        return cls(
            rest,
            slice_dev,
            slice_held,
            trees_train,
            trees_dev,
            list(read(folder / "trees-test.conllu")),
            list(read(folder / "pud.conllu")),
        )

    @property
    def untreed(self) -> list[Sentence]:
        """The training sentences without those that have trees."""
        treed = {s.sent_id for s in (*self.trees_train, *self.trees_dev)}
        texts = {s.text for s in (*self.trees_train, *self.trees_dev)}
        return [s for s in self.morph if s.sent_id not in treed and s.text not in texts]


def _document(sentence: Sentence) -> str:
    return sentence.sent_id.split(":")[0]


def respell(sentence: Sentence, spelling: Spelling) -> Sentence:
    """A copy with hamzas put back where the news put them; words' forms follow their token's spelling.

    Words of multiword tokens are spelt with hamzas in the treebank already, so only the token changes there.
    """
    tokens = []
    for token in sentence.tokens:
        form = spelling.restore(token.form)
        if form == token.form:
            tokens.append(token)
        elif token.multiword:
            tokens.append(replace(token, form=form))
        else:
            tokens.append(Token(form, [replace(token.words[0], form=form)], token.space_after))
    return Sentence(tokens, sentence.sent_id + ":h", sentence.comments)


def egyptian(sentence: Sentence) -> Sentence:
    """A copy with every final ي written ى, as Egyptian papers do; words of one token follow it."""

    def dotless(form: str) -> str:
        return form[:-1] + "ى" if len(form) > 1 and form.endswith("ي") else form

    tokens = []
    for token in sentence.tokens:
        form = dotless(token.form)
        if form == token.form:
            tokens.append(token)
            continue
        if token.multiword:
            # The last word takes the dots back: a multiword token's words are spelt out, not copied.
            tokens.append(replace(token, form=form))
        else:
            tokens.append(Token(form, [replace(token.words[0], form=form)], token.space_after))
    return Sentence(tokens, sentence.sent_id + ":y", sentence.comments)


def cut(sentence: Sentence, rng: random.Random, *, shortest: int = 4) -> Sentence | None:
    """A piece of a sentence between two commas or stops; None where there is no such piece.

    The splitter of sentences hands the models shorter units than the treebank's paragraphs. Heads are not kept: use it
    where they do not matter.
    """
    places = [0] + [i + 1 for i, token in enumerate(sentence.tokens) if token.form in "،,.؛:!؟"]
    if places[-1] != len(sentence.tokens):
        places.append(len(sentence.tokens))
    pairs = [
        (a, b)
        for i, a in enumerate(places)
        for b in places[i + 1 :]
        if b - a >= shortest and (a, b) != (0, len(sentence.tokens))
    ]
    if not pairs:
        return None
    start, end = rng.choice(pairs)
    if rng.random() < 0.5 and sentence.tokens[end - 1].form in "،,.؛:!؟":
        end -= 1
    if end - start < 2:
        return None
    return Sentence(list(sentence.tokens[start:end]), f"{sentence.sent_id}:c{start}-{end}", [])


def pieces(sentence: Sentence, longest: int) -> list[Sentence]:
    """The sentence in pieces of at most `longest` tokens, cut behind marks where there are some, anywhere where not.

    Stanza's recurrent layers get slower with the square of a batch's longest sentence on a CPU; some of the treebank's
    paragraphs run to several hundred words. Heads are not kept.
    """
    tokens = sentence.tokens
    found: list[Sentence] = []
    start = 0
    while len(tokens) - start > longest:
        marks = [i + 1 for i in range(start + longest // 3, start + longest) if tokens[i].form in "،,.؛:!؟"]
        end = marks[-1] if marks else start + longest
        found.append(Sentence(list(tokens[start:end]), f"{sentence.sent_id}:p{start}", []))
        start = end
    if not found:
        return [sentence]
    found.append(Sentence(list(tokens[start:]), f"{sentence.sent_id}:p{start}", []))
    return found
