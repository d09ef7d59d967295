"""Who «المصدر», «البيان», «المسؤولون», «الزعيمان» and an explained short name are; what is no part of a speaker."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

CASES = (
    case(
        "the_statement_of_a_ministry",
        "أعلنت وزارة الزراعة في بيان أن الموسم انتهى. وأضاف البيان أن المحصول زاد.",
        want("أعلنت", "وزارة الزراعة", "الموسم انتهى"),
        want("أضاف", "بيان وزارة الزراعة", "المحصول زاد", kind="document", mention="البيان"),
    ),
    case(
        "came_in_a_statement_by",
        "وجاء في بلاغ لوزارة النقل أن الطريق مغلق.",
        want("جاء", "بلاغ وزارة النقل", "الطريق مغلق", kind="document", mention="بلاغ لوزارة النقل"),
    ),
    case(
        "the_source_is_the_nameless_one",
        "قال مصدر أمني إن الحدود أغلقت. وأكد وزير الدفاع سامر عودة أن الجيش مستعد. وأضاف المصدر أن القرار مؤقت.",
        want("قال", "مصدر أمني", "الحدود أغلقت"),
        want("أكد", "سامر عودة", "الجيش مستعد"),
        want("أضاف", "مصدر أمني", "القرار مؤقت", mention="المصدر"),
        distinct=2,
    ),
    case(
        "the_source_in_full_names_it",
        "أكد مصدر عسكري أن المعبر فتح. وقال المصدر في قيادة الأركان إن القوات انسحبت.",
        want("أكد", "المصدر في قيادة الأركان", "المعبر فتح"),
        want("قال", "المصدر في قيادة الأركان", "القوات انسحبت"),
        distinct=1,
    ),
    case(
        "several_officials_again",
        "قال مسؤولون في البلدية إن السوق سيغلق. وأوضح المسؤولون أن الباعة سينقلون.",
        want("قال", "مسؤولون في البلدية", "السوق سيغلق"),
        want("أوضح", "مسؤولون في البلدية", "الباعة سينقلون", mention="المسؤولون"),
        distinct=1,
    ),
    case(
        "officials_are_not_the_one_official_named",
        "زار المسؤول في البلدية كريم حداد السوق. وقال المسؤولون إن الباعة سينقلون.",
        want("قال", "المسؤولون", "الباعة سينقلون"),
    ),
    case(
        "both_leaders",
        "التقى الرئيس البرازيلي باولو سيلفا نظيره الأرجنتيني كارلوس غوميز في لشبونة. وأكد الزعيمان أن الاتفاق قريب.",
        want("أكد", "باولو سيلفا وكارلوس غوميز", "الاتفاق قريب", kind="group", mention="الزعيمان"),
    ),
    case(
        "short_name_in_brackets",
        "حذر المركز الإقليمي لمراقبة الزلازل (رصد) من هزات جديدة. وأضاف رصد أن السكان سيجلون.",
        want("حذر", "المركز الإقليمي لمراقبة الزلازل", "هزات جديدة"),
        want("أضاف", "المركز الإقليمي لمراقبة الزلازل", "السكان سيجلون", mention="رصد"),
        distinct=1,
    ),
    case(
        "title_with_a_town_before_the_name",
        "أوضح النائب العام لمدينة حلب، عماد الخطيب، أن التحقيق بدأ.",
        want("أوضح", "عماد الخطيب", "التحقيق بدأ", role="النائب العام لمدينة حلب"),
    ),
    case(
        "second_title_before_the_name",
        "قالت عضو لجنة الصحة في البرلمان، النائبة رنا الشامي، إن الدواء متوفر.",
        want("قالت", "رنا الشامي", "الدواء متوفر"),
    ),
    case(
        "spokesman_is_not_whom_he_speaks_for",
        "قال متحدث باسم الشيخ عمر الدباغ إن الجمعية ستفتح غدا.",
        want("قال", "متحدث باسم الشيخ عمر الدباغ", "الجمعية ستفتح غدا"),
    ),
    case(
        "foundation_named_after_a_person",
        "أكد نائب المدير التنفيذي لمؤسسة سليم الراشد أن المنح ستوزع.",
        want("أكد", "نائب المدير التنفيذي لمؤسسة سليم الراشد", "المنح ستوزع"),
    ),
    case(
        "heading_names_the_minister",
        "سامر عودة: الميزانية متوازنة\n\nقال وزير المالية اليوم إن الضرائب لن ترتفع.",
        want(None, "سامر عودة", "الميزانية متوازنة", ("direct", "indirect"), section="headline"),
        want("قال", "سامر عودة", "الضرائب لن ترتفع", role="وزير المالية"),
        distinct=1,
    ),
    case(
        "title_worded_otherwise",
        "استقبل الرئيس باولو سيلفا الوفد. وأعلن الرئيس البرازيلي أن السفارة ستفتح.",
        want("أعلن", "باولو سيلفا", "السفارة ستفتح", resolved_by="title"),
    ),
    case(
        "two_ministers_by_their_function",
        "استقبل وزير الداخلية سامر عودة وزير الداخلية الإيطالي باولو ريتشي. وقال وزير الداخلية إن التعاون سيستمر.",
        want("قال", "سامر عودة", "التعاون سيستمر", resolved_by="title"),
    ),
    case(
        "form_of_address_is_no_function",
        "افتتح صاحب السمو الأمير ناصر بن خالد أمير منطقة الشرق المعرض. وقال أمير منطقة الشرق إن المعرض كبير.",
        want("قال", "ناصر بن خالد", "المعرض كبير", role="أمير منطقة الشرق"),
    ),
    case(
        "time_is_no_part_of_the_mention",
        "أكد مصدر عسكري عراقي اليوم الأحد 19 مارس 2017 أن الجسر دمر.",
        want("أكد", "مصدر عسكري عراقي", "الجسر دمر", mention="مصدر عسكري عراقي"),
    ),
    case(
        "paper_called_by_a_day",
        "ذكرت صحيفة اليوم أن المصنع سيغلق.",
        want("ذكرت", "صحيفة اليوم", "المصنع سيغلق", mention="صحيفة اليوم"),
    ),
    case(
        "manner_is_no_part_of_the_mention",
        "وقال كريم حداد مازحا إن الكرة لا تحبه.",
        want("قال", "كريم حداد", "الكرة لا تحبه", mention="كريم حداد"),
    ),
    case(
        "object_in_the_oblique",
        "قال المدرب نبيل سرحان إن الملعب جاهز. ونصح المشاركين بالانتظار.",
        want("قال", "نبيل سرحان", "الملعب جاهز"),
        want("نصح", "نبيل سرحان", ("بالانتظار", "الانتظار"), mention=None),
    ),
    case(
        "feminine_object_behind_a_masculine_verb",
        "تحدث النائب وليد عامر في الجلسة. ودعا الحكومة إلى خفض الضرائب.",
        want("دعا", "وليد عامر", "خفض الضرائب", mention=None),
    ),
    case(
        "plural_in_the_nominative_is_the_subject",
        "ووصف المراقبون الانتخابات بأنها نزيهة.",
        want("وصف", "المراقبون", ("الانتخابات بأنها نزيهة", "بأنها نزيهة"), mention="المراقبون"),
    ),
    case(
        "relative_clause",
        "التقى الوفد رئيس البلدية فادي قاسم الذي أكد أن الجسر سيرمم.",
        want("أكد", "فادي قاسم", "الجسر سيرمم"),
    ),
    case(
        "in_front_of_its_verb_behind_an_aside",
        "رغم أن مدير المتحف، وليد شريف، قال إن القاعة آمنة فقد أغلقت.",
        want("قال", "وليد شريف", ("القاعة آمنة", "القاعة آمنة فقد أغلقت")),
    ),
    case(
        "subject_of_the_action",
        "رفض النادي العرض معتبرا أن المبلغ قليل.",
        want("معتبرا", "النادي", "المبلغ قليل"),
    ),
)

MISSED: dict[str, tuple[str, ...]] = {
    "the speaker is described otherwise": ("subject_of_the_action",),
}

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(CASES, MISSED))
def test_resolution(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
