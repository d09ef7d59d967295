"""Words that tell who speaks: titles, ranks, courtesies, kinds of source, anaphors, first names, media.

``config/speakers.yaml`` holds the words; every look-up takes surface words as they stand in the article and folds them
itself. Words are given without the conjunction و in front; an attached ب, ل or ك and the article are seen through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from claimx.errors import ConfigError
from claimx.lexicon.cues import fold
from claimx.lexicon.loading import load_config, near
from claimx.lexicon.locating import locate
from claimx.model.document import Kind

__all__ = ["Anaphor", "SpeakerLexicon", "Title"]

Gender = Literal["m", "f"]
Number = Literal["s", "d", "p"]


@dataclass(frozen=True, slots=True)
class Title:
    """A function or rank that stands in a text.

    Attributes:
        lemma: The masculine singular, or the compound as the lexicon has it.
        length: How many words it covers: of «الأمين العام للأمم المتحدة» the two first.
        gender: Grammatical gender.
        number: Grammatical number.
        definite: Whether it has the article (الوزير); a construct (وزير الخارجية) has none.
        rank: A rank (اللواء, الأمير, الشيخ), which with a name and beside a function is no part of either.
    """

    lemma: str
    length: int
    gender: Gender
    number: Number
    definite: bool
    rank: bool


@dataclass(frozen=True, slots=True)
class Anaphor:
    """Words that point back to a speaker.

    Attributes:
        kind: ``same``: «المصدر ذاته», ``last``: «الأخير», ``deferential``: «معاليه».
        length: How many words it covers.
        gender: What it agrees in, if it tells.
        number: What it agrees in, if it tells.
    """

    kind: Literal["same", "last", "deferential"]
    length: int
    gender: Gender | None
    number: Number | None


@dataclass(frozen=True, slots=True)
class _Noun:
    section: str
    lemma: str
    gender: Gender
    number: Number


_NOUN_SECTIONS = (
    "titles", "ranks", "unnamed", "unnamed_if_bare", "unnamed_if_single", "group", "collectives", "organization",
    "document", "place", "kin",
)  # fmt: skip
_PEOPLE = frozenset(("titles", "ranks", "unnamed_if_bare", "unnamed_if_single", "group", "collectives", "kin"))
_WORD_SECTIONS = (
    "honorifics",
    "quantifiers",
    "last",
    "deferential",
    "feminine",
    "masculine",
    "one_of",
    "counts",
    "either",
)
_SECTIONS = (*_NOUN_SECTIONS, *_WORD_SECTIONS, "compound_titles", "hiding", "same", "names", "media")
_SUFFIXES: dict[str, tuple[Gender | None, Number | None]] = {
    "هما": (None, "d"),
    "هم": ("m", "p"),
    "هن": ("f", "p"),
    "ها": ("f", "s"),
    "نا": (None, "p"),
    "ه": ("m", "s"),
    "ي": (None, "s"),
}
_KINDS: dict[str, Kind] = {
    "unnamed": "unnamed", "group": "group", "organization": "organization", "document": "document", "place": "place",
}  # fmt: skip
_MOST_FOUND = 50_000
_MARKS = "\"'«»“”()[]{}،,.:؛"


class SpeakerLexicon:
    """Look-ups for the resolution of speakers; see :meth:`load`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._nouns: dict[str, list[_Noun]] = {}
        self._found: dict[str, list[_Noun]] = {}  # what was looked up before; an article asks for a word many times
        for section in _NOUN_SECTIONS:
            for line in data.get(section) or ():
                for shape, noun in _inflect(section, line):
                    self._nouns.setdefault(shape, []).append(noun)

        def words(section: str) -> frozenset[str]:
            return frozenset(fold(w) for w in data.get(section) or ())

        self._honorifics = words("honorifics")
        self._one_of = words("one_of")
        self._counts = words("counts")
        self._either = words("either")
        self._quantifiers = words("quantifiers")
        self._last = words("last")
        self._deferential = words("deferential")
        self._feminine = words("feminine")
        self._masculine = words("masculine")
        names = data.get("names") or {}
        self._women = frozenset(fold(n) for n in names.get("feminine") or ())
        self._men = frozenset(fold(n) for n in names.get("masculine") or ())
        same = data.get("same") or {}
        self._same_before = frozenset(fold(w) for w in same.get("before") or ())
        self._same_after = frozenset(fold(w) for w in same.get("after") or ())
        self._same_heads = frozenset(fold(w) for w in same.get("heads") or ())
        hiding = data.get("hiding") or {}
        self._hiding_verbs = frozenset(fold(w) for w in hiding.get("verbs") or ())
        self._hidden = frozenset(fold(w) for w in hiding.get("objects") or ())
        self._hiding_within = int(hiding.get("within", 7))
        self._media = {_name_key(short): full for short, full in (data.get("media") or {}).items()}
        self._compounds: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for line in data.get("compound_titles") or ():
            folded = tuple(fold(w) for w in line.split())
            self._compounds.setdefault(self._base(folded[0]), []).append((folded, line))

    @classmethod
    def load(cls, config: Path | None = None) -> SpeakerLexicon:
        """Read ``speakers.yaml``, a user's own file of that name on top.

        Args:
            config: A folder with the user's own files, or None.

        Raises:
            ConfigError: A section or line is wrong; names file and line.
        """
        data = load_config("speakers", config)
        _check(data, config)
        return cls(data)

    # Titles and names.

    def title_at(self, words: Sequence[str], i: int) -> Title | None:
        """The function or rank that begins at a word, the longest compound first; None if there is none."""
        if i >= len(words):
            return None
        key = fold(words[i])
        best: tuple[int, str] | None = None
        for folded, line in self._compounds.get(self._base(key), ()):
            n = len(folded)
            if i + n <= len(words) and (best is None or n > best[0]):
                rest = [fold(w) for w in words[i + 1 : i + n]]
                if all(_same_word(a, b) for a, b in zip(rest, folded[1:], strict=True)):
                    best = (n, line)
        noun = self._noun(key, ("titles", "ranks"))
        if noun is None and best is None:
            return None
        definite = _prefixless(key) != _bare(_prefixless(key)) and key not in self._nouns
        gender: Gender = noun.gender if noun else "m"
        number: Number = noun.number if noun else "s"
        if best is not None:
            return Title(best[1], best[0], gender, number, definite, rank=False)
        assert noun is not None
        return Title(noun.lemma, 1, gender, number, definite, rank=noun.section == "ranks" or self._is_rank(key))

    def _base(self, key: str) -> str:
        """What a compound is filed under: the first word's masculine singular, so that الأمينة العامة finds it."""
        noun = self._noun(key, ("titles", "ranks"))
        return fold(noun.lemma) if noun else _bare(_prefixless(key))

    def _is_rank(self, key: str) -> bool:
        return any(n.section == "ranks" for n in self._find(key))

    def honorific(self, word: str) -> bool:
        """Whether a word is a courtesy, which is neither role nor name: «السيد», «الدكتور», «معالي»."""
        key = fold(word)
        return key in self._honorifics or key.rstrip(".") in self._honorifics

    def name_gender(self, word: str) -> Gender | None:
        """The gender of a first name; None if it is not listed, or may be either."""
        key = fold(word)
        woman, man = key in self._women, key in self._men
        if woman == man:
            return None
        return "f" if woman else "m"

    def expand(self, name: str) -> str | None:
        """The full name of a medium, agency or body known by a short one: «واس», «د ب أ», «(رويترز)»."""
        return self._media.get(_name_key(name))

    # Kind, gender, number.

    def head_of(self, words: Sequence[str]) -> int:
        """Index of the noun that a noun phrase is about: behind quantifiers, demonstratives and courtesies."""
        i = 0
        while i < len(words) - 1:
            key = _prefixless(fold(words[i]))
            skip = key in self._quantifiers or key in self._same_before or self.honorific(words[i])
            skip = skip or self._is_count(key)
            if not skip and words[i].strip(_MARKS):
                break
            i += 1
        return i

    def kind_of(self, words: Sequence[str]) -> Kind | None:
        """What kind of speaker a noun phrase names; None where its words do not tell (a bare name)."""
        if not words:
            return None
        if self.expand(" ".join(words)) is not None:
            return "organization"
        nouns = self._find(fold(words[self.head_of(words)]))
        if self._is_anonymous(words, nouns):
            return "unnamed"
        single = [n for n in nouns if n.number == "s"]
        if self._is_counted(words) and any(n.section in _PEOPLE for n in nouns):
            return "group"
        if any(n.section in ("titles", "ranks", "kin") for n in single):
            return "person"
        for section in ("document", "organization", "place"):
            if any(n.section == section for n in single):
                return _KINDS[section]
        if any(n.section in _PEOPLE and n.number != "s" for n in nouns):
            return "group"
        if single or self.name_gender(words[self.head_of(words)]) or self.honorific(words[0]):
            return "person"
        return None

    def gender_of(self, words: Sequence[str]) -> Gender | None:
        """The gender in which following words agree; plurals of things are feminine. None if not to be told."""
        if not words:
            return None
        head = self.head_of(words)
        key = fold(words[head])
        word = _bare(_prefixless(key))
        noun = self._noun(key)
        if noun is not None and noun.section in _PEOPLE:
            if fold(noun.lemma) in self._either and head + 1 < len(words):  # either gender: the name decides
                named = [g for g in (self.name_gender(w) for w in words[head + 1 :]) if g]
                return named[0] if named else noun.gender
            return noun.gender
        if word in self._masculine:
            return "m"
        if word in self._feminine:
            return "f"
        if noun is not None:
            return noun.gender
        named_gender = self.name_gender(words[head])
        if named_gender is not None:
            return named_gender
        if head > 0 and self.honorific(words[0]):
            return "f" if fold(words[0]).endswith("ة") and fold(words[0]).startswith("ال") else "m"
        if self.expand(" ".join(words)) is not None or word.endswith(("ة", "ات")):
            return "f"
        return "m" if key != _bare(key) else None

    def number_of(self, words: Sequence[str]) -> Number | None:
        """The number in which following words agree; plurals of things count as singular."""
        if not words:
            return None
        head = self.head_of(words)
        noun = self._noun(fold(words[head]))
        if self._is_one_of(words, head):
            return "s"
        if noun is not None:
            return "p" if noun.section in _PEOPLE and self._is_counted(words) else noun.number
        counted = any(_prefixless(fold(w)) in self._quantifiers for w in words[:head])
        return None if counted else "s"

    # Anonymity.

    def is_unnamed(self, words: Sequence[str], *, named: bool = False) -> bool:
        """Whether a noun phrase is an anonymous source: «مصادر أمنية», «مسؤول في الوزارة», «شهود عيان».

        Args:
            words: The mention.
            named: A proper name follows, or stands in the phrase.
        """
        return bool(words) and not named and self._is_anonymous(words, self._find(fold(words[self.head_of(words)])))

    def _is_anonymous(self, words: Sequence[str], nouns: Sequence[_Noun]) -> bool:
        head = self.head_of(words)
        sections = {n.section for n in nouns}
        if "unnamed" in sections:
            return True
        if not sections & {"unnamed_if_bare", "unnamed_if_single"}:
            return False
        if self._is_one_of(words, head):
            return True
        if "unnamed_if_bare" not in sections and self._is_counted(words):
            return False
        if "unnamed_if_bare" not in sections and not any(n.number == "s" for n in nouns if n.section in _PEOPLE):
            return False
        key = _prefixless(fold(words[head]))
        # A construct is definite: «مسؤول الشرطة», «مسؤولو بايرن».
        construct = head + 1 < len(words) and (fold(words[head + 1]).startswith("ال") or key.endswith("و"))
        return key == _bare(key) and not construct and not any(self.name_gender(w) for w in words[head + 1 :])

    def hides_name(self, words: Sequence[str]) -> bool:
        """Whether a passage says that a source wants no name: «رفض الكشف عن هويته», «طلب عدم ذكر اسمه»."""
        keys = [fold(w).lstrip("و") for w in words]
        for i, key in enumerate(keys):
            if key in self._hiding_verbs or fold(words[i]) in self._hiding_verbs:
                window = keys[i + 1 : i + 1 + self._hiding_within]
                if any(w in self._hidden for w in window):
                    return True
        return False

    # Pointing back.

    def anaphor_at(self, words: Sequence[str], i: int) -> Anaphor | None:
        """Words that point back to a speaker, from a word on: «المصدر ذاته», «نفس المصدر», «الأخيرة», «معاليه»."""
        if i >= len(words):
            return None
        key = fold(words[i])
        if key in self._last:
            feminine = key.endswith("ة")
            number: Number = "d" if key.endswith(("ان", "ين")) else "p" if key.endswith("ون") else "s"
            return Anaphor("last", 1, "f" if feminine else "m", number)
        if key in self._deferential:
            return Anaphor("deferential", 1, *_pronoun(key))
        after = fold(words[i + 1]) if i + 1 < len(words) else ""
        titled = bool(after) and self._noun(after, ("titles",)) is not None  # «ذات المحاضر»
        if key in self._same_before and (_bare(after) in self._same_heads or titled):
            return Anaphor("same", 2, self.gender_of([words[i + 1]]), self.number_of([words[i + 1]]))
        if key != _bare(key) and _bare(key) in self._same_heads:
            for j in (i + 1, i + 2):  # «المصدر الأمني نفسه»
                if j < len(words) and fold(words[j]) in self._same_after:
                    return Anaphor("same", j - i + 1, self.gender_of([words[i]]), self.number_of([words[i]]))
        return None

    # Looking up.

    def _is_count(self, key: str) -> bool:
        return key in self._counts or key.strip(_MARKS + "%").isdecimal()

    def _is_counted(self, words: Sequence[str]) -> bool:
        return any(self._is_count(fold(w)) for w in words[: self.head_of(words)])

    def _is_one_of(self, words: Sequence[str], head: int) -> bool:
        return head > 0 and fold(words[0]) in self._one_of

    def _find(self, key: str) -> list[_Noun]:
        known = self._found.get(key)
        if known is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            known = self._found[key] = self._look_up(key)
        return known

    def _look_up(self, key: str) -> list[_Noun]:
        bare = _bare(_prefixless(key))
        for shape in (key, _bare(key), bare):
            if shape in self._nouns:
                return self._nouns[shape]
        for suffix in _SUFFIXES:  # «رئيسها», «محاميه», «وزيره»
            if key.endswith(suffix) and len(key) - len(suffix) > 2:
                for shape in _unjoined(key[: -len(suffix)]):
                    if shape in self._nouns:
                        return self._nouns[shape]
        return []

    def _noun(self, key: str, sections: Sequence[str] = _NOUN_SECTIONS) -> _Noun | None:
        """The best reading in the sections: singular before plural, then in their order."""
        nouns = [n for n in self._find(key) if n.section in sections]
        if not nouns:
            return None
        return min(nouns, key=lambda n: ("spd".index(n.number), sections.index(n.section)))


