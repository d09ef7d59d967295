"""Names in sentences: so that the word splitter learns to leave them whole.

A splitter trained on the treebank alone tears foreign names: لافروف into ل + إفروف, بوتين into ب + وتين. Copies of
treebank sentences get other names in the places of theirs: names of the NER corpora, those that look as if they began
with a conjunction or preposition, or ended in a pronoun, more often than others.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

from claimx.training.conllu import Sentence, Token, Word
from claimx.training.corpora import read_anercorp, read_aqmar

__all__ = ["Names", "rename"]

_TEMPTING_STARTS = ("و", "ف", "ب", "ل", "ك", "سي", "ست", "سن")
_TEMPTING_ENDS = ("هم", "ها", "نا", "كم", "ه", "هن", "هما", "ني")


class Names:
    """Single-word names that are known to be whole.

    Args:
        data: the data folder.
        counts: how often each token occurs in the news.
    """

    def __init__(self, data: Path, counts: Counter[str]) -> None:
        inner: Counter[str] = Counter()
        first: Counter[str] = Counter()
        # The test part of ANERcorp stays out.
        sentences = [*read_anercorp(data / "ner" / "ANERCorp_CamelLab_train.txt"), *read_aqmar(data / "ner" / "aqmar")]
        for sentence in sentences:
            for token, tag in sentence:
                if not token.isalpha() or len(token) < 3 or not tag.endswith(("PER", "LOC")):
                    continue
                (inner if tag.startswith("I-") else first)[token] += 1
        names = set(inner)
        for token in first:
            # A first name may carry a conjunction or preposition of its own (وبوتين). It is taken for whole where it
            # does not begin like one, or where the rest is rarer than the whole.
            if not token.startswith(_TEMPTING_STARTS) or counts[token] > 2 * counts[token[1:]]:
                names.add(token)
        names -= {"عبد", "بن", "ابن", "أبو", "ابو", "آل"}
        # A name after an inner ال or a conjunction is no name to put elsewhere.
        self.plain = sorted(name for name in names if not name.startswith("ال"))
        self.tempting = sorted(
            name for name in self.plain if name.startswith(_TEMPTING_STARTS) or name.endswith(_TEMPTING_ENDS)
        )

    def draw(self, rng: random.Random) -> str:
        """A random name, a tempting one two times out of three."""
        return rng.choice(self.tempting if rng.random() < 0.66 else self.plain)


def rename(sentence: Sentence, names: Names, rng: random.Random) -> Sentence | None:
    """A copy with other names in the places of foreign ones; None where the sentence has none.

    In a multiword token the stem alone is replaced: وبلير becomes و + لافروف, so that a name after a conjunction is
    still split off.
    """
    changed = False
    tokens: list[Token] = []
    for token in sentence.tokens:
        words = token.words
        foreign = [i for i, w in enumerate(words) if w.upos in ("X", "PROPN") and w.form.isalpha() and len(w.form) > 2]
        if not foreign or not token.form.isalpha():
            tokens.append(token)
            continue
        name = names.draw(rng)
        if not token.multiword:
            roll = rng.random()
            word = replace(words[0], form=name, lemma=name)
            if roll < 0.25:
                # Now and then a conjunction or preposition goes in front, or the model would learn never to split a
                # name.
                prefix = rng.choice("ووولبك")
                tag = "CCONJ" if prefix == "و" else "ADP"
                tokens.append(Token(prefix + name, [Word(prefix, prefix, tag), word], token.space_after))
            else:
                tokens.append(Token(name, [word], token.space_after))
        else:
            place = foreign[-1]
            before = "".join(w.form for w in words[:place])
            if place != len(words) - 1 or not token.form.startswith(before):
                tokens.append(token)
                continue
            tokens.append(
                Token(before + name, [*words[:place], replace(words[place], form=name, lemma=name)], token.space_after)
            )
        changed = True
    return Sentence(tokens, sentence.sent_id + ":n", []) if changed else None
