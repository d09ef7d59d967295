"""Names in an article: every person and body that the name tagger or a title shows, with roles, under one fullest name.

A name's words are compared folded, without the article and honorifics; «لافروف» is «سيرجي لافروف» where the article
has one such person, and the role may stand at any of the mentions: «وزير الخارجية الروسي سيرجي لافروف», «دميتري بيسكوف،
المتحدث باسم الكرملين», «وزير النفط، زكريا حمد».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimx.attribution.classes import WordClasses
from claimx.attribution.units import Line, Unit
from claimx.lexicon.speakers import SpeakerLexicon

_ROLE_REACH = 12  # units before a name in which its title may begin
_COMMAS = frozenset("،,(-–")
_LINKS = frozenset(("بن", "ابن", "بنت", "ال", "ولد", "ابو", "ام", "عبد", "دي", "فان", "فون", "دو", "لو", "دا"))
_PARTICLES_IN_ROLE = frozenset(("باسم", "لشوون", "لدي", "في", "ل", "ب", "علي", "لل", "للشوون", "من", "الي"))


def name_words(units: Sequence[Unit]) -> tuple[str, ...]:
    """The words by which a name is known: folded, without article and clitic conjunction."""
    out = []
    for unit in units:
        if unit.punct:
            continue
        key = unit.bare
        if (key.startswith("لل") and len(key) > 4) or (key.startswith("ال") and len(key) > 4):
            key = key[2:]
        out.append(key)
    return tuple(out)


@dataclass(slots=True)
class Named:
    """Somebody or something with a name: the fullest form met, and where."""

    kind: str  # PER, ORG or LOC
    words: tuple[str, ...]
    text: str
    role: str | None = None
    role_words: frozenset[str] = frozenset()
    role_head: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)

    def covers(self, words: Sequence[str]) -> bool:
        """Whether a shorter name may stand for this one: its words in order, and its last or first word the same."""
        if not words or len(words) > len(self.words):
            return False
        rest = iter(self.words)
        if not all(any(w == r for r in rest) for w in words):
            return False
        return len(words) > 1 or words[0] == self.words[-1] or words[0] == self.words[0] or words[0] not in _LINKS


class Names:
    """All names of an article, and the look-up of short names and titles.

    Args:
        lines: The article's lines, annotated.
        people: Titles and kinds.
        classes: Closed word classes.
    """

    def __init__(self, lines: Sequence[Line], people: SpeakerLexicon, classes: WordClasses) -> None:
        self.people, self.classes = people, classes
        self.text = lines[0].text if lines else ""
        self.known: list[Named] = []
        for line in lines:
            for kind, first, last in line.runs:
                if kind in ("PER", "ORG"):
                    self.add(line, kind, first, last)
        self._merge()

    def add(self, line: Line, kind: str, first: int, last: int) -> Named | None:
        """Note a name that stands in units ``first`` to ``last``; roles around it are read."""
        units = line.units
        while first < last and self.people.honorific(units[first].bare):
            first += 1
        words = name_words(units[first : last + 1])
        if not words or (len(words) == 1 and len(words[0]) < 2):
            return None
        named = Named(kind, words, line.text[units[first].noun_start : units[last].end])
        named.places.append((units[first].start, units[last].end))
        if kind == "PER":
            role = self.role_around(line, first, last)
            if role is not None:
                self._set_role(named, line, *role)
        self.known.append(named)
        return named

    def _set_role(self, named: Named, line: Line, first: int, last: int) -> None:
        units = line.units[first : last + 1]
        named.role = line.text[units[0].noun_start : units[-1].end]
        named.role_words = frozenset(name_words(units))
        named.role_head = name_words(units)[0] if named.role_words else ""

    def role_around(self, line: Line, first: int, last: int) -> tuple[int, int] | None:
        """Units of the title before a name, or in apposition behind it."""
        return self._role_before(line, first) or self._role_behind(line, last)

    def _role_before(self, line: Line, first: int) -> tuple[int, int] | None:
        units = line.units
        end = first - 1
        while end >= 0 and (self.people.honorific(units[end].bare) or units[end].text in "/."):
            end -= 1
        if end >= 0 and units[end].text in "،,":  # «وزير النفط، زكريا حمد»
            end -= 1
        best: int | None = None
        j = end
        while j >= 0 and first - j <= _ROLE_REACH:
            unit = units[j]
            if unit.punct or unit.sentence != units[first].sentence or unit.upos == "VERB" or unit.ner.endswith("PER"):
                break
            word = self.classes.of(unit.bare)
            if word is not None and unit.bare not in _PARTICLES_IN_ROLE:
                break
            if self._title(units, j):
                best = j
            elif self.people.honorific(unit.bare) and best is None and j == end:
                pass
            if unit.conj and best == j:
                break
            j -= 1
        return (best, end) if best is not None and best <= end else None

    def _role_behind(self, line: Line, last: int) -> tuple[int, int] | None:
        units = line.units
        j = last + 1
        if j < len(units) and units[j].text in _COMMAS:
            j += 1
            if j < len(units) and units[j].bare in ("وهو", "وهي", "هو", "هي"):
                j += 1
        if j >= len(units) or not self._title(units, j) or units[j].conj:
            return None
        end = j
        while end + 1 < len(units) and end - j < _ROLE_REACH:
            after = units[end + 1]
            word = self.classes.of(after.bare)
            if (
                after.punct
                or after.upos == "VERB"
                or after.sentence != units[j].sentence
                or (after.ner[:1] in ("B", "S") and after.ner.endswith("PER"))
            ):
                break
            if word is not None and after.bare not in _PARTICLES_IN_ROLE:
                break
            end += 1
        return j, end

    def _title(self, units: Sequence[Unit], j: int) -> bool:
        return self.people.title_at([u.bare for u in units[j : j + 5]], 0) is not None

    def _merge(self) -> None:
        """Give every short name the fullest one that covers it, with the roles of all."""
        full: list[Named] = []
        for named in sorted(self.known, key=lambda n: (-len(n.words), n.places[0])):
            host = next((f for f in full if f.kind == named.kind and f.covers(named.words)), None)
            if host is None:
                full.append(named)
                continue
            host.places += named.places
            if named.role is not None and (host.role is None or len(named.role) > len(host.role)):
                host.role, host.role_words, host.role_head = named.role, named.role_words, named.role_head
        for named in full:
            named.places.sort()
        self.known = sorted(full, key=lambda n: n.places[0])

    def by_name(self, words: Sequence[str], at: int, kind: str | None = None) -> Named | None:
        """The name that these words stand for at an offset: an equal one, else the last before it, else the next."""
        fits = [n for n in self.known if (kind is None or n.kind == kind) and n.covers(words)]
        if not fits:
            return None

        def rank(n: Named) -> tuple[int, int, int]:
            last_word = 0 if n.words[-1] == words[-1] else 1
            before = [s for s, _ in n.places if s <= at]
            near = at - max(before) if before else 1_000_000 + n.places[0][0]
            return (0 if n.words == tuple(words) else 1, last_word, near)

        return min(fits, key=rank)

    def by_title(self, words: Sequence[str], at: int) -> Named | None:
        """The person whose role these words name (الوزير, محافظ الطائف): all of them in it; the last one met before."""
        if not words:
            return None
        fits = [n for n in self.known if n.role is not None and words[0] in n.role_words and set(words) <= n.role_words]
        if not fits:
            return None

        def rank(n: Named) -> tuple[int, int]:
            before = [s for s, _ in n.places if s <= at]
            return (0 if n.role_head == words[0] else 1, at - max(before) if before else 1_000_000 + n.places[0][0])

        return min(fits, key=rank)