def _pronoun(key: str) -> tuple[Gender | None, Number | None]:
    for suffix, told in _SUFFIXES.items():
        if key.endswith(suffix):
            return told
    return None, None


def _prefixless(key: str) -> str:
    """Without an attached preposition in front of the article: «للوزير», «بالوزارة»."""
    if key.startswith("لل") and len(key) > 4:
        return "ال" + key[2:]
    if key.startswith(("بال", "كال")) and len(key) > 5:
        return key[1:]
    return key


def _unjoined(stem: str) -> Iterator[str]:
    """The forms a noun may have had before a pronoun was attached: زوجت+ه زوجة, أبناو+ه أبناء."""
    yield stem
    if stem.endswith("ت"):
        yield stem[:-1] + "ة"
    elif stem.endswith(("او", "اي")):
        yield stem[:-1] + "ء"


def _bare(key: str) -> str:
    """Without the article."""
    return key[2:] if key.startswith("ال") and len(key) > 3 else key


def _same_word(word: str, listed: str) -> bool:
    """Equal, but for an attached preposition, the article where the lexicon has none, or a feminine ending."""
    return listed in (word, _prefixless(word), _bare(_prefixless(word))) or word == listed + "ة"


def _name_key(name: str) -> str:
    """«د.ب.أ», «د ب أ» and «دبأ» are one."""
    pieces = fold(name).strip(_MARKS + " ").replace(".", " ").split()
    return ("" if all(len(p) == 1 for p in pieces) else " ").join(pieces)


