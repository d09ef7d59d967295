"""The cue lexicon: the verbs, participles, nouns, particles and phrases that attribute speech.

``config/cues.yaml`` lists lemmas with a few principal parts; this module inflects them and looks surface words up.
Arabic spelling hides most vowels, so a surface word often has several readings: all of them are returned, the likelier
first, and the sentence decides.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

from claimx.errors import ConfigError
from claimx.lexicon.loading import load_config, near
from claimx.lexicon.locating import locate
from claimx.linguistics.normalise import fold as _fold_text
from claimx.model.document import ACTS, Act

__all__ = ["FRAMES", "CueEntry", "CueForm", "CueLexicon", "fold"]

FormName = Literal["perfect", "imperfect", "participle", "masdar", "particle", "noun", "phrase"]
Kind = Literal["verb", "particle", "noun", "phrase"]
Person = Literal[1, 3]
Gender = Literal["m", "f"]
Number = Literal["s", "d", "p"]

FRAMES: tuple[str, ...] = (
    "أن", "هل", "إلى", "على", "عن", "من", "ب", "ل", "في", "حول", "obj", "direct",
    "obj+أن", "obj+إلى", "obj+ب", "obj+على", "obj+عن", "obj+من", "obj+ل", "obj+obj", "obj+direct", "obj+هل",
    "من+أن", "من+obj", "ل+أن", "ب+أن", "على+ب", "إلى+ب", "sentence",
)  # fmt: skip
"""How a cue takes its content, in the order of the words: ``أن`` any complementiser (أن، إن، بأن, also behind the
cue's preposition), ``هل`` a question, a preposition, ``obj`` a direct object, ``direct`` quoted words or a colon;
``X+Y``: X is the addressee or the target, Y the content; ``sentence``: the clause that the cue stands in."""

_KEYS: dict[Kind, tuple[str, ...]] = {
    "verb": (
        "lemma", "act", "perfect", "perfect_1s", "imperfect", "participle", "masdar", "frames", "suffix", "strength",
        "example", "claim", "not_before", "not_after",
    ),
    "particle": ("lemma", "act", "forms", "frames", "strength", "example", "claim", "not_before", "not_after"),
    "noun": ("lemma", "act", "plural", "forms", "frames", "strength", "example", "claim", "not_before", "not_after"),
    "phrase": ("lemma", "act", "forms", "frames", "strength", "example", "claim", "not_before", "not_after"),
}  # fmt: skip
_HELPER_KEYS = ("lemma", "perfect", "perfect_1s", "imperfect", "participle", "masdar")
_SECTIONS: dict[str, Kind] = {"verbs": "verb", "particles": "particle", "nouns": "noun", "phrases": "phrase"}

# Attached pronouns with what they tell of the person they stand for.
_PRONOUNS: dict[str, tuple[Person | None, Gender | None, Number | None]] = {
    "هما": (3, None, "d"),
    "كما": (None, None, "d"),
    "هم": (3, "m", "p"),
    "هن": (3, "f", "p"),
    "ها": (3, "f", "s"),
    "كم": (None, None, "p"),
    "ني": (1, None, "s"),
    "نا": (1, None, "p"),
    "ه": (3, "m", "s"),
    "ك": (None, None, "s"),
    "ي": (1, None, "s"),
}
_ON_VERBS = ("هما", "هم", "هن", "ها", "ني", "نا", "ه")
_ON_FIRST_PERSON = (*_ON_VERBS, "كم", "ك")  # «أطالبكم»; with other persons these are but the ends of other words
_ON_NOUNS = ("هما", "هم", "هن", "ها", "كم", "نا", "ه", "ي")

_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي"})


@functools.lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """The key under which a word is looked up.

    No vowel marks and no tatweel; the seats of hamza fall together with the bare letter (أإآٱ are ا, ؤ is و, ئ is ي),
    final ى is ي; ة and ء stay. Writers leave these out or confuse them; nothing else is guessed.
    """
    return _fold_text(word).translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One lemma of the lexicon.

    Attributes:
        lemma: The citation form.
        act: What the speaker does by it.
        kind: The section it comes from.
        frames: How it takes its content, see :data:`FRAMES`.
        strength: ``strong``: nearly always an attribution; ``weak``: often something else.
        example: A sentence with it.
        claim: The content that the example's claim must have.
        not_before: Folded words before which it is no cue.
        not_after: Folded words after which it is no cue.
    """

    lemma: str
    act: Act
    kind: Kind
    frames: tuple[str, ...]
    strength: Literal["strong", "weak"]
    example: str
    claim: str
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()

    def blocked(self, before: str | None, after: str | None) -> bool:
        """Whether a neighbour says that this is no cue: ``before`` and ``after`` are the words on either side."""
        return (before is not None and fold(before) in self.not_after) or (
            after is not None and fold(after) in self.not_before
        )


@dataclass(frozen=True, slots=True)
class CueForm:
    """One reading of a word, or of several words, as a cue.

    ``person``, ``gender`` and ``number`` are those of the speaker: the verb's subject, the noun that a participle
    agrees with, the pronoun on a verbal noun (قوله, على حد تعبيرها). None where the form does not tell.

    Attributes:
        entry: The lexicon's entry; of «بحسب ما أعلنت» the particle's, of «أضاف قائلا» the verb's.
        form: Which form of the entry it is.
        suffix: The pronoun attached: object of a verb, possessor of a noun.
        prefix: What is written in front: س، ل، ب، ال، بال، لل.
        inner: The verb inside a particle («أعلن» in «بحسب ما أعلنت»).
    """

    entry: CueEntry
    form: FormName
    person: Person | None = None
    gender: Gender | None = None
    number: Number | None = None
    suffix: str | None = None
    prefix: str | None = None
    inner: CueEntry | None = None

    @property
    def act(self) -> Act:
        """The speech act: the inner verb's where there is one."""
        return (self.inner or self.entry).act

    @property
    def lemma(self) -> str:
        """The lemma, with the inner verb's: «بحسب ما أعلن»."""
        return f"{self.entry.lemma} {self.inner.lemma}" if self.inner else self.entry.lemma

    @property
    def strong(self) -> bool:
        """Whether this is nearly always an attribution; several words together are."""
        return self.form == "phrase" or self.inner is not None or self.entry.strength == "strong"


# What the tables hold before a CueForm is made of it: most of the readings are never asked for.
_Reading = tuple[CueEntry, FormName, Person | None, Gender | None, Number | None]


@dataclass(frozen=True, slots=True)
class _Element:
    """One word of a pattern: literal words, those that may carry a pronoun, or a reference to a verb."""

    words: frozenset[str]
    possessive: frozenset[str] = frozenset()
    optional: bool = False
    verb: str | None = None  # a lemma, or "*" for any
    form: str | None = None


@dataclass(frozen=True, slots=True)
class _Pattern:
    entry: CueEntry | None  # None: the verb's own entry, for patterns that hold for every verb
    elements: tuple[_Element, ...]


class CueLexicon:
    """The lexicon in memory, inflected; see :meth:`load`, :meth:`match` and :meth:`match_phrase`."""

    def __init__(self, entries: Sequence[CueEntry]) -> None:
        self.entries: tuple[CueEntry, ...] = tuple(entries)
        self._verbs: dict[str, list[_Reading]] = {}
        self._verbs_joined: dict[str, list[_Reading]] = {}
        self._nominals: dict[str, list[_Reading]] = {}
        self._nominals_joined: dict[str, list[_Reading]] = {}
        self._by_word: dict[str, list[_Pattern]] = {}
        self._by_verb: dict[str, list[_Pattern]] = {}
        self._cache: dict[str, tuple[CueForm, ...]] = {}

    @classmethod
    def load(cls, config: Path | None = None) -> CueLexicon:
        """Read ``cues.yaml``, a user's own file of that name on top, and check every entry.

        A user's entry replaces a shipped one of the same section and lemma; ``remove:`` lists lemmas to leave out.

        Args:
            config: A folder with the user's own files, or None.

        Raises:
            ConfigError: An entry is wrong; names file and line and, for a key, the nearest right one.
        """
        return _Loader(config).load()

    def match(self, word: str) -> tuple[CueForm, ...]:
        """All readings of one word as a cue, the likelier first; empty if it is none.

        Args:
            word: A surface word without the conjunction و or ف in front.
        """
        key = fold(word)
        found = self._cache.get(key)
        if found is None:
            readings = (f for f in self._readings(key) if not self._is_helper(f.entry))
            found = self._cache[key] = tuple(sorted(dict.fromkeys(readings), key=_rank))
        return found

    def match_phrase(self, words: Sequence[str], i: int) -> tuple[int, CueForm] | None:
        """The longest cue of two or more words that starts at a word.

        Args:
            words: The surface words; the conjunction is taken off the word ``i`` by the caller.
            i: Where to look.

        Returns:
            How many words the cue covers, and its reading; None if there is none.
        """
        first = fold(words[i])
        patterns = list(self._by_word.get(first, ()))
        lemmas = {f.entry.lemma for f in self._verb_forms(first)}
        if lemmas:
            patterns += (p for key in (*sorted(lemmas), "*") for p in self._by_verb.get(key, ()))
        best: tuple[int, CueForm] | None = None
        for pattern in patterns:
            hit = self._match_elements(pattern, words, i)
            if hit is not None and hit[0] > 1 and (best is None or hit[0] > best[0]):
                best = hit
        return best

    # Looking up.

    @staticmethod
    def _is_helper(entry: CueEntry) -> bool:
        return not entry.example

    def _readings(self, key: str) -> Iterator[CueForm]:
        yield from self._verb_forms(key)
        for prefix, rest in _unprefixed(key):
            definite = prefix in _DEFINITE
            for r in self._nominals.get(rest, ()):
                if not prefix or r[1] != "particle":
                    yield CueForm(*r, prefix=prefix or None)
            if definite:
                for r in self._verbs.get(rest, ()):
                    if r[1] == "participle" and r[0].strength == "strong":
                        yield CueForm(*r, prefix=prefix)
                continue
            for suffix in _ON_NOUNS:
                if rest.endswith(suffix):
                    for r in self._nominals_joined.get(rest[: -len(suffix)], ()):
                        yield CueForm(r[0], r[1], *_PRONOUNS[suffix], suffix=suffix, prefix=prefix or None)

    def _verb_forms(self, key: str) -> Iterator[CueForm]:
        """Readings as a finite verb or participle, helpers included."""
        for prefix, rest in (("", key), (key[:1], key[1:])):
            if prefix and prefix not in "سل":
                continue
            for r in self._verbs.get(rest, ()):
                if not prefix or r[1] == "imperfect":
                    yield CueForm(*r, prefix=prefix or None)
            for suffix in _ON_FIRST_PERSON:
                if rest.endswith(suffix):
                    for r in self._verbs_joined.get(rest[: -len(suffix)], ()):
                        if (not prefix or r[1] == "imperfect") and (r[2] == 1 or suffix in _ON_VERBS):
                            yield CueForm(*r, suffix=suffix, prefix=prefix or None)

    def _match_elements(self, pattern: _Pattern, words: Sequence[str], i: int) -> tuple[int, CueForm] | None:
        best: tuple[int, CueForm] | None = None
        blank = CueForm(pattern.entry, "phrase") if pattern.entry else None
        # Each state: words consumed, elements done, reading so far.
        states: list[tuple[int, int, CueForm | None]] = [(i, 0, blank)]
        while states:
            at, done, form = states.pop()
            if done == len(pattern.elements):
                if form is not None and (best is None or at - i > best[0]):
                    best = (at - i, form)
                continue
            element = pattern.elements[done]
            if element.optional:
                states.append((at, done + 1, form))
            if at < len(words):
                after = self._match_element(element, fold(words[at]), form, pattern.entry)
                states += [(at + 1, done + 1, reading) for reading in after]
        if best is None or pattern.entry is None or pattern.entry.kind == "phrase":
            return best
        return best[0], replace(best[1], form=cast("FormName", pattern.entry.kind))

    def _match_element(
        self, element: _Element, word: str, form: CueForm | None, entry: CueEntry | None
    ) -> Iterator[CueForm | None]:
        if element.verb is None:
            if word in element.words:
                yield form
            elif element.possessive:
                for suffix in _ON_NOUNS:
                    if word.endswith(suffix) and word[: -len(suffix)] in element.possessive:
                        person, gender, number = _PRONOUNS[suffix]
                        if form is not None and form.person is None and form.gender is None and form.number is None:
                            form = replace(form, person=person, gender=gender, number=number, suffix=suffix)
                        yield form
                        return
            return
        hits = [
            f
            for f in self._verb_forms(word)
            if (f.entry.lemma == element.verb or (element.verb == "*" and not self._is_helper(f.entry)))
            and (element.form is None or f.form == element.form)
        ]
        if not hits:
            return
        hit = min(hits, key=_rank)
        if entry is None:
            yield replace(hit, form="phrase")
        else:
            inner = hit.entry if element.verb == "*" else None
            told = form is not None and (form.gender is not None or form.person is not None)
            source = form if told and form is not None else hit
            yield CueForm(
                entry, "phrase", source.person, source.gender, source.number, source.suffix, source.prefix,
                (form.inner if form else None) or inner,
            )  # fmt: skip

    # Filling.

    def _add_verb(self, entry: CueEntry, parts: _Parts) -> None:
        # Of weak verbs the rare forms are left out: nearly all the words spelt like them are something else.
        rare = entry.strength == "strong"
        shapes = list(_verb_shapes(parts, rare=rare))
        # One translation for all forms of the verb: a call for each would be half of the loading time.
        keys = "\n".join([s[0] for s in shapes] + [s[1] for s in shapes]).translate(_LETTERS).split("\n")
        for bare, joined, (_, _, form, person, gender, number) in zip(keys, keys[len(shapes) :], shapes, strict=False):
            reading: _Reading = (entry, form, person, gender, number)
            self._verbs.setdefault(bare, []).append(reading)
            if parts.suffix:
                self._verbs_joined.setdefault(joined, []).append(reading)
        for participle in parts.participle:
            for shape, gender, number in _participle_shapes(participle, parts, nominative=rare):
                self._verbs.setdefault(shape, []).append((entry, "participle", None, gender, number))
        for masdar in parts.masdar:
            self._add_noun(entry, "masdar", masdar)

    def _add_noun(self, entry: CueEntry, form: FormName, noun: str) -> None:
        for shape in _noun_shapes(noun):
            self._nominals.setdefault(fold(shape), []).append((entry, form, None, None, None))
        for base in _noun_bases(noun):
            self._nominals_joined.setdefault(fold(base), []).append((entry, form, None, None, None))

    def _add_pattern(self, pattern: _Pattern) -> None:
        first = pattern.elements[0]
        if len(pattern.elements) == 1 and first.verb is None and pattern.entry is not None:
            form: FormName = "particle" if pattern.entry.kind == "particle" else "noun"
            for word in first.words:
                self._nominals.setdefault(word, []).append((pattern.entry, form, None, None, None))
            for word in first.possessive:
                self._nominals_joined.setdefault(word, []).append((pattern.entry, form, None, None, None))
            return
        if first.verb is not None:
            self._by_verb.setdefault(first.verb, []).append(pattern)
            return
        for word in first.words:
            self._by_word.setdefault(word, []).append(pattern)
        for word in first.possessive:
            for suffix in _ON_NOUNS:
                self._by_word.setdefault(word + suffix, []).append(pattern)


_DEFINITE = frozenset(("ال", "بال", "لل"))
_FORM_RANK = {"perfect": 0, "imperfect": 1, "participle": 2, "masdar": 3, "noun": 4, "particle": 0, "phrase": 0}
_NUMBER_RANK = {"s": 0, None: 0, "p": 1, "d": 2}


def _rank(form: CueForm) -> tuple[bool, bool, bool, int, int]:
    """The likelier reading first: strong, without affixes, third person, verbs, singular."""
    affixed = form.suffix is not None or form.prefix is not None
    first_person = form.person == 1 and form.form in ("perfect", "imperfect")
    weak = form.entry.strength == "weak"
    return affixed, first_person, weak, _FORM_RANK[form.form], _NUMBER_RANK[form.number]


def _unprefixed(key: str) -> Iterator[tuple[str, str]]:
    """The ways to take prepositions and the article off a noun."""
    yield "", key
    for prefix in ("ال", "بال", "لل", "ب", "ل"):
        if key.startswith(prefix) and len(key) > len(prefix) + 1:
            yield prefix, key[len(prefix) :]


# Inflection. Shapes are spelt as in the lexicon and folded when they are stored.


@dataclass(frozen=True, slots=True)
class _Parts:
    """The principal parts of a verb."""

    perfect: str
    perfect_1s: str | None
    imperfect: tuple[str, ...]
    participle: tuple[str, ...]
    masdar: tuple[str, ...]
    suffix: bool  # whether it takes an object pronoun


_Shape = tuple[str, str, FormName, Person, Gender | None, Number]


def _verb_shapes(parts: _Parts, *, rare: bool) -> Iterator[_Shape]:
    """Every finite form: spelling, spelling in front of an attached pronoun, form, person, gender, number."""
    yield from _perfect_shapes(parts, rare=rare)
    for imperfect in parts.imperfect:
        yield from _imperfect_shapes(imperfect, hollow=_is_hollow(parts.perfect), rare=rare)


def _is_hollow(perfect: str) -> bool:
    return len(perfect) >= 3 and perfect[-2] == "ا"


def _perfect_shapes(parts: _Parts, *, rare: bool) -> Iterator[_Shape]:
    stem = parts.perfect
    final = stem[-1]
    # The stem before endings that begin with a consonant (قلت, دعوت, رددت).
    if parts.perfect_1s is not None:
        firm = parts.perfect_1s[:-1]
    elif final in "اى":
        firm = stem[:-1] + ("و" if final == "ا" else "ي")
    elif _is_hollow(stem):
        firm = stem[:-2] + final
    else:
        firm = stem
    weak = final in "اى"
    open_stem = stem[:-1] if weak else stem  # before ت of the feminine
    plural = stem[:-1] if final in "اىي" else stem  # before وا
    dual = firm if weak else stem

    def shape(text: str, person: Person, gender: Gender | None, number: Number, joined: str | None = None) -> _Shape:
        return text, joined or text, "perfect", person, gender, number

    yield shape(stem, 3, "m", "s", stem[:-1] + "ا" if final == "ى" else None)
    yield shape(open_stem + "ت", 3, "f", "s")
    yield shape(open_stem + "تا", 3, "f", "d")
    yield shape(stem[:-1] + "آ" if final == "أ" else dual + "ا", 3, "m", "d")
    for vowel in [plural, *([plural[:-1] + "ؤ"] if final in "أء" else [])]:
        yield shape(vowel + "وا", 3, "m", "p", vowel + "و")
    # A final ت or ن runs together with the ending's: أثبتُّ، أعلنّا.
    yield shape(firm if firm.endswith("ت") else firm + "ت", 1, None, "s")
    yield shape(firm + ("ا" if firm.endswith("ن") else "نا"), 1, None, "p")
    if rare and not weak and not firm.endswith("ن"):
        yield shape(firm + "ن", 3, "f", "p")


def _imperfect_shapes(imperfect: str, *, hollow: bool, rare: bool) -> Iterator[_Shape]:
    base = imperfect[1:]
    final = base[-1]
    root = base[:-1] if final in "ويى" else base
    joined = root + "ا" if final == "ى" else base

    def shape(text: str, person: Person, gender: Gender | None, number: Number, link: str | None = None) -> _Shape:
        return text, link or text, "imperfect", person, gender, number

    first = "آ" + base[1:] if base[0] == "أ" else "أ" + base
    first_joined = "آ" + joined[1:] if base[0] == "أ" else "أ" + joined
    yield shape("ي" + base, 3, "m", "s", "ي" + joined)
    yield shape("ت" + base, 3, "f", "s", "ت" + joined)
    yield shape(first, 1, None, "s", first_joined)
    yield shape("ن" + base, 1, None, "p", "ن" + joined)
    if final in "أئ":
        yield shape("ي" + base, 3, "m", "s", "ي" + base[:-1] + "ؤ")
    for vowel in [root, *([base[:-1] + "ؤ"] if final in "أئ" else [])]:
        yield shape("ي" + vowel + "ون", 3, "m", "p")
        yield shape("ي" + vowel + "وا", 3, "m", "p", "ي" + vowel + "و")
    dual = root + "ي" if final == "ى" else base[:-1] if final == "أ" else base
    alif = "آ" if final == "أ" else "ا"
    for letter, gender in (("ي", "m"), ("ت", "f")):
        yield shape(letter + dual + alif + "ن", 3, cast("Gender", gender), "d")
        yield shape(letter + dual + alif, 3, cast("Gender", gender), "d")
    if not rare:
        return
    short: str | None = None  # the jussive, behind لم
    if final in "ويى":
        short = root
    elif hollow and len(base) >= 3 and base[-2] in "اوي":
        short = base[:-2] + final
    if short is not None and len(short) >= 2:
        yield shape("ي" + short, 3, "m", "s")
        yield shape("ت" + short, 3, "f", "s")
    women = root + "ي" if final == "ى" else short if hollow and short else base
    yield shape("ي" + women if women.endswith("ن") else "ي" + women + "ن", 3, "f", "p")


def _participle_shapes(participle: str, parts: _Parts, *, nominative: bool) -> Iterator[tuple[str, Gender, Number]]:
    """Folded, without the article; without the nominative, only what carries on a speech (مشيرا, مشيرين)."""
    base = fold(participle)
    if base.endswith("ا"):  # given in the accusative: nothing else of it
        yield base, "m", "s"
        return
    root = base
    if any(i[-1] in "ويى" for i in parts.imperfect) and parts.perfect[-1] in "اىي":
        # داعٍ: the ي comes back everywhere but in the sound masculine plural.
        root = fold(_bare(participle).removesuffix("ي"))
        base = root + "ي"
        if nominative:
            yield root, "m", "s"
    yield base + "ا", "m", "s"
    yield base + "ة", "f", "s"
    yield root + "ين", "m", "p"
    yield base + "ين", "m", "d"
    yield base + "تين", "f", "d"
    yield base + "ات", "f", "p"
    if nominative:
        yield base, "m", "s"
        yield root + "ون", "m", "p"
        yield base + "ان", "m", "d"
        yield base + "تان", "f", "d"


def _noun_shapes(noun: str) -> Iterator[str]:
    yield noun
    if noun[-1] not in "ةىءا" and not noun.endswith("ات"):
        yield noun + "ا"


def _noun_bases(noun: str) -> Iterator[str]:
    """What an attached pronoun is written on: دعوة, دعوت+ه; دعوى, دعوا+ه; ادعاء, ادعاؤ+ه."""
    if noun.endswith("ة"):
        yield noun[:-1] + "ت"
    elif noun.endswith("ى"):
        yield noun[:-1] + "ا"
    elif noun.endswith("ء"):
        yield noun
        yield noun[:-1] + "ؤ"
        yield noun[:-1] + "ئ"
    else:
        yield noun


def _bare(word: str) -> str:
    """Without vowel marks, the letters as they are."""
    return _fold_text(word)


# Loading.


class _Loader:
    """Reads and checks the file; every fault is a :class:`ConfigError` that names the line."""

    name = "cues"

    def __init__(self, user: Path | None) -> None:
        self.user = user
        self.data = load_config(self.name, user)
        self.macros: dict[str, str] = {}

    def fault(self, message: str, *steps: str | int, mend: str | None = None) -> ConfigError:
        return ConfigError(message, source=locate(self.name, self.user, *steps), mend=mend)

    def load(self) -> CueLexicon:
        known = (*_SECTIONS, "helpers", "macros", "everywhere", "remove")
        for key in self.data:
            if key not in known:
                raise self.fault(f"unknown section {key!r}", key, mend=near(str(key), known))
        self.macros = self._macros()
        removed = {fold(w) for w in self._strings(self.data.get("remove", []), "remove")}
        kept: dict[tuple[str, str], tuple[CueEntry, Mapping[str, Any], int]] = {}
        for section, kind in _SECTIONS.items():
            for index, raw in enumerate(self._list(section)):
                entry = self._entry(section, kind, index, raw)
                if fold(entry.lemma) not in removed:
                    kept[section, entry.lemma] = (entry, raw, index)
        lexicon = CueLexicon([entry for entry, _, _ in kept.values()])
        lemmas = {entry.lemma for entry, _, _ in kept.values() if entry.kind == "verb"}
        for index, raw in enumerate(self._list("helpers")):
            helper = self._helper(index, raw)
            lexicon._add_verb(helper, self._parts("helpers", index, raw, suffix=False))
            lemmas.add(helper.lemma)
        for (section, _), (entry, raw, index) in kept.items():
            if entry.kind == "verb":
                taking = raw.get("suffix", any(f.startswith("obj") for f in entry.frames))
                if not isinstance(taking, bool):
                    raise self.fault(f"{entry.lemma}: suffix must be true or false", section, index, "suffix")
                lexicon._add_verb(entry, self._parts(section, index, raw, suffix=taking))
                continue
            if entry.kind == "noun" and "forms" not in raw:
                for noun in (entry.lemma, *self._strings(raw.get("plural", []), section, index, "plural")):
                    lexicon._add_noun(entry, "noun", noun)
                continue
            forms = self._strings(raw.get("forms", entry.lemma), section, index, "forms")
            for text in forms:
                lexicon._add_pattern(_Pattern(entry, self._pattern(text, lemmas, section, index, "forms")))
        for index, text in enumerate(self._strings(self.data.get("everywhere", []), "everywhere")):
            lexicon._add_pattern(_Pattern(None, self._pattern(text, lemmas, "everywhere", index)))
        return lexicon

    def _list(self, section: str) -> list[Any]:
        value = self.data.get(section) or []
        if not isinstance(value, list):
            raise self.fault("must hold a list", section)
        return value

    def _macros(self) -> dict[str, str]:
        value = self.data.get("macros") or {}
        if not isinstance(value, dict):
            raise self.fault("must hold a mapping of names to alternatives", "macros")
        return {str(k): str(v) for k, v in value.items()}

    def _strings(self, value: Any, *steps: str | int) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        for item in values:
            if not isinstance(item, str) or not item.strip():
                raise self.fault(f"must hold words, not {item!r}", *steps, mend="put it in quotation marks")
        return tuple(values)

    def _check_keys(self, section: str, index: int, raw: Any, known: Iterable[str]) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            raise self.fault("an entry must be a mapping", section, index, mend="lemma: …, act: …, example: …")
        for key in raw:
            if key not in known:
                mend = near(str(key), known)
                raise self.fault(f"unknown key {key!r}", section, index, str(key), mend=mend)
        if not isinstance(raw.get("lemma"), str) or not raw["lemma"].strip():
            raise self.fault("an entry without lemma", section, index, mend="add lemma:")
        return raw

    def _entry(self, section: str, kind: Kind, index: int, raw: Any) -> CueEntry:
        raw = self._check_keys(section, index, raw, _KEYS[kind])
        lemma = raw["lemma"]
        act = raw.get("act")
        if act not in ACTS:
            steps = (section, index, "act") if "act" in raw else (section, index)
            what = f"unknown act {act!r}" if "act" in raw else "no act"
            raise self.fault(f"{lemma}: {what}", *steps, mend=near(str(act or ""), ACTS))
        for key in ("example", "claim"):
            if not isinstance(raw.get(key), str) or not raw[key].strip():
                mend = f"add {key}: {'a sentence with it' if key == 'example' else 'what is said in the example'}"
                raise self.fault(f"{lemma}: no {key}", section, index, mend=mend)
        if raw["claim"] not in raw["example"]:
            raise self.fault(f"{lemma}: the claim is not in the example", section, index, "claim")
        strength = raw.get("strength", "strong")
        if strength not in ("strong", "weak"):
            message = f"{lemma}: unknown strength {strength!r}"
            raise self.fault(message, section, index, "strength", mend="strong or weak")
        default = ["sentence"] if kind == "particle" else []
        frames = self._strings(raw.get("frames", default), section, index, "frames")
        for frame in frames:
            if frame not in FRAMES:
                mend = near(frame, FRAMES)
                raise self.fault(f"{lemma}: unknown frame {frame!r}", section, index, "frames", mend=mend)
        blocked = [
            frozenset(fold(w) for w in self._strings(raw.get(key, []), section, index, key))
            for key in ("not_before", "not_after")
        ]
        return CueEntry(lemma, act, kind, frames, strength, raw["example"], raw["claim"], blocked[0], blocked[1])

    def _helper(self, index: int, raw: Any) -> CueEntry:
        raw = self._check_keys("helpers", index, raw, _HELPER_KEYS)
        return CueEntry(raw["lemma"], "state", "verb", (), "weak", "", "")

    def _parts(self, section: str, index: int, raw: Mapping[str, Any], *, suffix: bool) -> _Parts:
        def strings(key: str) -> tuple[str, ...]:
            return self._strings(raw[key], section, index, key) if key in raw else ()

        perfect = raw.get("perfect", raw["lemma"])
        imperfect = strings("imperfect")
        for form in imperfect:
            if not form.startswith("ي") or len(form) < 3:
                mend = "give the third person masculine singular: يقول"
                raise self.fault(f"{raw['lemma']}: imperfect {form!r} does not begin with ي", section, index,
                                 "imperfect", mend=mend)  # fmt: skip
        first = raw.get("perfect_1s")
        if first is not None and not str(first).endswith("ت"):
            mend = "give the first person singular: قلت"
            raise self.fault(f"{raw['lemma']}: perfect_1s {first!r} does not end in ت", section, index, "perfect_1s",
                             mend=mend)  # fmt: skip
        return _Parts(_bare(str(perfect)), first, imperfect, strings("participle"), strings("masdar"), suffix)

    def _pattern(self, text: str, lemmas: set[str], *steps: str | int) -> tuple[_Element, ...]:
        elements = []
        for word in text.split():
            optional, word = word.endswith("?"), word.removesuffix("?")
            if word.startswith("<") and word.endswith(">"):
                lemma, _, form = word[1:-1].partition(".")
                if lemma != "*" and lemma not in lemmas:
                    raise self.fault(f"{text!r}: no verb {lemma!r}", *steps, mend=near(lemma, sorted(lemmas)))
                elements.append(_Element(frozenset(), frozenset(), optional, lemma, form or None))
                continue
            if word.startswith("@"):
                if word[1:] not in self.macros:
                    raise self.fault(f"{text!r}: no macro {word!r}", *steps, mend=near(word[1:], self.macros))
                word = self.macros[word[1:]]
            words = word.split("|")
            bare = frozenset(fold(w.removesuffix("~")) for w in words)
            # A pronoun turns ة into ت, as on any noun.
            joined = frozenset(fold(b) for w in words if w.endswith("~") for b in _noun_bases(w[:-1]))
            elements.append(_Element(bare, joined, optional))
        if not elements or elements[0].optional:
            raise self.fault(f"{text!r}: a pattern begins with a word that must be there", *steps)
        return tuple(elements)
