"""Speech inside speech: the relay and the one whose words it relays."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

CASES = (
    case(
        "agency_relays_his_saying",
        "نقلت وكالة الأنباء عن وزير النفط سالم الربيعي قوله إن الإنتاج سيرتفع في مارس.",
        want("نقلت", "وكالة الأنباء", "قوله إن الإنتاج سيرتفع في مارس", within=None, kind="organization"),
        want("قوله", "سالم الربيعي", "الإنتاج سيرتفع في مارس", within=1, role="وزير النفط"),
    ),
    case(
        "agency_relays_her_saying_direct",
        "ونقلت الصحيفة عن متحدثة باسم الوزارة قولها: «لم يصلنا أي طلب».",
        want("نقلت", "الصحيفة", "قولها: «لم يصلنا أي طلب", "mixed", within=None),
        want("قولها", "متحدثة باسم الوزارة", "لم يصلنا أي طلب", "direct", within=1),
    ),
    case(
        "relay_without_his_saying",
        "ونقلت القناة عن شهود أن إطلاق النار استمر ساعة.",
        want("نقلت", "القناة", "إطلاق النار استمر ساعة"),
    ),
    case(
        "agency_relays_affirmation",
        "نقلت الإذاعة عن قائد الشرطة تأكيده أن الطرق آمنة.",
        want("نقلت", "الإذاعة", "تأكيده أن الطرق آمنة", within=None),
        want("تأكيده", "قائد الشرطة", "الطرق آمنة", within=1),
    ),
    case(
        "verb_in_a_clause",
        "قال المحامي إن موكله أكد أنه لم يوقع العقد.",
        want("قال", "المحامي", "موكله أكد أنه لم يوقع العقد", within=None),
        want("أكد", "موكله", "أنه لم يوقع العقد", within=1),
    ),
    case(
        "particle_in_a_clause",
        "قالت الوزيرة إنه بحسب منظمة الصحة العالمية تتراجع الإصابات يوميا.",
        want("قالت", "الوزيرة", "إنه بحسب منظمة الصحة العالمية تتراجع الإصابات يوميا", within=None),
        want("بحسب", "منظمة الصحة العالمية", "تتراجع الإصابات يوميا", within=1),
    ),
    case(
        "speech_inside_a_quotation",
        "وقال الحارس: «المدرب طلب مني ألا أخرج من المرمى».",
        want("قال", "الحارس", "المدرب طلب مني ألا أخرج من المرمى", "direct", within=None),
        want("طلب", "المدرب", "ألا أخرج من المرمى", "direct", within=1),
    ),
    case(
        "report_on_a_report",
        "ذكرت صحيفة الأيام أن البنك الدولي يتوقع تراجع النمو في المنطقة.",
        want("ذكرت", "صحيفة الأيام", "البنك الدولي يتوقع تراجع النمو في المنطقة", within=None),
        want("يتوقع", "البنك الدولي", "تراجع النمو في المنطقة", within=1),
    ),
    case(
        "three_levels",
        "قالت الوكالة إن الشرطة أكدت أن السائق اعترف بأنه كان نائما.",
        want("قالت", "الوكالة", "الشرطة أكدت أن السائق اعترف بأنه كان نائما", within=None),
        want("أكدت", "الشرطة", "السائق اعترف بأنه كان نائما", within=1),
        want("اعترف", "السائق", "بأنه كان نائما", within=2),
    ),
    case(
        "denial_of_a_statement",
        "نفى المدرب ما قاله رئيس النادي عن استقالته.",
        want("نفى", "المدرب", "ما قاله رئيس النادي عن استقالته"),
    ),
    case(
        "passive_relay_with_his_saying",
        "نقل عن مصدر عسكري قوله إن القوات انسحبت ليلا.",
        want("قوله", "مصدر عسكري", "القوات انسحبت ليلا", anonymous=True),
    ),
    case(
        "citing_between",
        "قالت قناة الحدث نقلا عن مصادر محلية إن القافلة وصلت إلى المعبر.",
        want("قالت", "قناة الحدث", "القافلة وصلت إلى المعبر"),
        want("نقلا عن", "مصادر محلية", "القافلة وصلت إلى المعبر", anonymous=True),
    ),
)

MISSED: dict[str, tuple[str, ...]] = {
    "a claim is not found": ("agency_relays_affirmation", "speech_inside_a_quotation", "report_on_a_report"),
    "a claim too many": ("passive_relay_with_his_saying",),
    "an attribution in the middle: the longer part behind it is its content": ("particle_in_a_clause",),
    "the content ends or begins elsewhere": ("denial_of_a_statement",),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(CASES, MISSED))
def test_nested(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