def _inflect(section: str, line: str) -> Iterator[tuple[str, _Noun]]:
    """The folded forms of a line ``masculine feminine plural…``."""
    parts = line.split()
    lemma = parts[0]
    people = section in _PEOPLE
    masculine = fold(lemma)
    if section == "collectives":
        yield masculine, _Noun(section, lemma, "f" if masculine.endswith("ات") else "m", "p")
        return
    plurals = [fold(p) for p in parts[2:]]
    feminine = fold(parts[1]) if len(parts) > 1 and parts[1] != "-" else None
    if len(parts) == 1 and people and not masculine.endswith("ة"):
        feminine = masculine + "ة"
    plain = _plain_number(masculine, people=people)
    gender: Gender = "f" if masculine.endswith(("ة", "ات")) and not people else "m"
    if section in ("organization", "document", "place", "unnamed") and plain == "p":
        # Plurals of things agree as a feminine singular.
        yield masculine, _Noun(section, lemma, "f", "s")
    else:
        yield masculine, _Noun(section, lemma, gender, plain)
    if not masculine.endswith(("ة", "ا", "ي", "ء", "ات", "ون", "ين")):
        yield masculine + "ا", _Noun(section, lemma, gender, plain)
    if feminine is not None:
        yield feminine, _Noun(section, lemma, "f", "s")
        stem = feminine.removesuffix("ة")
        if stem != feminine:
            for ending in ("تان", "تين", "تا", "تي"):
                yield stem + ending, _Noun(section, lemma, "f", "d")
            yield stem + "ات", _Noun(section, lemma, "f", "p")
    for plural in plurals:
        if people or section == "unnamed":
            human = section != "unnamed" or plural.endswith(("ون", "ين"))
            yield plural, _Noun(section, lemma, "m", "p") if human else _Noun(section, lemma, "f", "s")
        else:
            yield plural, _Noun(section, lemma, "f", "s")
    if people and not masculine.endswith(("ة", "ون", "ين", "ات")) and plain == "s":
        for ending in ("ان", "ين"):
            yield masculine + ending, _Noun(section, lemma, "m", "d")
        for ending in ("ون", "ين", "و"):
            yield masculine + ending, _Noun(section, lemma, "m", "p")
    elif section == "unnamed" and plain == "s":
        yield masculine + "ان", _Noun(section, lemma, "m", "d")
        yield masculine + "ين", _Noun(section, lemma, "m", "d")


