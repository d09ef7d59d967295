"""What is not a claim: other senses of the words, negation, nobody as source, narration."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

CASES = (
    case("mention_as_a_noun", "خلت القائمة من ذكر اللاعبين المصابين."),
    case("bayna_the_preposition", "جرت المباراة بين الفريقين على ملعب المدينة."),
    case("saw_with_the_eyes", "رأى السائق قطيعا من الجمال على الطريق فتوقف."),
    case("uncovered_a_thing", "كشف عمال الحفر أنبوبا قديما تحت الشارع."),
    case("invited_to_a_meeting", "دعا الرئيس نظيره الفرنسي إلى مأدبة عشاء في القصر."),
    case("speech_without_content", "تحدث الوزير أمس في افتتاح المؤتمر."),
    case("topic_without_content", "بحث الوزيران العلاقات الثنائية بين البلدين."),
    case("negated_saying", "لم يقل الوزير إن الأسعار سترتفع."),
    case("nobody_it_is_mentioned", "يذكر أن الملعب يتسع لستين ألف متفرج."),
    case("nobody_it_is_expected", "ومن المتوقع أن تصل البعثة إلى مطار القاهرة يوم الأحد."),
    case("nobody_passive", "وأعلن في وقت سابق عن تأجيل المباراة."),
    case("nobody_it_is_known", "ومن المعروف أن النهر يفيض في الربيع."),
    case("generic_people", "يقول الناس إن المطر خير."),
    case("narration", "وصل الوفد إلى مطار بيروت مساء الأحد واستقبله السفير."),
    case("adding_sugar", "أضاف الطاهي ملعقة من السكر إلى الخليط."),
    case("followed_the_match", "تابع آلاف المشجعين المباراة في الساحة الكبرى."),
    case("posted_guards", "نشرت البلدية حراسا على الشواطئ."),
    case("carried_the_wounded", "نقلت سيارات الإسعاف الجرحى إلى المستشفى."),
    case("recorded_a_goal", "سجل المهاجم هدفين في الشوط الثاني."),
    case("witnessed_a_rise", "شهدت الأسواق إقبالا كبيرا قبل العيد."),
    case("wrote_a_novel", "كتب الروائي رواية عن حرب الجزائر."),
    case("proved_its_superiority", "أكد المنتخب تفوقه بثلاثة أهداف."),
    case("refusal_without_reason", "رفض النادي عرض الفريق الإنجليزي."),
    case("intention", "تعتزم الحكومة بناء سد جديد في الشمال."),
    case(
        "refusal_with_words",
        "رفض النادي العرض قائلا إن اللاعب ليس للبيع.",
        want("قائلا", "النادي", "اللاعب ليس للبيع"),
    ),
    case("pointer_to_a_place", "تشير عقارب الساعة في البرج إلى منتصف الليل."),
    case("participle_as_adjective", "عرض المتحف قطعا نادرة لافتة للنظر."),
    case("scare_quotes_without_speaker", "فاز فيلم «الطريق الطويل» بجائزة المهرجان."),
)

MISSED: dict[str, tuple[str, ...]] = {
    "nobody is the source": ("nobody_passive", "generic_people"),
    "the word has another sense here": (
        "saw_with_the_eyes", "uncovered_a_thing", "invited_to_a_meeting", "adding_sugar", "wrote_a_novel",
        "proved_its_superiority",
    ),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(CASES, MISSED))
def test_not_a_claim(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
