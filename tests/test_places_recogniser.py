"""What named entities change: the finder takes them from a parse, and does without."""

from __future__ import annotations

from claimx.linguistics.parse import Entity, Parse, Sentence
from claimx.model import Article, Segment
from claimx.places import PlaceFinder
from claimx.places.finder import read
from claimx.places.lexicon import lexicon

FINDER = PlaceFinder()


def parsed(text: str, *entities: tuple[str, str]) -> tuple[Article, Parse]:
    spans = []
    for name, kind in entities:
        start = text.index(name)
        spans.append(Entity(text=name, start=start, end=start + len(name), type=kind))
    sentence = Sentence(start=0, end=len(text), words=(), tokens=(), entities=tuple(spans))
    article = Article(id="t", source="-", text=text, segments=(Segment(start=0, end=len(text), section="body"),))
    return article, Parse(text=text, sentences=(sentence,))


def found(text: str, *entities: tuple[str, str]) -> list[str]:
    return [place.text for place in FINDER.find(*parsed(text, *entities))]


def offered(text: str, *entities: tuple[str, str]) -> list[tuple[str, int]]:
    """What the recogniser alone offers, whatever the weights say of it: key, letters of clitics."""
    candidates = read(*parsed(text, *entities), lexicon()).candidates
    return [(candidate.key, candidate.cut) for candidate in candidates if candidate.source == "ner"]


def test_a_place_the_gazetteer_lacks_is_offered() -> None:
    text = "وقال شهود إن الاشتباكات وقعت في شنفورستان مساء أمس."
    assert offered(text, ("شنفورستان", "LOC")) == [("شنفورستان", 0)]


def test_its_clitic_stays_outside() -> None:
    text = "وقال شهود إن الاشتباكات وقعت بشنفورستان مساء أمس."
    assert offered(text, ("شنفورستان", "LOC")) == [("شنفورستان", 1)]


def test_an_adjective_of_nationality_stays_outside() -> None:
    text = "وقال شهود إن الاشتباكات وقعت في شنفورستان الكندية مساء أمس."
    assert offered(text, ("شنفورستان الكندية", "LOC")) == [("شنفورستان", 0)]


def test_its_head_noun_stays_outside() -> None:
    text = "وقال شهود إن الاشتباكات وقعت في مدينة شنفورستان مساء أمس."
    assert found(text, ("مدينة شنفورستان", "LOC")) == ["شنفورستان"]


def test_an_organisation_holds_its_place() -> None:
    text = "وقالت مصادر إن بنك القاهرة سيفتح فروعا جديدة."
    assert found(text, ("بنك القاهرة", "ORG")) == []


def test_no_entity_at_all_leaves_the_gazetteer_at_work() -> None:
    assert found("وصل الوفد إلى القاهرة مساء أمس قادما من موسكو.") == ["القاهرة", "موسكو"]
