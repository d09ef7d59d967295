"""The stages by themselves, without trained models: log-linear choices, forms, nesting, binding."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimx.attribution.attributor import Attributor, evidence
from claimx.attribution.binding import inside, of_saying
from claimx.attribution.classes import WordClasses
from claimx.attribution.confidence import confidence
from claimx.attribution.contents import ContentSpan, Context
from claimx.attribution.cues import CueCandidate, candidates
from claimx.attribution.finding import FoundClaim, content_offsets, nest
from claimx.attribution.forms import form_of, quoted_spans
from claimx.attribution.loglinear import LogLinear, best, load_models, save_models
from claimx.attribution.mentions import NOBODY, Mention
from claimx.attribution.units import Line, lines_of
from claimx.errors import ModelError
from claimx.lexicon.cues import CueLexicon
from claimx.reading import Reader

LEXICON = CueLexicon.load()
CLASSES = WordClasses()


def line(text: str) -> Line:
    (found,) = lines_of(Reader().read_text(text), None)
    return found


def span_of(where: Line, words: str) -> tuple[int, int]:
    """Units of a stretch of text."""
    start = where.text.index(words)
    inside = [u.i for u in where.units if start <= u.start < start + len(words) and not u.punct]
    return inside[0], inside[-1]


def claim(where: Line, cue: str, content: str, mention: str | None = None) -> FoundClaim:
    """A claim as the finder would make it."""
    found = candidates(where, LEXICON, CLASSES)
    at = where.text.index(cue)
    candidate = next(c for c in found if c.start == at)
    for other in found:
        other.probability = 1.0
    ctx = Context(where, found, CLASSES)
    span = ContentSpan(*span_of(where, content), 1.0)
    start, end = content_offsets(ctx, span)
    who = Mention(*span_of(where, mention), 1.0) if mention else Mention(NOBODY, NOBODY, 1.0)
    quotes = quoted_spans(ctx, span, start, end)
    return FoundClaim(ctx, candidate, span, who, start, end, form_of(ctx, candidate, span), quotes, (0.0, 0.0, 0.0))


# Log-linear models.


def test_distribution_sums_to_one_and_follows_the_weights() -> None:
    model = LogLinear({"a": 2.0, "b": -1.0})
    shares = model.distribution([["a"], ["b"], ["unknown"]])
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] > shares[2] > shares[1]
    assert best(shares) == 0
    assert model.distribution([]) == []


def test_probability_stays_in_bounds() -> None:
    model = LogLinear({"yes": 900.0, "no": -900.0})
    assert 0.0 < model.probability(["no"]) < 0.5 < model.probability(["yes"]) <= 1.0
    assert model.probability([]) == 0.5


def test_best_takes_the_first_of_equals() -> None:
    assert best([0.3, 0.3, 0.1]) == 0


def test_models_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "models.json.gz"
    models = {"cue": LogLinear({"l=قال": 1.25, "bias": -0.5}), "form": LogLinear({})}
    save_models(path, models, {"threshold": 0.4, "calibration": {"bias": 1.0}})
    loaded, settings = load_models(path)
    assert {n: m.weights for n, m in loaded.items()} == {n: m.weights for n, m in models.items()}
    assert settings == {"threshold": 0.4, "calibration": {"bias": 1.0}}


def test_equal_models_are_equal_bytes(tmp_path: Path) -> None:
    save_models(tmp_path / "a", {"m": LogLinear({"x": 1.0, "y": 2.0})}, {})
    save_models(tmp_path / "b", {"m": LogLinear({"y": 2.0, "x": 1.0})}, {})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no gzip", id="not_gzip"),
        pytest.param(gzip.compress(b"{"), id="not_json"),
        pytest.param(gzip.compress(b"[1, 2]"), id="a_list"),
        pytest.param(gzip.compress(b"{}"), id="no_format"),
        pytest.param(gzip.compress(b'{"format": "claimx-loglinear/9", "models": {}}'), id="other_format"),
        pytest.param(gzip.compress(b'{"format": "claimx-loglinear/1"}'), id="no_models"),
        pytest.param(gzip.compress(b'{"format": "claimx-loglinear/1", "models": {}}')[:-9], id="cut_off"),
    ],
)
def test_damaged_models_are_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "models.json.gz"
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"models\.json\.gz.*reinstall"):
        load_models(path)


def test_missing_models_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such attribution model"):
        load_models(tmp_path / "none.json.gz")


def test_models_without_a_stage_are_an_error(tmp_path: Path) -> None:
    with pytest.raises((ModelError, KeyError)):
        Attributor(models={}).attribute(Reader().read_text("قال الوزير إن الأمر انتهى."), None, [], [])


# Cue candidates.


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("وأضافت الوزيرة أن الباب مفتوح، مؤكدة أن العمل بدأ.", ["أضافت", "مؤكدة"]),
        ("أغلق المطار، بحسب ما أعلنت الشركة.", ["بحسب ما أعلنت"]),
        ("وتابع قائلا إن الفريق جاهز.", ["تابع قائلا"]),
        ("لافروف: لن نتراجع", [":"]),
        ("مدرب الاتحاد.. اللقب لنا", ["."]),
        ("تنطلق المباراة في الساعة 20:45 على ملعب المدينة.", []),
        ("سيعلن الاتحاد عن القائمة غدا.", ["سيعلن"]),
        ("وعد الوزير بالإصلاح.", ["وعد"]),
        ("وصف الوزير الهجوم بأنه جبان.", ["وصف"]),
        ("والبيان الذي جاء فيه أن الحرب انتهت.", ["البيان", "جاء"]),
    ],
)
def test_candidates(text: str, cues: list[str]) -> None:
    found = [text[c.start : c.end] for c in candidates(line(text), LEXICON, CLASSES)]
    assert [c for c in cues if c in found] == cues
    if not cues:
        assert found == []


def test_candidates_share_no_unit() -> None:
    where = line("قال الوزير إنه أكد قوله إن الأمر، بحسب ما أعلنت الوزارة: انتهى، مشيرا إلى ذلك.")
    found = candidates(where, LEXICON, CLASSES)
    ends = [-1, *(c.last for c in found)]
    assert all(c.first > before for c, before in zip(found, ends, strict=False))


def test_a_verb_that_the_lexicon_lacks_is_a_candidate_before_a_complementiser() -> None:
    found = candidates(line("فبرك الموقع أن اللاعب اعتزل."), LEXICON, CLASSES)
    assert isinstance(found[-1], CueCandidate)
    assert {c.kind for c in found} == {"open"}


# Contents in letters.


@pytest.mark.parametrize(
    ("text", "words", "content"),
    [
        ("قال: «لن نتراجع».", "لن نتراجع", "لن نتراجع"),
        ("قال إن «وحدها» المدينة صامدة.", "وحدها» المدينة صامدة", "«وحدها» المدينة صامدة"),
        ("قال إن الأمر «في غاية الخطورة».", "الأمر «في غاية الخطورة", "الأمر «في غاية الخطورة»"),
        ("قال إن الأمر انتهى (إلى الأبد).", "الأمر انتهى (إلى الأبد", "الأمر انتهى (إلى الأبد)"),
    ],
    ids=["outer_marks_stay_out", "mark_at_the_left_edge", "mark_at_the_right_edge", "closing_bracket"],
)
def test_marks_at_the_edges_of_a_content(text: str, words: str, content: str) -> None:
    where = line(text)
    ctx = Context(where, [], CLASSES)
    start, end = content_offsets(ctx, ContentSpan(*span_of(where, words), 1.0))
    assert text[start:end] == content


@pytest.mark.parametrize(
    ("text", "cue", "content", "form", "quotes"),
    [
        ("قال الوزير إن الأمر انتهى.", "قال", "الأمر انتهى", "indirect", []),
        ("قال الوزير: «الأمر انتهى».", "قال", "الأمر انتهى", "direct", ["الأمر انتهى"]),
        ("قال الوزير إن «الأمر انتهى».", "قال", "الأمر انتهى", "direct", ["الأمر انتهى"]),
        ("قال الوزير: الأمر انتهى.", "قال", "الأمر انتهى", "direct", []),
        ("الوزير: الأمر انتهى", ":", "الأمر انتهى", "direct", []),
        ("الوزير.. الأمر انتهى", ".", "الأمر انتهى", "direct", []),
        ("قال الوزير إن ما جرى «خطأ لا يغتفر ولن يتكرر» أبدا.", "قال", "ما جرى «خطأ لا يغتفر ولن يتكرر» أبدا", "mixed",
         ["خطأ لا يغتفر ولن يتكرر"]),
        ("قالت إنها «لن تقبل بهذا الحل أبدا».", "قالت", "إنها «لن تقبل بهذا الحل أبدا", "mixed",
         ["لن تقبل بهذا الحل أبدا"]),
        ("قال الوزير إن تنظيم «داعش» انتهى.", "قال", "تنظيم «داعش» انتهى", "indirect", ["داعش"]),
        ("قال الوزير: «الأمر انتهى.", "قال", "الأمر انتهى", "direct", ["الأمر انتهى"]),
        ("قال الوزير إن الأمر انتهى. وأضاف: «لن يعود.", "قال", "الأمر انتهى", "indirect", []),
    ],
)  # fmt: skip
def test_form(text: str, cue: str, content: str, form: str, quotes: list[str]) -> None:
    found = claim(line(text), cue, content)
    assert found.form == form
    assert [q.text.rstrip(".") for q in found.quotes] == quotes
    assert all(text[q.start : q.end] == q.text for q in found.quotes)


def test_a_model_tells_names_from_judgements() -> None:
    where = line("قال الوزير إن «الإرهاب» انتهى.")
    found = claim(where, "قال", "الإرهاب» انتهى")
    assert form_of(found.ctx, found.cue, found.content, LogLinear({"bias": 5.0})) == "mixed"
    assert form_of(found.ctx, found.cue, found.content, LogLinear({"bias": -5.0})) == "indirect"


# Evidence.


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("قال الوزير إن الأمر انتهى.", "قال", "الأمر انتهى", "verb+إن"),
        ("أشار الوزير إلى أن الأمر انتهى.", "أشار", "الأمر انتهى", "verb+إلى أن"),
        ("قال الوزير إنه جاهز.", "قال", "إنه جاهز", "verb+إنه"),
        ("حذر الوزير من الفوضى.", "حذر", "الفوضى", "verb+من"),
        ("وعد الوزير بالإصلاح.", "وعد", "بالإصلاح", "verb+object"),
        ("قال الوزير: «الأمر انتهى».", "قال", "الأمر انتهى", "verb+:"),
        ("قال الوزير «الأمر انتهى».", "قال", "الأمر انتهى", "verb+«»"),
        ("«الأمر انتهى»، قال الوزير.", "قال", "الأمر انتهى", "«»+verb"),
        ("انتهى الأمر، بحسب الوزير.", "بحسب", "انتهى الأمر", "sentence+particle"),
        ("وصل الوزير، مؤكدا أن الأمر انتهى.", "مؤكدا", "الأمر انتهى", "participle+أن"),
        ("الوزير: الأمر انتهى", ":", "الأمر انتهى", "colon"),
    ],
)
def test_evidence(text: str, cue: str, content: str, expected: str) -> None:
    assert evidence(claim(line(text), cue, content)) == expected


# Nesting.


def test_the_smallest_content_around_a_cue_is_its_parent() -> None:
    where = line("قالت الوكالة إن الشرطة أكدت أن السائق اعترف بأنه نام.")
    outer = claim(where, "قالت", "الشرطة أكدت أن السائق اعترف بأنه نام")
    middle = claim(where, "أكدت", "السائق اعترف بأنه نام")
    inner = claim(where, "اعترف", "بأنه نام")
    nest([outer, middle, inner])
    assert [c.parent for c in (outer, middle, inner)] == [None, 0, 1]


def test_no_claim_is_inside_itself() -> None:
    where = line("انتهى الأمر، بحسب الوزير.")
    found = claim(where, "بحسب", "انتهى الأمر")
    nest([found])
    assert found.parent is None


def test_two_contents_that_hold_each_others_cues_are_no_circle() -> None:
    where = line("أكد الوزير أن الأمر، بحسب البيان، انتهى.")
    first = claim(where, "أكد", "الأمر، بحسب البيان، انتهى")
    second = claim(where, "بحسب", "أكد الوزير أن الأمر")
    nest([first, second])
    parents = {0: first.parent, 1: second.parent}
    for start in parents:
        at: int | None = start
        for _ in range(3):
            at = parents[at] if at is not None else None
        assert at is None


# Binding.


@dataclass
class Item:
    """A date or place, as the binding sees it."""

    id: str
    start: int
    end: int


def item(text: str, words: str) -> Item:
    start = text.index(words)
    return Item(words, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "cue", "content", "mention", "words", "bound"),
    [
        ("أعلن الوزير في موسكو الثلاثاء أن الأمر انتهى.", "أعلن", "الأمر انتهى", "الوزير", ["موسكو", "الثلاثاء"],
         ["موسكو", "الثلاثاء"]),
        ("الثلاثاء أعلن الوزير أن الأمر انتهى.", "أعلن", "الأمر انتهى", "الوزير", ["الثلاثاء"], ["الثلاثاء"]),
        ("أعلن الوزير أن الاجتماع يعقد الثلاثاء.", "أعلن", "الاجتماع يعقد الثلاثاء", "الوزير", ["الثلاثاء"], []),
        ("أعلن محافظ حلب أن الأمر انتهى.", "أعلن", "الأمر انتهى", "محافظ حلب", ["حلب"], []),
        ("وصل الوفد الاثنين. وأعلن الوزير أن الأمر انتهى.", "أعلن", "الأمر انتهى", "الوزير", ["الاثنين"], []),
        ("«الأمر انتهى»، قال الوزير في موسكو.", "قال", "الأمر انتهى", "الوزير", ["موسكو"], ["موسكو"]),
        ("الوزير في موسكو: الأمر انتهى", ":", "الأمر انتهى", "الوزير", ["موسكو"], []),
    ],
)  # fmt: skip
def test_what_binds_the_act_of_saying(
    text: str, cue: str, content: str, mention: str, words: list[str], bound: list[str]
) -> None:
    found = claim(line(text), cue, content, mention)
    assert of_saying(found, [found], [item(text, w) for w in words]) == bound


def test_what_lies_in_the_content_is_the_contents() -> None:
    text = "أعلن الوزير في موسكو أن الاجتماع يعقد الثلاثاء في أنقرة."
    found = claim(line(text), "أعلن", "الاجتماع يعقد الثلاثاء في أنقرة", "الوزير")
    items = [item(text, w) for w in ("موسكو", "الثلاثاء", "أنقرة")]
    assert inside(found, items) == ["الثلاثاء", "أنقرة"]
    assert of_saying(found, [found], items) == ["موسكو"]


def test_the_day_of_another_cue_is_not_bound() -> None:
    text = "قال الوزير الاثنين إن الأمر انتهى، وأكد النائب الثلاثاء أن الباب مفتوح."
    where = line(text)
    first = claim(where, "قال", "الأمر انتهى", "الوزير")
    second = claim(where, "أكد", "الباب مفتوح", "النائب")
    days = [item(text, "الاثنين"), item(text, "الثلاثاء")]
    assert of_saying(first, [first, second], days) == ["الاثنين"]
    assert of_saying(second, [first, second], days) == ["الثلاثاء"]


def test_an_inner_cue_does_not_take_the_outer_day() -> None:
    text = "قال الوزير الاثنين إن النائب أكد أن الباب مفتوح."
    where = line(text)
    outer = claim(where, "قال", "النائب أكد أن الباب مفتوح", "الوزير")
    inner = claim(where, "أكد", "الباب مفتوح", "النائب")
    assert of_saying(inner, [outer, inner], [item(text, "الاثنين")]) == []
    assert of_saying(outer, [outer, inner], [item(text, "الاثنين")]) == ["الاثنين"]


# Confidence.


def test_confidence_without_weights_is_the_product() -> None:
    from claimx.attribution.chains import Entity, Resolution

    found = claim(line("قال الوزير إن الأمر انتهى."), "قال", "الأمر انتهى", "الوزير")
    resolution = Resolution(Entity("الوزير", ("وزير",), None, "person", False, "m", "s"), "title")
    assert confidence(found, resolution, {}) == 1.0
    low, high = confidence(found, resolution, {"bias": -1.0}), confidence(found, resolution, {"bias": 2.0})
    assert 0.0 <= low < high <= 1.0
