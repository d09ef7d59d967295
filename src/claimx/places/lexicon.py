"""``config/places.yaml``, checked and turned into what the finder looks up."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from claimx.errors import ConfigError
from claimx.lexicon.loading import load_config, near
from claimx.model.document import PlaceKind
from claimx.places.gazetteer import Entry, Gazetteer, shipped
from claimx.places.keys import Clitic, clitics, key_of

__all__ = ["Lexicon", "lexicon"]

_ROLES = ("owner", "head", "site", "title", "nationality", "position")
_REMEMBERED = 50_000
_KINDS: tuple[str, ...] = get_args(PlaceKind)
_SECTIONS = (
    "places", "not_places", "heads", "sites", "owners", "followers", "titles", "nationalities",
    "media", "also_words", "vocalised", "phrases", "powers",
    "locatives", "positions", "function_words", "closing",
)  # fmt: skip
_CODE = re.compile(r"[A-Z]{2}|-")
# What a kept place weighs against others of its name where no population is known: as much as a town of this size.
_IMPORTANCE: Mapping[str, int] = {
    "country": 50_000_000,
    "territory": 1_000_000,
    "continent": 100_000_000,
    "area": 300_000,
    "sea": 10_000_000,
    "strait": 1_000_000,
    "river": 1_000_000,
    "region": 150_000,
    "building": 200_000,
}


@dataclass(frozen=True, slots=True)
class WordInfo:
    """What the lexicon knows of one word, clitics aside.

    ``names`` are the readings with which a name may begin, each with the words of the longest such name; ``role`` is
    the part it plays beside a name, ``owner`` what sort of thing it makes of one; ``compound`` tells that a
    nationality of two words may begin with it.
    """

    names: tuple[tuple[Clitic, int], ...]
    head: PlaceKind | None
    site: tuple[Clitic, PlaceKind] | None
    nationality: str | None
    compound: bool
    role: str
    owner: str | None
    definite: bool


@dataclass(frozen=True)
class Lexicon:
    """The gazetteer with the hand-kept places in front, and the words around places.

    All words are keys (:mod:`claimx.places.keys`).
    """

    gazetteer: Gazetteer
    kept: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]
    not_places: frozenset[str]
    heads: Mapping[str, PlaceKind]
    sites: Mapping[str, PlaceKind]
    owners: Mapping[str, str]
    followers: frozenset[str]
    titles: frozenset[str]
    nationalities: Mapping[str, str]
    media: frozenset[str]
    also_words: frozenset[str]
    phrases: frozenset[str]
    powers: frozenset[str]
    vocalised: Mapping[str, str]
    locatives: frozenset[str]
    positions: frozenset[str]
    function_words: frozenset[str]
    closing: frozenset[str]
    roles: tuple[tuple[str, Container[str]], ...]
    compounds: frozenset[str]
    _words: dict[str, WordInfo] = field(default_factory=dict)

    def get(self, key: str) -> tuple[Entry, ...]:
        """The places called so: hand-kept ones, then the gazetteer's, the same place never twice."""
        kept = self.kept.get(key, ())
        if key in self.not_places:
            return kept
        found = self.gazetteer.get(key)
        if not kept:
            return found
        known = {(entry.country, entry.geonames_id) for entry in kept}
        return kept + tuple(entry for entry in found if (entry.country, entry.geonames_id) not in known)

    def word(self, key: str) -> WordInfo:
        """What is known of a single word, worked out once."""
        info = self._words.get(key)
        if info is None:
            if len(self._words) > _REMEMBERED:
                self._words.clear()
            info = self._words[key] = self._inspect(key)
        return info

    def _inspect(self, key: str) -> WordInfo:
        readings = clitics(key)
        names = []
        head = site = nationality = role = owner = None
        compound = False
        for reading in readings:
            bare = reading.key
            if not (reading.cut and key in self.titles):  # باراك is no بـ + أراك
                most = self.longest.get(bare, 1)
                if most > 1 or bare in self or (bare.startswith("ال") and bare[2:] in self):
                    names.append((reading, most))
            head = head or self.heads.get(bare)
            site = site or ((reading, self.sites[bare]) if bare in self.sites else None)
            nationality = nationality or self.nationalities.get(bare)
            compound = compound or bare in self.compounds
            role = role or next((name for name, table in self.roles if bare in table), None)
            owner = owner or self.owners.get(bare)
        if role is None:
            if key in self.locatives:
                role = "locative"
            elif key in self.function_words:
                role = "function"
            elif key.isdigit():
                role = "digit"
            elif key in self.kept:
                role = "kept"
            else:
                role = "definite" if key.startswith("ال") else "other"
        definite = any(reading.key.startswith("ال") and len(reading.key) > 3 for reading in readings)
        return WordInfo(tuple(names), head, site, nationality, compound, role, owner, definite)

    def __contains__(self, key: str) -> bool:
        return key in self.kept or (key in self.gazetteer and key not in self.not_places)


