"""The words of time: ``config/dates.yaml`` loaded, checked and indexed by folded spelling.

Patterns, values and rules stay apart, as in HeidelTime: the words are data, the grammar refers to them by category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from claimx.errors import ConfigError
from claimx.lexicon.loading import config_path, load_config, near
from claimx.linguistics.normalise import fold

# Letters that people write for one another; ئ and ؤ count as their bare carriers.
_SEATS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})

UNITS: dict[str, str] = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y",
    "decade": "Y", "lustrum": "Y", "century": "Y",
}  # fmt: skip
CALENDARS = ("gregorian", "hijri")

_WORD_LISTS = (
    "weak_months", "lone_never", "month_epithets", "counted_days", "year_words", "month_words", "birth_words",
    "season_words", "midnight", "noon", "same", "same_after", "same_period", "same_period_adjectives", "first_days",
    "weekends",
    "quarters", "halves", "half_years_only", "half_words", "quarter_words", "third_words", "last_ordinals",
    "unknown_counts", "few", "vague_plural_adjectives", "only_one", "length_triggers", "every", "clock_words",
    "zone_words", "zone_initials", "zone_adjectives", "late_hours", "first_hours", "hijri_marks", "gregorian_marks",
    "before_christ", "correspondences", "range_words", "alternatives", "time_prepositions", "month_prepositions",
    "whole_prepositions", "counted_things", "number_words", "name_heads", "weekday_name_heads",
    "weekday_name_adjectives", "today_names", "today_adjectives", "lifetime_words", "in_a_row", "not_before_a_season",
    "sport_or_school", "dated_things", "not_after_yesterday", "general_heads", "sunna_heads", "agencies",
)  # fmt: skip
# Category -> the keys that its mapping may have.
_WORD_MAPS: dict[str, tuple[object, ...]] = {
    "weekdays": tuple(range(1, 8)),
    "construct_duals": tuple(UNITS),
    "seasons": ("SP", "SU", "FA", "WI"),
    "parts_of_day": ("MO", "MI", "AF", "EV", "NI"),
    "parts_of_day_alone": ("MO", "MI", "AF", "EV", "NI"),
    "parts_of_day_adverbs": ("MO", "MI", "AF", "EV", "NI"),
    "relative_days": tuple(range(-7, 8)),
    "relative_nights": (-1, 0, 1),
    "deixis": ("this", "next", "last", "before", "after", "recent", "first"),
    "demonstratives": ("this", "that"),
    "positions": ("START", "MID", "END"),
    "decades": tuple(range(10)),
    "cardinals": (*range(11), *range(20, 100, 10), *range(100, 1000, 100), 1000, 2000),
    "ordinals": tuple(range(1, 11)),
    "modifiers": ("APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"),
    "modifiers_after": ("APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"),
    "adverbs_of_frequency": ("P1D", "P1W", "P1M", "P1Y"),
}
_FUTURE_KEYS = ("words", "letter", "letter_exceptions", "imperfect_letter", "imperfect_exceptions")
_PAST_KEYS = ("words", "speech", "ending", "ending_exceptions")
_SMALL_KEYS = (
    "after_year", "before_weak_year", "before_season", "before_part", "before_clock", "earlier_or_later", "of_time",
    "years_of_life", "gregorian_eras", "hijri_eras", "zone_compounds", "the_two_of", "unicorn", "better",
    "not_an_article", "from_now",
)  # fmt: skip
_OTHERS = ("months", "units", "half_days", "future", "past", "small")
KEYS = (*_WORD_LISTS, *_WORD_MAPS, *_OTHERS)


def key(word: str) -> str:
    """The spelling under which a word is looked up: normalised, hamza seats and ta marbuta folded."""
    return fold(word).translate(_SEATS)


@dataclass(frozen=True, slots=True)
class Form:
    """A reading of a word: its value in a category, and what stands in front of it.

    Attributes:
        value: What the lexicon says of the word in that category.
        strip: Characters of the word that are clitics (و ف ب ل ك), the article not among them save in لل.
        definite: The article was taken off to find the word.
        clitic: Those clitics.
    """

    value: Any
    strip: int
    definite: bool
    clitic: str


@dataclass(slots=True)
class Info:
    """All readings of one word, and the phrases that begin with it; ``kinds``: the categories that open a date."""

    forms: dict[str, Form] = field(default_factory=dict)
    phrases: list[tuple[tuple[str, ...], str, Form]] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month's number in its calendar."""

    calendar: str
    number: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time as a word shows it: ``count`` is ``one``, ``two`` or ``many``."""

    name: str
    count: str


# Words of these categories can open a date; everything else is context.
_OPENERS = frozenset((
    "month", "weekdays", "unit", "construct_duals", "seasons", "season_words", "parts_of_day", "parts_of_day_alone",
    "midnight", "noon", "relative_days", "relative_nights", "same", "demonstratives", "positions", "weekends",
    "quarters", "halves", "half_words", "quarter_words", "third_words", "decades", "cardinals", "ordinals",
    "unknown_counts", "every", "adverbs_of_frequency", "clock_words", "year_words", "month_words", "counted_days",
    "first_days", "same_period", "small.years_of_life",
))  # fmt: skip
# A bracket, articles written apart from their number.
_ALSO_OPEN = frozenset(("ال", "وال", "بال", "لل", "فال", "("))


class Lexicon:
    """The words of ``dates.yaml``, looked up through :meth:`info` by a word as it stands in the text."""

    def __init__(self, data: Mapping[str, Any], place: Callable[..., str] = lambda *path: "dates.yaml") -> None:
        """Index a configuration.

        Args:
            data: The mapping that ``dates.yaml`` holds.
            place: Given the keys that lead to an entry, names the file and line of it, for errors.

        Raises:
            ConfigError: A key, value or shape is not what it has to be; names the place and the nearest right key.
        """
        self._place = place
        self.words: dict[str, dict[str, Any]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
        self.families: dict[str, dict[int, tuple[str, ...]]] = {}
        self._cache: dict[str, Info] = {}
        self._opens: dict[str, bool] = {}
        for name in data:
            if name not in KEYS:
                raise self._wrong(f"unknown key {name!r}", near(str(name), KEYS), name)
        for name in KEYS:
            if name not in data:
                raise self._wrong(f"the key {name!r} is missing", "restore it from the shipped dates.yaml")
        for name in _WORD_LISTS:
            for word in self._list(data[name], name):
                self._add(word, name, True)
        for name, keys in _WORD_MAPS.items():
            for value, words in self._mapping(data[name], name, keys).items():
                for word in self._list(words, name, value):
                    self._add(word, name, value)
                    if name == "weekdays" and key(word).startswith("ال"):
                        self._add(key(word)[2:], "weekday_names", value)
        self.half_days = {key(k): v for k, v in self._mapping(data["half_days"], "half_days", None).items()}
        for name in _FUTURE_KEYS:
            if name in ("letter", "imperfect_letter"):
                continue
            for word in self._list(self._mapping(data["future"], "future", _FUTURE_KEYS).get(name, []), "future", name):
                self._add(word, f"future.{name}", True)
        past = self._mapping(data["past"], "past", _PAST_KEYS)
        for name, category in (("words", "past"), ("speech", "past.speech"), ("ending_exceptions", "past.exceptions")):
            for word in self._list(past.get(name, []), "past", name):
                self._add(word, category, True)
        self.past_ending: str = past.get("ending") or "\0"
        self.past_ending_exceptions = tuple(key(word) for word in past.get("ending_exceptions", []))
        self.future_letter: str = data["future"].get("letter") or "\0"
        self.imperfect_letter: str = data["future"].get("imperfect_letter") or "\0"
        for name, words in self._mapping(data["small"], "small", _SMALL_KEYS).items():
            for word in self._list(words, "small", name):
                self._add(word, f"small.{name}", True)
        self._add_months(data["months"])
        self._add_units(data["units"])

    def _wrong(self, message: str, mend: str, *path: object) -> ConfigError:
        return ConfigError(message, source=self._place(*path), mend=mend)

    def _mapping(self, value: Any, name: str, keys: tuple[object, ...] | None) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise self._wrong(f"{name!r} must be a mapping", "write «key: [words]»", name)
        for k in value:
            if keys is not None and k not in keys:
                raise self._wrong(f"unknown key {k!r} in {name!r}", near(str(k), [str(x) for x in keys]), name, k)
        return value

    def _list(self, value: Any, *path: object) -> list[str]:
        name = ".".join(map(str, path))
        if not isinstance(value, list):
            raise self._wrong(f"{name!r} must be a list of words", "write «[word, word]»", *path)
        for word in value:
            if not isinstance(word, str) or not word.strip():
                raise self._wrong(f"{word!r} in {name!r} is not a word", "put it in quotation marks", *path)
        return value

    def _add(self, word: str, category: str, value: Any) -> None:
        parts = key(word).replace(".", " ").split()
        if len(parts) == 1:
            self.words.setdefault(parts[0], {}).setdefault(category, value)
        else:
            self.phrases.setdefault(parts[0], []).append((tuple(parts[1:]), category, value))

    def _add_months(self, value: Any) -> None:
        if not isinstance(value, list):
            raise self._wrong("'months' must be a list of families", "write «- family: …»", "months")
        for index, entry in enumerate(value):
            family = self._mapping(entry, "months", ("family", "calendar", "names"))
            name, calendar = str(family.get("family")), family.get("calendar")
            if calendar not in CALENDARS:
                raise self._wrong(
                    f"the calendar of the family {name!r} is {calendar!r}", near(str(calendar), CALENDARS),
                    "months", index, "calendar",
                )  # fmt: skip
            spellings = self.families.setdefault(name, {})
            for number, words in self._mapping(family.get("names"), "names", tuple(range(1, 13))).items():
                spellings[number] = (*spellings.get(number, ()), *self._list(words, "months", index, "names", number))
                for word in words:
                    self._add(word, "month", Month(str(calendar), number))

    def _add_units(self, value: Any) -> None:
        for name, forms in self._mapping(value, "units", tuple(UNITS)).items():
            for count, words in self._mapping(forms, f"units.{name}", ("one", "two", "many")).items():
                for word in self._list(words, "units", name, count):
                    self._add(word, "unit", Unit(name, count))

    def info(self, word: str) -> Info:
        """The readings of a folded word, clitics and article taken off where that is needed; cached."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > 50_000:  # a bound for endless input
                self._cache.clear()
            found = self._cache[word] = self._analyse(word)
        return found

    def opens(self, word: str) -> bool:
        """Whether an expression can begin at a folded word, number or mark; cached."""
        known = self._opens.get(word)
        if known is None:
            if len(self._opens) > 50_000:
                self._opens.clear()
            known = self._opens[word] = word[0].isdecimal() or word in _ALSO_OPEN or self.info(word).starts
        return known

    def _analyse(self, word: str) -> Info:
        info = Info()
        if len(word) > 24:  # longer than any word of time with its clitics
            return info
        for stem, strip, definite in _stems(word):
            clitic = word[:strip].replace("لل", "ل")
            for category, value in self.words.get(stem, {}).items():
                info.forms.setdefault(category, Form(value, strip, definite, clitic))
            for rest, category, value in self.phrases.get(stem, ()):
                info.phrases.append((rest, category, Form(value, strip, definite, clitic)))
        info.phrases.sort(key=lambda p: -len(p[0]))
        info.kinds = _OPENERS & {*info.forms, *(category for _, category, _ in info.phrases)}
        info.starts = bool(info.kinds)
        return info


