"""The words inside a token: where each of them stands, and which splits are to be refused.

Arabic writes conjunctions, prepositions and pronouns onto the word beside them (وأعلنت: و + أعلنت). The models split
them off, and now and then tear a name: لافروف into ل + إفروف. Two guards stand behind the models: a list of tokens
that are known to be whole (they are frequent, what splitting would leave is not), and the article itself (a stem that
nobody ever met, while the article writes the whole token again and again). An expansion whose letters are not the
token's is spelt anew.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from claimx.errors import ModelError

__all__ = ["SplitGuard", "align", "load_words", "mended"]

_SUFFIXES = frozenset({"ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا", "ي", "ني"})
_PREFIXES = frozenset({"و", "ف", "ب", "ل", "ك", "س", "أ"})
_LOOSE = str.maketrans("أإآىةؤئ", "ااايتوي")


def _loose(word: str) -> str:
    """Spelling without the letters that change as words are joined: hamzas, ى and ي, ة and ت."""
    return word.translate(_LOOSE)


def align(token: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where each word of a token stands in it.

    Short words at either side are laid against the token's edges, the longest gets the rest; where that does not fit
    (مما: من + ما), an alignment of the fewest edits decides.

    Args:
        token: the surface token, normalised.
        words: its words, as the models spell them.

    Returns:
        `[start, end)` within the token for each word: in order, touching, none empty where the token has letters
        enough.
    """
    if len(words) == 1:
        return [(0, len(token))]
    if len(token) < len(words):
        return [(0, len(token))] * len(words)
    stem = max(range(len(words)), key=lambda i: (len(words[i]), -i))
    low, high = 0, len(token)
    ends: list[int] = []
    for word in words[:stem]:
        if _loose(token[low : low + len(word)]) != _loose(word):
            return _align_by_edits(token, words)
        low += len(word)
        ends.append(low)
    tail: list[int] = []
    for word in reversed(words[stem + 1 :]):
        if _loose(token[max(high - len(word), 0) : high]) != _loose(word):
            return _align_by_edits(token, words)
        tail.append(high)
        high -= len(word)
    if high <= low:
        return _align_by_edits(token, words)
    bounds = [0, *ends, high, *reversed(tail)]
    return list(pairwise(bounds))