@lru_cache(maxsize=4)
def lexicon(user: Path | None = None) -> Lexicon:
    """Load ``places.yaml`` with a user's own on top.

    Raises:
        ConfigError: A key, kind, code or coordinate that does not fit, or a file that cannot be read.
    """
    data = load_config("places", user)
    for section in data:
        if section not in _SECTIONS:
            raise ConfigError(f"unknown section {section!r}", source="places.yaml", mend=near(section, _SECTIONS))
    gazetteer = shipped()
    kept: dict[str, list[Entry]] = {}
    for entry, keys in _entries(data.get("places") or {}, gazetteer):
        for key in keys:
            same = kept.setdefault(key, [])
            if all((e.country, e.name) != (entry.country, entry.name) for e in same):
                same.append(entry)
    longest: dict[str, int] = {}
    phrases = _keys(data, "phrases")
    for key in (*gazetteer.keys(), *kept, *phrases):
        size = key.count(" ")
        if size:
            first = key[: key.index(" ")]
            if longest.get(first, 1) <= size:
                longest[first] = size + 1
    nationalities = _nationalities(data.get("nationalities") or {})
    owners = {key_of(word): group for group, named in (data.get("owners") or {}).items() for word in _flat(named)}
    titles = _keys(data, "titles")
    heads, sites, positions = _kinds(data, "heads"), _kinds(data, "sites"), _keys(data, "positions")
    return Lexicon(
        gazetteer=gazetteer,
        kept={key: tuple(sorted(entries, key=lambda e: -e.population)) for key, entries in kept.items()},
        longest=longest,
        not_places=_keys(data, "not_places"),
        heads=heads,
        sites=sites,
        owners=owners,
        followers=_keys(data, "followers"),
        titles=titles,
        nationalities=nationalities,
        media=_keys(data, "media"),
        also_words=_keys(data, "also_words"),
        phrases=phrases,
        powers=_keys(data, "powers"),
        vocalised={str(name): str(code) for name, code in (data.get("vocalised") or {}).items()},
        locatives=_keys(data, "locatives"),
        positions=positions,
        function_words=_keys(data, "function_words"),
        closing=_keys(data, "closing"),
        roles=tuple(zip(_ROLES, (owners, heads, sites, titles, nationalities, positions), strict=True)),
        compounds=frozenset(key.split(" ")[0] for key in nationalities if " " in key),
    )


def _entries(places: Mapping[str, Any], gazetteer: Gazetteer) -> Iterator[tuple[Entry, list[str]]]:
    for kind, by_country in places.items():
        if kind not in _KINDS:
            raise ConfigError(f"unknown kind {kind!r}", source="places.yaml", mend=near(kind, _KINDS))
        for code, names in (by_country or {}).items():
            if not isinstance(code, str) or not _CODE.fullmatch(code):
                mend = "two capital letters in quotes, or '-'"
                raise ConfigError(f"{kind}: {code!r} is no country code", source="places.yaml", mend=mend)
            country = None if code == "-" else code
            for spelled, at in (names or {}).items():
                spellings = [part.strip() for part in str(spelled).split(" / ")]
                keys = list(dict.fromkeys(filter(None, map(key_of, spellings))))
                yield _entry(spellings[0], kind, country, at, keys, gazetteer), keys


