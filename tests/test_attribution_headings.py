"""Headlines and bylines: «X: …», «X.. "…"», «…» – X; no datelines, no labels of lists."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

CASES = (
    case(
        "name_and_colon",
        "الحداد: لن ندخل في تحالف مع أحد\n\nقال رئيس حزب النهوض كريم الحداد إن حزبه سيخوض الانتخابات وحده.",
        want(None, "كريم الحداد", "لن ندخل في تحالف مع أحد", "direct", section="headline", role="رئيس حزب النهوض"),
        want("قال", "كريم الحداد", "حزبه سيخوض الانتخابات وحده", section="body"),
        distinct=1,
    ),
    case(
        "title_and_colon",
        "وزير الكهرباء: لا انقطاع للتيار هذا الصيف\n\nزار وزير الكهرباء فراس العاني محطة جديدة جنوب العاصمة.",
        want(None, "فراس العاني", "لا انقطاع للتيار هذا الصيف", "direct", role="وزير الكهرباء"),
    ),
    case(
        "place_and_colon",
        "موسكو: العقوبات الأوروبية لن تغير سياستنا\n\nتستعد أوروبا لحزمة جديدة من العقوبات.",
        want(None, "موسكو", "العقوبات الأوروبية لن تغير سياستنا", "direct", kind="place"),
    ),
    case(
        "organization_and_colon",
        "الصحة العالمية: الوباء ينحسر في أفريقيا\n\nتراجعت الإصابات في عشر دول.",
        want(None, "الصحة العالمية", "الوباء ينحسر في أفريقيا", "direct"),
    ),
    case(
        "two_dots_and_marks",
        'مدرب الاتحاد.. "اللقب لنا"\n\nيلعب الاتحاد مباراته الأخيرة يوم الجمعة.',
        want(None, "مدرب الاتحاد", "اللقب لنا", "direct"),
    ),
    case(
        "quotation_dash_speaker",
        "«سنعيد بناء ما تهدم» – رئيس البلدية\n\nبدأت أعمال الترميم في المدينة القديمة.",
        want(None, "رئيس البلدية", "سنعيد بناء ما تهدم", "direct"),
    ),
    case(
        "headline_with_verb",
        "رئيس الوزراء يتعهد بإعادة الإعمار\n\nاجتمع مجلس الوزراء مساء أمس.",
        want("يتعهد", "رئيس الوزراء", "بإعادة الإعمار", section="headline"),
    ),
    case(
        "body_with_speaker_and_colon",
        "لقاء مع صاحب المقهى\n\nأحمد الزين: فتحت المقهى قبل عشرين سنة ولم أغلقه يوما.",
        want(None, "أحمد الزين", "فتحت المقهى قبل عشرين سنة ولم أغلقه يوما", "direct", section="body"),
    ),
    case(
        "subject_before_colon_is_a_topic",
        "اليمن: قتلى وجرحى في غارة على سوق شعبي\n\nقتل عشرة أشخاص في غارة على سوق شعبي صباح الأحد.",
    ),
    case(
        "dateline_is_no_speaker",
        "افتتاح معرض الكتاب\n\nالرياض: فارس السبيعي\nافتتح معرض الكتاب أبوابه أمام الزوار.",
    ),
    case(
        "dateline_before_the_text",
        "افتتاح معرض الكتاب\n\nالرباط: افتتح معرض الكتاب أبوابه أمام الزوار صباح الخميس.",
    ),
    case(
        "list_label_is_no_speaker",
        "تشكيلة المنتخب\n\nحراسة المرمى: ياسر وبونو.\nالدفاع: حكيمي وسايس وأكرد.",
    ),
    case(
        "clock_time_is_no_colon",
        "تنطلق المباراة في الساعة 20:45 على ملعب المدينة.",
    ),
    case(
        "byline_of_an_agency",
        "هزة أرضية تضرب الساحل\n\nالجزائر (رويترز) - ضربت هزة أرضية خفيفة الساحل الشرقي فجر الثلاثاء.",
    ),
)

MISSED: dict[str, tuple[str, ...]] = {
    "a claim is not found": ("two_dots_and_marks", "body_with_speaker_and_colon"),
    "a claim that no word and no colon signals is not sought": ("quotation_dash_speaker",),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(CASES, MISSED))
def test_heading(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
