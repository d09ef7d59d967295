"""What holds of any text at all, and how long it takes."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.model import Article, Segment
from claimx.places import PlaceFinder, focus
from claimx.places.keys import words

FINDER = PlaceFinder()
NAMES = st.sampled_from(
    ["بغداد", "القاهرة", "الولايات المتحدة", "طرابلس", "قرية", "مطار", "بـ", "وَ", "«", '"', "\n", "\u202b", "ﷲ"]
)
TEXT = st.lists(st.one_of(NAMES, st.text(max_size=6)), max_size=30).map(" ".join)


def article(text: str) -> Article:
    return Article(id="t", source="-", text=text, segments=(Segment(start=0, end=len(text), section="body"),))


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_spans_are_the_text_and_never_overlap_nor_cross_a_line(text: str) -> None:
    read = article(text)
    found = FINDER.find(read)
    end = 0
    for place in found:
        assert end <= place.start < place.end
        assert text[place.start : place.end] == place.text
        assert "\n" not in place.text
        end = place.end
    assert FINDER.find(read) == found
    assert set(focus(read, found)) >= {place.country for place in found[:1] if place.country} or len(found) > 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_words_lie_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.key
        end = word.end


def _seconds(text: str) -> float:
    start = time.process_time()
    FINDER.find(article(text))
    return time.process_time() - start


def test_hostile_text_takes_linear_time() -> None:
    for unit in ("قرية ", "الولايات ", '"بغداد" ', "«", "و", "بال", "مطار مستشفى ", "\u200f\u202b", "طرابلس\n", "- "):
        short = min(_seconds(unit * 4_000) for _ in range(3))
        long = _seconds(unit * 16_000)
        assert long < 12 * short + 0.3, unit
