"""Pairing quotation marks: in any direction, balanced or not, nested, with what is written onto them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.attribution.quotes import find_quotes


def quoted(text: str) -> list[tuple[str, bool]]:
    return [(text[q.start : q.end], q.closed) for q in find_quotes(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        pytest.param("قال: «نعم هذا صحيح».", ["نعم هذا صحيح"], id="guillemets"),
        pytest.param("قال: »نعم هذا صحيح«.", ["نعم هذا صحيح"], id="guillemets_turned_round"),
        pytest.param("قال: “نعم هذا صحيح”.", ["نعم هذا صحيح"], id="curly"),
        pytest.param("قال: ”نعم هذا صحيح“.", ["نعم هذا صحيح"], id="curly_turned_round"),
        pytest.param("قال: „نعم هذا صحيح“.", ["نعم هذا صحيح"], id="low_and_high"),
        pytest.param('قال: "نعم هذا صحيح".', ["نعم هذا صحيح"], id="straight"),
        pytest.param("قال: ‘نعم هذا صحيح’.", ["نعم هذا صحيح"], id="single_curly"),
        pytest.param("قال: ‹نعم هذا صحيح›.", ["نعم هذا صحيح"], id="single_guillemets"),
        pytest.param("قال: «نعم هذا صحيح”.", ["نعم هذا صحيح"], id="two_kinds"),
        pytest.param("قال: «نعم هذا صحيح«.", ["نعم هذا صحيح"], id="opener_closes"),
        pytest.param("قال: ”نعم هذا صحيح”.", ["نعم هذا صحيح"], id="closer_opens"),
        pytest.param("«نعم»، قال، «هذا صحيح».", ["نعم", "هذا صحيح"], id="two_in_a_line"),
        pytest.param('"نعم"، قال، "هذا صحيح".', ["نعم", "هذا صحيح"], id="two_straight_in_a_line"),
        pytest.param('وعد بـ"خفض الضرائب" فورا.', ["خفض الضرائب"], id="preposition_with_tatweel"),
        pytest.param('وصفه ب"العمل الجبان" فورا.', ["العمل الجبان"], id="preposition_attached"),
        pytest.param('رسالة لـ«داعش» من مجهول.', ["داعش"], id="preposition_before_a_name"),
        pytest.param("قال: « نعم هذا صحيح ».", [" نعم هذا صحيح "], id="spaces_inside"),
        pytest.param("قال («نعم هذا صحيح»).", ["نعم هذا صحيح"], id="in_brackets"),
        pytest.param('قال: "نعم هذا صحيح."', ["نعم هذا صحيح."], id="stop_inside"),
    ],
)
def test_closed(text: str, inside: list[str]) -> None:
    assert quoted(text) == [(words, True) for words in inside]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("قال: «سنواصل العمل.", [("سنواصل العمل.", False)], id="never_closed"),
        pytest.param(
            "قال: «سنواصل العمل. وأضاف: «لن نتوقف».",
            [("سنواصل العمل. وأضاف: ", False), ("لن نتوقف", True)],
            id="first_never_closed",
        ),
        pytest.param("انتهى الحديث عند هذا الحد».", [], id="never_opened"),
        pytest.param("كلام بلا علامات.", [], id="none"),
        pytest.param("قال «» ثم سكت.", [], id="empty"),
        pytest.param("فرقة 'الأمل' تغني.", [], id="single_straight_mark_of_one_word"),
        pytest.param("ألبوم ‘الأمل’ الجديد.", [], id="single_marks_around_one_word"),
        pytest.param("صوت المغنية d’Arc هادئ.", [], id="apostrophe"),
    ],
)
def test_unbalanced(text: str, found: list[tuple[str, bool]]) -> None:
    assert quoted(text) == found


def test_nested_is_one_quotation() -> None:
    assert quoted("قال: «قرأت رواية «الأرض» مرتين».") == [("قرأت رواية «الأرض» مرتين", True)]


def test_nested_of_another_kind_is_one_quotation() -> None:
    assert quoted("قال: «قرأت رواية ‘الأرض الطيبة’ مرتين».") == [("قرأت رواية ‘الأرض الطيبة’ مرتين", True)]


def test_single_straight_marks_enclose_a_quotation() -> None:
    assert quoted("قال: 'لم أكن أنتظر هذه الجائزة'.") == [("لم أكن أنتظر هذه الجائزة", True)]


def test_a_quotation_does_not_cross_the_line() -> None:
    text = "قال: «سنواصل\nلن نتوقف»."
    first = find_quotes(text, 0, text.index("\n"))
    assert [(text[q.start : q.end], q.closed) for q in first] == [("سنواصل", False)]
    assert find_quotes(text, text.index("\n") + 1, len(text)) == []


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "سطر أول\nقال: «نعم هذا صحيح»."
    (quote,) = find_quotes(text, text.index("\n") + 1, len(text))
    assert text[quote.start : quote.end] == "نعم هذا صحيح"


@given(st.text(alphabet="اب ،.:«»“”\"'‘’„()\n", max_size=60))
def test_quotations_are_disjoint_and_inside(text: str) -> None:
    at = 0
    for quote in find_quotes(text, 0, len(text)):
        assert at <= quote.start < quote.end <= len(text)
        at = quote.end
