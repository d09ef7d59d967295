"""What speaks for and against a candidate: named features of a linear model (:mod:`claimx.places.classify`)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimx.linguistics.normalise import fold
from claimx.model.article import Segment
from claimx.places.candidates import Candidate
from claimx.places.gazetteer import ARAB
from claimx.places.keys import Word, key_of
from claimx.places.lexicon import Lexicon
from claimx.places.usage import usage

__all__ = ["Context", "features"]


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole article knows.

    ``types`` gives the entity type of each word, O where there is none, and is None without a recogniser.
    ``headed`` are the keys that follow a head noun somewhere in the article; ``countries`` counts the countries that
    surely are spoken of; ``lines`` are the numbers of the words that begin a line; ``quotes`` gives, for words inside
    a short quotation, the word before its opening mark.
    """

    words: Sequence[Word]
    lexicon: Lexicon
    types: Sequence[str] | None
    headed: frozenset[str]
    countries: Mapping[str | None, int]
    counts: Counter[str]
    text: str
    segments: Sequence[Segment]
    lines: Sequence[int]
    quotes: Mapping[int, int]

    def section(self, word: int) -> str:
        """The section a word stands in; ``none`` outside every segment."""
        start = self.words[word].start
        at = bisect_right(self.segments, start, key=lambda segment: segment.start) - 1
        return self.segments[at].section if at >= 0 else "none"

    def line_length(self, word: int) -> int:
        """How many words the line of a word has."""
        at = bisect_right(self.lines, word)
        return (self.lines[at] if at < len(self.lines) else len(self.words)) - self.lines[at - 1]


def _gap(gap: str, start: bool) -> str:
    """What stands between a name and its neighbour, in one word."""
    if gap in (" ", ""):
        return "space" if gap else "edge"
    if "\n" in gap:
        return "line"
    bare = gap.strip()
    if not bare:
        return "space"
    mark = bare[-1] if start else bare[0]
    if mark in "\"'«»“”‘’{}":
        return "quote"
    if mark in "([" or mark in ")]":
        return "bracket"
    if mark in "،,؛;":
        return "comma"
    if mark in ":":
        return "colon"
    if mark in "-–—/|":
        return "dash"
    if mark in ".؟!…":
        return "stop"
    return "mark"


