"""The units attribution works on: the words and marks of one line, with what the models and the lexicon say of each.

A unit is a surface word (clitics attached) or one punctuation mark. The Parse's words are finer; a unit takes the
annotation of its main word, so that spans always begin and end where the text's words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from claimx.attribution.quotes import ALL_MARKS, Quote, find_quotes
from claimx.lexicon.cues import fold
from claimx.linguistics.normalise import normalise
from claimx.linguistics.parse import Parse, Sentence, Word
from claimx.model.article import Article, Segment

_UNIT = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*|[^\W\d_]+|[^\W_]+|\S")
_STOPS = frozenset(".؟!?…")
_LONGEST_LINE = 10_000  # characters; of 30,000 articles of 14 newspapers one in 2,000 has a longer one
_SENTENCE_END = re.compile(r"[.؟!?…][»”\"']?\s")
_CLITIC_POS = frozenset(("CCONJ", "ADP", "PRON", "PART", "SCONJ", "AUX", "DET"))
_PATRONYMICS = frozenset(("بن", "ابن", "بنت", "ولد"))
_NAME_OPENERS = _PATRONYMICS | {"ال", "عبد", "ابو", "ابي"}  # no name ends in one
_NAME_HEADS = frozenset(
    ("بان", "دي", "فان", "فون", "ابو", "ام", "عبد", "كيم", "شي")
)  # they begin names, and are words too
_FOREIGN = 3  # letters of a foreign word that may begin a name
_LONG_SURNAME = 4  # letters; shorter words are too often something else
_NAME_POS = frozenset(("NOUN", "PROPN", "X", "ADJ"))
_EMPTY: Mapping[str, str] = {}


@dataclass(slots=True)
class Unit:
    """One word or mark of a line.

    ``start``/``end`` are code points of the article. ``text`` is normalised, ``key`` folded for look-up; ``bare`` is
    the key without a leading conjunction, and ``bare_start`` the offset at which it begins, where ``conj`` says that
    there is one (decided by the parse, else by the letters alone: a possibility, not a fact).
    ``noun_start`` is the offset at which the main word begins, behind conjunction and preposition (بأحد: أحد).
    ``head`` is the index of the unit that governs this one, -1 for none.
    """

    i: int
    start: int
    end: int
    text: str
    key: str
    bare: str
    bare_start: int
    conj: bool
    punct: bool
    sentence: int = 0
    quote: int = -1
    paren: int = 0
    upos: str = ""
    lemma: str = ""
    deprel: str = ""
    head: int = -1
    ner: str = "O"
    noun_start: int = -1
    feats: Mapping[str, str] = field(default_factory=lambda: _EMPTY)


@dataclass(slots=True)
class Line:
    """The units of one segment of an article, with its quotations."""

    segment: Segment
    units: list[Unit]
    quotes: list[Quote]
    text: str
    _runs: list[tuple[str, int, int]] | None = None

    @property
    def runs(self) -> list[tuple[str, int, int]]:
        """Runs of units with a name tag, as (type, first, last); asked for again and again, so found once."""
        if self._runs is None:
            self._runs = list(_entity_runs(self.units))
        return self._runs

    def span_text(self, first: int, last: int) -> str:
        """The original text from unit ``first`` to unit ``last``, both included."""
        return self.text[self.units[first].start : self.units[last].end]


def _entity_runs(units: list[Unit]) -> Iterator[tuple[str, int, int]]:
    i = 0
    while i < len(units):
        tag = units[i].ner
        if tag == "O" or "-" not in tag:
            i += 1
            continue
        kind = tag[2:]
        j = i
        while j + 1 < len(units) and units[j + 1].ner in (f"I-{kind}", f"E-{kind}"):
            j += 1
        yield kind, i, j
        i = j + 1


def lines_of(article: Article, parse: Parse | None) -> list[Line]:
    """Every segment of the article that may hold claims as a line of units."""
    sentences = list(parse.sentences) if parse else []
    sentences.sort(key=lambda s: s.start)
    out = []
    at = 0
    for segment in _bounded(article):
        line = _line(article.text, segment)
        while at < len(sentences) and sentences[at].end <= segment.start:
            at += 1
        j = at
        while j < len(sentences) and sentences[j].start < segment.end:
            _annotate(line.units, sentences[j])
            j += 1
        _settle_conjunctions(line.units)
        _mend_names(line.units)
        out.append(line)
    _spread_names(out)
    return out


def _bounded(article: Article) -> Iterator[Segment]:
    """The segments that may hold claims; one that no newspaper prints is cut, at the ends of sentences if it has any.

    What is done to a line takes more than twice the time for twice its length: hostile text must not stop a run.
    """
    for segment in article.segments:
        if segment.section == "boilerplate":
            continue
        start = segment.start
        while segment.end - start > _LONGEST_LINE:
            stop = start + _LONGEST_LINE
            ends = [m.end() for m in _SENTENCE_END.finditer(article.text, start + _LONGEST_LINE // 2, stop)]
            cut = ends[-1] if ends else article.text.rfind(" ", start + 1, stop) + 1 or stop
            yield Segment(start=start, end=cut, section=segment.section)
            start = cut
        yield Segment(start=start, end=segment.end, section=segment.section) if start > segment.start else segment


def _line(text: str, segment: Segment) -> Line:
    units = list(_units(text, segment))
    quotes = find_quotes(text, segment.start, segment.end)
    q = 0
    for unit in units:
        while q < len(quotes) and quotes[q].end <= unit.start:
            q += 1
        if q < len(quotes) and quotes[q].start <= unit.start < quotes[q].end:
            unit.quote = q
    depth = 0
    for unit in units:
        if unit.text in "([":
            depth += 1
        unit.paren = depth
        if unit.text in ")]" and depth:
            depth -= 1
    _number_sentences(units)
    return Line(segment, units, quotes, text)


def _units(text: str, segment: Segment) -> Iterator[Unit]:
    view = normalise(text[segment.start : segment.end])
    for i, match in enumerate(_UNIT.finditer(view.text)):
        start, end = view.span(match.start(), match.end())
        start += segment.start
        end += segment.start
        word = match.group()
        key = fold(word)
        punct = not any(c.isalnum() for c in word)
        conj = not punct and len(key) > 3 and key[0] in "وف"
        bare_start = start
        if conj:
            bare_start = view.span(match.start() + 1, match.end())[0] + segment.start
        raw = text[start] if punct else word
        yield Unit(
            i, start, end, raw if raw in ALL_MARKS else word, key, key[1:] if conj else key, bare_start, conj, punct
        )


def _number_sentences(units: list[Unit]) -> None:
    """Number the sentences of a line: a stop ends one outside quotations, or where a quotation ends with it."""
    number = 0
    for i, unit in enumerate(units):
        unit.sentence = number
        if not unit.punct or unit.text not in _STOPS:
            continue
        after = units[i + 1] if i + 1 < len(units) else None
        if after is None or (after.punct and after.text in _STOPS) or (after.start == unit.end and not after.punct):
            continue
        if unit.text == "." and i and _is_initial(units, i):
            continue
        if unit.quote >= 0 and after.quote == unit.quote:
            continue
        if after.punct and after.text in ALL_MARKS and after.start == unit.end:
            continue  # the closing mark still belongs to this sentence; its turn comes below
        number += 1
    # a closing mark directly behind a stop ends the sentence
    shift = 0
    for i, unit in enumerate(units):
        unit.sentence += shift
        closes = unit.punct and unit.text in ALL_MARKS and i and units[i - 1].text in _STOPS
        if closes and i + 1 < len(units) and not units[i + 1].punct and units[i + 1].quote != units[i - 1].quote:
            shift += 1


def _is_initial(units: list[Unit], i: int) -> bool:
    """Whether the full stop at ``i`` follows a single letter (د. أ. ف. ب.), as in titles and initials."""
    before = units[i - 1]
    return len(before.text) == 1 and before.text.isalpha() and before.end == units[i].start


def _annotate(units: list[Unit], sentence: Sentence) -> None:
    """Give the units inside a sentence the annotation of their main words."""
    inside = [u for u in units if sentence.start <= u.start < sentence.end]
    if not inside:
        return
    tokens = sentence.tokens
    unit_of_word: dict[int, int] = {}
    main: dict[int, Word] = {}
    ner: dict[int, str] = {}
    t = 0
    for unit in inside:
        while t < len(tokens) and tokens[t].end <= unit.start:
            t += 1
        k = t
        while k < len(tokens) and tokens[k].start < unit.end:
            token = tokens[k]
            for w in range(token.first, token.last + 1):
                unit_of_word.setdefault(w, unit.i)
            words = sentence.words[token.first : token.last + 1]
            best = next((w for w in words if w.upos not in _CLITIC_POS), words[0] if words else None)
            if best is not None and unit.i not in main:
                main[unit.i] = best
                if (
                    words[0] is not best
                    and best.start > unit.start
                    and all(w.upos in ("CCONJ", "ADP") for w in words[: words.index(best)])
                ):
                    unit.noun_start = best.start
                ner[unit.i] = token.ner
                if len(words) > 1:
                    if words[0].upos == "CCONJ":
                        unit.conj = True
                    elif unit.conj:
                        unit.conj = False
                elif unit.conj and words[0].upos in ("NOUN", "PROPN", "X", "ADJ", "ADP", "NUM"):
                    unit.conj = False
            k += 1
    for unit in inside:
        word = main.get(unit.i)
        if word is None:
            continue
        unit.upos, unit.lemma, unit.deprel, unit.feats = word.upos, word.lemma, word.deprel, word.feats
        unit.ner = ner.get(unit.i, "O")
        head, seen = word.head, 0
        while head >= 0 and unit_of_word.get(head) == unit.i and seen < 8:
            unit.deprel = sentence.words[head].deprel
            head = sentence.words[head].head
            seen += 1
        unit.head = unit_of_word.get(head, -1) if head >= 0 else -1


def _mend_names(units: list[Unit]) -> None:
    """Give a person's name the word back that the tagger cut off beside a «بن»: جوهر [بن مبارك], [جلوي بن] مساعد."""
    for before, unit in pairwise(units):
        if before.punct or unit.punct or before.sentence != unit.sentence:
            continue
        if unit.ner in ("B-PER", "S-PER") and unit.key in _PATRONYMICS and before.ner == "O":
            if before.upos in _NAME_POS and not before.key.startswith("ال"):
                before.ner = "B-PER"
                unit.ner = "I-PER" if unit.ner == "B-PER" else "E-PER"
        elif unit.ner in ("B-PER", "S-PER") and before.ner == "O" and not before.conj:
            if before.key in _NAME_HEADS or (
                before.upos == "X" and len(before.key) >= _FOREIGN and not before.key.startswith("ال")
            ):  # بان [كي مون]
                before.ner = "B-PER"
                unit.ner = "I-PER" if unit.ner == "B-PER" else "E-PER"
        elif before.ner in ("E-PER", "S-PER") and before.key in _NAME_OPENERS and _may_go_on(before, unit):
            before.ner = "I-PER" if before.ner == "E-PER" else "B-PER"
            unit.ner = "E-PER"


