"""One speaker through an article: names, titles, appositions, pronouns, dropped subjects, words that point back."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

NAMES = (
    case(
        "title_before_the_name",
        "قالت وزيرة البيئة الفرنسية كلير مورو إن القمة ستعقد في باريس.",
        want("قالت", "كلير مورو", "القمة ستعقد في باريس", role="وزيرة البيئة الفرنسية", resolved_by="name",
             mention="وزيرة البيئة الفرنسية كلير مورو"),
    ),
    case(
        "compound_title",
        "قال المتحدث باسم وزارة الدفاع طارق السالم إن المناورات انتهت.",
        want("قال", "طارق السالم", "المناورات انتهت", role="المتحدث باسم وزارة الدفاع"),
    ),
    case(
        "apposition_behind_with_comma",
        "وقال نادر الخوري، رئيس غرفة التجارة، إن الصادرات تضاعفت.",
        want("قال", "نادر الخوري", "الصادرات تضاعفت", role="رئيس غرفة التجارة", mention="نادر الخوري"),
    ),
    case(
        "apposition_behind_without_comma",
        "وقال نادر الخوري رئيس غرفة التجارة إن الصادرات تضاعفت.",
        want("قال", "نادر الخوري", "الصادرات تضاعفت", role="رئيس غرفة التجارة"),
    ),
    case(
        "title_comma_name",
        "أعلن وزير النفط، زاهر حمدان، أن الإنتاج سيزيد.",
        want("أعلن", "زاهر حمدان", "الإنتاج سيزيد", role="وزير النفط", mention="وزير النفط", resolved_by="title"),
    ),
    case(
        "honorific_is_neither_role_nor_name",
        "وأوضح الدكتور سعيد القحطاني أن اللقاح آمن.",
        want("أوضح", "سعيد القحطاني", "اللقاح آمن", mention="الدكتور سعيد القحطاني"),
    ),
    case(
        "full_name_then_short",
        "قال رئيس الاتحاد إبراهيم المنصوري إن الدوري سيبدأ في سبتمبر. وأكد المنصوري أن الملاعب جاهزة.",
        want("قال", "إبراهيم المنصوري", "الدوري سيبدأ في سبتمبر"),
        want("أكد", "إبراهيم المنصوري", "الملاعب جاهزة", role="رئيس الاتحاد", resolved_by="name", mention="المنصوري"),
        distinct=1,
    ),
    case(
        "short_name_before_the_full_one",
        "المنصوري يتوقع موسما صعبا\n\nقال رئيس الاتحاد إبراهيم المنصوري إن الدوري سيبدأ في سبتمبر.",
        want("يتوقع", "إبراهيم المنصوري", "موسما صعبا", section="headline"),
        want("قال", "إبراهيم المنصوري", "الدوري سيبدأ في سبتمبر"),
        distinct=1,
    ),
    case(
        "full_name_then_title_alone",
        "زارت وزيرة الثقافة منال البكري المتحف الوطني. وقالت الوزيرة إن القاعة الجديدة ستفتح في الشتاء.",
        want("قالت", "منال البكري", "القاعة الجديدة ستفتح في الشتاء", resolved_by="title", mention="الوزيرة",
             role="وزيرة الثقافة"),
    ),
    case(
        "title_of_another_person",
        "التقى وزير الخارجية سامر عودة رئيس البرلمان فؤاد نعيم. وقال رئيس البرلمان إن الجلسة كانت مثمرة.",
        want("قال", "فؤاد نعيم", "الجلسة كانت مثمرة", resolved_by="title", role="رئيس البرلمان"),
    ),
    case(
        "president_by_nationality",
        "وصل الرئيس البرازيلي باولو سيلفا إلى لشبونة. وأعلن الرئيس البرازيلي أن بلاده ستوقع الاتفاق.",
        want("أعلن", "باولو سيلفا", "بلاده ستوقع الاتفاق", role="الرئيس البرازيلي", resolved_by="title"),
    ),
    case(
        "two_persons_of_one_family_name",
        "قال المدرب خالد الأحمد إن المباراة صعبة. وقال المهاجم ياسر الأحمد إنه جاهز للعب.",
        want("قال", "خالد الأحمد", "المباراة صعبة", role="المدرب"),
        want("قال", "ياسر الأحمد", "إنه جاهز للعب", role="المهاجم"),
        distinct=2,
    ),
    case(
        "organization_full_then_short",
        "أعلنت الشركة الوطنية للكهرباء أن الفواتير ستنخفض. وأوضحت الشركة أن التعرفة تبدأ في مايو.",
        want("أعلنت", "الشركة الوطنية للكهرباء", "الفواتير ستنخفض"),
        want("أوضحت", "الشركة الوطنية للكهرباء", "التعرفة تبدأ في مايو", mention="الشركة"),
        distinct=1,
    ),
    case(
        "preposition_attached_to_the_title",
        "ووفقا لمدير المهرجان سعد المرزوقي، فإن العروض ستستمر أسبوعا.",
        want("وفقا", "سعد المرزوقي", "العروض ستستمر أسبوعا", role="مدير المهرجان",
             mention="مدير المهرجان سعد المرزوقي"),
    ),
    case(
        "nickname",
        "قال القيادي محمود الزبيدي المعروف بأبي خالد إن الفصائل توافقت. وأضاف أبو خالد أن الاتفاق سيعلن قريبا.",
        want("قال", "محمود الزبيدي", "الفصائل توافقت", role="القيادي"),
        want("أضاف", "محمود الزبيدي", "الاتفاق سيعلن قريبا", mention="أبو خالد"),
    ),
    case(
        "role_told_later",
        "قالت عبير سلوم إن الميناء سيتوسع. وتدير سلوم، مديرة هيئة الموانئ، المشروع منذ عام.",
        want("قالت", "عبير سلوم", "الميناء سيتوسع", role="مديرة هيئة الموانئ"),
    ),
    case(
        "affiliation_in_the_title",
        "وقال الباحث في معهد كارنيغي سمير لطفي إن الانتخابات ستؤجل.",
        want("قال", "سمير لطفي", "الانتخابات ستؤجل", role="الباحث في معهد كارنيغي"),
    ),
    case(
        "kin",
        "توفي الممثل جميل الراعي فجر الاثنين. وقالت ابنته إن الجنازة ستقام في مسقط رأسه.",
        want("قالت", "ابنته", "الجنازة ستقام في مسقط رأسه", kind="person", mention="ابنته"),
    ),
    case(
        "conjoined_speakers",
        "أكد وزير الزراعة ووزير المياه أن السدود امتلأت.",
        want("أكد", "وزير الزراعة ووزير المياه", "السدود امتلأت", mention="وزير الزراعة ووزير المياه"),
    ),
    case(
        "conjoined_countries",
        "دعت مصر والأردن إلى وقف فوري لإطلاق النار.",
        want("دعت", "مصر والأردن", "وقف فوري لإطلاق النار", mention="مصر والأردن"),
    ),
)

DROPPED = (
    case(
        "dropped_next_sentence",
        "قال المدير العام للمستشفى وليد شريف إن الأجهزة وصلت. وأضاف أن التشغيل يبدأ الأسبوع المقبل.",
        want("قال", "وليد شريف", "الأجهزة وصلت"),
        want("أضاف", "وليد شريف", "التشغيل يبدأ الأسبوع المقبل", mention=None, resolved_by="dropped",
             role="المدير العام للمستشفى"),
        distinct=1,
    ),
    case(
        "dropped_next_line",
        "جسر جديد فوق النهر\n\nقال المهندس عمر زيدان إن الجسر يتحمل الزلازل.\nوأشار إلى أن البناء استغرق ثلاث سنوات.",
        want("قال", "عمر زيدان", "الجسر يتحمل الزلازل"),
        want("أشار", "عمر زيدان", "البناء استغرق ثلاث سنوات", mention=None),
        distinct=1,
    ),
    case(
        "kama_and_verb",
        "أكدت السفيرة نورة الهاشمي أن التأشيرات ستسهل، كما أضافت أن القنصلية ستفتح فرعا في وهران.",
        want("أكدت", "نورة الهاشمي", "التأشيرات ستسهل"),
        want("أضافت", "نورة الهاشمي", "القنصلية ستفتح فرعا في وهران", mention=None),
        distinct=1,
    ),
    case(
        "dropped_agrees_in_gender",
        "اجتمع العمدة فريد جبران بالناشطة سعاد الكيلاني. وقالت إن الحي يحتاج إلى مدرسة.",
        want("قالت", "سعاد الكيلاني", "الحي يحتاج إلى مدرسة", mention=None),
    ),
    case(
        "dropped_agrees_in_gender_masculine",
        "قالت الناشطة سعاد الكيلاني إن الحي يحتاج إلى مدرسة. وزار العمدة فريد جبران الحي ووعد بأن يبدأ البناء قريبا.",
        want("قالت", "سعاد الكيلاني", "الحي يحتاج إلى مدرسة"),
        want("وعد", "فريد جبران", "يبدأ البناء قريبا", mention=None),
    ),
    case(
        "dropped_agrees_in_number",
        "قال المحامي إن الحكم جائر. وخرج المتظاهرون إلى الشارع مساء، وقالوا إنهم لن يعودوا إلى بيوتهم.",
        want("قال", "المحامي", "الحكم جائر"),
        want("قالوا", "المتظاهرون", "إنهم لن يعودوا إلى بيوتهم", mention=None),
    ),
    case(
        "first_person_inside_a_quotation",
        "وقال المتحدث ماجد الزهراني: «نؤكد أننا سنحاسب المقصرين».",
        want("قال", "ماجد الزهراني", "نؤكد أننا سنحاسب المقصرين", "direct"),
        want("نؤكد", "ماجد الزهراني", "أننا سنحاسب المقصرين", ("direct", "indirect"), within=1),
        distinct=1,
    ),
    case(
        "pronoun_on_the_verbal_noun",
        "تحدث المخرج يوسف عطية إلى الصحافيين، ونقلت عنه صحيفة الفن قوله إن التصوير انتهى.",
        want("نقلت", "صحيفة الفن", "قوله إن التصوير انتهى"),
        want("قوله", "يوسف عطية", "التصوير انتهى", within=1, resolved_by="pronoun"),
    ),
    case(
        "pronoun_on_a_particle",
        "حضر الخبير هشام عباس جلسة البرلمان. والقانون، على حد قوله، لا يحمي أحدا.",
        want("على حد قوله", "هشام عباس", "لا يحمي أحدا", mention=None, resolved_by="pronoun"),
    ),
    case(
        "new_speaker_between",
        "قال المدعي إن الأدلة كافية. وقال المحامي إن موكله بريء. وأضاف أن الشهود تراجعوا.",
        want("قال", "المدعي", "الأدلة كافية"),
        want("قال", "المحامي", "موكله بريء"),
        want("أضاف", "المحامي", "الشهود تراجعوا", mention=None),
        distinct=2,
    ),
    case(
        "inner_speaker_does_not_take_over",
        "قال رئيس النادي فادي قاسم إن المدرب طلب إجازة. وأضاف أن الإدارة ستقرر غدا.",
        want("قال", "فادي قاسم", "المدرب طلب إجازة"),
        want("أضاف", "فادي قاسم", "الإدارة ستقرر غدا", mention=None),
    ),
)

POINTING_BACK = (
    case(
        "from_his_side",
        "قال رئيس الوزراء إن الموازنة متوازنة. من جانبه، أكد محافظ المصرف أن الاحتياطي مستقر.",
        want("قال", "رئيس الوزراء", "الموازنة متوازنة"),
        want("أكد", "محافظ المصرف", "الاحتياطي مستقر", mention="محافظ المصرف"),
        distinct=2,
    ),
    case(
        "in_her_turn",
        "طالب العمال بزيادة الأجور. وبدورها قالت الإدارة إن الميزانية لا تسمح بذلك.",
        want("طالب", "العمال", "بزيادة الأجور"),
        want("قالت", "الإدارة", "الميزانية لا تسمح بذلك"),
    ),
    case(
        "the_same_source",
        "قال مصدر عسكري إن الطائرة سقطت قرب الحدود. وأكد المصدر ذاته أن الطيار نجا.",
        want("قال", "مصدر عسكري", "الطائرة سقطت قرب الحدود", anonymous=True),
        want("أكد", "مصدر عسكري", "الطيار نجا", mention="المصدر ذاته", resolved_by="context", anonymous=True),
        distinct=1,
    ),
    case(
        "the_source",
        "قال مصدر عسكري إن الطائرة سقطت قرب الحدود. وأضاف المصدر أن الطيار نجا.",
        want("قال", "مصدر عسكري", "الطائرة سقطت قرب الحدود"),
        want("أضاف", "مصدر عسكري", "الطيار نجا", mention="المصدر", anonymous=True),
        distinct=1,
    ),
    case(
        "the_latter",
        "التقى الأمين العام مبعوث الاتحاد الأفريقي موسى كمارا، وأبلغه الأخير أن القوات ستنسحب في يونيو.",
        want("أبلغه", "موسى كمارا", "القوات ستنسحب في يونيو", mention="الأخير"),
    ),
    case(
        "his_excellency",
        "افتتح وزير الصحة ماهر الجندي المستشفى. وقال معاليه إن العلاج سيكون مجانيا.",
        want("قال", "ماهر الجندي", "العلاج سيكون مجانيا", mention="معاليه"),
    ),
    case(
        "the_agency_goes_on",
        "قالت وكالة الطاقة الدولية إن الطلب سيرتفع. وأضافت الوكالة أن الأسعار ستستقر.",
        want("قالت", "وكالة الطاقة الدولية", "الطلب سيرتفع"),
        want("أضافت", "وكالة الطاقة الدولية", "الأسعار ستستقر"),
        distinct=1,
    ),
    case(
        "the_statement_goes_on",
        "أصدرت نقابة المعلمين بيانا مساء السبت. وقال البيان إن الإضراب مستمر.",
        want("قال", "البيان", "الإضراب مستمر", kind="document"),
    ),
)

CASES: tuple[Case, ...] = NAMES + DROPPED + POINTING_BACK

MISSED: dict[str, tuple[str, ...]] = {
    "a claim too many": ("pronoun_on_the_verbal_noun",),
    "the mention ends elsewhere": ("the_latter",),
    "the speaker is described otherwise": ("nickname", "dropped_agrees_in_gender_masculine"),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(NAMES, MISSED))
def test_name_and_role(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


@pytest.mark.parametrize("case", marked(DROPPED, MISSED))
def test_dropped_and_pronoun(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


@pytest.mark.parametrize("case", marked(POINTING_BACK, MISSED))
def test_pointing_back(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
