"""All stages of attribution over one parsed article, into the document's claims and speakers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, cast

from claimx.attribution.binding import inside, of_saying
from claimx.attribution.chains import Entity, Resolution, Resolver
from claimx.attribution.classes import WordClasses
from claimx.attribution.confidence import confidence
from claimx.attribution.finding import Finder, FoundClaim
from claimx.attribution.loglinear import LogLinear, load_models
from claimx.attribution.units import lines_of
from claimx.lexicon.cues import CueLexicon
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.linguistics.parse import Parse
from claimx.model import Article, Claim, ClaimSpeaker, Content, Cue, Date, Place, Span, Speaker
from claimx.model.document import Act, Section

_SECTION: dict[str, Section] = {
    "kicker": "headline",
    "headline": "headline",
    "subhead": "subhead",
    "caption": "caption",
    "body": "body",
    "dateline": "body",
}  # fmt: skip


def bundled() -> Traversable:
    """The attribution models that ship with claimx."""
    return files("claimx").joinpath("resources", "attribution", "attribution.json.gz")


class Attributor:
    """Finds and attributes the claims of parsed articles.

    Args:
        config: A folder with the user's own lexicons.
        models: The models; None for those that ship with claimx.
        settings: Threshold, calibration and least confidence; with ``models`` only.

    Raises:
        ConfigError: A lexicon is wrong.
        ModelError: The attribution models are missing or damaged.
    """

    def __init__(
        self,
        config: Path | None = None,
        *,
        models: Mapping[str, LogLinear] | None = None,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.versions: dict[str, str] = {}
        if models is None:
            source = bundled()
            models, settings = load_models(source)
            self.versions["attribution"] = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
        settings = settings or {}
        self.people = SpeakerLexicon.load(config)
        self.classes = WordClasses(config)
        self.calibration = cast("dict[str, float]", settings.get("calibration") or {})
        threshold = float(cast("float", settings.get("threshold", 0.5)))
        self.least = float(cast("float", settings.get("least", 0.0)))
        self.finder = Finder(CueLexicon.load(config), self.people, self.classes, models, threshold)
        self.ranker = models.get("antecedent")

    def attribute(
        self,
        article: Article,
        parse: Parse | None,
        dates: Sequence[Date],
        places: Sequence[Place],
        *,
        min_confidence: float = 0.0,
    ) -> tuple[list[Claim], list[Speaker]]:
        """Claims and speakers of an article.

        Args:
            article: The article.
            parse: Its analysis; None attributes by the words alone, less well.
            dates, places: What was found in it, to be bound to the claims.
            min_confidence: Claims below this are left out (their speakers' mentions too).

        Returns:
            The claims in the order of their cues, ids c1, c2 …; the speakers by their first claim, s1, s2 …
        """
        lines = lines_of(article, parse)
        found = self.finder.find(lines)
        resolutions = Resolver(lines, self.people, self.classes, self.ranker).resolve(found)
        kept = [
            (i, f, r, c)
            for i, (f, r) in enumerate(zip(found, resolutions, strict=True))
            if (c := confidence(f, r, self.calibration)) >= min_confidence
        ]
        in_line: dict[int, list[FoundClaim]] = {}
        for f in found:
            in_line.setdefault(id(f.line), []).append(f)
        ids = {i: f"c{n}" for n, (i, _, _, _) in enumerate(kept, 1)}
        speaker_ids: dict[int, str] = {}
        speakers: list[tuple[Entity, str]] = []
        claims = []
        for i, f, r, sure in kept:
            key = id(r.entity)
            if key not in speaker_ids:
                speaker_ids[key] = f"s{len(speakers) + 1}"
                speakers.append((r.entity, speaker_ids[key]))
            within = f.parent
            while within is not None and within not in ids:
                within = found[within].parent
            text = article.text[f.start : f.end]
            claims.append(
                Claim(
                    id=ids[i],
                    section=_SECTION[f.line.segment.section],
                    speaker=_speaker(f, r, speaker_ids[key]),
                    cue=_cue(f),
                    content=Content(text=text, start=f.start, end=f.end, form=f.form, quotes=f.quotes),
                    within=ids[within] if within is not None else None,
                    dates=inside(f, dates),
                    places=inside(f, places),
                    said_on=of_saying(f, in_line[id(f.line)], dates),
                    said_in=of_saying(f, in_line[id(f.line)], places),
                    confidence=sure,
                    evidence=evidence(f),
                )
            )
        return claims, [_listed(e, n, article.text) for e, n in speakers]


def _speaker(found: FoundClaim, resolution: Resolution, number: str) -> ClaimSpeaker:
    entity = resolution.entity
    return ClaimSpeaker(
        id=number,
        name=entity.name,
        role=entity.role,
        kind=entity.kind,
        anonymous=entity.anonymous,
        mention=found.mention_span,
        resolved_by=resolution.by,
    )


def _listed(entity: Entity, number: str, text: str) -> Speaker:
    spans = sorted(set(entity.mentions))
    return Speaker(
        id=number,
        name=entity.name,
        role=entity.role,
        kind=entity.kind,
        mentions=[Span(text=text[a:b], start=a, end=b) for a, b in spans],
    )


def _cue(found: FoundClaim) -> Cue | None:
    cue = found.cue
    if cue.kind == "colon":
        return None
    text = found.line.text[cue.start : cue.end]
    unit = found.ctx.units[cue.first]
    lemma = cue.form.lemma if cue.form else unit.lemma or unit.bare
    act: Act = cue.form.act if cue.form else "state"
    return Cue(text=text, lemma=lemma, act=act, start=cue.start, end=cue.end)


def evidence(found: FoundClaim) -> str:
    """Which pattern the claim follows: ``verb+أن``, ``participle+إلى أن``, ``colon``, ``sentence+particle`` …"""
    cue, units = found.cue, found.ctx.units
    kind: str = cue.form.form if cue.form else cue.kind
    if kind in ("perfect", "imperfect"):
        kind = "verb"
    if cue.kind == "colon":
        return "colon"
    first = found.content.first
    if first < cue.first:
        return f"«»+{kind}" if found.form == "direct" else f"sentence+{kind}"
    between = [u for u in units[cue.last + 1 : first] if not u.punct]
    opener: list[str] = []
    if between and found.ctx.classes.is_complementiser(between[-1].key):
        opener = [between[-1].text]
        if len(between) > 1 and found.ctx.classes.of(between[-2].bare) == "preposition":
            opener.insert(0, between[-2].text)
    elif found.ctx.classes.of(units[first].bare) == "complementiser_pronoun":
        opener = [units[first].text]
    elif between and found.ctx.classes.of(between[-1].bare) == "preposition":
        opener = [between[-1].text]
    if opener:
        return f"{kind}+{' '.join(opener)}"
    marks: Literal["«»", ":", "object"] = "object"
    for unit in units[cue.last + 1 : first]:
        if unit.text == ":":
            marks = ":"
        elif unit.punct and found.form == "direct" and unit.quote != units[first].quote:
            marks = "«»" if marks == "object" else marks
    return f"{kind}+{marks}"
