"""The form of a content (direct, indirect, mixed) and the quotations in it.

All of it inside quotation marks, or behind «X:»: direct. A stretch of it: mixed, unless the marks only carry a name or
a title («داعش»), which a small log-linear model tells from a quoted judgement by what is inside and before the marks.
"""

from __future__ import annotations

from claimx.attribution.classes import bucket
from claimx.attribution.contents import ContentSpan, Context
from claimx.attribution.cues import CueCandidate
from claimx.attribution.loglinear import LogLinear
from claimx.attribution.quotes import Quote
from claimx.model.document import Form, Span

_SURELY_SPEECH = 4  # quoted words from which on it is speech and no name


def quotes_within(ctx: Context, span: ContentSpan) -> list[Quote]:
    """Quotations that the content touches; one that nothing closes counts only where the content begins with it."""
    first, last = ctx.units[span.first], ctx.units[span.last]
    out = []
    for quote in ctx.line.quotes:
        if quote.start >= last.end or quote.end <= first.start:
            continue
        begins_here = first.start <= quote.start + 2 and quote.start <= first.start + 2
        if quote.closed or begins_here:
            out.append(quote)
    return out


def quoted_spans(ctx: Context, span: ContentSpan, start: int, end: int) -> list[Span]:
    """The stretches of ``[start, end)`` inside quotation marks, marks excluded."""
    text = ctx.line.text
    out = []
    for quote in quotes_within(ctx, span):
        a, b = max(start, quote.start), min(end, quote.end)
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            out.append(Span(text=text[a:b], start=a, end=b))
    return out


def form_of(ctx: Context, cue: CueCandidate, span: ContentSpan, model: LogLinear | None = None) -> Form:
    """Direct, indirect or mixed."""
    units = ctx.units
    inner = quotes_within(ctx, span)
    words = [u for u in units[span.first : span.last + 1] if not u.punct]
    inside = [u for u in words if any(q.start <= u.start < q.end for q in inner)]
    if inside and len(inside) == len(words):
        return "direct"
    if _after_colon(ctx, span):
        pronoun = ctx.classes.of(units[span.first].bare) == "complementiser_pronoun"
        return "mixed" if pronoun and inside else "indirect" if pronoun and cue.kind != "colon" else "direct"
    if not inside:
        return "indirect"
    if any(_is_speech(ctx, span, q, model) for q in inner):
        return "mixed"
    return "indirect"


def _after_colon(ctx: Context, span: ContentSpan) -> bool:
    j = span.first - 1
    while j >= 0 and ctx.units[j].punct:
        if ctx.units[j].text == ":":
            return True
        if ctx.units[j].text == "." and j and ctx.units[j - 1].text == ".":
            return True
        j -= 1
    return False


def _is_speech(ctx: Context, span: ContentSpan, quote: Quote, model: LogLinear | None) -> bool:
    inside = [u for u in ctx.units[span.first : span.last + 1] if quote.start <= u.start < quote.end and not u.punct]
    if not inside:
        return False
    if model is not None:
        return model.probability(speech_features(ctx, span, quote)) >= 0.5
    return len(inside) >= _SURELY_SPEECH


def speech_features(ctx: Context, span: ContentSpan, quote: Quote) -> list[str]:
    """Features of a quotation inside a content as speech (against a name or title in quotation marks)."""
    units = ctx.units
    inside = [u for u in units[span.first : span.last + 1] if quote.start <= u.start < quote.end and not u.punct]
    if not inside:
        return ["empty"]
    first = inside[0].i
    p = first - 1
    while p >= 0 and units[p].punct:
        p -= 1
    n = min(len(inside), _SURELY_SPEECH)
    shape = "AL" if inside[0].key.startswith("ال") else "TA" if inside[0].key.endswith("ة") else "w"
    return [
        "bias",
        f"n={n}",
        f"long={bucket(len(inside))}",
        f"pw={ctx.word(p)}",
        f"pl={ctx.label(p)}",
        f"pl={ctx.label(p)}|{n}",
        f"u={inside[0].upos}|{n}",
        f"ul={inside[-1].upos}",
        f"ner={inside[0].ner[-3:]}|{n}",
        f"s={shape}|{n}",
        f"verb={any(u.upos == 'VERB' for u in inside)}",
        f"adj={inside[0].upos == 'ADJ'}|{ctx.label(p)[:2]}",
        f"pu={units[p].upos if p >= 0 else '^'}|{n}",
        f"latin={inside[0].text[0].isascii()}",
        f"prep={ctx.classes.of(ctx.word(p))}",
        f"clitic={_attached(ctx, quote)}|{n}",
        f"al2={p >= 0 and units[p].key.startswith('ال')}|{shape}|{n}",
    ]


def _attached(ctx: Context, quote: Quote) -> bool:
    """Whether a preposition is attached to the opening mark: ب«…»."""
    at = quote.start - 2
    return at >= 0 and not ctx.line.text[at].isspace()
