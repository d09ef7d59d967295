"""Normalising: what becomes of single characters, and that every span maps back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.linguistics.normalise import Normalised, fold, normalise

ARABIC = "ابتكلوميىةءأإآؤئ"
MARKS = "\u064b\u064d\u0651\u0670\u0640\u0653\u0654\u0655"
ODD = "\u200f\u200b\ufeff\u2066\u202c\u00a0\u2009\ufdf2\ufefb\ufe8e…«»“”٣۴٪٫,،.؟ \n\r\t\x00\ud800\U0001f600"
texts = st.one_of(st.text(), st.text(alphabet=ARABIC + MARKS + ODD), st.text(st.characters(exclude_categories=())))


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("مُؤَكِّدًا", "مؤكدا"),
        ("الـــرئيس", "الرئيس"),
        ("«قال»", '"قال"'),
        ("“قال” ‘نعم’", "\"قال\" 'نعم'"),
        ("١٢٫٥٪ و۳۴", "12.5% و34"),
        ("ﷲ ﻻ", "الله لا"),
        ("ا\u0654حمد", "أحمد"),
        ("هذا\u200fذاك", "هذاذاك"),
        ("ٱلکتاب فی", "الكتاب في"),
        ("ثم…", "ثم..."),
        ("أ–ب—ج", "أ-ب-ج"),
        ("أ\u00a0ب", "أ ب"),
        ("أ\x00ب", "أ ب"),
        ("أ\ud800", "أ\ufffd"),
        ("وزير، ؟ ؛", "وزير، ؟ ؛"),
        ("ـ بند 5ــ6 هـ ـلا", "- بند 5-6 ه -لا"),
    ],
)
def test_characters(raw: str, plain: str) -> None:
    assert normalise(raw).text == plain
    assert fold(raw) == plain


def test_marks_belong_to_the_letter_before_them() -> None:
    raw = "قال مؤكدًا."
    plain = normalise(raw)
    start = plain.text.index("مؤكدا")
    low, high = plain.span(start, start + 5)
    assert raw[low:high] == "مؤكدًا"
    stop = plain.text.index(".")
    assert raw[slice(*plain.span(stop, stop + 1))] == "."


def test_a_final_mark_stretches_the_word() -> None:
    raw = "كتابٌ جديد"
    assert raw[slice(*normalise(raw).span(0, 4))] == "كتابٌ"


@given(texts)
def test_both_ways_agree(raw: str) -> None:
    assert normalise(raw).text == fold(raw)


@given(texts)
def test_map_is_monotone_and_inside(raw: str) -> None:
    plain = normalise(raw)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    previous = 0
    for start, end in zip(plain.starts, plain.ends, strict=True):
        assert 0 <= previous <= start < end <= len(raw)
        previous = start
    assert list(plain.ends) == sorted(plain.ends)


@given(texts, st.data())
def test_spans_map_back(raw: str, data: st.DataObject) -> None:
    plain = normalise(raw)
    start = data.draw(st.integers(0, len(plain.text)))
    end = data.draw(st.integers(start, len(plain.text)))
    low, high = plain.span(start, end)
    assert 0 <= low <= high <= len(raw)
    # What the span was made from becomes the span again, but for a character that unfolded into several.
    if start < end:
        assert plain.text[start:end] in normalise(raw[low:high]).text


@given(texts)
def test_result_is_clean(raw: str) -> None:
    plain = fold(raw)
    plain.encode("utf-8")
    assert not any("\u064b" <= c <= "\u0652" or c in "\u0640\u200f\u00a0\x00\r«»“”" for c in plain)
    assert fold(plain) == plain


def test_outside_is_refused() -> None:
    with pytest.raises(IndexError):
        Normalised("أ", (0,), (1,)).span(0, 2)
