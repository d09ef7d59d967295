"""Verbs and what follows them: a clause, a quotation, a nominal content."""

from __future__ import annotations

import pytest

from attribution_cases import Case, case, check, check_missed, check_sound, documents_of, marked, want
from claimx.model import Document

CLAUSES = (
    case(
        "verb_subject_clause",
        "قال وزير الصحة فهد العتيبي إن اللقاح سيصل قبل نهاية الشهر.",
        want("قال", "فهد العتيبي", "اللقاح سيصل قبل نهاية الشهر", role="وزير الصحة", kind="person", act="state",
             mention="وزير الصحة فهد العتيبي", anonymous=False),
    ),
    case(
        "subject_verb_clause",
        "وزارة الصحة أكدت أن مخزون الأدوية يكفي عاما كاملا.",
        want("أكدت", "وزارة الصحة", "مخزون الأدوية يكفي عاما كاملا", kind="organization", act="affirm", role=None),
    ),
    case(
        "attached_complementiser",
        "صرح المدرب الإسباني لويس غارسيا بأن فريقه لن يغير خطته في مباراة الإياب.",
        want("صرح", "لويس غارسيا", "فريقه لن يغير خطته في مباراة الإياب", role="المدرب الإسباني"),
    ),
    case(
        "preposition_and_complementiser",
        "أشارت منظمة الصحة العالمية إلى أن ملايين الأطفال بحاجة إلى التطعيم.",
        want("أشارت", "منظمة الصحة العالمية", "ملايين الأطفال بحاجة إلى التطعيم", kind="organization"),
    ),
    case(
        "complementiser_with_pronoun_stays",
        "شددت رئيسة الوزراء على أنها لن تستقيل قبل إقرار الموازنة.",
        want("شددت", "رئيسة الوزراء", "أنها لن تستقيل قبل إقرار الموازنة", act="affirm"),
    ),
    case(
        "conjunction_is_no_part_of_the_cue",
        "وأوضح مدير المستشفى أن الجرحى غادروا جميعا.",
        want("أوضح", "مدير المستشفى", "الجرحى غادروا جميعا", act="explain"),
    ),
    case(
        "vowel_marks_stay_in_the_cue",
        "أكّد الناطق باسم الشرطة أنّ الطريق أعيد فتحه.",
        want("أكّد", "الناطق باسم الشرطة", "الطريق أعيد فتحه"),
    ),
    case(
        "addressee_between",
        "أبلغ السفير الألماني الصحافيين أن المحادثات أحرزت تقدما.",
        want("أبلغ", "السفير الألماني", "المحادثات أحرزت تقدما", mention="السفير الألماني"),
    ),
    case(
        "addressee_with_preposition",
        "قال قائد الفريق للصحافيين إن الإصابة لن تبعده عن النهائي.",
        want("قال", "قائد الفريق", "الإصابة لن تبعده عن النهائي", mention="قائد الفريق"),
    ),
    case(
        "occasion_between_commas",
        "قال محافظ البنك المركزي سامي النجار، في مقابلة مع قناة محلية، إن التضخم سيتراجع هذا العام.",
        want("قال", "سامي النجار", "التضخم سيتراجع هذا العام", role="محافظ البنك المركزي"),
    ),
    case(
        "occasion_before_the_verb",
        "في مؤتمر صحافي عقده أمس، أعلن رئيس الاتحاد أن البطولة تأجلت إلى الصيف.",
        want("أعلن", "رئيس الاتحاد", "البطولة تأجلت إلى الصيف", act="announce"),
    ),
    case(
        "occasion_without_commas",
        "أعلنت شركة الخطوط الجوية في بيان نشرته على موقعها أن الرحلات إلى مدريد ستستأنف في أبريل.",
        want("أعلنت", "شركة الخطوط الجوية", "الرحلات إلى مدريد ستستأنف في أبريل", mention="شركة الخطوط الجوية"),
    ),
    case(
        "day_and_place_between",
        "أعلن وزير النقل كمال الأسعد في عمان الثلاثاء أن الجسر الجديد سيفتح في الربيع.",
        want("أعلن", "كمال الأسعد", "الجسر الجديد سيفتح في الربيع", said_on=("الثلاثاء",), said_in=("عمان",)),
        date="2024-02-15",
    ),
    case(
        "auxiliary_kana_qad",
        "كان وزير الداخلية قد أعلن أن المعابر ستفتح أمام المسافرين.",
        want("أعلن", "وزير الداخلية", "المعابر ستفتح أمام المسافرين", mention="وزير الداخلية"),
    ),
    case(
        "auxiliary_feminine",
        "وكانت الشركة قد أكدت أن الأسعار لن تتغير.",
        want("أكدت", "الشركة", "الأسعار لن تتغير"),
    ),
    case(
        "auxiliary_la_yazal",
        "لا يزال المحامي يؤكد أن موكله بريء من التهمة.",
        want("يؤكد", "المحامي", "موكله بريء من التهمة"),
    ),
    case(
        "present_with_qad_left_out",
        "وقد ذكرت الشرطة أن السائق كان مسرعا.",
        want("ذكرت", "الشرطة", "السائق كان مسرعا"),
    ),
    case(
        "passive_with_source",
        "نُقل عن مسؤول في الشركة أن المصنع سيغلق أبوابه.",
        want("نُقل", "مسؤول في الشركة", "المصنع سيغلق أبوابه", anonymous=True),
    ),
    case(
        "coordinated_contents_are_one",
        "أكد المدير أن العمل انتهى وأن التسليم سيبدأ الأحد.",
        want("أكد", "المدير", "العمل انتهى وأن التسليم سيبدأ الأحد"),
    ),
    case(
        "two_cues_one_speaker",
        "قالت الوزيرة ليلى منصور إن الموازنة جاهزة، وأضافت أن التصويت عليها سيجري الخميس.",
        want("قالت", "ليلى منصور", "الموازنة جاهزة"),
        want("أضافت", "ليلى منصور", "التصويت عليها سيجري الخميس", mention=None, resolved_by="dropped", act="add"),
        distinct=1,
    ),
    case(
        "two_cues_two_speakers",
        "قال الادعاء إن المتهم خطط للجريمة، بينما أكد الدفاع أنه لا يعرف الضحية.",
        want("قال", "الادعاء", "المتهم خطط للجريمة"),
        want("أكد", "الدفاع", "أنه لا يعرف الضحية"),
        distinct=2,
    ),
    case(
        "relative_clause_stays",
        "قال المدعي العام إن الشاحنة التي عثر عليها قرب الحدود كانت تحمل أسلحة.",
        want("قال", "المدعي العام", "الشاحنة التي عثر عليها قرب الحدود كانت تحمل أسلحة"),
    ),
    case(
        "reason_clause_stays",
        "أكد النادي أن اللاعب لن يسافر مع الفريق لأنه لم يتعاف من الإصابة.",
        want("أكد", "النادي", "اللاعب لن يسافر مع الفريق لأنه لم يتعاف من الإصابة"),
    ),
    case(
        "question_with_about",
        "تساءل النائب كريم حداد عن سبب تأخر التحقيق.",
        want("تساءل", "كريم حداد", "سبب تأخر التحقيق", act="ask"),
    ),
    case(
        "subjunctive_clause",
        "يتوقع البنك الدولي أن ينمو اقتصاد المغرب ثلاثة بالمئة.",
        want("يتوقع", "البنك الدولي", "ينمو اقتصاد المغرب ثلاثة بالمئة", act="expect"),
    ),
    case(
        "next_sentence_is_outside",
        "قال العمدة إن السوق سيغلق يوم الجمعة. ويقع السوق في وسط المدينة منذ قرن.",
        want("قال", "العمدة", "السوق سيغلق يوم الجمعة"),
    ),
)