def _stems(word: str) -> Iterable[tuple[str, int, bool]]:
    """(stem, length of the clitics, article taken off) from the whole word to the barest."""
    for strip in range(max(1, min(3, len(word) - 1))):
        clitic = word[:strip]
        if strip == 1 and clitic not in "وفبلك":
            return
        if strip == 2 and not (clitic[0] in "وف" and clitic[1] in "بلك"):
            return
        stem = word[strip:]
        yield stem, strip, False
        if stem.startswith("ال") and len(stem) > 3:
            yield stem[2:], strip, True
        elif strip and clitic[-1] == "ل" and stem.startswith("ل") and len(stem) > 2:  # للجمعة: no alif
            yield "ا" + stem, strip + 1, False
            yield stem[1:], strip + 1, True


def load_lexicon(user: Path | None = None) -> Lexicon:
    """Load ``dates.yaml``, a user's own on top.

    Raises:
        ConfigError: Unreadable, or a key, value or shape is wrong; names file, line and the nearest right key.
    """
    files = [config_path() / "dates.yaml", *([user / "dates.yaml"] if user else [])]
    return Lexicon(load_config("dates", user), lambda *path: _place(files, path))


def _place(files: list[Path], path: tuple[object, ...]) -> str:
    """``file:line`` of the entry that ``path`` leads to, the user's file first; the file alone where there is none."""
    shipped = yaml.compose(files[0].read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    for file in reversed(files):
        if not file.exists():
            continue
        own = file is not files[0]
        node: Any = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader) if own else shipped
        base: Any = shipped if own else None
        line = None
        for step in path:
            # lists are concatenated: a user's first entry comes after the shipped ones
            before = len(base.value) if isinstance(step, int) and isinstance(base, yaml.SequenceNode) else 0
            found = _below(node, step - before if isinstance(step, int) and before else step)
            if found is None:
                break
            line, node = found
            under = _below(base, step)
            base = under[1] if under else None
        if line is not None:
            return f"{file}:{line}"
    return str(files[-1] if files[-1].exists() else files[0])


def _below(node: Any, step: object) -> tuple[int, Any] | None:
    """The line and the node of a key or index under a YAML node."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(step):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        below = node.value[step]
        return below.start_mark.line + 1, below
    return None
