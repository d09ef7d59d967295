"""The gazetteer's and the lexicon's integrity, and a cross-check of territories against Babel."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale

from claimx.errors import ConfigError
from claimx.lexicon.loading import config_path, load_config
from claimx.places.classify import weights
from claimx.places.gazetteer import GAZETTEER, shipped
from claimx.places.keys import clitics, key_of
from claimx.places.lexicon import lexicon
from claimx.places.usage import USAGE, usage

TERRITORIES = {
    code: name
    for code, name in Locale("ar").territories.items()
    if re.fullmatch("[A-Z]{2}", code) and code not in {"ZZ", "XA", "XB", "EU", "UN", "EZ", "QO"}
}


@pytest.mark.parametrize("code", sorted(TERRITORIES))
def test_every_territory_is_known_by_its_cldr_name(code: str) -> None:
    assert code in [entry.country for entry in lexicon().get(key_of(TERRITORIES[code]))]


def test_sources_and_licences_are_stated() -> None:
    text = (GAZETTEER.parent / "SOURCES.md").read_text(encoding="utf-8")
    for needed in ("GeoNames", "CC BY 4.0", "CLDR", GAZETTEER.name, USAGE.name):
        assert needed in text


def test_gazetteer_is_compact() -> None:
    assert GAZETTEER.stat().st_size < 1_000_000
    assert len(shipped()) > 15_000


def test_every_entry_reads_and_lies_on_the_globe() -> None:
    gazetteer = shipped()
    keys = gazetteer.keys()
    for key in keys:
        assert key == key_of(key)
        for entry in gazetteer.get(key):
            assert entry.country is not None
            assert re.fullmatch("[A-Z]{2}", entry.country)
            assert entry.latitude is None or -90 <= entry.latitude <= 90
            assert entry.longitude is None or -180 <= entry.longitude <= 180


def test_kept_places_have_distinct_names_within_a_country_and_kind() -> None:
    twice = []
    for kind, by_country in load_config("places")["places"].items():
        for country, entries in (by_country or {}).items():
            keys = Counter(key_of(str(spelled).split(" / ")[0]) for spelled in entries or {})
            twice += [(kind, country, key) for key, times in keys.items() if times > 1]
    assert twice == []


def test_no_country_stands_twice_in_the_file() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    kind = ""
    for line in (config_path() / "places.yaml").read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"  (\w+):", line):
            kind = match[1]
        elif match := re.fullmatch(r'    "?([A-Z]{2}|-)"?:', line):
            seen[kind, match[1]] += 1
    assert [place for place, times in seen.items() if times > 1] == []


def test_capitals_of_the_arab_world() -> None:
    capitals = {
        "الجزائر": "DZ", "المنامة": "BH", "القاهرة": "EG", "بغداد": "IQ", "عمان": "JO", "الكويت": "KW", "بيروت": "LB",
        "طرابلس": "LY", "نواكشوط": "MR", "الرباط": "MA", "مسقط": "OM", "القدس": "PS", "رام الله": "PS", "الدوحة": "QA",
        "الرياض": "SA", "مقديشو": "SO", "الخرطوم": "SD", "دمشق": "SY", "تونس": "TN", "أبوظبي": "AE", "صنعاء": "YE",
        "جيبوتي": "DJ", "موروني": "KM",
    }  # fmt: skip
    for name, country in capitals.items():
        assert country in [entry.country for entry in lexicon().get(key_of(name))], name


def test_words_of_the_lexicon_do_not_contradict_each_other() -> None:
    entries = lexicon()
    assert not set(entries.owners) & entries.locatives
    assert not entries.phrases & set(entries.kept)
    assert not set(entries.nationalities) & entries.function_words


@pytest.mark.parametrize(
    ("yaml", "needle"),
    [
        ("plases: {}\n", "did you mean 'places'"),
        ("places: {town: {}}\n", "unknown kind 'town'"),
        ("places: {city: {NO: {}}}\n", "two capital letters"),
        ("places: {city: {FR: {شنفورستان: [48]}}}\n", "no coordinates"),
        ("places: {city: {FR: {باريس: [348, 2]}}}\n", "off the globe"),
    ],
)
def test_a_users_mistake_is_named(tmp_path: Path, yaml: str, needle: str) -> None:
    (tmp_path / "places.yaml").write_text(yaml, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(needle)):
        lexicon(tmp_path)


def test_a_users_place_is_found(tmp_path: Path) -> None:
    (tmp_path / "places.yaml").write_text("places: {city: {EG: {شنفورستان: [30, 31]}}}\n", encoding="utf-8")
    (entry,) = lexicon(tmp_path).get(key_of("شنفورستان"))
    assert (entry.country, entry.latitude) == ("EG", 30.0)


def test_usage_and_weights_are_there() -> None:
    assert usage(key_of("القاهرة")).total > 100
    assert usage("لا يوجد").total == 0
    assert len(weights(False)) > 100
    assert len(weights(True)) > 100


def test_keys_level_spellings() -> None:
    assert key_of("إسطنبول") == key_of("اسطنبـول") == key_of("أسطَنبول")
    assert key_of("القاهرة") == key_of("القاهره")
    assert key_of("سيدي بوزيد") == "سيدي بوزيد"


def test_clitics() -> None:
    assert [(reading.cut, reading.key) for reading in clitics("وبالرياض")] == [
        (0, "وبالرياض"), (1, "بالرياض"), (2, "الرياض"),
    ]  # fmt: skip
    assert ("لل", "القاهره", 2) in [(reading.kind, reading.key, reading.cut) for reading in clitics("للقاهره")]