QUOTATIONS = (
    case(
        "guillemets_behind_colon",
        "وقال المدرب: «لعبنا بلا خوف».",
        want("قال", "المدرب", "لعبنا بلا خوف", "direct", quotes=("لعبنا بلا خوف",)),
    ),
    case(
        "curly_marks",
        "قالت الممثلة ريم الخطيب: “هذا الدور غير حياتي”.",
        want("قالت", "ريم الخطيب", "هذا الدور غير حياتي", "direct"),
    ),
    case(
        "curly_marks_turned_round",
        "وأضاف المتحدث باسم الجيش: ”العملية مستمرة حتى تحقيق أهدافها“.",
        want("أضاف", "المتحدث باسم الجيش", "العملية مستمرة حتى تحقيق أهدافها", "direct"),
    ),
    case(
        "straight_marks",
        'أجاب الرئيس: "سننتظر نتائج التحقيق قبل أي قرار".',
        want("أجاب", "الرئيس", "سننتظر نتائج التحقيق قبل أي قرار", "direct"),
    ),
    case(
        "single_curly_marks",
        "وقال العالم: ‘النتائج فاجأتنا جميعا’.",
        want("قال", "العالم", "النتائج فاجأتنا جميعا", "direct"),
    ),
    case(
        "single_straight_marks",
        "وقال المخرج: 'لم أكن أنتظر هذه الجائزة'.",
        want("قال", "المخرج", "لم أكن أنتظر هذه الجائزة", "direct"),
    ),
    case(
        "no_colon",
        "قالت اللاعبة «سنقاتل حتى الدقيقة الأخيرة».",
        want("قالت", "اللاعبة", "سنقاتل حتى الدقيقة الأخيرة", "direct"),
    ),
    case(
        "colon_without_marks",
        "وقال الشاهد: رأيت السيارة تنقلب مرتين ثم تشتعل.",
        want("قال", "الشاهد", "رأيت السيارة تنقلب مرتين ثم تشتعل", "direct"),
    ),
    case(
        "quotation_before_its_verb",
        "«لن نرفع أسعار الخبز»، قال وزير التموين حسن البدري.",
        want("قال", "حسن البدري", "لن نرفع أسعار الخبز", "direct", role="وزير التموين"),
    ),
    case(
        "quotation_before_its_verb_with_place",
        '"هذه ليست النهاية"، هكذا قالت المتسلقة منى الراشد بعد عودتها من القمة.',
        want("قالت", "منى الراشد", "هذه ليست النهاية", "direct"),
    ),
    case(
        "closing_mark_missing",
        "قال الأمين العام للحزب: «الحوار هو الطريق الوحيد.",
        want("قال", "الأمين العام للحزب", "الحوار هو الطريق الوحيد", "direct"),
    ),
    case(
        "opening_mark_closes",
        "قال الوزير: «الأزمة في طريقها إلى الحل«.",
        want("قال", "الوزير", "الأزمة في طريقها إلى الحل", "direct"),
    ),
    case(
        "marks_of_two_kinds",
        "قال الوزير: «الأزمة في طريقها إلى الحل”.",
        want("قال", "الوزير", "الأزمة في طريقها إلى الحل", "direct"),
    ),
    case(
        "quotation_runs_over_sentences",
        "وقال المدرب رامي سعد: «الفريق لعب جيدا. سنواصل العمل. هدفنا هو اللقب».",
        want("قال", "رامي سعد", "الفريق لعب جيدا. سنواصل العمل. هدفنا هو اللقب", "direct"),
    ),
    case(
        "next_quotation_has_its_own_cue",
        "وقال المدرب رامي سعد: «الفريق لعب جيدا». وأضاف: «هدفنا هو اللقب».",
        want("قال", "رامي سعد", "الفريق لعب جيدا", "direct"),
        want("أضاف", "رامي سعد", "هدفنا هو اللقب", "direct", mention=None),
        distinct=1,
    ),
    case(
        "complementiser_and_quotation_is_direct",
        'وقال الوزير إن "الباب ما زال مفتوحا أمام جميع الأطراف".',
        want("قال", "الوزير", "الباب ما زال مفتوحا أمام جميع الأطراف", "direct"),
    ),
    case(
        "complementiser_with_pronoun_and_quotation_is_mixed",
        'وقالت النائبة إنها "ستصوت ضد القانون مهما كان الثمن".',
        want("قالت", "النائبة", 'إنها "ستصوت ضد القانون مهما كان الثمن', "mixed"),
    ),
    case(
        "partly_quoted_is_mixed",
        "قال رئيس البلدية إن ما جرى «كارثة لم تشهدها المدينة من قبل» وإن التحقيق بدأ.",
        want("قال", "رئيس البلدية", "ما جرى «كارثة لم تشهدها المدينة من قبل» وإن التحقيق بدأ", "mixed",
             quotes=("كارثة لم تشهدها المدينة من قبل",)),
    ),
    case(
        "quoted_judgement_is_mixed",
        'وصف وزير الخارجية الهجوم بأنه "عمل جبان".',
        want("وصف", "وزير الخارجية", 'الهجوم بأنه "عمل جبان', "mixed", act="deem"),
    ),
    case(
        "name_in_marks_is_not_mixed",
        'قال قائد الشرطة إن عناصر من تنظيم "داعش" انسحبوا من القرية.',
        want("قال", "قائد الشرطة", 'عناصر من تنظيم "داعش" انسحبوا من القرية', "indirect"),
    ),
    case(
        "preposition_on_the_mark",
        "وعد المرشح الناخبين بـ«خفض الضرائب إلى النصف».",
        want("وعد", "المرشح", "بـ«خفض الضرائب إلى النصف", "mixed", act="promise"),
    ),
    case(
        "writing_is_saying",
        "كتبت النائبة سلمى الحاج على تويتر: «لن أترشح مرة أخرى».",
        want("كتبت", "سلمى الحاج", "لن أترشح مرة أخرى", "direct"),
    ),
    case(
        "quotation_goes_on_behind_the_verb",
        "«لم نكن نتوقع هذا الفوز»، يقول المدرب رامي سعد، «لكننا عملنا من أجله».",
        want("يقول", "رامي سعد", "لم نكن نتوقع هذا الفوز", "direct"),
        want(None, "رامي سعد", "لكننا عملنا من أجله", "direct"),
    ),
    case(
        "quotation_without_a_cue",
        "الجفاف يهدد المزارعين\n\nقال المزارع مراد التازي إن الجفاف أتلف محصوله كله.\n"
        "«لم نر عاما كهذا منذ ثلاثين سنة. بعنا نصف القطيع».",
        want("قال", "مراد التازي", "الجفاف أتلف محصوله كله"),
        want(None, "مراد التازي", "لم نر عاما كهذا منذ ثلاثين سنة. بعنا نصف القطيع", "direct", resolved_by="context"),
    ),
)

