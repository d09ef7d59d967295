"""Who can be a source: documents, media, places, groups, and those who are not named."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

CASES = (
    case(
        "document",
        "وذكر التقرير أن نسبة الفقر تراجعت في المدن.",
        want("ذكر", "التقرير", "نسبة الفقر تراجعت في المدن", kind="document", anonymous=False),
    ),
    case(
        "study",
        "أظهرت دراسة حديثة أن المشي يحسن الذاكرة.",
        want("أظهرت", "دراسة حديثة", "المشي يحسن الذاكرة", kind="document"),
    ),
    case(
        "statement_then_its_maker",
        "وقال البيان إن القوات أحبطت محاولة تسلل.",
        want("قال", "البيان", "القوات أحبطت محاولة تسلل", kind="document"),
    ),
    case(
        "newspaper",
        "ذكرت صحيفة النهار أن الاتفاق سيوقع في جنيف.",
        want("ذكرت", "صحيفة النهار", "الاتفاق سيوقع في جنيف", kind="organization"),
    ),
    case(
        "newspaper_in_marks",
        "كشفت صحيفة «الصباح» أن الصفقة تعثرت.",
        want("كشفت", "صحيفة «الصباح»", "الصفقة تعثرت"),
    ),
    case(
        "agency_abbreviated",
        "وذكرت رويترز أن السفينة غيرت مسارها.",
        want("ذكرت", "رويترز", "السفينة غيرت مسارها", kind="organization", anonymous=False),
    ),
    case(
        "agency_full_name_then_short",
        "أفادت وكالة الأنباء السعودية (واس) بأن الحرارة سترتفع في الرياض. وذكرت واس أن الأمطار ستتأخر.",
        want("أفادت", "وكالة الأنباء السعودية", "الحرارة سترتفع في الرياض", kind="organization"),
        want("ذكرت", "وكالة الأنباء السعودية", "الأمطار ستتأخر", resolved_by="name"),
        distinct=1,
    ),
    case(
        "television",
        "أذاع التلفزيون الرسمي أن الرئيس سيلقي كلمة مساء اليوم.",
        want("أذاع", "التلفزيون الرسمي", "الرئيس سيلقي كلمة مساء اليوم"),
    ),
    case(
        "capital_for_its_government",
        "أعلنت موسكو أنها ستستأنف المفاوضات.",
        want("أعلنت", "موسكو", "أنها ستستأنف المفاوضات", kind="place"),
    ),
    case(
        "country",
        "رحبت قطر بالإفراج عن الأسرى.",
        want("رحبت", "قطر", "بالإفراج عن الأسرى", kind="place"),
    ),
    case(
        "white_house",
        "نفى البيت الأبيض وجود خلاف بين الحليفين.",
        want("نفى", "البيت الأبيض", "وجود خلاف بين الحليفين"),
    ),
    case(
        "group_of_experts",
        "يرى خبراء الاقتصاد أن رفع الفائدة ضروري.",
        want("يرى", "خبراء الاقتصاد", "رفع الفائدة ضروري", kind="group", act="deem"),
    ),
    case(
        "residents",
        "اشتكى سكان الحي من انقطاع المياه منذ أسبوع.",
        want("اشتكى", "سكان الحي", "انقطاع المياه منذ أسبوع", kind="group"),
    ),
    case(
        "demonstrators",
        "هتف المحتجون: «الشعب يريد العدالة».",
        want("هتف", "المحتجون", "الشعب يريد العدالة", "direct", kind="group"),
    ),
    case(
        "anonymous_source",
        "أفاد مصدر أمني بأن المشتبه به أوقف عند الحدود.",
        want("أفاد", "مصدر أمني", "المشتبه به أوقف عند الحدود", kind="unnamed", anonymous=True),
    ),
    case(
        "anonymous_sources",
        "وقالت مصادر مطلعة إن التعديل الوزاري بات وشيكا.",
        want("قالت", "مصادر مطلعة", "التعديل الوزاري بات وشيكا", kind="unnamed", anonymous=True),
    ),
    case(
        "eyewitnesses",
        "وقال شهود عيان إن الحريق بدأ في الطابق الثالث.",
        want("قال", "شهود عيان", "الحريق بدأ في الطابق الثالث", kind="unnamed", anonymous=True),
    ),
    case(
        "unnamed_official",
        "وقال مسؤول في البنك المركزي إن الاحتياطي يكفي سنة.",
        want("قال", "مسؤول في البنك المركزي", "الاحتياطي يكفي سنة", anonymous=True),
    ),
    case(
        "official_who_refused_to_be_named",
        "وقال ضابط في الجيش رفض الكشف عن هويته إن التعزيزات وصلت.",
        want("قال", "ضابط في الجيش", "التعزيزات وصلت", anonymous=True, mention="ضابط في الجيش"),
    ),
    case(
        "one_of",
        "وقال أحد الناجين إن القارب كان يحمل ستين شخصا.",
        want("قال", "أحد الناجين", "القارب كان يحمل ستين شخصا", anonymous=True),
    ),
    case(
        "known_only_by_function",
        "وقال المتحدث باسم الشرطة إن التحقيق مستمر.",
        want("قال", "المتحدث باسم الشرطة", "التحقيق مستمر", role="المتحدث باسم الشرطة", kind="person", anonymous=False),
    ),
    case(
        "court",
        "قضت المحكمة بأن العقد باطل.",
        want("قضت", "المحكمة", "العقد باطل", kind="organization"),
    ),
    case(
        "law_holds",
        "ينص الدستور على أن حرية الصحافة مصونة.",
        want("ينص", "الدستور", "حرية الصحافة مصونة", kind="document"),
    ),
)

MISSED: dict[str, tuple[str, ...]] = {
    "one speaker is counted twice": ("agency_full_name_then_short",),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(CASES, MISSED))
def test_source(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
