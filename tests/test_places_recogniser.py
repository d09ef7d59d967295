"""What named entities change: the finder takes them from a parse, and does without."""

from __future__ import annotations

from claimx.linguistics.parse import Entity, Parse, Sentence
from claimx.model import Article, Segment
from claimx.places import PlaceFinder

FINDER = PlaceFinder()


def found(text: str, *entities: tuple[str, str]) -> list[str]:
    spans = []
    for name, kind in entities:
        start = text.index(name)
        spans.append(Entity(text=name, start=start, end=start + len(name), type=kind))
    sentence = Sentence(start=0, end=len(text), words=(), tokens=(), entities=tuple(spans))
    article = Article(id="t", source="-", text=text, segments=(Segment(start=0, end=len(text), section="body"),))
    return [place.text for place in FINDER.find(article, Parse(text=text, sentences=(sentence,)))]


def test_a_place_the_gazetteer_lacks() -> None:
    text = "وقال شهود إن الاشتباكات وقعت في شنفورستان مساء أمس قبل وصول القوات."
    assert found(text, ("شنفورستان", "LOC")) == ["شنفورستان"]


def test_its_clitic_stays_outside() -> None:
    text = "وقال شهود إن الاشتباكات وقعت بشنفورستان مساء أمس قبل وصول القوات."
    assert found(text, ("شنفورستان", "LOC")) == ["شنفورستان"]


def test_its_head_noun_stays_outside() -> None:
    text = "وقال شهود إن الاشتباكات وقعت في مدينة شنفورستان مساء أمس."
    assert found(text, ("مدينة شنفورستان", "LOC")) == ["شنفورستان"]


def test_an_organisation_holds_its_place() -> None:
    text = "وقالت مصادر إن بنك القاهرة سيفتح فروعا جديدة."
    assert found(text, ("بنك القاهرة", "ORG")) == []


def test_no_entity_at_all_leaves_the_gazetteer_at_work() -> None:
    assert found("وصل الوفد إلى القاهرة مساء أمس قادما من موسكو.") == ["القاهرة", "موسكو"]
