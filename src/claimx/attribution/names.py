"""Names in an article: every person and body that the name tagger or a title shows, with roles, under one fullest name.

A name's words are compared folded, without the article and honorifics; «لافروف» is «سيرجي لافروف» where the article
has one such person, and the role may stand at any of the mentions: «وزير الخارجية الروسي سيرجي لافروف», «دميتري بيسكوف،
المتحدث باسم الكرملين», «وزير النفط، زكريا حمد».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimx.attribution.classes import WordClasses
from claimx.attribution.quotes import ALL_MARKS, MARKS
from claimx.attribution.units import Line, Unit
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.places import countries_of_demonyms

_LONG_TITLE = 3
_SHORT_NAME = 2  # words of a short name in brackets; initials (أ ف ب) may be more
_MOST = 0.66  # share of a long title's words that must be known of its holder
_ROLE_REACH = 14  # units before a name in which its title may begin
_COMMAS = frozenset("،,(-–")
_LINKS = frozenset(("بن", "ابن", "بنت", "ال", "ولد", "ابو", "ام", "عبد", "دي", "فان", "فون", "دو", "لو", "دا"))
PARTICLES_IN_ROLE = frozenset(("باسم", "لشوون", "لدي", "في", "ل", "ب", "علي", "لل", "للشوون", "من", "الي"))


_ENDINGS = ("يين", "يه", "ية", "ون", "ين", "ات", "ان", "ي", "ه", "ة", "ا")


def akin(a: str, b: str) -> bool:
    """Whether two folded words are the same but for an ending: تونسي and تونس, سعودية and سعودي, وزيرة and وزير."""
    if a == b:
        return True
    x, y = _stem(a), _stem(b)
    return len(x) >= 3 and x == y


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def name_start(unit: Unit, people: SpeakerLexicon) -> int:
    """The offset at which a name or title begins in its first unit: behind conjunction and preposition.

    The word splitter now and then tears a name (فهد, بهرام, ولي): a given name or a title as a whole, and a
    tagged name that is a subject, keep their first letter.
    """
    if unit.start == unit.noun_start:
        return unit.start
    if people.name_gender(unit.key) is not None or people.title_at([unit.key], 0) is not None:
        return unit.start
    if unit.ner.endswith("PER") and unit.deprel.startswith("nsubj") and not unit.key.startswith(("لل", "بال")):
        return unit.bare_start  # no preposition stands before a subject
    return unit.noun_start


def noun_key(unit: Unit, people: SpeakerLexicon) -> str:
    """The folded word that begins where :func:`name_start` says: مصادر of لمصادر, الحرس of للحرس."""
    taken = name_start(unit, people) - unit.bare_start
    if taken <= 0 or unit.punct:
        return unit.bare
    return f"ال{unit.bare[2:]}" if unit.bare.startswith("لل") else unit.bare[1:]


def with_closing_mark(text: str, start: int, end: int) -> int:
    """The end of a phrase, its closing quotation mark included where it holds the opening one alone: موقع “وين وين”."""
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        return end + 1
    marks = sum(c in MARKS for c in text[start:end])
    return end + 1 if marks % 2 and text[end : end + 1] and text[end] in MARKS else end


def name_text(line: Line, first: int, last: int, people: SpeakerLexicon) -> str:
    """A name as the article writes it, from unit to unit; للحرس stands for ل and الحرس, so its article comes back."""
    unit = line.units[first]
    start = name_start(unit, people)
    text = line.text[start : with_closing_mark(line.text, start, line.units[last].end)]
    return f"ا{text}" if start > unit.start and unit.key.startswith("لل") and text.startswith("ل") else text


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


def _agreeing_end(units: Sequence[Unit], first: int, last: int) -> int:
    """Where a body's name ends: a definite noun has no indefinite adjective («الهيئة مجددا منحها»)."""
    for j in range(first + 1, last + 1):
        word, before = units[j].bare, units[j - 1].bare
        indefinite = word.endswith("ا") and not word.startswith(("ال", "لل")) and not units[j].punct
        if units[j].upos == "VERB" or (
            before.startswith("ال") and indefinite and units[j].upos in ("ADJ", "ADV", "NOUN")
        ):
            return j - 1
    return last


def apart(before: Unit, after: Unit) -> bool:
    """Whether a definite noun behind another one is a phrase of its own («النادي العرض»); nisbas are adjectives."""
    both = before.bare.startswith("ال") and after.bare.startswith("ال") and before.ner == "O" == after.ner
    return both and before.upos == "NOUN" and after.upos == "NOUN" and not after.bare.endswith(("ي", "ية", "ين", "ون"))


def manner(word: str) -> bool:
    """Whether a folded word has the shape of a participle in the accusative: مازحا, مبتسما."""
    return word.startswith("م") and word.endswith("ا") and len(word) > 4


