"""A cheap word splitter for the millions of words the vectors are trained on.

The vectors must know words as the treebank splits them (conjunctions و ف, prepositions ب ل ك, the future س and
pronoun suffixes are words; the article is not), and training the neural splitter first, then running it over nine
million words, would take hours. Tokens of the treebank take their most frequent split there; other tokens are split
only where the stem is frequent and the whole is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from claimx.training.conllu import Sentence, Token

__all__ = ["Segmenter", "Shape", "bare"]

_SUFFIXES = ("هما", "هم", "هن", "ها", "نا", "كم", "ني", "ه")
_BARE = str.maketrans("أإآ", "ااا")


def bare(word: str) -> str:
    """The word with its hamzas off the alefs: how much newswire spells it."""
    return word.translate(_BARE)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a token splits: words before the stem, words after it, and whether the stem's ت stands for a ة."""

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    taa: bool = False

    def apply(self, token: str) -> list[str] | None:
        """The words of a token of this shape, or None where the shape does not fit it."""
        stem = token
        for prefix in self.prefixes:
            if not stem.startswith(prefix) or len(stem) <= len(prefix):
                return None
            stem = stem[len(prefix) :]
        if (
            self.prefixes
            and self.prefixes[-1] == "ل"
            and stem.startswith("ل")
            and token.startswith("لل", len("".join(self.prefixes)) - 1)
        ):
            stem = "ا" + stem
        for suffix in reversed(self.suffixes):
            if not stem.endswith(suffix) or len(stem) <= len(suffix):
                return None
            stem = stem[: -len(suffix)]
        if self.taa and stem.endswith("ت"):
            stem = stem[:-1] + "ة"
        return [*self.prefixes, stem, *self.suffixes]


def _shape(token: Token) -> Shape | None:
    """The shape of a treebank token: its longest word is the stem."""
    forms = [word.form for word in token.words]
    if len(forms) == 1:
        return Shape()
    stem = max(range(len(forms)), key=lambda i: (len(forms[i]), -i))
    for place, form in enumerate(forms):
        if place != stem and len(form) > 4:
            return None
    shape = Shape(tuple(forms[:stem]), tuple(forms[stem + 1 :]), forms[stem].endswith("ة") and stem + 1 < len(forms))
    return shape if shape.apply(token.form) is not None else None


class Segmenter:
    """Splits tokens by a dictionary of shapes, then by frequency.

    Args:
        treebank: sentences whose splits are to be followed.
        counts: how often each unsplit token occurs in the news.
    """

    def __init__(self, treebank: Iterable[Sentence], counts: Counter[str]) -> None:
        shapes: defaultdict[str, Counter[Shape]] = defaultdict(Counter)
        stems: Counter[str] = Counter()
        for sentence in treebank:
            for token in sentence.tokens:
                shape = _shape(token)
                if shape is not None:
                    shapes[bare(token.form)][shape] += 1
                for word in token.words:
                    stems[bare(word.form)] += 1
        self._shapes = {form: found.most_common(1)[0][0] for form, found in shapes.items()}
        self._stems = stems
        self._counts: Counter[str] = Counter()
        for token_form, count in counts.items():
            self._counts[bare(token_form)] += count
        self._memory: dict[str, tuple[str, ...]] = {}

    def frequency(self, word: str) -> int:
        """How often the word stands by itself, in the news and the treebank together."""
        key = bare(word)
        return self._counts[key] + 5 * self._stems[key]

    def candidates(self, token: str) -> Iterable[Shape]:
        """All shapes that a token might have by its letters."""
        starts: list[tuple[str, ...]] = [()]
        for conjunction in ("", "و", "ف"):
            if conjunction and not token.startswith(conjunction):
                continue
            rest = token[len(conjunction) :]
            first = (conjunction,) if conjunction else ()
            if first:
                starts.append(first)
            if rest.startswith(("ب", "ل", "ك")) and len(rest) > 3:
                starts.append((*first, rest[0]))
            if rest.startswith(("سي", "ست", "سن")) and len(rest) > 4:
                starts.append((*first, "س"))
        ends: list[tuple[str, ...]] = [(), *((suffix,) for suffix in _SUFFIXES if token.endswith(suffix))]
        for prefixes in starts:
            for suffixes in ends:
                if prefixes or suffixes:
                    yield Shape(prefixes, suffixes)
                    if suffixes:
                        yield Shape(prefixes, suffixes, taa=True)

    def split(self, token: str) -> tuple[str, ...]:
        """The words of a token; the token itself where nothing speaks for splitting it."""
        found = self._memory.get(token)
        if found is None:
            found = self._memory[token] = self._split(token)
        return found

    def _split(self, token: str) -> tuple[str, ...]:
        shape = self._shapes.get(bare(token))
        if shape is not None:
            return tuple(shape.apply(token) or (token,))
        if len(token) < 4 or not token.isalpha():
            return (token,)
        best: tuple[str, ...] = (token,)
        # The stem must outdo the whole clearly, the more so the more pieces are torn off.
        best_score = float(self.frequency(token)) * 4 + 20
        for candidate in self.candidates(token):
            words = candidate.apply(token)
            if words is None:
                continue
            stem = words[len(candidate.prefixes)]
            if len(stem) < 3:
                continue
            score = self.frequency(stem) / 2 ** (len(words) - 2)
            if score > best_score:
                best, best_score = tuple(words), score
        return best
