"""What each line of an article is taken for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.reading import Reader
from claimx.reading.rules import load_rules
from claimx.reading.sections import inline_dateline, is_dateline, segment

RULES = load_rules()
BODY = (
    "قال رئيس البلدية، أمس الثلاثاء، إن أشغال الجسر ستنتهي قبل نهاية الشهر، "
    "مضيفا أن الميزانية كافية لذلك وأن العمال باشروا عملهم."
)
MORE = (
    "وأضاف في تصريح للصحافيين أن التأخير سببه الأمطار، "
    "مشيرا إلى أن المقاول تعهد بتسليم المشروع في موعده دون كلفة إضافية."
)


def sections(*lines: str, gap: str = "\n\n", title: str | None = None) -> list[str]:
    """The section of each line of an article."""
    text = gap.join(lines)
    return [part.section for part in segment(text, RULES, title)]


def head(line: str) -> str:
    """What a line between headline and first paragraph is."""
    return sections("جسر الوادي يفتح قريبا", line, BODY, MORE)[1]


def middle(line: str) -> str:
    """What a line between two paragraphs is."""
    return sections("جسر الوادي يفتح قريبا", BODY, line, MORE)[2]


def last(line: str) -> str:
    """What the last line is."""
    return sections("جسر الوادي يفتح قريبا", BODY, MORE, line)[-1]


def test_a_whole_article() -> None:
    found = sections(
        "عاجل", "جسر الوادي يفتح قريبا", "سالم الكيلاني", "سالم الكيلاني", BODY, "الكيلاني: لا كلفة إضافية", MORE,
        "ترقب في الأحياء المجاورة", BODY, "تم نسخ الرابط",
    )  # fmt: skip
    assert found == [
        "kicker", "headline", "caption", "caption", "body", "subhead", "body", "subhead", "body", "boilerplate",
    ]  # fmt: skip


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u2029", " \n \n "])
def test_line_ends_and_blank_lines_do_not_matter(gap: str) -> None:
    assert sections("جسر الوادي يفتح قريبا", BODY, "لا كلفة إضافية", MORE, gap=gap) == [
        "headline",
        "body",
        "subhead",
        "body",
    ]


@pytest.mark.parametrize(
    "line",
    ["الرياض: فارس السبيعي", "واس - جدة", "(رويترز)", "طوكيو - أ ف ب", "القاهرة - (د ب أ)", "لندن: «الشرق الأوسط»",
     "فارس المحيميد من الرياض", "حسين هزازي (جدة)", "بقلم: رنا العازار", "كتب: سامي بشارة", "رويترز", "و م ع",
     "علي العيسى - الرياض", "بدر الجبل- سبق- تيماء:", "برلين - لندن: «الشرق الأوسط»", "سلوى العضيدان",
     "الرياض 25 شوال 1436 هـ الموافق 10 اغسطس 2015 م واس", "الدمام: ميرزا الخويلدي - عدن: محمد علي محسن"],
)  # fmt: skip
def test_datelines(line: str) -> None:
    assert head(line) == "dateline"


@pytest.mark.parametrize(
    "line", ["الكيلاني: لن نتراجع", "الكيلاني: الجسر جاهز", "خطة جديدة لتخفيف الازدحام", "الحكومة تنفي وجود أي تأخير"]
)
def test_a_second_headline_is_a_subhead(line: str) -> None:
    assert head(line) == "subhead"


@pytest.mark.parametrize(
    "line",
    ["الكيلاني: لن نتراجع", '"الخيار الأفضل"', "الجسر.. «حلم» الأهالي", "ماذا بعد الافتتاح", "أرقام وتواريخ",
     "* الفاتيكان يدعو إلى الهدوء"],
)  # fmt: skip
def test_subheads(line: str) -> None:
    assert middle(line) == "subhead"


@pytest.mark.parametrize(
    "line",
    ["وقال الكيلاني إن الجسر جاهز", "لم يعلق المقاول.", "أجابت: لأني أريد ذلك!", "هل يكفي ذلك؟", "وفي ما يلي الأسماء:",
     "يذكر أن الجسر أغلق في 2019", "«لن نتراجع عن المشروع».", "الجسر جاهز…"],
)  # fmt: skip
def test_short_paragraphs_are_body(line: str) -> None:
    assert middle(line) == "body"


@pytest.mark.parametrize(
    "line",
    ["تم نسخ الرابط", "شارك", "شارك الخبر", "// انتهى //", "17:33 ت م", "...المزيد", "المصدر: الجزيرة + وكالات", "***",
     "3 تعليقات", "كلمات مفتاحية: لبنان، القمح", "#الجسر #الوادي", "editor@example.com", "https://example.com/a",
     "إعلان",
     "آخر تحديث: 30 مايو 2025", "اقرأ أيضا: حريق في السوق القديم", "رابط الخبر بصحيفة الوئام: جسر الوادي يفتح قريبا",
     "جميع الحقوق محفوظة © 2025", "تمّ نسخُ الرابط", "2 دقائق قراءة", "Advertisement"],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert last(line) == "boilerplate"
    assert middle(line) == "boilerplate"


@pytest.mark.parametrize(
    "line",
    ["شارك الرئيس في افتتاح الجسر إلى جانب عدد من النواب والوزراء.", "المصدر نفسه أكد أن الجسر جاهز وأن الافتتاح قريب.",
     "إعلان الحكومة جاء بعد أسبوع من احتجاجات الأهالي في الحي.", "انتهى الاجتماع دون اتفاق بين الطرفين، بحسب الوزير."],
)  # fmt: skip
def test_sentences_that_begin_like_furniture_are_body(line: str) -> None:
    assert middle(line) == "body"


def test_links_under_their_heading_are_furniture() -> None:
    inside = sections("جسر الوادي يفتح قريبا", BODY, "اقرأ أيضا", "حريق في السوق القديم", MORE)
    assert inside == ["headline", "body", "boilerplate", "boilerplate", "body"]
    closing = sections("جسر الوادي يفتح قريبا", BODY, "مواضيع ذات صلة", "حريق في السوق", "لقاء في البلدية", "ثلوج غدا")
    assert closing == ["headline", "body", *["boilerplate"] * 4]


@pytest.mark.parametrize(
    "line",
    [
        "آليات تعمل في موقع الجسر، الأسبوع الماضي (رويترز)",
        "رئيس البلدية خلال المؤتمر (أ ف ب)",
        "صورة أرشيفية",
        "تصوير: سامي بشارة",
    ],
)
def test_captions(line: str) -> None:
    assert sections("جسر الوادي يفتح قريبا", BODY, line, MORE)[2] == "caption"


def test_headline_from_the_record() -> None:
    assert sections("جسر الوادي يُفتح قريبًا", BODY, title="جسر الوادي يفتح قريبا") == ["headline", "body"]
    assert sections("محليات", "البلدية", "الجسر يفتح.", BODY, title="الجسر يفتح") == [
        "kicker",
        "kicker",
        "headline",
        "body",
    ]
    assert sections("أعلنت البلدية موعد الافتتاح", BODY, title="عنوان آخر تماما")[0] != "headline"


@pytest.mark.parametrize(
    "first",
    ["المنستير : إحباط عملية تهريب", "د. التركي: التصريحات مرفوضة", "«الأمانة» تعقد ورشة", "هل يفتح الجسر قريبا؟",
     "أخيرا.. الجسر يفتح!", "بعد 10 سنوات الجسر يفتح", "أم سعد",
     "(«الشرق الأوسط») تنشر مذكرات فاتن حمامة (الحلقة الأخيرة): الزواج وبريق هوليوود"],
)  # fmt: skip
def test_headlines(first: str) -> None:
    assert sections(first, BODY, MORE)[0] == "headline"


@pytest.mark.parametrize("first", [BODY, "لم يفتح الجسر بعد.", "وقال الكيلاني إن الجسر جاهز"])
def test_an_article_without_a_headline(first: str) -> None:
    assert sections(first, BODY, MORE) == ["body", "body", "body"]


def test_the_headline_once_more_is_not_counted_twice() -> None:
    assert sections("جسر الوادي يفتح قريبا", "جسر الوادي يفتح قريباً", BODY) == ["headline", "boilerplate", "body"]


@pytest.mark.parametrize("line", ["جسر الوادي", BODY, "عاجل"])
def test_one_line_alone_is_body(line: str) -> None:
    assert sections(line) == ["body"]


def test_lists_and_poems_are_body() -> None:
    items = ["- بطاقة التعريف", "- مضمون ولادة", "- صورتان", "- وصل الخلاص"]
    assert sections("وثائق الترشح", BODY, *items, MORE)[2:6] == ["body"] * 4
    verses = ["على قدر أهل العزم", "تأتي العزائم", "وتأتي على قدر الكرام", "المكارم"]
    assert sections(*verses) == ["body"] * 4


def test_hard_wrapped_paragraphs_are_body() -> None:
    words = (BODY + " " + MORE).split()
    wrapped = "\n".join(" ".join(words[n : n + 9]) for n in range(0, len(words), 9))
    text = f"جسر الوادي يفتح قريبا\n\n{wrapped}\n\n{wrapped}"
    assert {part.section for part in segment(text, RULES)[1:]} == {"body"}


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("القاهرة (رويترز) - قال الوزير", "القاهرة (رويترز) - "),
        ("بدر الجبل- سبق- تيماء: تسببت الرياح", "بدر الجبل- سبق- تيماء: "),
        ("باريس - أ.ف.ب: أعلن الرئيس", "باريس - أ.ف.ب: "),
        ("رويترز: مقتل ثلاثة", ""),
        ("دفعت خمسة أندية (الاتحاد – الأهلي - الهلال – النصر –", ""),
        ("وقالت أنوار، المتحدثة باسم المنظمة، لوكالة «رويترز»: لا علم لنا", ""),
        ("وزير الصحة: الوضع مستقر", ""),
        ("أكد الكيلاني - وهو رئيس البلدية - أن", ""),
    ],
)
def test_a_dateline_at_the_head_of_a_paragraph(line: str, head: str) -> None:
    assert inline_dateline(line + " في العاصمة أمس الأول.", RULES) == len(head)


def test_an_inline_dateline_is_a_segment_of_its_own() -> None:
    text = f"جسر الوادي يفتح قريبا\n\nالقاهرة (رويترز) - {BODY}"
    parts = [(part.section, text[part.start : part.end]) for part in segment(text, RULES)]
    assert parts[1:] == [("dateline", "القاهرة (رويترز) -"), ("body", BODY)]


def test_white_space_is_left_out() -> None:
    text = "  \u200fجسر الوادي يفتح قريبا\xa0\t\r\n\ufeff\r\n\u2003" + BODY + " \u200f\n"
    assert [text[part.start : part.end] for part in segment(text, RULES)] == ["جسر الوادي يفتح قريبا", BODY]


SAMPLES = st.sampled_from(
    ["عاجل", "الرياض: فارس السبيعي", BODY, "شارك", "لافروف: لن نتراجع", "* * *", "(رويترز)", "اقرأ أيضا", "- ",
     "\u200f", "سالم"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=40) | SAMPLES, max_size=12).map("\n".join), st.none() | st.text(max_size=20))
def test_segments_are_in_order_and_cover_every_letter(text: str, title: str | None) -> None:
    segments = segment(text, RULES, title)
    at = 0
    for part in segments:
        assert at <= part.start < part.end <= len(text)
        inside = text[part.start : part.end]
        assert inside == inside.strip()
        assert not set(inside) & set("\n\r\u2028\u2029\x85")
        assert not any(letter.isalnum() for letter in text[at : part.start])
        at = part.end
    assert not any(letter.isalnum() for letter in text[at:])


@pytest.mark.parametrize(
    "text",
    ["(" * 100_000, "ا - " * 50_000, "الرياض: " * 50_000, "ا\n" * 50_000, "اقرأ أيضا\n" * 20_000,
     "#" * 150 + "\n" + BODY,
     "a@" * 80 + "\n" + BODY, "كتب: " * 30 + "\n" + BODY, " " * 200_000 + "ا", "\n" * 200_000 + "ا", "ا" * 1_000_000,
     ("- " * 40 + "\n") * 3000, "\r\n \r\n" * 50_000 + "ا"],
    ids=range(13),
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = time.process_time()
    segment(text, RULES)
    assert time.process_time() - begin < 2


def test_dateline_words_are_no_names() -> None:
    assert not is_dateline("دمشق: لن نتراجع", RULES, loose=True)
    assert not is_dateline("الخارجية: على الجميع الهدوء", RULES, loose=True)


def test_sample_articles_read_as_they_should() -> None:
    article = Reader().read_text("خاص\n\nجسر الوادي يفتح قريبا\n\n" + BODY)
    assert article.title == "جسر الوادي يفتح قريبا"


def test_a_tatweel_by_itself_is_a_dash() -> None:
    assert head("الوكالات ـ القاهرة") == "dateline"


@pytest.mark.xfail(strict=True, reason="a caption without credit or twin looks like a second headline")
def test_a_caption_that_nothing_marks() -> None:
    assert head("جانب من أشغال الجسر في وسط المدينة أمس") == "caption"


@pytest.mark.xfail(strict=True, reason="a headline that ends in a full stop looks like a one-line paragraph")
def test_a_headline_with_a_full_stop() -> None:
    assert sections("الجسر يفتح قريبا بعد عامين من الأشغال.", BODY, MORE)[0] == "headline"