def features(candidate: Candidate, context: Context) -> dict[str, float]:
    """The candidate's features; boolean ones have the value 1."""
    words, lexicon = context.words, context.lexicon
    first, last = candidate.first, candidate.last
    word = words[first]
    size = last - first + 1
    source = candidate.source
    entries = candidate.entries
    top = entries[0] if entries else None
    kind: str = top.kind if top else candidate.kind or "none"
    out: dict[str, float] = {"bias": 1.0, "source=" + source: 1.0, f"size={min(size, 3)}": 1.0}
    out["clitic=" + candidate.clitic] = 1.0
    if candidate.added:
        out["added"] = 1.0
    people = math.log10(1 + max((e.population for e in entries), default=0))
    if source == "gazetteer":
        out["people"] = people / 6
        out[f"people={int(people)}"] = 1.0
        if size == 1:
            out["single"] = 1.0
            out["article" if candidate.key.startswith("ال") else "bare"] = 1.0
            out["letters"] = min(len(candidate.key), 9) / 6
        if top and top.country in ARAB:
            out["arab"] = 1.0
    # The words around.
    linked = word.joined and not (candidate.cut and candidate.clitic in ("و",))
    before = words[first - 1] if first and "\n" not in word.before else None
    after = words[last + 1] if last + 1 < len(words) and "\n" not in words[last].after else None
    left, right = _gap(word.before, True), _gap(words[last].after, False)
    out["left=" + left] = out["right=" + right] = 1.0
    tier = "sure" if source == "kept" and kind in ("country", "continent", "territory") else source
    if candidate.key in lexicon.also_words:
        tier = "word"
        out["word"] = 1.0
    elif candidate.key in lexicon.powers:
        tier = kind = "sure"
    elif source == "kept" and tier != "sure" and (size > 1 or kind == "building"):
        tier = "firm"
    out[f"{source}&kind={kind}"] = 1.0
    if left == "quote" and right == "quote":
        medium = "media" if candidate.key in lexicon.media else "name"
        out["quoted"] = out[tier + "&quoted"] = out["quoted&" + medium] = 1.0
        if first and (words[first - 1].key == "ل" or words[first - 1].key in lexicon.owners):
            out["quoted&by"] = 1.0
    elif left == "quote" or right == "quote":
        out["half quoted"] = 1.0
    opener = context.quotes.get(first)
    if opener is not None:
        out["in quotes"] = out["in quotes after " + lexicon.word(words[opener].key).role] = 1.0
    if candidate.key in lexicon.nationalities:
        out["adjective"] = 1.0
        if word.joined and first and lexicon.word(words[first - 1].key).definite:
            out["adjective&definite"] = 1.0
        elif word.joined and words[first - 1].key[-1:] in "اه" and not candidate.cut:
            out["adjective&feminine"] = 1.0
    out[f"{tier}&size={min(size, 2)}"] = 1.0
    spelling = _spelling(candidate, context)
    out["spelling=" + spelling] = out[f"{tier}&spelling={spelling}"] = 1.0
    if before is not None and (linked or before.after == " "):
        role = lexicon.word(before.key).role if not candidate.cut else "clitic" + candidate.clitic
        out["before=" + role] = out[f"{tier}&before={role}"] = 1.0
        owner = lexicon.word(before.key).owner
        if role == "owner" and owner is not None:
            out["owner=" + owner] = out[f"{tier}&owner={owner}"] = 1.0
        out["word-=" + before.key] = 1.0
        if first > 1 and before.joined:
            out["before2=" + lexicon.word(words[first - 2].key).role] = 1.0
        if role in ("head", "kept") and first > 1 and before.joined:
            out[f"{role}-before2=" + lexicon.word(words[first - 2].key).role] = 1.0
        if before.key in ("بن", "ال", "ابن", "ابو", "عبد", "بنت", "ام"):
            out["family"] = 1.0
    else:
        out["before=none"] = out[tier + "&before=none"] = 1.0
    if after is not None and after.joined:
        role = lexicon.word(after.key).role
        out["after=" + role] = out[f"{tier}&after={role}"] = 1.0
        out["word+=" + after.key] = 1.0
        if after.key in lexicon.followers:
            out["follower"] = 1.0
        if after.key == "بن":
            out["family+"] = 1.0
    else:
        out["after=none"] = 1.0
    # Use in the news at large.
    use = usage(candidate.key)
    if source in ("gazetteer", "head", "kept", "ner") and size == 1:
        if use.total:
            seen = f"{tier}&" if tier != "sure" else "sure&"
            out[seen + "heads"] = math.log((use.head + 0.5) / (use.total + 5)) / 3
            out[seen + "locatives"] = math.log((use.locative + 0.5) / (use.total + 2)) / 2
            out[seen + "titles"] = math.log((use.title + 0.5) / (use.total + 5)) / 3
            out[seen + "often"] = math.log10(use.total)
        else:
            out[tier + "&unseen"] = 1.0
        if kind == "building" or tier == "sure":
            pass  # corpora that label the White House call it an organisation
        elif use.place + use.other > 1:
            out["labelled"] = math.log((use.place + 0.5) / (use.other + 0.5)) / 2
        elif use.place + use.other:
            out["labelled"] = 0.5 if use.place else -0.5
    elif size > 1 and use.total and source == "gazetteer":
        out["phrase&often"] = math.log10(use.total)
        if use.place or use.other:
            out["phrase&labelled"] = math.log((use.place + 0.5) / (use.other + 0.5)) / 2
    # The article.
    if candidate.key in context.headed:
        out["headed"] = out[tier + "&headed"] = 1.0
    if entries and source == "gazetteer":
        best = max(context.countries.get(e.country, 0) for e in entries)
        out["neighbours" if best else "stranger"] = 1.0
        if size == 1 and best:
            out["neighbours&single"] = 1.0
    if context.counts[candidate.key] > 1:
        out[tier + "&again"] = 1.0
    section = context.section(first)
    out["section=" + section] = 1.0
    if context.line_length(first) <= 8:
        out["short line"] = out[tier + "&short line"] = 1.0
    if source == "site":
        out["site=" + words[first].key[candidate.cut :]] = 1.0
        out["site&" + ("inner" if candidate.inner else "kept" if entries else "unknown")] = 1.0
        if size > 1:
            out["site&second=" + lexicon.word(words[first + 1].key).role] = 1.0
    if source == "head":
        out["head=" + str(lexicon.word(words[first - 1].key).head)] = 1.0
        if before is not None and context.text[before.end - 1] == "ه":
            out["head&his"] = 1.0  # بلده: his country, not بلدة
        out["head&definite" if candidate.key.startswith("ال") else "head&bare"] = 1.0
        out["head&word=" + words[first - 1].key] = 1.0
        if candidate.key[-1:] in "هي" and candidate.key.startswith("ال"):
            out["head&adjective"] = 1.0
    # The recogniser.
    if context.types is not None:
        types = Counter(context.types[i] for i in range(first, last + 1))
        label = types.most_common(1)[0][0]
        out["ner=" + label] = out[f"{tier}&ner={label}"] = 1.0
    return out


def _spelling(candidate: Candidate, context: Context) -> str:
    """Whether the letters that keys level agree with the name's own: أب is no إب, جده no جدة."""
    if not candidate.entries:
        return "none"
    span = context.words[candidate.first : candidate.last + 1]
    text = " ".join(fold(context.text[word.start : word.end]) for word in span)[candidate.cut :]
    worst = "other"
    for entry in candidate.entries:
        name = entry.name
        if len(name) != len(text) or key_of(name) != key_of(text):
            continue
        pairs = [(a, b) for a, b in zip(text, name, strict=True) if a != b]
        if any((a == "آ") != (b == "آ") for a, b in pairs):
            worst = "madda"
        elif any((a in "أإآ" and b in "أإآ") or (a, b) in (("أ", "ا"), ("آ", "ا"), ("إ", "ا")) for a, b in pairs):
            worst = "hamza"
        elif any((a, b) == ("ه", "ة") for a, b in pairs):
            worst = "ta"
        else:
            return "same" if not pairs else "plain"
    return worst
