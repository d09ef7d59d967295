"""Participles and verbal nouns that carry speech: مؤكدا، لافتا إلى، قوله إن، إعلان X عن."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

PARTICIPLES = (
    case(
        "affirming",
        "قال وزير الزراعة إن المحصول وفير، مؤكدا أن الأسعار ستنخفض.",
        want("قال", "وزير الزراعة", "المحصول وفير"),
        want("مؤكدا", "وزير الزراعة", "الأسعار ستنخفض", mention=None, resolved_by="dropped", act="affirm"),
        distinct=1,
    ),
    case(
        "adding",
        "أعلنت البلدية أن الحديقة ستغلق شهرا، مضيفة أن أعمال الصيانة تبدأ السبت.",
        want("أعلنت", "البلدية", "الحديقة ستغلق شهرا"),
        want("مضيفة", "البلدية", "أعمال الصيانة تبدأ السبت", act="add"),
    ),
    case(
        "pointing_to_a_noun",
        "أكد المدير أن العمل يسير وفق الخطة، مشيرا إلى نقص في عدد الممرضين.",
        want("أكد", "المدير", "العمل يسير وفق الخطة"),
        want("مشيرا", "المدير", "نقص في عدد الممرضين"),
    ),
    case(
        "drawing_attention_with_tanwin",
        "وأوضح الخبير أن الآبار جفت، لافتًا إلى أن الأمطار تأخرت هذا العام.",
        want("أوضح", "الخبير", "الآبار جفت"),
        want("لافتًا", "الخبير", "الأمطار تأخرت هذا العام"),
    ),
    case(
        "deeming",
        "رفض النائب الخطة، معتبرا أنها تخدم الأغنياء وحدهم.",
        want("معتبرا", "النائب", "أنها تخدم الأغنياء وحدهم", act="deem"),
    ),
    case(
        "calling_with_addressee",
        "حذر الطبيب من موجة جديدة، داعيا السكان إلى ارتداء الكمامات.",
        want("حذر", "الطبيب", "موجة جديدة"),
        want("داعيا", "الطبيب", "ارتداء الكمامات", act="demand"),
    ),
    case(
        "saying_after_an_action",
        "استقبل العمدة الفريق الفائز قائلا إن المدينة فخورة بلاعبيها.",
        want("قائلا", "العمدة", "المدينة فخورة بلاعبيها"),
    ),
    case(
        "saying_with_quotation",
        "وابتسم الحارس قائلا: «الملعب هو الحكم بيننا».",
        want("قائلا", "الحارس", "الملعب هو الحكم بيننا", "direct"),
    ),
    case(
        "verb_and_saying_are_one_cue",
        "وقال المدرب إن الفريق جاهز. وأضاف قائلا: «لا أعذار بعد اليوم».",
        want("قال", "المدرب", "الفريق جاهز"),
        want("أضاف قائلا", "المدرب", "لا أعذار بعد اليوم", "direct", act="add"),
        distinct=1,
    ),
    case(
        "two_participles",
        "قالت المديرة إن المدرسة جاهزة، مشيرة إلى أن الكتب وصلت، ومؤكدة أن الدروس تبدأ الأحد.",
        want("قالت", "المديرة", "المدرسة جاهزة"),
        want("مشيرة", "المديرة", "الكتب وصلت"),
        want("مؤكدة", "المديرة", "الدروس تبدأ الأحد"),
        distinct=1,
    ),
    case(
        "plural_participle",
        "غادر اللاعبون الملعب غاضبين، متهمين الحكم بالانحياز للفريق المضيف.",
        want("متهمين", "اللاعبون", "الحكم بالانحياز للفريق المضيف", act="accuse"),
    ),
    case(
        "praising",
        "افتتح الوزير المعرض، مشيدا بجهود المتطوعين.",
        want("مشيدا", "الوزير", "بجهود المتطوعين", act="praise"),
    ),
    case(
        "demanding",
        "تظاهر المئات أمام المحكمة، مطالبين بالإفراج عن المعتقلين.",
        want("مطالبين", "المئات", "بالإفراج عن المعتقلين"),
    ),
    case(
        "allusion",
        "قال المدرب إن بعض اللاعبين لا يستحقون القميص، في إشارة إلى المهاجم الذي غادر المعسكر.",
        want("قال", "المدرب", "بعض اللاعبين لا يستحقون القميص"),
        want("في إشارة إلى", "المدرب", "المهاجم الذي غادر المعسكر"),
    ),
    case(
        "participle_first",
        "ونافيا أن تكون له علاقة بالقضية، غادر المتهم قاعة المحكمة.",
        want("نافيا", "المتهم", "تكون له علاقة بالقضية", act="deny"),
    ),
)

VERBAL_NOUNS = (
    case(
        "his_affirmation",
        "وجاءت زيارة المبعوث بعد تأكيده أن الهدنة ما زالت قائمة.",
        want("تأكيده", "المبعوث", "الهدنة ما زالت قائمة", resolved_by="pronoun", act="affirm"),
    ),
    case(
        "announcement_by_a_company",
        "تراجع السهم بعد إعلان الشركة عن خسائر كبيرة في الربع الأول.",
        want("إعلان", "الشركة", "خسائر كبيرة في الربع الأول", act="announce", mention="الشركة"),
    ),
    case(
        "announcement_with_clause",
        "عاد الهدوء إلى العاصمة بعد إعلان الجيش أن حظر التجول سيرفع.",
        want("إعلان", "الجيش", "حظر التجول سيرفع"),
    ),
    case(
        "statements_of_a_minister",
        "أثارت تصريحات وزير المالية بأن الدعم سيلغى غضب النقابات.",
        want("تصريحات", "وزير المالية", "الدعم سيلغى"),
    ),
    case(
        "accusation_noun",
        "ويأتي القرار ردا على اتهامات المعارضة للحكومة بالفساد.",
        want("اتهامات", "المعارضة", "للحكومة بالفساد"),
    ),
    case(
        "demand_noun",
        "تجاهلت الإدارة مطالبة العمال بزيادة الأجور.",
        want("مطالبة", "العمال", "بزيادة الأجور"),
    ),
    case(
        "warning_noun",
        "أغلقت السلطات الشاطئ بعد تحذيرات خبراء البيئة من تلوث المياه.",
        want("تحذيرات", "خبراء البيئة", "تلوث المياه", act="warn"),
    ),
    case(
        "statement_in_which",
        "أصدرت الوزارة بيانا جاء فيه أن نتائج الامتحانات ستعلن الاثنين.",
        want("بيانا جاء فيه", "الوزارة", "نتائج الامتحانات ستعلن الاثنين"),
    ),
    case(
        "came_in_a_report",
        "وجاء في التقرير أن عدد السجناء تضاعف.",
        want("جاء", "التقرير", "عدد السجناء تضاعف", kind="document"),
    ),
    case(
        "pretext",
        "أوقفت الشرطة الصحافي بحجة أنه صور منشأة عسكرية.",
        want("بحجة", "الشرطة", "أنه صور منشأة عسكرية", act="explain"),
    ),
)

CASES: tuple[Case, ...] = PARTICIPLES + VERBAL_NOUNS

MISSED: dict[str, tuple[str, ...]] = {
    "a claim is not found": ("allusion",),
    "an addressee or object runs into the speaker": ("plural_participle",),
    "the subject of the action is not found as the speaker of the participle": (
        "deeming", "demanding", "participle_first",
    ),
    "verbal nouns are rare in what is learnt from": (
        "his_affirmation", "statements_of_a_minister", "accusation_noun", "warning_noun", "statement_in_which",
        "pretext",
    ),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(PARTICIPLES, MISSED))
def test_participle(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


@pytest.mark.parametrize("case", marked(VERBAL_NOUNS, MISSED))
def test_verbal_noun(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
