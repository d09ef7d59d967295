"""The speaker lexicon: titles, kinds, agreement, anonymity, what points back; and its faults."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from claimx.errors import ConfigError
from claimx.lexicon.cues import fold
from claimx.lexicon.loading import load_config
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.model.document import KINDS

LEXICON = SpeakerLexicon.load()
RAW = load_config("speakers")


def test_size() -> None:
    assert len(RAW["titles"]) + len(RAW["ranks"]) >= 150
    assert len(RAW["names"]["feminine"]) >= 200
    assert len(RAW["names"]["masculine"]) >= 200
    assert len(RAW["media"]) >= 60


@pytest.mark.parametrize("line", [*RAW["titles"], *RAW["ranks"]])
def test_every_title(line: str) -> None:
    masculine, *others = (w for w in line.split() if w != "-")
    for word in (masculine, "ال" + masculine, *others):
        title = LEXICON.title_at([word], 0)
        assert title is not None, word
        assert title.definite == word.startswith("ال")


@pytest.mark.parametrize("line", RAW["compound_titles"])
def test_every_compound_title(line: str) -> None:
    words = line.split()
    title = LEXICON.title_at([*words, "الجديد"], 0)
    assert title is not None
    assert title.length == len(words)


@pytest.mark.parametrize(
    ("words", "lemma", "length", "gender", "number", "definite", "rank"),
    [
        ("وزير الخارجية الروسي سيرجي لافروف", "وزير", 1, "m", "s", False, False),
        ("وزيرة السياحة", "وزير", 1, "f", "s", False, False),
        ("الوزيران", "وزير", 1, "m", "d", True, False),
        ("الوزيرتين", "وزير", 1, "f", "d", True, False),
        ("وزراء المالية", "وزير", 1, "m", "p", False, False),
        ("الأمين العام للأمم المتحدة", "الأمين العام", 2, "m", "s", True, False),
        ("المتحدثة باسم الوزارة", "المتحدث باسم", 2, "f", "s", True, False),
        ("خادم الحرمين الشريفين", "خادم الحرمين الشريفين", 3, "m", "s", False, False),
        ("للوزير الأول", "الوزير الأول", 2, "m", "s", True, False),
        ("مسؤولو النادي", "مسؤول", 1, "m", "p", False, False),
        ("مدربا الهلال", "مدرب", 1, "m", "s", False, False),
        ("رئيسها أحمد", "رئيس", 1, "m", "s", False, False),
        ("الناطقة باسم الشرطة", "الناطق باسم", 2, "f", "s", True, False),
        ("اللواء منصور", "لواء", 1, "m", "s", True, True),
        ("الشيخة مي", "شيخ", 1, "f", "s", True, True),
    ],
)
def test_title_at(words: str, lemma: str, length: int, gender: str, number: str, definite: bool, rank: bool) -> None:
    title = LEXICON.title_at(words.split(), 0)
    assert title is not None
    assert (title.lemma, title.length, title.gender, title.number) == (lemma, length, gender, number)
    assert (title.definite, title.rank) == (definite, rank)


@pytest.mark.parametrize("word", ["موسكو", "البيان", "أحمد", "", "الله", "قال"])
def test_no_title(word: str) -> None:
    assert LEXICON.title_at([word], 0) is None
    assert LEXICON.title_at([word], 1) is None


@pytest.mark.parametrize(
    ("words", "kind", "gender", "number"),
    [
        ("وزير الخارجية", "person", "m", "s"),
        ("الرئيسة", "person", "f", "s"),
        ("الدكتور العبدلي", "person", "m", "s"),
        ("السيدة كلينتون", "person", "f", "s"),
        ("المسؤول", "person", "m", "s"),
        ("مسؤول الشرطة", "person", "m", "s"),
        ("زوجها", "person", "m", "s"),
        ("سميرة توفيق", "person", "f", "s"),
        ("حمزة الجبالي", "person", "m", "s"),
        ("مصدر أمني", "unnamed", "m", "s"),
        ("مصادر مطلعة", "unnamed", "f", "s"),
        ("المصدر", "unnamed", "m", "s"),
        ("نفس المصدر", "unnamed", "m", "s"),
        ("مسؤول في البيت الأبيض", "unnamed", "m", "s"),
        ("مسؤولون فرنسيون", "unnamed", "m", "p"),
        ("شهود عيان", "unnamed", "m", "p"),
        ("أحد المواطنين", "unnamed", "m", "s"),
        ("طبيب في المستشفى", "unnamed", "m", "s"),
        ("محللون", "group", "m", "p"),
        ("عدد من الأهالي", "group", "m", "p"),
        ("سكان الحي", "group", "m", "p"),
        ("الجانبين", "group", "m", "p"),
        ("30 مواطنا", "group", "m", "p"),
        ("ثلاثون عضوا", "group", "m", "p"),
        ("7 دول", "organization", "f", "s"),
        ("البيان", "document", "m", "s"),
        ("تقارير إعلامية", "document", "f", "s"),
        ("دراسة حديثة", "document", "f", "s"),
        ("كتاب الرئيس", "document", "m", "s"),
        ("وزارة الداخلية", "organization", "f", "s"),
        ("الجيش النيجيري", "organization", "m", "s"),
        ("القوات الجوية", "organization", "f", "s"),
        ("وسائل إعلام محلية", "organization", "f", "s"),
        ("(رويترز)", "organization", "f", "s"),
        ("واس", "organization", "f", "s"),
        ("موسكو", None, None, "s"),
    ],
)
def test_kind_gender_number(words: str, kind: str | None, gender: str | None, number: str | None) -> None:
    split = words.split()
    assert kind is None or kind in KINDS
    assert (LEXICON.kind_of(split), LEXICON.gender_of(split), LEXICON.number_of(split)) == (kind, gender, number)


def test_either_gender_takes_the_name() -> None:
    assert LEXICON.gender_of(["عضو", "البرلمان", "سامية", "عبو"]) == "f"
    assert LEXICON.gender_of(["عضو", "البرلمان", "محمد", "عبو"]) == "m"


@pytest.mark.parametrize(
    ("words", "unnamed"),
    [
        ("مصدر رفيع", True),
        ("مسؤول محلي", True),
        ("أحد السكان", True),
        ("دبلوماسي غربي", True),
        ("دبلوماسيون", True),
        ("المسؤول الإيراني", False),
        ("مسؤول الإغاثة", False),
        ("مسؤولو النادي", False),
        ("متحدث باسم الوزارة", False),
        ("ناشط يدعى محمد", False),
        ("الوزارة", False),
        ("", False),
    ],
)
def test_is_unnamed(words: str, unnamed: bool) -> None:
    assert LEXICON.is_unnamed(words.split()) is unnamed
    assert not LEXICON.is_unnamed(words.split(), named=True)


@pytest.mark.parametrize(
    ("words", "hides"),
    [
        ("المسؤول الذي طلب عدم الكشف عن اسمه", True),
        ("مصدر رفض الكشف عن هويته", True),
        ("مسؤولة فضلت عدم ذكر اسمها", True),
        ("شريطة عدم نشر أسمائهم", True),
        ("رفض الكشف عن خطته", False),
        ("اسمه محمد", False),
        ("", False),
    ],
)
def test_hides_name(words: str, hides: bool) -> None:
    assert LEXICON.hides_name(words.split()) is hides


@pytest.mark.parametrize(
    ("words", "kind", "length", "gender"),
    [
        ("المصدر ذاته", "same", 2, "m"),
        ("المصادر نفسها", "same", 2, "f"),
        ("نفس المصدر", "same", 2, "m"),
        ("ذات المصدر", "same", 2, "m"),
        ("المتحدثة ذاتها", "same", 2, "f"),
        ("المصدر الأمني نفسه", "same", 3, "m"),
        ("الأخير", "last", 1, "m"),
        ("الأخيرة", "last", 1, "f"),
        ("معاليه", "deferential", 1, "m"),
        ("سموها", "deferential", 1, "f"),
    ],
)
def test_anaphors(words: str, kind: str, length: int, gender: str) -> None:
    anaphor = LEXICON.anaphor_at(words.split(), 0)
    assert anaphor is not None
    assert (anaphor.kind, anaphor.length, anaphor.gender) == (kind, length, gender)


@pytest.mark.parametrize("words", ["المصدر الأمني", "مصدر آخر", "نفس اليوم", ""])
def test_no_anaphor(words: str) -> None:
    assert LEXICON.anaphor_at(words.split(), 0) is None


def test_names_and_courtesies() -> None:
    assert LEXICON.name_gender("فاطمة") == "f"
    assert LEXICON.name_gender("احمد") == "m"
    assert LEXICON.name_gender("نور") is None  # either
    assert LEXICON.name_gender("الطاولة") is None
    assert LEXICON.honorific("السيد")
    assert LEXICON.honorific("د.")
    assert not LEXICON.honorific("الوزير")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("واس", "وكالة الأنباء السعودية"),
        ("«رويترز»", "وكالة رويترز"),
        ("(د.ب.أ)", "وكالة الأنباء الألمانية"),
        ("أ ف ب", "وكالة فرانس برس"),
        ("الفيفا", "الاتحاد الدولي لكرة القدم"),
        ("الوزارة", None),
    ],
)
def test_expand(short: str, full: str | None) -> None:
    assert LEXICON.expand(short) == full


def test_lists_hold_no_doubles() -> None:
    for section, value in RAW.items():
        lists = value.values() if section in ("names", "same") else [value] if isinstance(value, list) else []
        for words in lists:
            folded = [fold(w) for w in words]
            twice = {w for w in folded if folded.count(w) > 1}
            assert not twice, (section, twice)


def test_loading_is_fast() -> None:
    def timed() -> float:
        start = time.perf_counter()
        SpeakerLexicon.load()
        return time.perf_counter() - start

    assert min(timed() for _ in range(5)) < 0.2


def test_user_adds(tmp_path: Path) -> None:
    text = "titles:\n- قطب قطبة أقطاب\nmedia:\n  ق ب: قناة البلد\n"
    (tmp_path / "speakers.yaml").write_text(text, encoding="utf-8")
    lexicon = SpeakerLexicon.load(tmp_path)
    title = lexicon.title_at(["الأقطاب"], 0)
    assert title is not None
    assert (title.lemma, title.number) == ("قطب", "p")
    assert lexicon.expand("ق.ب") == "قناة البلد"
    assert lexicon.title_at(["وزير"], 0) is not None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title:\n- وزير\n", 1, "did you mean 'titles'?"),
        ("titles: وزير\n", 1, "list of words"),
        ("titles:\n- وزير\n- 7\n", 3, "quotation marks"),
        ("names:\n  female: [سارة]\n", 2, "unknown key 'female'"),
        ("names: [سارة]\n", 1, "must hold a mapping"),
        ("hiding:\n  within: some\n", 2, "must be a number"),
        ("media: [واس]\n", 1, "short names with full names"),
    ],
)
def test_faults_name_file_line_and_mend(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "speakers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        SpeakerLexicon.load(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}:"), str(caught.value)
    assert says in str(caught.value)