def _entry(name: str, kind: str, country: str | None, at: object, keys: list[str], gazetteer: Gazetteer) -> Entry:
    twin = _twin(kind, country, keys, gazetteer)
    latitude, longitude = (twin.latitude, twin.longitude) if twin else (None, None)
    if at:
        # A user's own coordinates are appended to the shipped ones: the last pair holds.
        if not (isinstance(at, list) and len(at) % 2 == 0 and all(isinstance(x, (int, float)) for x in at)):
            mend = "[latitude, longitude] or []"
            raise ConfigError(f"{name}: {at!r} are no coordinates", source="places.yaml", mend=mend)
        latitude, longitude = float(at[-2]), float(at[-1])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ConfigError(f"{name}: {at!r} lies off the globe", source="places.yaml", mend="[latitude, longitude]")
    people = max(twin.population if twin else 0, _IMPORTANCE.get(kind, 30_000))
    return Entry(name, kind, country, latitude, longitude, twin.geonames_id if twin else None, people, kept=True)  # type: ignore[arg-type]


_ALIKE = {
    "country": ("country", "territory"),
    "territory": ("country", "territory"),
    "city": ("city",),
    "region": ("region",),
}


def _twin(kind: str, country: str | None, keys: Iterable[str], gazetteer: Gazetteer) -> Entry | None:
    """The gazetteer's entry for the same place: same country, like kind, most populous."""
    if country is None:
        return None
    kinds = _ALIKE.get(kind, ())
    for key in keys:
        for variant in (key, key.removeprefix("ال"), "ال" + key):
            for entry in gazetteer.get(variant):
                if entry.country == country and entry.kind in kinds:
                    return entry
    if kind in ("country", "territory"):
        return _territories(gazetteer).get(country)
    return None


@lru_cache(maxsize=2)
def _territories(gazetteer: Gazetteer) -> dict[str, Entry]:
    """Each country's own entry: they stand first in the file."""
    out: dict[str, Entry] = {}
    for entry in gazetteer.leading(("country", "territory")):
        if entry.country:
            out.setdefault(entry.country, entry)
    return out


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _flat(item)
    elif value is not None:
        yield str(value)


def _keys(data: Mapping[str, Any], section: str) -> frozenset[str]:
    return frozenset(map(key_of, _flat(data.get(section))))


def _kinds(data: Mapping[str, Any], section: str) -> dict[str, PlaceKind]:
    out: dict[str, PlaceKind] = {}
    for kind, names in (data.get(section) or {}).items():
        if kind not in _KINDS:
            raise ConfigError(f"{section}: unknown kind {kind!r}", source="places.yaml", mend=near(kind, _KINDS))
        out.update((key_of(name), kind) for name in _flat(names))
    return out


_ENDINGS = ("", "ه", "ون", "ين", "ان", "تان", "تين", "ات")


def _nationalities(table: Mapping[str, Any]) -> dict[str, str]:
    """Every inflection, with and without the article, of the adjectives: مصري → المصرية, مصريين …"""
    out: dict[str, str] = {}
    for code, stems in table.items():
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise ConfigError(f"nationalities: {code!r} is no country code", source="places.yaml", mend="quote it")
        for stem in map(key_of, _flat(stems)):
            if stem.startswith("ال"):  # only with the article: المجري, for مجرى is a word
                out.update({stem: code, stem + "ه": code})
                continue
            first, _, rest = stem.partition(" ")
            if rest:
                for a, b in (("", ""), ("ه", "ه")):
                    out.setdefault(f"{first}{a} {rest}{b}", code)
                    out.setdefault(f"ال{first}{a} ال{rest}{b}", code)
                continue
            for ending in _ENDINGS if stem.endswith("ي") else ("",):
                out.setdefault(stem + ending, code)
                out.setdefault("ال" + stem + ending, code)
    return out