def _plain_number(word: str, *, people: bool) -> Number:
    if word.endswith("ون") or (word.endswith("ات") and not people):
        return "p"
    return "s"


def _check(data: dict[str, Any], user: Path | None) -> None:
    def fault(message: str, *steps: str | int, mend: str | None = None) -> ConfigError:
        return ConfigError(message, source=locate("speakers", user, *steps), mend=mend)

    def check_words(value: Any, *steps: str | int) -> None:
        if not isinstance(value, list):
            raise fault("must hold a list of words", *steps)
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                raise fault(f"must hold words, not {item!r}", *steps, index, mend="put it in quotation marks")

    for section, value in data.items():
        if section not in _SECTIONS:
            raise fault(f"unknown section {section!r}", str(section), mend=near(str(section), _SECTIONS))
        if value is None:
            continue
        if section in ("hiding", "same", "names"):
            known = {
                "hiding": ("verbs", "objects", "within"),
                "same": ("before", "after", "heads"),
                "names": ("feminine", "masculine"),
            }[section]
            if not isinstance(value, dict):
                raise fault("must hold a mapping", section, mend=", ".join(known))
            for key, words in value.items():
                if key not in known:
                    raise fault(f"unknown key {key!r}", section, str(key), mend=near(str(key), known))
                if key == "within":
                    if not isinstance(words, int):
                        raise fault(f"must be a number, not {words!r}", section, key)
                else:
                    check_words(words, section, key)
        elif section == "media":
            if not isinstance(value, dict) or not all(
                isinstance(v, str) and isinstance(k, str) for k, v in value.items()
            ):
                raise fault("must hold short names with full names", section)
        else:
            check_words(value, section)
