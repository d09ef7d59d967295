"""Near-matches without end: whatever a line repeats, time grows with its length and not with its square."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import pytest

import fuzz_targets
from claimx.errors import InputError
from claimx.linguistics.normalise import normalise
from claimx.model import Article, Segment
from claimx.reading import Reader
from claimx.reading.decoding import language_warnings

UNITS = [
    *("(", "«", "»", '"', "'", "1/", "12:", "- ", "و", ".", "أ.", "\u064b", "\u0640", "\u200f\u202b", "ا\n", "\r\n "),
    *(" ", "\u00a0", "1", "الحادي والعشرين ", "من ", "ونصف ", "محمد بن ", "الوزير ", "بحسب ", "،", "&lt;", "<p>"),
    *("http://a.b/", "_", "بال", "لل", "ساعة قبل ", "من يوم إلى يوم "),
]
CUES = ["قال: ", "«قال» ", "قال إن "]  # what attribution has most to do with


def article(text: str) -> Article:
    line = Segment(start=0, end=len(text), section="body")
    return Article(id="t", source="-", text=text, segments=(line,), date="2025-05-30")


def read(text: str) -> Any:
    try:
        return Reader().read_text(text)
    except InputError:
        return None


def stream(before: str) -> Callable[[str], Any]:
    return lambda text: list(Reader().read_stdin(io.BytesIO((before + text).encode())))


STAGES: dict[str, Callable[[str], Any]] = {
    "reading": read,
    "page": stream("<html><body><p>"),
    "record": stream('{"text": "'),
    "language": language_warnings,
    "normalise": normalise,
    "units": fuzz_targets.SPLITTER.split,
    "dates": lambda text: fuzz_targets.DATES.find(article(text)),
    "publication": lambda text: fuzz_targets.DATES.publication_date(article(text)),
    "places": lambda text: fuzz_targets.PLACES.find(article(text)),
    "attribution": lambda text: fuzz_targets.ATTRIBUTOR.attribute(article(text), None, [], []),
}


def seconds(stage: Callable[[str], Any], unit: str, size: int) -> float:
    text = unit * (size // len(unit))
    begun = time.process_time()
    stage(text)
    return time.process_time() - begun


@pytest.mark.parametrize("stage", STAGES)
def test_four_times_the_text_takes_about_four_times_as_long(stage: str) -> None:
    take = STAGES[stage]
    for unit in UNITS:
        short = min(seconds(take, unit, 800) for _ in range(2))
        # Quadratic time would be sixteen times as long; what is too short to be measured does not count.
        assert seconds(take, unit, 3_200) < 10 * short + 0.15, repr(unit)


@pytest.mark.parametrize("unit", CUES)
def test_a_line_of_nothing_but_cues(unit: str) -> None:
    """«قال: قال: قال:» 1,300 times took minutes, for every cue was looked at with every place and all between them."""
    take = STAGES["attribution"]
    seconds(take, unit, 100)
    short = seconds(take, unit, 600)
    assert seconds(take, unit, 2_400) < 9 * short + 0.15