NOMINALS = (
    case(
        "readiness",
        "أعلن الرئيس استعداده للقاء قادة المعارضة.",
        want("أعلن", "الرئيس", "استعداده للقاء قادة المعارضة", act="announce"),
    ),
    case(
        "regret",
        "أعرب الأمين العام للأمم المتحدة عن أسفه لسقوط ضحايا مدنيين.",
        want("أعرب", "الأمين العام للأمم المتحدة", "أسفه لسقوط ضحايا مدنيين"),
    ),
    case(
        "denial_of_a_report",
        "نفت وزارة التعليم صحة الأنباء المتداولة عن تأجيل الامتحانات.",
        want("نفت", "وزارة التعليم", "صحة الأنباء المتداولة عن تأجيل الامتحانات", act="deny"),
    ),
    case(
        "welcome",
        "رحبت الأمم المتحدة باتفاق وقف إطلاق النار في اليمن.",
        want("رحبت", "الأمم المتحدة", "باتفاق وقف إطلاق النار في اليمن", act="praise"),
    ),
    case(
        "accusation",
        "اتهمت المعارضة الحكومة بالتلاعب بنتائج الانتخابات.",
        want("اتهمت", "المعارضة", "الحكومة بالتلاعب بنتائج الانتخابات", mention="المعارضة", act="accuse"),
    ),
    case(
        "call_with_addressee",
        "دعا البابا المؤمنين إلى الصلاة من أجل السلام.",
        want("دعا", "البابا", "الصلاة من أجل السلام", mention="البابا", act="demand"),
    ),
    case(
        "call_without_addressee",
        "دعت النقابة إلى إضراب عام الأسبوع المقبل.",
        want("دعت", "النقابة", "إضراب عام الأسبوع المقبل"),
    ),
    case(
        "demand_with_addressee",
        "طالب المحتجون الحكومة بخفض الضرائب على الوقود.",
        want("طالب", "المحتجون", "بخفض الضرائب على الوقود", kind="group"),
    ),
    case(
        "urging",
        "حث المبعوث الأممي الطرفين على ضبط النفس.",
        want("حث", "المبعوث الأممي", "ضبط النفس"),
    ),
    case(
        "warning",
        "حذر خبراء الأرصاد من عاصفة رملية تضرب جنوب البلاد.",
        want("حذر", "خبراء الأرصاد", "عاصفة رملية تضرب جنوب البلاد", act="warn"),
    ),
    case(
        "expectation",
        "توقع المحلل المالي عادل شاهين ارتفاع سعر الذهب قبل نهاية العام.",
        want("توقع", "عادل شاهين", "ارتفاع سعر الذهب قبل نهاية العام", role="المحلل المالي"),
    ),
    case(
        "disclosure",
        "كشفت الشرطة عن تفاصيل جديدة في قضية السطو على المصرف.",
        want("كشفت", "الشرطة", "تفاصيل جديدة في قضية السطو على المصرف"),
    ),
    case(
        "stress_on_need",
        "أكد رئيس الجامعة ضرورة الالتزام بمواعيد التسجيل.",
        want("أكد", "رئيس الجامعة", "ضرورة الالتزام بمواعيد التسجيل"),
    ),
    case(
        "verb_and_speech_noun_are_one",
        "جدد رئيس المجلس دعوته إلى حوار وطني شامل.",
        want("جدد", "رئيس المجلس", "دعوته إلى حوار وطني شامل"),
    ),
    case(
        "condemnation",
        "أدانت الجامعة العربية الهجوم على المستشفى.",
        want("أدانت", "الجامعة العربية", "الهجوم على المستشفى", act="condemn"),
    ),
    case(
        "threat",
        "هددت نقابة الأطباء بالإضراب إذا لم تصرف الرواتب.",
        want("هددت", "نقابة الأطباء", "بالإضراب إذا لم تصرف الرواتب", act="threaten"),
    ),
    case(
        "promise",
        "تعهد المرشح بخفض البطالة إلى النصف خلال سنتين.",
        want("تعهد", "المرشح", "بخفض البطالة إلى النصف خلال سنتين", act="promise"),
    ),
    case(
        "doubt",
        "شكك النائب في صحة الأرقام التي قدمتها الحكومة.",
        want("شكك", "النائب", "صحة الأرقام التي قدمتها الحكومة"),
    ),
    case(
        "cause",
        "عزا البنك المركزي تراجع التضخم إلى انخفاض أسعار الغذاء.",
        want("عزا", "البنك المركزي", "تراجع التضخم إلى انخفاض أسعار الغذاء"),
    ),
    case(
        "prayer",
        "ودع الشيخ الحجاج سائلا الله أن يتقبل منهم.",
        want("سائلا", "الشيخ", "يتقبل منهم"),
    ),
    case(
        "title_that_looks_like_a_cue",
        "أعلن كاتب الدولة استقالته من الحكومة.",
        want("أعلن", "كاتب الدولة", "استقالته من الحكومة", mention="كاتب الدولة"),
    ),
)