def _may_go_on(before: Unit, unit: Unit) -> bool:
    """Whether a name that was cut behind «بن» or «عبد» goes on with a word; behind عبد stands one with the article."""
    if before.key == "عبد" and not unit.key.startswith("ال"):
        return False
    return unit.ner == "O" and unit.upos in _NAME_POS and not unit.conj


def _spread_names(lines: Sequence[Line]) -> None:
    """Tag a person's surname wherever the article repeats it: a tagger that knew the full name once knows it again."""
    surnames = set()
    for line in lines:
        for i, unit in enumerate(line.units):
            last = line.units[_run_end(line.units, i)] if unit.ner == "B-PER" else unit
            if last is not unit and len(last.bare) >= _LONG_SURNAME:
                surnames.add(last.bare)
    for line in lines:
        for unit in line.units:
            if unit.ner == "O" and unit.bare in surnames and not unit.punct and unit.upos in _NAME_POS:
                unit.ner = "S-PER"


def _run_end(units: Sequence[Unit], first: int) -> int:
    last = first
    while last + 1 < len(units) and units[last + 1].ner in ("I-PER", "E-PER"):
        last += 1
    return last


def _settle_conjunctions(units: list[Unit]) -> None:
    """Where the parse refused a conjunction, the bare key is the whole key again."""
    for unit in units:
        if not unit.conj:
            unit.bare, unit.bare_start = unit.key, unit.start
        if unit.noun_start < 0:
            unit.noun_start = unit.bare_start
    for before, unit in pairwise(units):
        if before.key in ("و", "ف") and not unit.punct:  # «و ندد»: written apart, it is a conjunction all the same
            unit.conj, unit.bare, unit.bare_start = True, unit.key, unit.start
