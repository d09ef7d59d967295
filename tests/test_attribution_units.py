"""Words and marks of a line: sentences, conjunctions, brackets, and what the parse tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.attribution.classes import WordClasses, bucket
from claimx.attribution.units import Line, lines_of
from claimx.errors import ConfigError
from claimx.linguistics.parse import Parse, Sentence, Token, Word
from claimx.reading import Reader


def line(text: str, parse: Parse | None = None) -> Line:
    (found,) = lines_of(Reader().read_text(text), parse)
    return found


def sentences(text: str) -> list[str]:
    found = line(text)
    out: dict[int, list[str]] = {}
    for unit in found.units:
        out.setdefault(unit.sentence, []).append(found.text[unit.start : unit.end])
    return [" ".join(words) for words in out.values()]


def parsed(text: str, tokens: Sequence[Sequence[tuple[str, str]]]) -> Parse:
    """A parse of a sentence in which each token is a list of (word, upos); the first word of all is the root."""
    words: list[Word] = []
    found: list[Token] = []
    at = 0
    for i, parts in enumerate(tokens):
        surface = "".join(w for w, _ in parts)
        start = at = text.index(surface, at)
        first = len(words)
        for part, upos in parts:
            n = len(words)
            words.append(Word(n, part, at, at + len(part), part, upos, {}, n - 1, "dep" if n else "root", i))
            at += len(part)
        found.append(Token(i, surface, start, at, first, len(words) - 1))
    return Parse(text, (Sentence(0, len(text), tuple(words), tuple(found), ()),))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("وصل الوفد. ثم غادر.", 2),
        ("هل وصل الوفد؟ نعم وصل!", 2),
        ("وصل د. أحمد إلى المطار.", 1),
        ("ذكرت أ. ف. ب. أن المطار أغلق.", 1),
        ("بلغ السعر 3.5 دولار.", 1),
        ("قال: «وصلنا. لن نغادر». ثم خرج.", 2),
        ("قال: «وصلنا.» ثم خرج.", 2),
        ("وصل الوفد... ثم غادر.", 2),
        ("تنطلق في الساعة 20:45 مساء.", 1),
        ("زوروا موقع claimx.example الآن.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


def test_numbers_stay_whole() -> None:
    found = [u.text for u in line("بلغ 3.5 في 20:45 يوم 12/5/2024").units]
    assert found == ["بلغ", "3.5", "في", "20:45", "يوم", "12/5/2024"]


def test_offsets_are_those_of_the_original() -> None:
    text = "قـــال الوَزيرُ\u200f إنّ «الأمر\u00a0انتهى»."
    for unit in line(text).units:
        assert text[unit.start : unit.end].strip("\u200f") != ""
    assert [u.key for u in line(text).units if not u.punct] == ["قال", "الوزير", "ان", "الامر", "انتهي"]


def test_conjunction_is_taken_off() -> None:
    unit = line("وأضافت أن الباب مفتوح.").units[0]
    assert (unit.bare, unit.conj, unit.bare_start) == ("اضافت", True, 1)


def test_the_parse_says_that_it_is_no_conjunction() -> None:
    text = "وزير الصحة زار المدينة"
    tokens = [[("وزير", "NOUN")], [("الصحة", "NOUN")], [("زار", "VERB")], [("المدينة", "NOUN")]]
    unit = line(text, parsed(text, tokens)).units[0]
    assert (unit.bare, unit.conj, unit.bare_start) == ("وزير", False, 0)


@pytest.mark.parametrize("word", ["واشنطن", "فلسطين", "فيسبوك", "فنزويلا", "فرانسوا", "وسائلها", "فعاليات"])
def test_a_long_word_that_the_parse_leaves_whole_stays_whole(word: str) -> None:
    text = f"أعلنت {word} ذلك"
    found = line(text, parsed(text, [[("أعلنت", "VERB")], [(word, "PROPN")], [("ذلك", "PRON")]]))
    assert not found.units[1].conj
    assert found.units[1].noun_start == found.units[1].start


def test_conjunction_of_the_parse() -> None:
    text = "مصر والأردن دعتا"
    found = line(text, parsed(text, [[("مصر", "PROPN")], [("و", "CCONJ"), ("الأردن", "PROPN")], [("دعتا", "VERB")]]))
    assert (found.units[1].conj, found.units[1].bare, found.units[1].upos) == (True, "الاردن", "PROPN")


def test_noun_begins_behind_the_preposition() -> None:
    text = "وفقا لمصدر أمني"
    found = line(text, parsed(text, [[("وفقا", "ADV")], [("ل", "ADP"), ("مصدر", "NOUN")], [("أمني", "ADJ")]]))
    assert text[found.units[1].noun_start : found.units[1].end] == "مصدر"


def test_head_is_a_unit() -> None:
    text = "وأكد الوزير ذلك"
    found = line(text, parsed(text, [[("و", "CCONJ"), ("أكد", "VERB")], [("الوزير", "NOUN")], [("ذلك", "PRON")]]))
    assert [u.head for u in found.units] == [-1, 0, 1]


def test_quotes_and_brackets() -> None:
    found = line("قال (الوزير) إن «الأمر انتهى».")
    assert [u.text for u in found.units if u.quote == 0] == ["الأمر", "انتهى"]
    assert [u.text for u in found.units if u.paren] == ["(", "الوزير", ")"]


def test_boilerplate_has_no_line() -> None:
    article = Reader().read_text("عنوان الخبر هنا\n\nوصل الوفد إلى المدينة مساء أمس.\nاقرأ أيضا: خبر آخر")
    kept = [s for s in article.segments if s.section != "boilerplate"]
    assert len(lines_of(article, None)) == len(kept)


def test_classes() -> None:
    classes = WordClasses()
    assert classes.is_complementiser("ان") and classes.is_complementiser("انها")
    assert classes.of("الي") == "preposition"
    assert classes.of("الوزير") is None
    labels = [classes.label(u) for u in line("قال الوزير إن «الحالة» رقم 3 مستقرة، مؤكدا").units]
    assert labels == ["w", "AL", "ان", "Q", "AL", "Q", "w", "NUM", "TA", "،", "PTCP"]


def test_classes_reject_what_they_do_not_know(tmp_path: Path) -> None:
    (tmp_path / "attribution.yaml").write_text("classes:\n  prepositon: [في]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="preposition"):
        WordClasses(tmp_path)


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        ("topcs: [أن]\n", "unknown key 'topcs'", "topics"),
        ("owned: باسم\n", "owned must be a list of words", ""),
        ("relative_of: {الذي: m}\n", "الذي must have a gender and a number, not 'm'", "ms, fs"),
        ("relative_of: [الذي]\n", "relative_of must have", "ms, fs"),
    ],
)
def test_wrong_words_are_told(tmp_path: Path, text: str, message: str, mend: str) -> None:
    (tmp_path / "attribution.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        WordClasses(tmp_path)
    assert message in str(caught.value)
    assert mend in str(caught.value)



@pytest.mark.parametrize(("n", "label"), [(0, "0"), (5, "5"), (6, "7"), (11, "15"), (81, "many"), (-2, "-2")])
def test_bucket(n: int, label: str) -> None:
    assert bucket(n) == label


@settings(max_examples=60)
@given(st.text(alphabet="وقالأضفبن ،.:«»\"'()؟0123.\u064e\u0640\u200f", max_size=60))
def test_units_are_in_order_and_disjoint(text: str) -> None:
    for found in lines_of(Reader().read_text(f"قال {text}"), None):
        at = found.segment.start
        for i, unit in enumerate(found.units):
            assert unit.i == i
            assert at <= unit.start <= unit.bare_start < unit.end <= found.segment.end
            assert unit.start <= unit.noun_start < unit.end
            at = unit.end
        numbers = [u.sentence for u in found.units]
        assert numbers == sorted(numbers)