CASES: tuple[Case, ...] = CLAUSES + QUOTATIONS + NOMINALS

MISSED: dict[str, tuple[str, ...]] = {
    "a claim that no word and no colon signals is not sought": (
        "quotation_goes_on_behind_the_verb", "quotation_without_a_cue",
    ),
    "a quotation before its verb is not taken for its content": ("quotation_before_its_verb_with_place",),
    "an addressee or object runs into the speaker": (
        "addressee_between", "addressee_with_preposition", "preposition_on_the_mark", "call_with_addressee",
        "demand_with_addressee", "urging",
    ),
    "the content ends or begins elsewhere": ("auxiliary_la_yazal",),
    "the object before the preposition is left out of the content": ("quoted_judgement_is_mixed", "accusation"),
    "the subject of the action is not found as the speaker of the participle": ("prayer",),
}
"""Why cases are missed, and which."""

documents = documents_of(CASES)


@pytest.mark.parametrize("case", marked(CLAUSES, MISSED))
def test_verb_with_clause(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


@pytest.mark.parametrize("case", marked(QUOTATIONS, MISSED))
def test_verb_with_quotation(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


@pytest.mark.parametrize("case", marked(NOMINALS, MISSED))
def test_verb_with_nominal_content(case: Case, documents: dict[str, Document]) -> None:
    check(case, documents)


def test_spans_and_references_are_sound(documents: dict[str, Document]) -> None:
    check_sound(CASES, documents)


def test_missed_cases_exist() -> None:
    check_missed(CASES, MISSED)
