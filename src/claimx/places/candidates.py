"""Where a place may be named: by the gazetteer, by the words around, by the named-entity recogniser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from claimx.linguistics.normalise import fold
from claimx.linguistics.parse import Entity
from claimx.model.document import PlaceKind
from claimx.places.gazetteer import Entry
from claimx.places.keys import Word
from claimx.places.lexicon import Lexicon

__all__ = ["Candidate", "candidates"]

_MOST = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``[first, last]`` that may name a place.

    ``cut`` letters of the first word are clitics (``clitic`` names them), ``key`` is the rest as looked up. ``source``
    tells what found it: kept, gazetteer, head («قرية بيتا», unknown to the gazetteer), site («مطار عدن الدولي»), ner,
    or phrase: words of which none is a place here («ريال مدريد»).
    ``added``: the text has the article, the gazetteer has not.
    """

    first: int
    last: int
    cut: int
    key: str
    clitic: str
    source: str
    entries: tuple[Entry, ...]
    kind: PlaceKind | None = None
    added: bool = False
    inner: tuple[Entry, ...] = field(default=())


def candidates(
    words: Sequence[Word], lexicon: Lexicon, text: str, entities: Iterable[tuple[Entity, int, int]] = ()
) -> list[Candidate]:
    """Every candidate in text order, longer ones of the same start first.

    Args:
        words: The words of the article.
        lexicon: The gazetteer and the words around places.
        text: The article's text.
        entities: LOC entities with their first and last word.
    """
    out: list[Candidate] = []
    seen = frozenset(word.key for word in words)
    infos = [lexicon.word(word.key) for word in words]
    headed = False
    for first, info in enumerate(infos):
        found = _known(words, first, lexicon, text, seen) if info.names else []
        if info.site is not None:
            site = _site(words, first, lexicon, text)
            if site is not None:
                found = [site, *(c for c in found if c.last != site.last)]
        if headed and not found:
            named = _headed(words, first, lexicon)
            if named is not None:
                found = [named]
        if len(found) > 1:
            found.sort(key=lambda c: -c.last)
        out.extend(found)
        headed = info.head is not None
    starts = {(c.first, c.last) for c in out}
    for entity, first, last in entities:
        while first < last and infos[first].head is not None:  # «مدينة الموصل»: the head noun stays outside
            first += 1
        while (first, last) not in starts and first < last and words[last].key in lexicon.nationalities:
            last -= 1  # «كيبيك الكندية»: nor does the adjective
        if (first, last) not in starts and last - first < _MOST:
            starts.add((first, last))
            out.append(_recognised(words, entity, first, last, lexicon))
    out.sort(key=lambda c: (c.first, -c.last))
    return out


def _recognised(words: Sequence[Word], entity: Entity, first: int, last: int, lexicon: Lexicon) -> Candidate:
    """A place that the recogniser alone has found; the recogniser cuts clitics off."""
    cut = max(0, entity.start - words[first].start)
    if cut >= min(len(words[first].key), 4):
        cut = 0
    key = " ".join([words[first].key[cut:], *(word.key for word in words[first + 1 : last + 1])])
    return Candidate(first, last, cut, key, words[first].key[:cut], "ner", lexicon.get(key))


def _known(
    words: Sequence[Word], first: int, lexicon: Lexicon, text: str, seen: Set[str] = frozenset()
) -> list[Candidate]:
    """Names of the gazetteer that begin at a word, at most one for each length.

    Fewer clitics are better, unless the name without them stands elsewhere in the article: وجدة after جدة.
    """
    out: list[Candidate] = []
    lengths: set[int] = set()
    for reading, most in lexicon.word(words[first].key).names:
        most = min(most, _MOST)
        key, last = reading.key, first
        tails = [(key, last)]
        while last - first + 1 < most and last + 1 < len(words) and words[last + 1].joined:
            last += 1
            key = f"{key} {words[last].key}"
            tails.append((key, last))
        for key, last in tails:
            if key in lexicon.phrases and last not in lengths:
                lengths.add(last)
                out.append(Candidate(first, last, reading.cut, key, reading.kind, "phrase", ()))
                continue
            if reading.cut and last in lengths and last == first and key in seen and key in lexicon.kept:
                lengths.discard(last)
                out = [c for c in out if c.last != last]
            if last in lengths or (reading.cut and last == first and len(key) < 3):
                continue
            entries = lexicon.get(key)
            added = False
            if not entries and key.startswith("ال") and len(key) > 4 and key not in lexicon.not_places:
                entries = tuple(e for e in lexicon.get(key[2:]) if e.kept or e.population > 100_000)
                added = True
            if not entries and reading.kind == "لل":
                entries = tuple(e for e in lexicon.get(key.removeprefix("ال")) if e.kept)
            if entries and last == first and _another_word(text, words[first], reading.cut, entries):
                continue
            if entries:
                lengths.add(last)
                source = "kept" if entries[0].kept else "gazetteer"
                out.append(Candidate(first, last, reading.cut, key, reading.kind, source, entries, added=added))
    return out


def _another_word(text: str, word: Word, cut: int, entries: Sequence[Entry]) -> bool:
    """Whether a madda tells a short word from every one of the names: آب is no إب."""
    if len(word.key) - cut > 3 or word.key[cut : cut + 1] != "ا":
        return False
    opens = fold(text[word.start : word.end])[cut : cut + 1] == "آ"
    return opens and not any(entry.name.startswith(("آ", "ا")) for entry in entries)


def _site(words: Sequence[Word], first: int, lexicon: Lexicon, text: str) -> Candidate | None:
    """A building, square, strait … with its name: head noun, complement, closing adjective."""
    announced = lexicon.word(words[first].key).site
    last = first + 1
    if announced is None or last >= len(words) or not words[last].joined:
        return None
    reading, kind = announced
    second = words[last].key
    if second in lexicon.owners or second in lexicon.sites or second in lexicon.heads:
        return None
    inner: tuple[Entry, ...] = ()
    known = [c for c in _known(words, last, lexicon, text) if c.entries and not c.cut]
    if known:
        best = max(known, key=lambda c: c.last)
        inner, last = best.entries, best.last
    elif second.isdigit() or second in lexicon.titles:
        while last + 1 < len(words) and words[last + 1].joined and last - first < 3:
            last += 1
            if words[last].key not in lexicon.titles:
                break
    if last + 1 < len(words) and words[last + 1].joined and words[last + 1].key in lexicon.closing:
        last += 1
    key = " ".join([reading.key, *(w.key for w in words[first + 1 : last + 1])])
    entries = lexicon.kept.get(key, ())
    source = "kept" if entries else "site"
    return Candidate(first, last, reading.cut, key, reading.kind, source, entries, kind, inner=inner)


def _headed(words: Sequence[Word], first: int, lexicon: Lexicon) -> Candidate | None:
    """An unknown name right after a head noun: «قرية بيتا»."""
    if not first or not words[first].joined:
        return None
    kind = head_kind(words[first - 1].key, lexicon)
    key = words[first].key
    if kind is None or len(key) < 3 or key.isdigit() or key in lexicon.heads or key in lexicon.owners:
        return None
    if key in lexicon.nationalities:
        return None
    return Candidate(first, first, 0, key, "", "head", (), kind)


def head_kind(key: str, lexicon: Lexicon) -> PlaceKind | None:
    """The kind of place a head noun announces, clitics aside."""
    return lexicon.word(key).head
