"""The library: ``claimx.extract`` and ``Extractor``, over whole articles, with the models that ship."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import claimx
from claimx.errors import InputError
from claimx.extraction import Extractor
from claimx.model import Article, Document
from claimx.reading import Reader
from claimx.writing import dumps, faults

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

ARTICLE = """بلدية الميناء تعيد فتح السوق

أعلن رئيس البلدية كريم الحداد، في بيروت الثلاثاء، أن السوق القديمة ستفتح أبوابها في 3 حزيران 2024 بعد ترميم دام عامين.

وأضاف أن الكلفة بلغت «مليوني دولار»، مشيرا إلى أن التجار سيعودون إلى محالهم في طرابلس.

من جهتها، قالت المهندسة سلمى ناصر: «العمل لم ينته بعد».
"""


@pytest.fixture(scope="module")
def document(extract: Callable[..., Document]) -> Document:
    return extract(ARTICLE, id="souk", date="2024-05-29")


def test_every_span_is_the_text_it_says(document: Document) -> None:
    assert faults(document, ARTICLE) == []


def test_claims_in_the_order_of_the_text_with_their_speakers(document: Document) -> None:
    body = [c for c in document.claims if c.section == "body"]
    assert [c.cue.text for c in body if c.cue] == ["أعلن", "أضاف", "مشيرا", "قالت"]
    assert [c.speaker.name for c in body] == ["كريم الحداد"] * 3 + ["سلمى ناصر"]
    assert body[0].speaker.role == "رئيس البلدية"
    assert body[1].speaker.mention is None
    assert body[1].speaker.resolved_by == "dropped"
    assert [c.content.form for c in body] == ["indirect", "mixed", "indirect", "direct"]


def test_one_id_a_speaker_and_every_mention_listed(document: Document) -> None:
    assert len({s.id for s in document.speakers}) == len(document.speakers)
    first = next(s for s in document.speakers if s.name == "كريم الحداد")
    assert {c.speaker.id for c in document.claims if c.speaker.name == first.name} == {first.id}
    assert first.mentions


def test_dates_and_places_are_bound_to_what_is_said_and_to_the_saying(document: Document) -> None:
    announced = next(c for c in document.claims if c.cue and c.cue.text == "أعلن")
    dates = {d.id: d for d in document.dates}
    places = {p.id: p for p in document.places}
    assert [dates[i].value for i in announced.dates] == ["2024-06-03", "P2Y"]
    assert [dates[i].value for i in announced.said_on] == ["2024-05-28"]
    assert [places[i].country for i in announced.said_in] == ["LB"]
    noted = next(c for c in document.claims if c.cue and c.cue.text == "مشيرا")
    assert [places[i].country for i in noted.places] == ["LB"]  # طرابلس in an article about Lebanon


def test_the_country_the_article_is_about_comes_first(document: Document) -> None:
    assert document.article.focus[0] == "LB"


def test_the_same_article_gives_the_same_bytes_alone_and_in_a_batch(extractor: Extractor) -> None:
    texts = [ARTICLE, *(p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt")))]

    def articles() -> list[Article]:
        reader = Reader()
        return [reader.read_text(t, id=str(i)) for i, t in enumerate(texts)]

    together = [dumps(d, "json") for d in extractor.documents(articles())]
    backwards = [dumps(d, "json") for d in extractor.documents(reversed(articles()))]
    alone = [dumps(extractor.document(a), "json") for a in articles()]
    assert together == backwards[::-1] == alone


@pytest.mark.parametrize(
    "text", ["", " \n\n ", ".", "«»", "عاجل", "قال:", ":", "أن أن أن", "\u200f\u202b", "x" * 3000, "قال " * 800]
)
def test_hardly_anything_is_still_a_document(extractor: Extractor, text: str) -> None:
    try:
        article = Reader().read_text(text)
    except InputError:
        return
    assert faults(extractor.document(article), text) == []


def test_extract_is_one_call(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(claimx._EXTRACTORS, (None, None), extractor)  # spare the second loading
    found = claimx.extract("قال الوزير إن الأسعار لن ترتفع.", date="2024-01-02", id="one")
    assert (found.article.id, found.article.date, found.article.date_from) == ("one", "2024-01-02", "option")
    assert [c.content.text for c in found.claims] == ["الأسعار لن ترتفع"]


def test_least_confidence_leaves_doubtful_claims_out(extractor: Extractor) -> None:
    article = Reader().read_text(ARTICLE)
    parse = extractor.parse([article])[0]
    everything, _ = extractor.attributor.attribute(article, parse, [], [])
    bar = sorted(c.confidence for c in everything)[len(everything) // 2]
    some, speakers = extractor.attributor.attribute(article, parse, [], [], min_confidence=bar)
    assert 0 < len(some) < len(everything) or bar == everything[0].confidence
    assert all(c.confidence >= bar for c in some)
    assert {c.speaker.id for c in some} == {s.id for s in speakers}
    assert all(c.within is None or c.within in {x.id for x in some} for c in some)


def test_importing_the_package_does_not_load_the_models() -> None:
    code = "import sys, claimx; assert 'torch' not in sys.modules and 'stanza' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
