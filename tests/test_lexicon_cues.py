"""The cue lexicon: every entry is sound, inflects rightly and is found again."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from claimx.errors import ConfigError
from claimx.lexicon.cues import FRAMES, CueEntry, CueForm, CueLexicon, fold
from claimx.lexicon.loading import load_config
from claimx.model.document import ACTS

LEXICON = CueLexicon.load()
RAW = load_config("cues")
ENTRIES = {(e.kind, e.lemma): e for e in LEXICON.entries}


def found(word: str, lemma: str, form: str) -> list[CueForm]:
    return [f for f in LEXICON.match(word) if f.entry.lemma == lemma and f.form == form]


def strings(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("أَكَّدَ", "اكد"),
        ("مؤكِّداً", "موكدا"),
        ("إلى", "الي"),
        ("آمل", "امل"),
        ("مسئول", "مسيول"),
        ("ٱلوزير", "الوزير"),
        ("قــال", "قال"),
        ("دعوة", "دعوة"),
        ("ادعاء", "ادعاء"),
    ],
)
def test_fold(word: str, key: str) -> None:
    assert fold(word) == key
    assert fold(key) == key


def test_size() -> None:
    kinds = [e.kind for e in LEXICON.entries]
    assert kinds.count("verb") >= 230
    assert kinds.count("particle") >= 14
    assert {e.act for e in LEXICON.entries} == set(ACTS)


@pytest.mark.parametrize("entry", LEXICON.entries, ids=lambda e: f"{e.kind}-{e.lemma}")
def test_entry_is_sound(entry: CueEntry) -> None:
    assert entry.act in ACTS
    assert entry.frames
    assert set(entry.frames) <= set(FRAMES)
    assert entry.claim in entry.example
    assert entry.claim != entry.example
    assert not entry.claim.endswith(".")
    # Its own words are a cue of it, outside the claim.
    around = entry.example.replace(entry.claim, " ", 1)
    words = re.findall(r"[^\W_]+", "".join(c for c in around if not "\u064b" <= c <= "\u0652"))
    single = any(f.entry is entry for w in words for f in LEXICON.match(w))
    hits = [LEXICON.match_phrase(words, i) for i in range(len(words))]
    assert single or any(h is not None and h[1].entry is entry for h in hits)


@pytest.mark.parametrize("raw", RAW["verbs"], ids=lambda r: r["lemma"])
def test_listed_forms_match_back(raw: dict[str, Any]) -> None:
    lemma = raw["lemma"]
    assert any(f.person == 3 and f.number == "s" for f in found(raw.get("perfect", lemma), lemma, "perfect"))
    for form in strings(raw["imperfect"]):
        assert any(f.gender == "m" for f in found(form, lemma, "imperfect"))
        assert found("س" + form, lemma, "imperfect")
    if "perfect_1s" in raw:
        assert any(f.person == 1 for f in found(raw["perfect_1s"], lemma, "perfect"))
    for participle in strings(raw.get("participle", [])):
        weak = strings(raw["imperfect"])[0][-1] in "ويى" and raw.get("perfect", lemma)[-1] in "اىي"
        stem = participle.removesuffix("ي") + "ي" if weak else participle
        accusative = stem if stem.endswith("ا") else stem + "ا"
        assert found(accusative, lemma, "participle"), accusative
    for masdar in strings(raw.get("masdar", [])):
        assert found(masdar, lemma, "masdar")
        assert found("ال" + masdar, lemma, "masdar")


# Every irregular class, written by hand: 3ms 3fs 3mp 1s 1p; imperfect 3ms 3fs 3mp; participle m f p.
INFLECTED = {
    "قال": "قال قالت قالوا قلت قلنا | يقول تقول يقولون يقولوا أقول نقول يقولان | قائلا قائلة قائلين قائلات",
    "أفاد": "أفاد أفادت أفادوا أفدت أفدنا أفادا أفادتا | يفيد تفيد يفيدون | مفيدا مفيدة مفيدين",
    "أشاد": "أشاد أشادت أشادوا أشدت أشدنا | يشيد تشيد يشيدون أشيد | مشيدا مشيدة مشيدين",
    "أدان": "أدان أدانت أدانوا أدنت أدنا | يدين تدين يدينون | مدينا",
    "دعا": "دعا دعت دعوا دعوت دعونا دعتا | يدعو تدعو يدعون يدعوا أدعو ندعو يدعوان | داعيا داعية داعين داعيين داعيات",
    "عزا": "عزا عزت عزوا عزوت | يعزو تعزو يعزون | عازيا عازية",
    "رأى": "رأى رأت رأوا رأيت رأينا | يرى ترى يرون أرى نرى يريان |",
    "نفى": "نفى نفت نفوا نفيت نفينا نفيا نفتا | ينفي تنفي ينفون ينفوا أنفي ننفي ينفيان | نافيا نافية نافين",
    "ادعى": "ادعى ادعت ادعوا ادعيت | يدعي تدعي يدعون | مدعيا مدعية مدعين",
    "نادى": "نادى نادت نادوا ناديت | ينادي تنادي ينادون | مناديا منادية",
    "أبدى": "أبدى أبدت أبدوا أبديت | يبدي تبدي يبدون | مبديا مبدية مبدين",
    "تمنى": "تمنى تمنت تمنوا تمنيت | يتمنى تتمنى يتمنون أتمنى | متمنيا متمنية متمنين",
    "خشي": "خشي خشيت خشوا | يخشى تخشى يخشون | خاشيا خاشية",
    "حيا": "حيا حيت حيوا حييت | يحيي تحيي |",
    "رد": "رد ردت ردوا رددت رددنا | يرد ترد يردون | رادا رادة",
    "عد": "عد عدت عدوا عددت | يعد تعد يعدون | عادا عادة",
    "ظن": "ظن ظنت ظنوا ظننت | يظن تظن يظنون | ظانا",
    "حث": "حث حثت حثوا حثثت | يحث تحث يحثون | حاثا حاثة حاثين",
    "أقر": "أقر أقرت أقروا أقررت أقررنا | يقر تقر يقرون يقران تقران | مقرا مقرة مقرين",
    "أصر": "أصر أصرت أصروا أصررت | يصر تصر | مصرا مصرة مصرين",
    "هنأ": "هنأ هنأت هنأوا هنؤوا | يهنئ تهنئ يهنئون يهنؤون أهنئ | مهنئا مهنئة",
    "تنبأ": "تنبأ تنبأت تنبأوا تنبؤوا | يتنبأ تتنبأ يتنبأون يتنبؤون | متنبئا",
    "سأل": "سأل سألت سألوا سألنا | يسأل تسأل يسألون أسأل | سائلا سائلة سائلين",
    "تساءل": "تساءل تساءلت تساءلوا | يتساءل تتساءل يتساءلون | متسائلا متسائلة متسائلين",
    "أمر": "أمر أمرت أمروا | يأمر تأمر يأمرون آمر نأمر | آمرا",
    "أمل": "أمل أملت | يأمل تأمل يأملون آمل نأمل | آملا آملة آملين",
    "أكد": "أكد أكدت أكدوا أكدا أكدتا أكدنا | يؤكد تؤكد يؤكدون يؤكدان أؤكد نؤكد | مؤكدا مؤكدة مؤكدين مؤكدتين مؤكدات",
    "أعلن": "أعلن أعلنت أعلنوا أعلنا | يعلن تعلن يعلنون | معلنا معلنة معلنين",
    "أثبت": "أثبت أثبتت أثبتوا أثبتنا | يثبت تثبت يثبتون | مثبتا",
    "وعد": "وعد وعدت وعدوا | يعد تعد يعدون | واعدا واعدة",
    "جاء": "جاء جاءت جاءوا جئت | |",
}  # fmt: skip


@pytest.mark.parametrize("lemma", INFLECTED)
def test_inflection(lemma: str) -> None:
    sets = INFLECTED[lemma].split("|")
    for form, words in zip(("perfect", "imperfect", "participle"), sets, strict=True):
        for word in words.split():
            assert found(word, lemma, form), f"{word} as {form} of {lemma}"


@pytest.mark.parametrize(
    ("word", "lemma", "form", "agreement"),
    [
        ("قالت", "قال", "perfect", (3, "f", "s")),
        ("أوضحا", "أوضح", "perfect", (3, "m", "d")),
        ("أعلنتا", "أعلن", "perfect", (3, "f", "d")),
        ("أشاروا", "أشار", "perfect", (3, "m", "p")),
        ("طلبنا", "طلب", "perfect", (1, None, "p")),
        ("نؤكد", "أكد", "imperfect", (1, None, "p")),
        ("يحذرون", "حذر", "imperfect", (3, "m", "p")),
        ("توضحان", "أوضح", "imperfect", (3, "f", "d")),
        ("مضيفة", "أضاف", "participle", (None, "f", "s")),
        ("قوله", "قال", "masdar", (3, "m", "s")),
        ("قولها", "قال", "masdar", (3, "f", "s")),
        ("تأكيدهم", "أكد", "masdar", (3, "m", "p")),
        ("ادعاؤها", "ادعى", "masdar", (3, "f", "s")),
        ("دعوته", "دعا", "masdar", (3, "m", "s")),
        ("رأيه", "رأى", "masdar", (3, "m", "s")),
    ],
)
def test_agreement(word: str, lemma: str, form: str, agreement: tuple[object, ...]) -> None:
    assert agreement in [(f.person, f.gender, f.number) for f in found(word, lemma, form)]


@pytest.mark.parametrize(
    ("word", "lemma", "prefix", "suffix"),
    [
        ("سيعلن", "أعلن", "س", None),
        ("ستطالبهم", "طالب", "س", "هم"),
        ("ليسألوهم", "سأل", "ل", "هم"),
        ("دعتها", "دعا", None, "ها"),
        ("اعتبروه", "اعتبر", None, "ه"),
        ("يعتبرونها", "اعتبر", None, "ها"),
        ("نفاه", "نفى", None, "ه"),
        ("يراه", "رأى", None, "ه"),
        ("أخبرني", "أخبر", None, "ني"),
        ("أبلغناه", "أبلغ", None, "ه"),
        ("للتحذير", "حذر", "لل", None),
        ("بالقول", "قال", "بال", None),
        ("بقولها", "قال", "ب", "ها"),
        ("المؤكدة", "أكد", "ال", None),
        ("البيان", "بيان", "ال", None),
    ],
)
def test_affixes(word: str, lemma: str, prefix: str | None, suffix: str | None) -> None:
    assert (lemma, prefix, suffix) in [(f.entry.lemma, f.prefix, f.suffix) for f in LEXICON.match(word)]


@pytest.mark.parametrize(
    "word", ["", "و", "كتاب", "هناك", "مصر", "مدينة", "الحكم", "عدن", "المصدر", "الله", "إلى", "من"]
)
def test_no_cue(word: str) -> None:
    assert LEXICON.match(word) == ()


@pytest.mark.parametrize(
    ("words", "length", "lemma", "act", "gender"),
    [
        ("بحسب ما أعلنت وزارة الصحة", 3, "بحسب أعلن", "announce", "f"),
        ("بحسب ما أعلنت عنه الوزارة", 4, "بحسب أعلن", "announce", "f"),
        ("وفق ما أفاد به المدير", 4, "وفق أفاد", "state", "m"),
        ("وفقا لما أظهرته لقطات", 3, "وفقا أظهر", "explain", "f"),
        ("حسبما قال مسؤول", 2, "حسبما قال", "state", "m"),
        ("على ما أعلنت الوكالة", 3, "على ما أعلن", "announce", "f"),
        ("على حد قوله", 3, "على حد قول", "state", "m"),
        ("على حد تعبيرها", 3, "على حد تعبير", "state", "f"),
        ("وفق تصريحها للوكالة", 2, "وفق", "state", "f"),
        ("نقلا عن مصادر", 2, "نقلا عن", "state", None),
        ("من وجهة نظر الحزب", 3, "من وجهة نظر", "deem", None),
        ("أضافت قائلة", 2, "أضاف", "add", "f"),
        ("تابع قائلا", 2, "تابع", "add", "m"),
        ("تابع بقوله", 2, "تابع", "add", "m"),
        ("واصل حديثه قائلا", 3, "واصل حديثه", "add", "m"),
        ("ختمت بالقول", 2, "ختم حديثه", "add", "f"),
        ("لافتاً النظر إلى", 2, "لفت النظر", "state", "m"),
        ("لفتت الانتباه إلى", 2, "لفت الانتباه", "state", "f"),
        ("تدق ناقوس الخطر", 3, "دق ناقوس الخطر", "warn", "f"),
        ("تغريدة جاء فيها", 3, "بيان جاء فيه", "announce", None),
        ("الشعار الذي رفعته الجمعية", 3, "الشعار الذي رفع", "demand", "f"),
    ],
)
def test_phrases(words: str, length: int, lemma: str, act: str, gender: str | None) -> None:
    hit = LEXICON.match_phrase(words.split(), 0)
    assert hit is not None
    assert (hit[0], hit[1].lemma, hit[1].act, hit[1].gender) == (length, lemma, act, gender)
    assert hit[1].strong or hit[1].entry.kind in ("particle", "noun")


@pytest.mark.parametrize("words", ["قال الوزير", "بحسب الوزارة", "على الطاولة", "مضى يوم", "أطلق النار", ""])
def test_no_phrase(words: str) -> None:
    split = words.split() or ["و"]
    assert LEXICON.match_phrase(split, 0) is None
    assert LEXICON.match_phrase(split, len(split) - 1) is None


def test_helpers_are_no_cues() -> None:
    for raw in RAW["helpers"]:
        assert all(f.entry.example for f in LEXICON.match(raw["lemma"]))


def test_blocked() -> None:
    entry = ENTRIES["verb", "ذكر"]
    assert entry.blocked(None, "أعلاه")
    assert not entry.blocked("قد", "الوزير")


def test_loading_is_fast() -> None:
    # Some 40 ms on an idle machine; the best of several, since a test machine seldom is.
    best = min(_timed() for _ in range(5))
    assert best < 0.25


def _timed() -> float:
    start = time.perf_counter()
    CueLexicon.load()
    return time.perf_counter() - start


ENTRY = "{lemma: صدع, act: state, imperfect: يصدع, frames: [ب], example: 'صدع الشيخ بالحق.', claim: 'بالحق'}"


def user(tmp_path: Path, text: str) -> Path:
    (tmp_path / "cues.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_user_adds_replaces_and_removes(tmp_path: Path) -> None:
    text = f"verbs:\n- {ENTRY}\n- {ENTRY.replace('صدع', 'قال').replace('يصدع', 'يقول').replace('state', 'announce')}\n"
    lexicon = CueLexicon.load(user(tmp_path, text + "remove: [كشف]\n"))
    assert [f.entry.lemma for f in lexicon.match("صدعت")] == ["صدع", "صدع"]
    assert [f.act for f in lexicon.match("قال")] == ["announce"]
    assert lexicon.match("كشفت") == ()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (f"verbs:\n- {ENTRY}\n- {ENTRY.replace('frames', 'frame')}\n", 3, "did you mean 'frames'?"),
        (f"verbs:\n- {ENTRY.replace('act: state', 'act: stat')}\n", 2, "did you mean 'state'?"),
        (f"verbs:\n- {ENTRY.replace('act: state, ', '')}\n", 2, "no act"),
        ("verbs:\n- {lemma: صدع, act: state, imperfect: يصدع, claim: x}\n", 2, "no example"),
        ("verbs:\n- {lemma: صدع, act: state, imperfect: يصدع, example: x}\n", 2, "no claim"),
        (f"verbs:\n- {ENTRY.replace(chr(39) + 'بالحق' + chr(39), 'غيره')}\n", 2, "the claim is not in the example"),
        (f"verbs:\n- {ENTRY.replace('[ب]', '[obj+in]')}\n", 2, "unknown frame"),
        (f"verbs:\n- {ENTRY.replace('يصدع', 'صدع')}\n", 2, "does not begin with ي"),
        (f"verbs:\n- {ENTRY.replace('imperfect', 'perfect_1s: صدعنا, imperfect')}\n", 2, "does not end in ت"),
        (f"verbs:\n- {ENTRY.replace('frames', 'strength: high, frames')}\n", 2, "strong or weak"),
        ("verbs:\n- صدع\n", 2, "must be a mapping"),
        ("verbs:\n- {act: state}\n", 2, "without lemma"),
        ("verbs: صدع\n", 1, "must hold a list"),
        ("verb:\n- {}\n", 1, "did you mean 'verbs'?"),
        ("phrases:\n- {lemma: x, act: state, example: 'a b.', claim: a, forms: ['<صدع> بالحق']}\n", 2, "no verb"),
        ("phrases:\n- {lemma: x, act: state, example: 'a b.', claim: a, forms: ['@none x']}\n", 2, "no macro"),
        ("phrases:\n- {lemma: x, act: state, example: 'a b.', claim: a, forms: ['قال? x']}\n", 2, "must be there"),
        ("verbs:\n- {lemma: x, act: state, example: 'a b.', claim: a, frames: [1]}\n", 2, "quotation marks"),
    ],
)
def test_faults_name_file_line_and_mend(tmp_path: Path, text: str, line: int, says: str) -> None:
    folder = user(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        CueLexicon.load(folder)
    assert str(caught.value).startswith(f"{folder / 'cues.yaml'}:{line}:"), str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
