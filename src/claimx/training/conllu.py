"""CoNLL-U in and out, normalised for the models.

Stanza brings a reader of its own, but the data preparation needs plain, cheap, editable objects: tokens with their
words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from claimx.linguistics.normalise import fold

__all__ = ["Sentence", "Token", "Word", "read", "read_raw", "surface", "write"]


@dataclass(slots=True)
class Word:
    """A syntactic word: one row of CoNLL-U. `head` counts words of the sentence from 1, 0 is the root."""

    form: str
    lemma: str = "_"
    upos: str = "_"
    feats: str = "_"
    head: int = 0
    deprel: str = "dep"


@dataclass(slots=True)
class Token:
    """A surface token with its words; a multiword token has several."""

    form: str
    words: list[Word]
    space_after: bool = True

    @property
    def multiword(self) -> bool:
        """Whether the token is written as a range in CoNLL-U."""
        return len(self.words) > 1


@dataclass(slots=True)
class Sentence:
    """A sentence of surface tokens."""

    tokens: list[Token]
    sent_id: str = ""
    comments: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[Word]:
        """All syntactic words, in order."""
        return [word for token in self.tokens for word in token.words]

    @property
    def text(self) -> str:
        """The surface text, rebuilt from the tokens."""
        return surface(self.tokens)


def surface(tokens: Iterable[Token]) -> str:
    """The text of tokens with their spaces; no space at the end."""
    return "".join(token.form + (" " if token.space_after else "") for token in tokens).strip()


def _fold_form(form: str) -> str:
    """Normalise a token's form; a form that consists of dropped marks alone is kept as it is."""
    return fold(form).strip() or form


def read_raw(path: Path) -> Iterator[Sentence]:
    """Read CoNLL-U as it is written. Enhanced and empty nodes are skipped.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is not CoNLL-U.
    """
    tokens: list[Token] = []
    comments: list[str] = []
    sent_id = ""
    pending: Token | None = None
    last = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if tokens:
                    yield Sentence(tokens, sent_id, comments)
                tokens, comments, sent_id, pending, last = [], [], "", None, 0
                continue
            if line.startswith("#"):
                comments.append(line)
                if line.startswith("# sent_id = "):
                    sent_id = line.removeprefix("# sent_id = ").strip()
                continue
            columns = line.split("\t")
            if len(columns) != 10:
                raise ValueError(f"{path}: not a CoNLL-U line: {line[:80]!r}")
            number, form, lemma, upos, _, feats, head, deprel, _, misc = columns
            if "." in number:
                continue
            spaced = "SpaceAfter=No" not in misc
            if "-" in number:
                last = int(number.split("-")[1])
                pending = Token(form, [], spaced)
                tokens.append(pending)
                continue
            word = Word(form, lemma, upos, feats, int(head) if head.isdigit() else 0, deprel)
            if pending is not None and int(number) <= last:
                pending.words.append(word)
                if int(number) == last:
                    pending = None
            else:
                tokens.append(Token(form, [word], spaced))
    if tokens:
        yield Sentence(tokens, sent_id, comments)


def read(path: Path) -> Iterator[Sentence]:
    """Read CoNLL-U with forms and lemmas normalised like every text the models see."""
    for sentence in read_raw(path):
        for token in sentence.tokens:
            single = len(token.words) == 1
            token.form = _fold_form(token.form)
            for word in token.words:
                word.form = token.form if single else _fold_form(word.form)
                word.lemma = _fold_form(word.lemma)
        yield sentence


def write(sentences: Iterable[Sentence], path: Path) -> int:
    """Write CoNLL-U; returns the number of sentences. Blank XPOS throughout: the tagger is trained without."""
    count = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for sentence in sentences:
            count += 1
            out.write(f"# sent_id = {sentence.sent_id or count}\n# text = {sentence.text}\n")
            number = 0
            for token in sentence.tokens:
                misc = "_" if token.space_after else "SpaceAfter=No"
                if token.multiword:
                    out.write(f"{number + 1}-{number + len(token.words)}\t{token.form}" + "\t_" * 7 + f"\t{misc}\n")
                    misc = "_"
                for word in token.words:
                    number += 1
                    out.write(
                        f"{number}\t{word.form}\t{word.lemma}\t{word.upos}\t_\t{word.feats}\t{word.head}\t{word.deprel}"
                        f"\t_\t{misc}\n"
                    )
            out.write("\n")
    return count


def chain(sentence: Sentence) -> Sentence:
    """A copy whose heads form a chain: for data without trees, where a reader insists on some."""
    number = 0
    tokens = []
    for token in sentence.tokens:
        words = []
        for word in token.words:
            words.append(replace(word, head=number, deprel="root" if number == 0 else "dep"))
            number += 1
        tokens.append(replace(token, words=words))
    return Sentence(tokens, sentence.sent_id, sentence.comments)