def _align_by_edits(token: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Alignment by the fewest edits between the token and its words written one after the other."""
    joined = _loose("".join(words))
    plain = _loose(token)
    rows, columns = len(joined) + 1, len(plain) + 1
    cost = [[0] * columns for _ in range(rows)]
    for i in range(rows):
        cost[i][0] = i
    for j in range(columns):
        cost[0][j] = j
    for i in range(1, rows):
        for j in range(1, columns):
            cost[i][j] = min(
                cost[i - 1][j - 1] + (joined[i - 1] != plain[j - 1]), cost[i - 1][j] + 1, cost[i][j - 1] + 1
            )
    reached = [0] * rows
    i, j = rows - 1, columns - 1
    while i > 0:
        reached[i] = j
        if j and cost[i][j] == cost[i - 1][j - 1] + (joined[i - 1] != plain[j - 1]):
            i, j = i - 1, j - 1
        elif cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    bounds = [0]
    place = 0
    for number, word in enumerate(words[:-1]):
        place += len(word)
        left = len(words) - 1 - number
        bounds.append(min(max(reached[place], bounds[-1] + 1), len(token) - left))
    bounds.append(len(token))
    return list(pairwise(bounds))


def mended(token: str, words: Sequence[str], known: Callable[[str], bool] | None = None) -> list[str]:
    """The words of a token with the stem spelt anew where the network made it up.

    The network writes letter by letter and may write other letters than the token has (إفروف). A stem further from the
    surface than joining explains is replaced by the surface; short function words are let be (علي for على, لدي).

    Args:
        token: the surface token, normalised.
        words: its words, as the network spells them.
        known: whether a word was ever met: it tells the ت of a verb (ارتكبتها) from that of a noun (مكتبتها).
    """
    spans = align(token, words)
    out: list[str] = []
    for number, (word, (start, end)) in enumerate(zip(words, spans, strict=True)):
        surface = token[start:end]
        bare, ours = _loose(surface), _loose(word)
        if number and words[number - 1] == "ل" and ours.startswith("ال"):
            # للقاهرة: ل + القاهرة; for a word that begins with a lam itself (للجنة: ل + اللجنة) it is written once.
            fits = ours[1:] == bare or ours == "ال" + bare
        else:
            fits = ours == bare
        if ours == bare:
            spelt = _with_hamzas(word, surface)
            if known and spelt.endswith("ة") and surface.endswith("ت") and not known(spelt) and known(surface):
                spelt = surface
            # Before a pronoun the hamza of اختفاء sits on a ي: اختفائه.
            out.append(spelt[:-1] + "ء" if number + 1 < len(words) and spelt.endswith("ائ") else spelt)
        elif (
            fits
            or max(len(word), len(surface)) <= 4
            or (number + 1 < len(words) and surface.endswith("ائ") and word == surface[:-1] + "ء")
            or (number + 1 < len(words) and surface.endswith("ت") and ours[:-1] == bare[:-1])
        ):
            out.append(word)
        elif (
            number
            and words[number - 1] == "ل"
            and surface.startswith("ل")
            and len(surface) > 3
            and ours.startswith("ال")
        ):
            out.append("ا" + surface)
        else:
            out.append(surface)
    return out


def _with_hamzas(word: str, surface: str) -> str:
    """The word with those hamzas that the text writes and the network, used to newswire without them, left off."""
    return "".join(s if s in "أإآ" and w == "ا" else w for w, s in zip(word, surface, strict=True))


def load_words(path: Path) -> frozenset[str]:
    """A list of words, one a line, gzipped.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return frozenset(line.strip() for line in lines if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as problem:
        raise ModelError(f"damaged word list: {problem}", source=str(path), mend="fetch the models again") from problem


class SplitGuard:
    """Stands behind the tokenizer: demands splits it missed, refuses splits that tear a word.

    Args:
        whole: tokens known to be whole.
        split: tokens known to be split, always.
        ranks: the vocabulary of the word vectors, which know words, not tokens: word → place by frequency.
        hosts: words of two or three letters that clitics and pronouns go with.
        frequent: down to which place a word counts as frequent.
    """

    def __init__(
        self,
        whole: Collection[str],
        split: Collection[str],
        ranks: Mapping[str, int],
        hosts: Collection[str] = (),
        frequent: int = 25_000,
    ) -> None:
        self._hosts = frozenset(map(_loose, hosts))
        self._whole = whole
        self._split = split
        self._ranks = ranks
        self._frequent = frequent

    def knows(self, word: str) -> bool:
        """Whether a word was ever met."""
        return word in self._ranks

    def demands(self, token: str) -> bool:
        """Whether a token that the tokenizer took for whole is to be split all the same.

        It is where the treebank always splits it; or where nobody ever met it as a word, and what is left after a
        conjunction, a preposition or the future's س is a frequent word.
        """
        if token in self._split:
            return True
        if len(token) < 5 or token in self._whole or self.knows(token) or not token.isalpha():
            return False
        start = 1 if token[0] in "وف" else 0
        rest = token[start:]
        if start and self._is_frequent(rest):
            return True
        if rest[0] in "بكل" and self._is_frequent(rest[1:]):
            return True
        if rest.startswith("لل") and self._is_frequent("ا" + rest[1:]):
            return True
        return rest[0] == "س" and rest[1] in "يتنأ" and self._is_frequent(rest[1:])

    def _is_frequent(self, word: str) -> bool:
        return len(word) > 3 and self._ranks.get(word, self._frequent) < self._frequent

    def settle(self, token: str, words: Sequence[str], article: Mapping[str, int]) -> list[str]:
        """The words of a token, without the splits that are refused.

        Args:
            token: the surface token, normalised.
            words: what the models make of it.
            article: how often the tokens of the article occur in it.

        Returns:
            the words; the token alone where it is left whole (وليد), or a conjunction and the rest (و + بيسكوف).
        """
        if self.refuses(token, words, article):
            return [token]
        if len(words) > 2 and words[0] in ("و", "ف") and token.startswith(words[0]):
            return [words[0], *self.settle(token[1:], words[1:], article)]
        return list(words)

    def refuses(self, token: str, words: Sequence[str], article: Mapping[str, int]) -> bool:
        """Whether a token is better left whole.

        Args:
            token: the surface token, normalised.
            words: what the models make of it.
            article: how often the tokens of the article occur in it.
        """
        if len(words) < 2 or token in self._split:
            return False
        if token in self._whole:
            return True
        if len(token) < 4:
            return False
        stem = max(words, key=len)
        if len(stem) < 3:
            # ينهي is no ين + هي: what is left of a word that is known whole must be a word that pronouns and clitics
            # go with.
            host = words[0] if words[1] in _SUFFIXES else words[1]
            return len(words) == 2 and self.knows(token) and _loose(host) not in self._hosts
        if self.knows(stem):
            return False
        if words[0] not in _PREFIXES:
            # A pronoun torn off something that is no word (نواجه, مكروه), while the whole is one.
            return self.knows(token)
        if words[0] == "س" and len(words) == 2:
            # The future's س stands before imperfect verbs, and most of those were met (ستارمر, سموتريتش are names).
            return True
        # Nobody ever met the stem. Either a name stands behind a clitic, or a name begins with a clitic's letter. If
        # it were the former, the article would likely write the name without it somewhere.
        if self.knows(token):
            return True
        return article.get(stem, 0) == 0 and article.get(token, 0) > 1