@dataclass(slots=True)
class Named:
    """Somebody or something with a name: the fullest form met, and where."""

    kind: str  # PER, ORG or LOC
    words: tuple[str, ...]
    text: str
    role: str | None = None
    role_words: frozenset[str] = frozenset()
    role_heads: frozenset[str] = frozenset()
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
        self.short: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
        for line in lines:
            self._abbreviations(line)
        for line in lines:
            for kind, first, last in line.runs:
                if kind in ("PER", "ORG"):
                    self.add(line, kind, first, last)
        self._merge()

    def _abbreviations(self, line: Line) -> None:
        """Note short names that the article explains: «صندوق الأمم المتحدة للطفولة (اليونيسف)»."""
        units = line.units
        for i, unit in enumerate(units):
            if unit.text != "(" or i == 0:
                continue
            close = next((k for k in range(i + 1, min(len(units), i + 8)) if units[k].text == ")"), None)
            inside = [u for u in units[i + 1 : close] if not u.punct] if close is not None else []
            letters = all(len(u.bare) == 1 for u in inside)
            if not inside or (len(inside) > _SHORT_NAME and not letters) or any(u.text[0].isdigit() for u in inside):
                continue
            first = self._body_before(units, i - 1)
            if first is None or (letters and len(inside) == 1):
                continue
            full = name_words(units[first:i])
            short = name_words(inside)
            if len(full) > max(1, len(self.short.get(short, ("", ()))[1])):
                self.short[short] = (name_text(line, first, i - 1, self.people), full)

    def _body_before(self, units: Sequence[Unit], last: int) -> int | None:
        """The first unit of the body's name that ends at a unit: the tagged one's, or the farthest noun for a body."""
        j = last
        while j >= 0 and units[j].ner.endswith("ORG") and units[j].ner[:1] in ("I", "E"):
            j -= 1
        if j >= 0 and units[j].ner in ("B-ORG", "S-ORG"):
            before = units[j - 1] if j else None
            if before is not None and self.people.kind_of([noun_key(before, self.people)]) == "organization":
                return j - 1  # وكالة [الأنباء السعودية]
            return j
        first: int | None = None
        for j in range(last, max(-1, last - _ROLE_REACH), -1):
            unit = units[j]
            if unit.punct or unit.upos == "VERB" or unit.ner.endswith("PER") or unit.sentence != units[last].sentence:
                break
            if self.classes.of(unit.bare) is not None:
                break
            if self.people.kind_of([noun_key(unit, self.people)]) == "organization":
                first = j
        return first

    def add(self, line: Line, kind: str, first: int, last: int) -> Named | None:
        """Note a name that stands in units ``first`` to ``last``; roles around it are read."""
        units = line.units
        while first < last and self.people.honorific(units[first].bare):
            first += 1
        last = _agreeing_end(units, first, last) if kind == "ORG" else last
        words = name_words(units[first : last + 1])
        if not words or (len(words) == 1 and (len(words[0]) < 2 or units[first].bare in self.classes.never_speak)):
            return None
        named = Named(kind, words, name_text(line, first, last, self.people))
        named.places.append((units[first].start, units[last].end))
        if kind == "PER" and not self._owned(line, first):
            role = self.role_around(line, first, last)
            if role is not None:
                self._set_role(named, line, *role)
                near = role[1] == first - 1 or (role[1] == first - 2 and units[first - 1].text in "،,")
                if near and not units[first].key.startswith("لل"):
                    # right behind a title stands no preposition: بهرام is whole
                    named.text = line.text[units[first].start : units[last].end]
        self.known.append(named)
        return named

    def _set_role(self, named: Named, line: Line, first: int, last: int) -> None:
        words = name_words(line.units[first : last + 1])
        named.role = name_text(line, first, last, self.people)
        named.role_words = frozenset(words)
        named.role_heads = frozenset(words[:1])

    def role_around(self, line: Line, first: int, last: int) -> tuple[int, int] | None:
        """Units of the title before a name, or in apposition behind it."""
        before = self._role_before(line, first)
        if before is not None:
            words = name_words(line.units[before[0] : before[1] + 1])
            if all(w in self.classes.courtesies for w in words):  # «صاحب السمو الأمير» is no function
                return self._role_behind(line, last) or before
        return before or self._role_behind(line, last)

    def _role_before(self, line: Line, first: int) -> tuple[int, int] | None:
        units = line.units
        end = first - 1
        while end >= 0 and (self._courtesy(units[end].bare) or units[end].text in "/."):
            end -= 1
        if end < first - 1 and end >= 0 and units[end].text in "،," and not self._near_title(units, end - 1, first):
            return None
        if end >= 0 and units[end].text in "،,":  # «وزير النفط، زكريا حمد»
            end -= 1
        best: int | None = None
        j = end
        while j >= 0 and first - j <= _ROLE_REACH:
            unit = units[j]
            if unit.text in ALL_MARKS:
                j -= 1
                continue
            if unit.punct or unit.sentence != units[first].sentence or unit.upos == "VERB" or unit.ner.endswith("PER"):
                break
            word = self.classes.of(unit.bare)
            if word is not None and unit.bare not in PARTICLES_IN_ROLE:
                break
            if self._title(units, j, single=True):
                best = j
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
                or apart(units[end], after)
                or self._off_title(after)
                or after.sentence != units[j].sentence
                or (after.ner[:1] in ("B", "S") and after.ner.endswith("PER"))
            ):
                break
            if word is not None and after.bare not in PARTICLES_IN_ROLE:
                break
            end += 1
        return j, end

    def _off_title(self, unit: Unit) -> bool:
        """Whether a word with «ب» in front is no more of the title: «مدرب الفريق برد قوي», but «نائب بالبرلمان»."""
        key = noun_key(unit, self.people)
        if unit.bare[:1] != "ب" or key == unit.bare or key.startswith("ال") or unit.ner != "O":
            return False
        return self.people.kind_of([key]) is None

    def _owned(self, line: Line, first: int) -> bool:
        """Whether the name only tells whose body it is: «وزير في حكومة يوسف الشاهد»."""
        units = line.units
        before = first - 1
        while before > 0 and self._courtesy(units[before].bare):
            before -= 1
        if before >= 0 and units[before].bare in self.classes.owned:
            return True  # «متحدث باسم الشيخ دريان», «محامي عماد الطرابلسي»
        if first == 0 or units[first - 1].bare.startswith(("ال", "لل")):
            return False
        return self.people.kind_of([noun_key(units[first - 1], self.people)]) in ("organization", "group", "document")

    def _courtesy(self, word: str) -> bool:
        """Whether a word is an honorific or a rank (الشيخ, الأمير), which is no function."""
        title = self.people.title_at([word], 0)
        return self.people.honorific(word) or (title is not None and title.rank)

    def _near_title(self, units: Sequence[Unit], end: int, first: int) -> bool:
        return any(self._title(units, j) for j in range(max(0, end - _ROLE_REACH), end + 1))

    def _title(self, units: Sequence[Unit], j: int, *, single: bool = False) -> bool:
        title = self.people.title_at([u.bare for u in units[j : j + 5]], 0)
        return title is not None and (not single or title.number == "s")

    def _merge(self) -> None:
        """Give every short name the fullest one that covers it, with the roles of all."""
        full: list[Named] = []
        for named in sorted(self.known, key=lambda n: (-len(n.words), n.places[0])):
            host = next((f for f in full if f.kind == named.kind and f.covers(named.words)), None)
            if host is None and named.kind == "PER" and manner(named.words[-1]):  # «كيري مازحا»
                host = next((f for f in full if f.kind == "PER" and f.covers(named.words[:-1])), None)
            if host is None:
                full.append(named)
                continue
            host.places += named.places
            host.role_words |= named.role_words
            host.role_heads |= named.role_heads
            if named.role is not None and (host.role is None or len(named.role) > len(host.role)):
                host.role = named.role
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

    def by_title(self, words: Sequence[str], at: int, spoken: Sequence[tuple[str, ...]] = ()) -> Named | None:
        """The person whose role these words name (الوزير, محافظ الطائف): all of them, or most of a long title.

        Args:
            words: Folded words of the title.
            at: Offset of the mention.
            spoken: Names of those who have spoken, the last first; they come before the others.
        """
        if not words:
            return None
        fits: list[tuple[tuple[float, int, int, int, int], Named]] = []
        for named in self.known:
            if named.role is None or not any(akin(words[0], r) for r in named.role_words):
                continue
            share = sum(any(akin(w, r) for r in named.role_words) for w in words) / len(words)
            if share < 1.0 and (len(words) < _LONG_TITLE or share < _MOST):
                continue
            head = 0 if any(akin(words[0], r) for r in named.role_heads) else 1
            whole = 0 if len(words) > 1 and all(any(akin(r, w) for w in words) for r in named.role_words) else 1
            turn = spoken.index(named.words) if named.words in spoken else len(spoken)
            before = [s for s, _ in named.places if s <= at]
            near = at - max(before) if before else 1_000_000 + named.places[0][0]
            fits.append(((-share, head, whole, turn, near), named))
        return min(fits, key=lambda f: f[0])[1] if fits else self._by_head(words)

    def _by_head(self, words: Sequence[str]) -> Named | None:
        """The only holder of a title that the mention words otherwise, where nothing contradicts.

        «الرئيس التركي» where the article has one «الرئيس أردوغان»; «مدير عام المؤسسة العامة للحبوب» for the role
        «مدير عام المؤسسة».
        """
        holders = [n for n in self.known if n.role is not None and any(akin(words[0], r) for r in n.role_heads)]
        if len(holders) != 1 or len(words) < 2:
            return None
        role = holders[0].role_words
        rest = [w for w in words if not any(akin(w, r) for r in role)]
        nationalities = [bool(countries_of_demonyms(f"ال{w}")) for w in rest]
        if all(nationalities) and not countries_of_demonyms(holders[0].role or ""):
            return holders[0]
        whole = len(role) > 1 and all(any(akin(r, w) for w in words) for r in role)
        return holders[0] if whole and not any(nationalities) else None
