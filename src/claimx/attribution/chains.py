"""Stage four: whose claim it is, through short names, titles, pronouns and dropped subjects.

A mention is described (person, body, document; name and role), then linked to what the article knows of it: the
fullest name, the holder of the title, the body whose head noun it repeats. Where the subject is dropped or a pronoun,
a log-linear model ranks the speakers of the claims before and the subjects nearby by agreement, distance and structure
(mention-ranking coreference, Denis & Baldridge 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimx.attribution.classes import WordClasses, bucket
from claimx.attribution.finding import FoundClaim
from claimx.attribution.loglinear import LogLinear, best
from claimx.attribution.mentions import NOBODY
from claimx.attribution.names import (
    PARTICLES_IN_ROLE,
    Named,
    Names,
    akin,
    apart,
    manner,
    name_text,
    name_words,
    noun_key,
)
from claimx.attribution.quotes import ALL_MARKS
from claimx.attribution.units import Line, Unit
from claimx.lexicon.cues import fold
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.model.document import Kind, ResolvedBy
from claimx.places import countries_of_demonyms

_EARLIER = 8  # speakers of earlier claims that are candidates
_NEARBY = 10  # noun phrases before the cue that are candidates
_LONGEST = 10
_REACH = 20  # units around a cue in which the document it is said in stands
_BELOW = 4  # claims below a heading in which the holder of its title is looked for
_BRIEF = 3  # letters of a name; fewer are a torn word
_NAME_WORDS = 3  # words in front of a surname that may be given names
_SHORT = 2  # words of a title that may point back («المسؤول الإيراني»)
_LONGEST_NAME = 4  # words behind the first of a name in apposition
_TOPIC = 30  # units between a phrase and the verb it is the topic of
_RECENT = 40  # claims before in which a source is looked for
_FIRM = 0.45  # probability of the cue from which a claim's speaker may be the next one's
_NAMELIKE = frozenset(("", "NOUN", "PROPN", "X", "ADJ"))  # parts of speech of names; empty without a parse


@dataclass(slots=True)
class Entity:
    """A speaker of the article: its fullest name or description, and what is known of it."""

    name: str
    words: tuple[str, ...]
    role: str | None
    kind: Kind
    anonymous: bool
    gender: str | None
    number: str | None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    known: bool = True  # whether its kind is told by a word or a name tag, or only guessed


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entity of a claim and how it was found."""

    entity: Entity
    by: ResolvedBy


@dataclass(slots=True)
class Candidate:
    """A possible antecedent of a dropped subject."""

    entity: Entity
    earlier: int = -1  # how many other speakers ago it spoke, -1: it has not spoken
    claim: FoundClaim | None = None  # the last claim it made
    line: Line | None = None  # where it is named nearby
    unit: int = -1
    last: int = -1
    subject: bool = False
    order: int = -1  # how many other phrases stand between it and the cue
    turns: int = 0  # claims it has made so far
    main: bool = False  # whether it made the last claim that is in no other's content and has no particle for a cue
    main_here: bool = False  # the same, of this line


class Resolver:
    """Resolves the speakers of an article's claims.

    Args:
        lines: All lines of the article.
        people: Titles, kinds, genders.
        classes: Closed word classes.
        ranker: Model for dropped subjects; None takes the speaker of the claim before.
    """

    def __init__(
        self, lines: Sequence[Line], people: SpeakerLexicon, classes: WordClasses, ranker: LogLinear | None
    ) -> None:
        self.people, self.classes, self.ranker = people, classes, ranker
        self.names = Names(lines, people, classes)
        self.lines = list(lines)
        self.entities: list[Entity] = []
        self._turns: list[Entity] = []
        self._surnames: set[str] = set()
        self._position = {id(line): i for i, line in enumerate(self.lines)}
        self._phrases_of: dict[int, list[tuple[int, int, bool]]] = {}

    def resolve(self, claims: Sequence[FoundClaim]) -> list[Resolution]:
        """One resolution per claim; claims must be in text order."""
        self.learn(claims)
        out: list[Resolution] = []
        firm: list[FoundClaim] = []
        done: list[Resolution] = []
        for claim in claims:
            resolution = self.resolve_one(claim, firm, done)
            out.append(resolution)
            self._turns.append(resolution.entity)
            if claim.cue.probability >= _FIRM:  # a doubtful claim lends its speaker to nobody
                firm.append(claim)
                done.append(resolution)
        return self._headings(claims, out)

    def _headings(self, claims: Sequence[FoundClaim], found: list[Resolution]) -> list[Resolution]:
        """Give a title in a heading («مسؤول كردي: …») to the person of that function who speaks first below it."""
        out = list(found)
        for i, (claim, resolution) in enumerate(zip(claims, found, strict=True)):
            entity = resolution.entity
            heading = claim.line.segment.section in ("headline", "subhead", "kicker")
            if (
                not heading
                or not entity.words
                or entity.kind not in ("person", "unnamed")
                or entity.name != entity.role
            ):
                continue
            for other in found[i + 1 : i + 1 + _BELOW]:
                if other.entity is entity or other.entity.kind != "person" or not other.entity.role:
                    continue
                held = {w for n in self.names.known if n.words == other.entity.words for w in n.role_words}
                general = entity.words[0] in self.classes.general_titles and i == 0
                if general or any(akin(entity.words[0], w) for w in held):
                    other.entity.mentions += entity.mentions
                    out[i] = Resolution(other.entity, "title")
                    break
        return out

    def learn(self, claims: Sequence[FoundClaim]) -> None:
        """Note the names in the claims' mentions: those that only the mention model sees count like any other."""
        for claim in claims:
            self._learn(claim)

    def _learn(self, claim: FoundClaim) -> None:
        if claim.mention.first == NOBODY:
            return
        first, last = claim.mention.first, claim.mention.last
        units = claim.ctx.units
        if any(u.ner.endswith("PER") for u in units[first : last + 1]):
            return
        at = self._given_name(units, first, last)
        if at is not None and at[1] > at[0]:
            self.names.add(claim.line, "PER", *at)
        elif first == last:
            self._learn_surname(units[first])

    def _learn_surname(self, unit: Unit) -> None:
        """A one-word name that the tagger does not know: where it stands behind a title, the words between are its own.

        «رئيس اللجنة الأولمبية محرز بوصيان … وقال بوصيان»: the repeated word tells that it is a name, and where it ends.
        """
        word = unit.bare
        keys = [word]
        if word in self._surnames or self.people.kind_of(keys) or self.people.title_at(keys, 0) is not None:
            return
        self._surnames.add(word)
        if self.names.by_name(name_words([unit]), unit.start, "PER") is not None or unit.upos not in _NAMELIKE:
            return
        for line in self.lines:
            for i, other in enumerate(line.units):
                if other.bare != word or i == 0 or other.start == unit.start:
                    continue
                start = i
                while start > 0 and i - start < _NAME_WORDS and self._namelike(line.units[start - 1], other):
                    start -= 1
                if start < i and self.names.role_around(line, start, i) is not None:
                    self.names.add(line, "PER", start, i)
                    return

    def _namelike(self, unit: Unit, after: Unit) -> bool:
        """Whether a word may be part of a name: no article, no function word, no title or common head."""
        if unit.punct or unit.sentence != after.sentence or unit.upos not in _NAMELIKE or unit.conj:
            return False
        word = unit.bare
        if word.startswith(("ال", "لل")) or word.endswith("ة") or word in PARTICLES_IN_ROLE:
            return False
        if self.classes.of(word) is not None:
            return False
        return self.people.kind_of([word]) in (None, "person") and self.people.title_at([word], 0) is None

    def _given_name(self, units: Sequence[Unit], first: int, last: int) -> tuple[int, int] | None:
        """Units of a person's name that begins with a known given name, at the start or behind a title."""
        keys = [noun_key(units[first], self.people), *(u.bare for u in units[first + 1 : last + 1])]
        title = self.people.title_at(keys, 0)
        j = first + (title.length if title is not None else 0)
        while j <= last and not self._given(units[j]):
            if title is None:
                return None
            j += 1
        if j > last:
            return None
        end = j
        while end < last and not units[end + 1].punct and not self._titled(units, end + 1):
            end += 1
        return j, end

    def _given(self, unit: Unit) -> bool:
        """Whether a unit is a given name; على and أن are spelt like some (علي, آن) but are function words."""
        if unit.punct or unit.upos not in _NAMELIKE or self.classes.of(unit.bare) is not None:
            return False
        title = self.people.title_at([unit.bare], 0)
        if title is not None and not title.rank:
            return False  # «أمين عام»: a function first
        return self.people.name_gender(unit.bare) is not None or self.people.name_gender(unit.key) is not None

    def _titled(self, units: Sequence[Unit], j: int) -> bool:
        keys = [noun_key(units[j], self.people), *(u.bare for u in units[j + 1 : j + 5])]
        return self.people.title_at(keys, 0) is not None or self.people.honorific(units[j].bare)

    def resolve_one(self, claim: FoundClaim, earlier: Sequence[FoundClaim], done: Sequence[Resolution]) -> Resolution:
        """The resolution of one claim, given those of the claims before it."""
        if claim.mention.first != NOBODY:
            first, last = claim.mention.first, claim.mention.last
            words = [u.bare for u in claim.ctx.units[first : last + 1] if not u.punct]
            if self.people.anaphor_at(words, 0) is not None:
                best = self._source() if self._bare_source(words[-1:]) or self._bare_source(words[:1]) else None
                best = best or self._antecedent(claim, earlier, done)
                if best is not None:
                    return Resolution(best, "context")
            by: ResolvedBy = "context"
            entity = self._source() if self._bare_source(words) else None
            if entity is None:
                entity, by = self.entity_of(claim.line, first, last)
            if entity.kind == "document" and not entity.mentions and self.classes.of(entity.words[0]) == "occasion":
                entity = self._issued(entity, claim.line, first, last, earlier, done)
            form = claim.cue.form
            if entity.gender is None and entity.kind == "person" and form and form.form in ("perfect", "imperfect"):
                entity.gender = form.gender  # «قالت لوبان»: the verb knows
            span = claim.mention_span
            if span is not None:
                entity.mentions.append((span.start, span.end))
            return Resolution(entity, by)
        governed = self._relative(claim) or self._topic(claim)
        if governed is not None:
            return Resolution(governed, "context")
        best = self._antecedent(claim, earlier, done)
        suffix = claim.cue.form.suffix if claim.cue.form else None
        how: ResolvedBy = (
            "pronoun"
            if suffix and claim.cue.form and claim.cue.form.form in ("masdar", "noun", "particle")
            else "dropped"
        )
        if best is not None:
            return Resolution(best, how)
        return Resolution(self._unknown(), "context")

    def _fuller(self, text: str, words: tuple[str, ...]) -> Entity | None:
        """The nameless source met before that a definite phrase of the same head describes more fully."""
        for entity in reversed(self._turns[-_RECENT:]):
            if entity.kind == "unnamed" and entity.words[:1] == words[:1] and len(words) > len(entity.words):
                entity.name, entity.words = text, words
                return entity
        return None

    def _headed(self, role: str) -> Entity | None:
        """The person that the heading names and the first sentence gives by the function alone.

        «رياض المؤخر: …» above «قال وزير البيئة …»: nobody else has spoken yet, and his function was not told.
        """
        if len(self._turns) > _RECENT or len({id(e) for e in self._turns}) != 1:
            return None
        only = self._turns[0]
        if only.kind != "person" or only.role is not None or not only.known:
            return None
        only.role = role
        return only

    def _pair(self, head: str, at: int) -> Entity | None:
        """The two persons that «الزعيمان», «الوزيران» are: the last two named of that function, else the last two."""
        before = [
            (max(s for s, _ in n.places if s < at), n)
            for n in self.names.known
            if n.kind == "PER" and any(s < at for s, _ in n.places)
        ]
        last = [n for _, n in sorted(before, key=lambda p: -p[0])]
        held = [n for n in last if any(akin(head, r) for r in n.role_heads)]
        two = held[:2] if len(held) > 1 else last[:2]
        if len(two) < 2:
            return None
        first, second = sorted(two, key=lambda n: n.places[0])
        words = (*first.words, *second.words)
        known = next((e for e in self.entities if e.words == words), None)
        if known is None:
            known = Entity(f"{first.text} و{second.text}", words, None, "group", False, "m", "d")
            self.entities.append(known)
        return known

    def _relative(self, claim: FoundClaim) -> Entity | None:
        """Whom a relative clause is about: «بيان للحرس الثوري الذي أوضح أن», the phrase right before its pronoun."""
        units, j = claim.ctx.units, claim.cue.first - 1
        form = claim.cue.form
        if form is None or form.form not in ("perfect", "imperfect") or j < 1 or form.person == 1:
            return None
        while j > 0 and units[j].bare in self.classes.before_verbs:
            j -= 1
        if units[j].bare not in self.classes.relative_of:
            return None
        gender, number = self.classes.relative_of[units[j].bare]
        j -= 1
        if j >= 0 and units[j].punct and units[j].text in "،,":
            j -= 1
        for first, last, _ in reversed(self._phrases(claim.line)):
            if first > j:
                continue
            if last < j - 1:
                break  # the phrases before are farther off still
            return self._fitting(claim.line, first, min(last, j), gender, number)
        first = j
        while first > 0 and units[first].noun_start == units[first].bare_start and _nominal(units[first - 1]):
            first -= 1
        return self._fitting(claim.line, first, j, gender, number) if _nominal(units[j]) else None

    def _fitting(self, line: Line, first: int, last: int, gender: str, number: str) -> Entity | None:
        """The speaker that a phrase names, where it agrees."""
        entity, _ = self.entity_of(line, first, last)
        plain = entity.number in (None, number) and entity.gender in (None, gender)
        return entity if entity.known and plain else None

    def _topic(self, claim: FoundClaim) -> Entity | None:
        """The noun phrase in front of its verb: «أن الوزير (، الذي …،) قال», «أما المعارضة، فقد اعتبرت»."""
        units, stop = claim.ctx.units, claim.cue.first
        form = claim.cue.form
        if form is None or form.form not in ("perfect", "imperfect") or units[stop].conj or form.person == 1:
            return None
        while stop > 0 and units[stop - 1].bare in self.classes.before_verbs:
            stop -= 1
        for first, last, _ in reversed(self._phrases(claim.line)):
            if last >= stop:
                continue
            if units[first].sentence != units[claim.cue.first].sentence or stop - first > _TOPIC:
                break
            opener = first - 1
            while opener >= 0 and (units[opener].text in ALL_MARKS or self.people.honorific(units[opener].bare)):
                opener -= 1
            if opener < 0 or units[opener].bare not in self.classes.topics or not self._aside(units, last + 1, stop):
                continue
            entity, _ = self.entity_of(claim.line, first, last)
            number = entity.number in (None, form.number) or entity.kind != "person"
            gender = entity.gender in (None, form.gender) or entity.kind == "group"
            return entity if entity.known and number and gender else None
        return None

    def _aside(self, units: Sequence[Unit], first: int, stop: int) -> bool:
        """Whether nothing stands between a phrase and its verb but an apposition or clause between commas."""
        while stop > first and units[stop - 1].text in ALL_MARKS:
            stop -= 1
        while first < stop and units[first].text in ALL_MARKS:
            first += 1
        if first >= stop:
            return True
        if units[stop - 1].text not in "،,":
            return False
        if stop - first == 1:
            return True
        relative = units[first + 1].bare in self.classes.relative_of or units[first].bare in self.classes.relative_of
        verbs = any(u.upos == "VERB" for u in units[first:stop])
        return units[first].text in "،,(" and (relative or not verbs)

    def _bare_source(self, words: Sequence[str]) -> bool:
        """Whether a mention is «المصدر» or «المصادر» and no more."""
        return len(words) == 1 and words[0].startswith("ال") and words[0][2:] in self.classes.sources

    def _issued(
        self,
        document: Entity,
        line: Line,
        first: int,
        last: int,
        earlier: Sequence[FoundClaim],
        done: Sequence[Resolution],
    ) -> Entity:
        """The document under its fullest description: «البيان» that a ministry issued is its statement (بيان الوزارة).

        The issuer is named behind the noun (بيان المجلس، بلاغ لوزارة الداخلية), or it is the last speaker in whose
        sentence such a document stands («أعلنت الوزارة في بيان»).
        """
        units = line.units
        noun = name_text(line, first, first, self.people)
        issuer: Entity | None = None
        if last > first:
            behind = units[first + 1]
            if behind.upos in ("ADJ", "VERB", "ADP") or self.classes.of(behind.bare) is not None:
                return document
            issuer, _ = self.entity_of(line, first + 1, last)
            if issuer.kind not in ("organization", "person", "place", "group") or not issuer.known:
                return document
        elif units[first].bare.startswith("ال"):
            issuer = self._issuer(document.words, earlier, done)
        if issuer is None:
            return document
        document.name = f"{noun[2:] if noun.startswith('ال') and len(noun) > 4 else noun} {issuer.name}"
        document.words = (document.words[0], *issuer.words)
        for known in self.entities:
            if known is not document and known.words == document.words:
                self.entities.remove(document)
                return known
        return document

    def _unknown(self) -> Entity:
        entity = Entity("غير محدد", (), None, "unnamed", True, None, None)
        for known in self.entities:
            if not known.words:
                return known
        self.entities.append(entity)
        return entity

    # Describing and linking mentions.

    def entity_of(self, line: Line, first: int, last: int) -> tuple[Entity, ResolvedBy]:
        """The entity that a noun phrase names, made where it is new, and how it was linked."""
        units = line.units
        if last > first + 1 and units[first + 1].text == "/":
            first += 2  # «رياضي / مدرب الهلال»: the desk, then the speaker
        while first < last and (units[first].punct or self.people.honorific(units[first].bare)):
            first += 1
        while last > first and (units[last].punct or self.classes.of(units[last].bare) in ("time", "preposition")):
            if units[last - 1].bare in self.classes.papers:
                break
            last -= 1  # «الحكومة البريطانية اليوم الجمعة»
        opened = next((j for j in range(first + 1, last + 1) if units[j].text == "("), None)
        if opened is not None and last + 1 < len(units) and units[last + 1].text == ")":
            last += 1
        if opened is not None and not any(u.text == ")" for u in units[opened : last + 1]):
            last = opened - 1
        at = units[first].start
        words = name_words(units[first : last + 1])
        keys = [u.bare for u in units[first : last + 1] if not u.punct]
        if keys and not units[first].punct:
            keys[0] = noun_key(units[first], self.people)
            words = (keys[0][2:] if keys[0].startswith("ال") and len(keys[0]) > 4 else keys[0], *words[1:])
        text = name_text(line, first, last, self.people)
        kind = self.people.kind_of(keys)
        person = self._person_in(line, first, last, kind)
        if person is not None and self._part_of_title(line, first, last, person[1]):
            person = None
        if person is not None:
            named = self.names.by_name(person[0], at, "PER")
            if named is None and len(person[0]) > 1:
                named = self.names.by_name(person[0][:-1], at, "PER") if manner(person[0][-1]) else None
            if named is not None:
                role = named.role or self._role_text(line, first, person[1])
                return self._entity(named.text, named.words, role, "person", False, keys), "name"
            start, end = person[1], min(last, person[1] + len(person[0]) - 1)
            role = self._role_text(line, first, start)
            return self._entity(
                name_text(line, start, end, self.people), person[0], role, "person", False, keys
            ), "name"
        title = self.people.title_at(keys, 0)
        unnamed = self.people.is_unnamed(keys)
        held = self._apposed(line, last, close=title is not None) if title is not None or kind == "person" else None
        if title is None and held is not None:
            return self._entity(held.text, held.words, held.role or text, "person", False, keys), "title"
        if title is not None and (held is not None or not unnamed):
            if held is None and len(words) > title.length and title.definite:
                named = self.names.by_name(words[title.length :], at, "PER")
                held = named if named is not None and named.words[-1] == words[-1] else None  # «المهندس الحداد»
            if held is None and title.number == "s":
                held = self.names.by_title(words, at, self._spoken())
            if held is not None:
                return self._entity(held.text, held.words, held.role or text, "person", False, keys), "title"
            definite = keys[0].startswith("ال")
            known = self._repeated(words, self.people.number_of(keys), definite=definite)
            if known is None and definite and title.number == "s" and len(words) <= _SHORT:
                known = self._last_person(words[0], title.gender)
            if known is None and title.number == "s" and not unnamed:
                known = self._headed(text)
            if known is None and title.number == "d" and definite:
                known = self._pair(words[0], at)
            if known is not None:
                return known, "title"
            return self._entity(text, words, text, kind or "person", self._hides(line, last), keys), "title"
        run = [u for u in units[first : last + 1] if u.ner != "O"]
        if kind is None and run and len(run) == len([u for u in units[first : last + 1] if not u.punct]):
            label = run[0].ner[2:]
            if label == "PER":
                kind = "person"
            elif label in ("ORG", "LOC"):
                kind = "organization" if label == "ORG" else "place"
        expanded = self.people.expand(text)
        if expanded is not None and not unnamed:
            kind = "organization"
        if expanded is not None and expanded in self.names.text:  # a short name takes the full one that the article has
            return self._entity(
                expanded, name_words(units[first : last + 1]), None, "organization", False, keys
            ), "name"
        explained = self._explained(units, first, last, words)
        if explained is not None:
            return self._entity(*explained, None, kind or "organization", False, keys), "name"
        known = self._repeated(words, self.people.number_of(keys), definite=keys[0].startswith("ال") or run != [])
        if known is None and unnamed and keys[0].startswith("ال"):
            known = self._fuller(text, words)
        if known is not None and (not unnamed or keys[0].startswith("ال")):
            return known, "name"
        if keys[0].startswith("ال") and not run and first < last:
            generic = all(u.bare in self.classes.generic for u in units[first + 1 : last + 1])
            cut = first if generic else self._head_alone(units, first, last)
            shorter = self._repeated(words[: cut - first + 1], None, definite=True) if cut < last else None
            if shorter is not None:
                return shorter, "name"  # «الاتحاد بموقعه الرسمي»
        named = self.names.by_name(words, at)
        if named is not None and named.words[:1] == words[:1] and not unnamed and (keys[0].startswith("ال") or run):
            text, words = named.text, named.words
        hidden = unnamed or self._hides(line, last)
        sort: Kind = "unnamed" if unnamed else kind or "organization"
        return self._entity(text, words, None, sort, hidden, keys, known=kind is not None or bool(run)), "name"

    def _explained(
        self, units: Sequence[Unit], first: int, last: int, words: tuple[str, ...]
    ) -> tuple[str, tuple[str, ...]] | None:
        """The full name of a body called by the short name that the article explains in brackets, or with it."""
        if words in self.names.short:
            return self.names.short[words]
        opened = next((j for j in range(first, last + 1) if units[j].text == "("), None)
        return self.names.short.get(name_words(units[opened : last + 1])) if opened is not None else None

    def _head_alone(self, units: Sequence[Unit], first: int, last: int) -> int:
        """The last unit of a definite noun with its adjectives, before a preposition or an indefinite word."""
        j = first
        while j < last:
            after = units[j + 1]
            if after.punct or not after.bare.startswith("ال") or after.noun_start > after.bare_start:
                return j
            j += 1
        return last

    def _person_in(self, line: Line, first: int, last: int, kind: Kind | None) -> tuple[tuple[str, ...], int] | None:
        """Name words of the person that a phrase names, and the unit where the name begins."""
        if kind in ("group", "organization", "document"):
            return None
        units = line.units
        runs = [(a, b) for label, a, b in line.runs if label == "PER" and first <= a and b <= last + 3 and a <= last]
        if runs:
            runs = [r for r in runs if not self._only_nationality(units, *r) and not self._owned(units, first, r[0])]
            if not runs:
                return None
            a, b = self._likeliest(units, runs) if self._titled(units, first) else runs[0]
            if a > first and not self._titled(units, first):
                return None
            while a < b and self.people.honorific(units[a].bare):
                a += 1
            return name_words(units[a : max(b, a) + 1]), a
        at = self._given_name(units, first, last)
        if at is not None:
            return name_words(units[at[0] : at[1] + 1]), at[0]
        whole = name_words(units[first : last + 1])
        if kind is None and whole and self.people.title_at([u.bare for u in units[first : last + 1]], 0) is None:
            named = self.names.by_name(whole, units[first].start, "PER")
            if named is not None:
                return whole, first
        return None

    def _likeliest(self, units: Sequence[Unit], runs: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Of several tagged names behind a title, the last that has a given name or two words; else the last."""
        whole = [r for r in runs if r[1] > r[0] or self._given(units[r[0]])]
        return (whole or runs)[-1]

    def _part_of_title(self, line: Line, first: int, last: int, name: int) -> bool:
        """Whether a tagged name is but part of a title whose holder stands behind a comma.

        «النائب العام لمدينة ديار بكر، رمضان صولماز»: no title, rank or adjective stands right before بكر.
        """
        units = line.units
        if name <= first or not self._titled(units, first) or units[name - 1].bare.startswith(("ال", "لل")):
            return False
        if self._titled(units, name - 1) or last + 1 >= len(units) or units[last + 1].text not in "،,":
            return False
        after = last + 2
        return any(label == "PER" and a == after and not units[a].conj for label, a, _ in line.runs)

    def _only_nationality(self, units: Sequence[Unit], first: int, last: int) -> bool:
        """Whether a tagged name is but an adjective of nationality or a title: «الرئيس التركي», «أمين عام»."""
        if first != last:
            adjective = units[last].bare.startswith("ال") and units[last].bare.endswith("ة")
            return adjective and bool(countries_of_demonyms(units[last].text))  # «سانت [لويس الأميركية]»
        title = self.people.title_at([units[first].bare], 0)
        before = self.people.title_at([units[first - 1].bare], 0) if first else None
        if before is not None and not before.definite and units[first].bare.endswith("ي"):
            return True  # «مسؤول كردي»
        return (title is not None and not title.rank) or bool(countries_of_demonyms(units[first].text))

    def _owned(self, units: Sequence[Unit], first: int, name: int) -> bool:
        """Whether the name belongs to a body that the phrase names: «وزير في حكومة يوسف الشاهد»."""
        before = name - 1
        while before > first and (self.people.honorific(units[before].bare) or self._rank(units[before].bare)):
            before -= 1
        if before >= first and units[before].bare in self.classes.owned:
            return True  # «متحدث باسم الشيخ دريان», «محامي عماد الطرابلسي»
        if name <= first or units[name - 1].bare.startswith(("ال", "لل")):
            return False  # «رئيس الاتحاد إبراهيم المنصوري»: a body with the article owns nobody
        key = noun_key(units[name - 1], self.people)
        return self.people.kind_of([key]) in ("organization", "group", "document")

    def _role_text(self, line: Line, first: int, name: int) -> str | None:
        units = line.units
        last = name - 1
        while last >= first and (units[last].punct or self.people.honorific(units[last].bare)):
            last -= 1
        if last < first or not self._titled(units, first):
            return None
        return name_text(line, first, last, self.people)

    def _apposed(self, line: Line, last: int, *, close: bool = True) -> Named | None:
        """The person named in apposition behind a title: «وزير النفط، زكريا حمد»; ``close``: also without a comma."""
        units = line.units
        j = last + 1
        if j < len(units) and units[j].text in ALL_MARKS:
            j += 1
        comma = j < len(units) and units[j].text in "،,("
        if comma:
            j += 1
        elif not close:
            return None
        elif last > 0:
            j = self._rest_of_title(units, last + 1)
        while j < len(units) and not units[j].conj and (self._titled(units, j) or self._rank(units[j].bare)):
            j += 1  # «عضو لجنة الأمن، النائبة أواز حميد»
        for label, a, b in line.runs:
            if label == "PER" and a == j:
                return self.names.by_name(name_words(units[a : b + 1]), units[a].start, "PER")
            if label == "PER" and a == j + 1 and not units[j].conj and self._namelike(units[j], units[a]):
                return self.names.add(line, "PER", j, b)  # بان [كي مون]
        if comma and j < len(units) and not units[j].conj:
            end = j
            while end + 1 < len(units) and self._in_name(units[end + 1], units[j]) and end - j < _LONGEST_NAME:
                end += 1
            closed = end + 1 < len(units) and (units[end + 1].punct or self.classes.of(units[end + 1].bare) is not None)
            told = any(self._given(u) or u.ner.endswith("PER") for u in units[j : end + 1])
            if end > j and self._in_name(units[j], units[j]) and told and (closed or self._given(units[j])):
                return self.names.add(line, "PER", j, end)
        return None

    def _in_name(self, unit: Unit, first: Unit) -> bool:
        """Whether a word may go on with a name that stands in apposition."""
        if unit.punct or unit.conj or unit.sentence != first.sentence or unit.upos not in _NAMELIKE:
            return False
        return self.classes.of(unit.bare) is None

    def _rest_of_title(self, units: Sequence[Unit], j: int) -> int:
        """Where the name behind a long title begins, the rest of the title skipped; ``j`` itself where there is none.

        «وكيل الوزارة | لشؤون المطبوعات الدكتور مساعد الحديثي»: the mention may end before its title does.
        """
        persons = {i for i in range(j, min(len(units), j + _LONGEST)) if units[i].ner in ("B-PER", "S-PER")}
        k = j
        while k < min(len(units), j + _LONGEST):
            unit = units[k]
            if k in persons or (k == j and k + 1 in persons and self._namelike(unit, units[k + 1])):
                return k
            apart = unit.conj or unit.noun_start > unit.bare_start or unit.upos == "ADP"
            if k == j and not apart and not self.people.honorific(unit.bare):
                return j
            if unit.punct or unit.upos in ("VERB", "SCONJ", "AUX", "PRON") or self.classes.is_complementiser(unit.key):
                return j
            k += 1
        return j

    def _rank(self, word: str) -> bool:
        title = self.people.title_at([word], 0)
        return title is not None and title.rank

    def _spoken(self) -> list[tuple[str, ...]]:
        """Names of those who have spoken so far, the last first."""
        return [e.words for e in reversed(self._turns)]

    def _last_person(self, head: str, gender: str | None) -> Entity | None:
        """The person that a bare title without a holder points back to.

        «المسؤول», «المتحدث» may be anybody who spoke last and agrees in gender; «المحامي» only one whose role or
        description has the word.
        """
        general = head in self.classes.general_titles
        for entity in reversed(self._turns):
            if entity.kind not in ("person", "unnamed") or (gender and entity.gender and entity.gender != gender):
                continue
            if general or any(akin(head, fold(w)) for w in (entity.role or entity.name).split()):
                return entity
        return None

    def _issuer(
        self, words: tuple[str, ...], claims: Sequence[FoundClaim], done: Sequence[Resolution]
    ) -> Entity | None:
        """Whose «البيان» it is: the last speaker in whose sentence such a document stands («أعلنت … في بيان»)."""
        if self.classes.of(words[0]) != "occasion":
            return None
        for claim, resolution in zip(reversed(claims), reversed(done), strict=True):
            units = claim.ctx.units
            sentence = units[claim.cue.first].sentence
            near = units[max(0, claim.cue.first - _REACH) : claim.cue.last + _REACH]
            if any(u.sentence == sentence and name_words([u]) == words[:1] for u in near):
                return resolution.entity
        return None

    def _hides(self, line: Line, last: int) -> bool:
        """Whether the words behind a mention say that the source would not be named."""
        return self.people.hides_name([u.bare for u in line.units[last + 1 : last + 16] if not u.punct])

    def _repeated(self, words: tuple[str, ...], number: str | None, *, definite: bool) -> Entity | None:
        """A speaker met before that these words name again.

        «الشركة» for «الشركة التونسية للبنك», «المسؤولون» for «مسؤولون في الوزارة».
        """
        if not words:
            return None
        for entity in reversed(self.entities):
            if entity.words == words:
                return entity
        if not definite:
            return None
        for entity in reversed(self.entities):
            if entity.words and entity.words[0] == words[0] and set(words) <= set(entity.words):
                return entity
        if number != "p":
            return None
        for entity in reversed(self.entities):
            same = entity.number == "p" and entity.words and akin(entity.words[0], words[0])
            if (
                same
                and entity.words[0].endswith("ات") == words[0].endswith("ات")
                and set(words[1:]) <= set(entity.words[1:])
            ):
                return entity
        return None

    def _source(self) -> Entity | None:
        """Who «المصدر» without more is: the last source without a name, else the last medium or document."""
        recent = self._turns[-_RECENT:]
        for entity in reversed(recent):
            if entity.words and entity.words[0] in self.classes.sources:
                return entity
        for entity in reversed(recent):
            if entity.kind in ("organization", "document") and entity.words:
                return entity
        return None

    def _entity(
        self,
        name: str,
        words: tuple[str, ...],
        role: str | None,
        kind: Kind,
        anonymous: bool,
        keys: Sequence[str],
        *,
        known: bool = True,
    ) -> Entity:
        for entity in self.entities:
            same = entity.words == words or (
                kind == "person"
                and entity.kind == "person"
                and words
                and set(words) <= set(entity.words)
                and words[-1] == entity.words[-1]
                and (words[0] == entity.words[0] or len(words) == 1)
            )
            if same:
                if role and not entity.role:
                    entity.role = role
                return entity
        gender = self.people.gender_of(keys) or (self.people.gender_of([words[0]]) if words else None)
        entity = Entity(name, words, role, kind, anonymous, gender, self.people.number_of(keys), known=known)
        self.entities.append(entity)
        return entity

    # Dropped subjects.

    def _antecedent(
        self, claim: FoundClaim, earlier: Sequence[FoundClaim], done: Sequence[Resolution]
    ) -> Entity | None:
        found = self.antecedents(claim, earlier, done)
        if not found:
            return None
        if self.ranker is None:
            return found[0].entity
        shares = self.ranker.distribution([antecedent_features(claim, c) for c in found])
        return found[best(shares)].entity

    def antecedents(
        self, claim: FoundClaim, earlier: Sequence[FoundClaim], done: Sequence[Resolution]
    ) -> list[Candidate]:
        """Possible antecedents: speakers of earlier claims, the last first, then names and subjects near the cue."""
        found: dict[int, Candidate] = {}
        for other, resolution in zip(reversed(earlier), reversed(done), strict=True):
            if id(resolution.entity) not in found:
                if len(found) >= _EARLIER:
                    break
                found[id(resolution.entity)] = Candidate(resolution.entity, len(found), other)
        self._salience(claim, earlier, done, found)
        spare: list[Candidate] = []
        for order, (line, unit, last, subject) in enumerate(self._nearby(claim)):
            entity, _ = self.entity_of(line, unit, last)
            if line.segment.section == "dateline" and entity.kind != "person":
                continue  # a byline's paper says nothing; its reporter may, in the first person
            known = found.get(id(entity))
            brief = len(entity.words) == 1 and len(entity.words[0]) < _BRIEF
            if known is None and (not entity.known or brief or _disagrees(claim, entity)):
                # things happen and are named all the time; what speaks is a person, a body or a document
                if subject and line is claim.line:
                    spare.append(Candidate(entity, line=line, unit=unit, last=last, subject=subject, order=order))
                continue
            if known is None:
                known = found[id(entity)] = Candidate(entity)
            if known.line is None:
                known.line, known.unit, known.last, known.subject, known.order = line, unit, last, subject, order
        agreeing = [c for c in found.values() if not _disagrees(claim, c.entity)]
        return agreeing or list(found.values()) or spare

    @staticmethod
    def _salience(
        claim: FoundClaim,
        earlier: Sequence[FoundClaim],
        done: Sequence[Resolution],
        found: dict[int, Candidate],
    ) -> None:
        """Note how often each candidate has spoken, and whose the floor is."""
        floor = here = False
        for other, resolution in zip(reversed(earlier), reversed(done), strict=True):
            candidate = found.get(id(resolution.entity))
            if candidate is not None:
                candidate.turns += 1
            form = other.cue.form.form if other.cue.form else other.cue.kind
            if other.parent is not None or form in ("particle", "colon"):
                continue
            if candidate is not None and not floor:
                candidate.main = True
            if candidate is not None and not here and other.line is claim.line:
                candidate.main_here = True
                here = True
            floor = True

    def _nearby(self, claim: FoundClaim) -> list[tuple[Line, int, int, bool]]:
        """Names and subjects before the cue in its line, and the subjects of the line before; the nearest first."""
        out = []
        position = self._position[id(claim.line)]
        for line in (claim.line, *([self.lines[position - 1]] if position else [])):
            stop = claim.cue.first if line is claim.line else len(line.units)
            # a phrase that runs into the cue ends before it: «رفض النادي العرض قائلا»
            phrases = [(a, min(b, stop - 1), s) for a, b, s in self._phrases(line) if a < stop]
            most = _NEARBY if line is claim.line else 4
            out += [(line, a, b, s) for a, b, s in reversed(phrases[-most:])]
        return out

    def _phrases(self, line: Line) -> list[tuple[int, int, bool]]:
        """Noun phrases that could speak: named ones, titles, and subjects of verbs; as (first, last, is subject)."""
        known = self._phrases_of.get(id(line))
        if known is None:
            known = self._phrases_of[id(line)] = self._find_phrases(line)
        return known

    def _find_phrases(self, line: Line) -> list[tuple[int, int, bool]]:
        units = line.units
        stop = len(units)
        ends = {a: b for label, a, b in line.runs if label in ("PER", "ORG", "LOC")}
        persons = {a for label, a, _ in line.runs if label == "PER"}
        out = []
        j = 0
        while j < stop:
            unit = units[j]
            if (
                unit.punct
                or unit.upos == "PRON"
                or self.people.honorific(unit.bare)
                or unit.bare in self.classes.never_speak
            ):
                j += 1
                continue
            subject = unit.deprel.startswith("nsubj") and not unit.punct and unit.upos not in ("PRON", "VERB", "DET")
            title = not self._describes(units, j) and self._titled(units, j)
            if j in ends or subject or title:
                last = self._phrase_end(units, j, ends, persons, stop)
                governed = subject or any(units[k].deprel.startswith("nsubj") for k in range(j, last + 1))
                out.append((j, last, governed))
                j = last + 1
            else:
                j += 1
        return out

    @staticmethod
    def _describes(units: Sequence[Unit], j: int) -> bool:
        """Whether a word is an adjective to the noun before it, which titles may look like: الأمور الفنية."""
        return units[j].upos == "ADJ" and j > 0 and units[j - 1].upos in ("NOUN", "PROPN", "X", "ADJ")

    def _phrase_end(self, units: Sequence[Unit], j: int, ends: dict[int, int], persons: set[int], stop: int) -> int:
        last = ends.get(j, j)
        while j not in persons and last + 1 < stop and last - j < _LONGEST:
            after = units[last + 1]
            if last + 1 in ends:
                last = ends[last + 1]
                if after.i in persons:
                    break  # what follows a person's name is no longer the name
                continue
            if (
                after.punct
                or after.upos in ("VERB", "ADP", "SCONJ", "CCONJ", "PRON", "AUX", "PART", "DET", "ADV")
                or after.conj
            ):
                break
            if self.classes.of(after.bare) is not None or not after.upos or apart(units[last], after):
                break
            last += 1
        return last


def _settled(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether a phrase names somebody known: a name, or a noun that is definite by its article or its construct."""
    return any(u.ner != "O" or u.bare.startswith(("ال", "لل")) for u in units[first : last + 1])


def _nominal(unit: Unit) -> bool:
    return unit.upos in ("NOUN", "ADJ", "PROPN", "X") and not unit.punct


def _disagrees(claim: FoundClaim, entity: Entity) -> bool:
    """Whether the form of the cue rules a person out: «قالوا» is not one person.

    Gender is left to the model: the lexicon knows it of too few names, and of some wrongly.
    """
    form = claim.cue.form
    if form is None or form.person == 1 or entity.kind != "person" or form.form not in ("perfect", "imperfect"):
        return False
    return form.number == "p" and entity.number == "s"


def _begins_sentence(claim: FoundClaim) -> bool:
    """Whether the cue begins a sentence."""
    units, first = claim.ctx.units, claim.cue.first
    return first == 0 or units[first - 1].sentence != units[first].sentence


def antecedent_features(claim: FoundClaim, candidate: Candidate) -> list[str]:
    """Features of a candidate antecedent of a dropped subject."""
    form = claim.cue.form
    kind = form.form if form else claim.cue.kind
    units = claim.ctx.units
    entity = candidate.entity
    out = [
        f"e={min(candidate.earlier, 4)}|{kind}",
        f"kind={entity.kind}|{kind}",
        f"kinde={entity.kind}|{min(candidate.earlier, 2)}",
        f"anon={entity.anonymous}",
        f"turns={min(candidate.turns, 3)}|{min(candidate.earlier, 1)}",
        f"main={candidate.main}|{kind}",
        f"main={candidate.main}|{min(candidate.earlier, 1)}|{claim.parent is not None}",
        f"here={candidate.main_here}|{kind}",
        f"here={candidate.main_here}|{candidate.main}|{_begins_sentence(claim)}",
        f"known={entity.known}|{min(candidate.earlier, 0)}|{candidate.subject}",
        f"order={min(candidate.order, 4)}|{min(candidate.earlier, 1)}|{candidate.subject}",
    ]
    if form is not None:
        gender = "?" if not form.gender or not entity.gender else "yes" if form.gender == entity.gender else "no"
        number = "?" if not form.number or not entity.number else "yes" if form.number == entity.number else "no"
        out += [
            f"g={gender}",
            f"n={number}",
            f"gn={gender}|{number}|{kind}",
            f"p1={form.person == 1}|{min(candidate.earlier, 1)}",
            f"pk={form.person}|{entity.kind}",
        ]
    conj = units[claim.cue.first].conj
    starts = _begins_sentence(claim)
    out.append(f"cj={conj}|{starts}|{min(candidate.earlier, 2)}|{kind}")
    other = candidate.claim
    if other is not None:
        same_line = other.line is claim.line
        same_sentence = same_line and other.ctx.units[other.cue.first].sentence == units[claim.cue.first].sentence
        holds = same_line and other.start <= claim.cue.start < other.end
        sibling = other.parent == claim.parent
        other_kind = other.cue.form.form if other.cue.form else other.cue.kind
        out += [
            f"ss={same_sentence}|{kind}|{min(candidate.earlier, 2)}",
            f"holds={holds}|{kind}",
            f"holds={holds}|{min(candidate.earlier, 2)}|{starts}",
            f"nested={other.parent is not None}|{claim.parent is not None}|{min(candidate.earlier, 2)}",
            f"sib={sibling}|{starts}",
            f"ok={other_kind}|{kind}",
            f"ok={other_kind}|{starts}|{min(candidate.earlier, 1)}",
            f"om={other.mention.first == NOBODY}|{min(candidate.earlier, 1)}",
            f"sl={same_line}|{starts}",
        ]
        if other.content.last < claim.cue.first and same_line:
            out.append(f"gap={bucket(claim.cue.first - other.content.last)}|{kind}")
    if candidate.line is not None:
        same_line = candidate.line is claim.line
        out += [f"near={same_line}|{kind}|{candidate.subject}", f"nears={starts}|{same_line}|{candidate.subject}"]
        told = _settled(candidate.line.units, candidate.unit, candidate.last)
        out.append(f"told={told}|{min(candidate.earlier, 0)}")
        if same_line:
            same_sentence = units[candidate.unit].sentence == units[claim.cue.first].sentence
            inside = claim.parent is not None
            out += [
                f"ns={same_sentence}|{kind}|{candidate.subject}",
                f"nd={bucket(claim.cue.first - candidate.unit)}|{same_sentence}",
                f"ncj={conj}|{same_sentence}|{candidate.subject}|{min(candidate.earlier, 0)}",
                f"nin={inside}|{candidate.subject}",
                f"ntop={candidate.unit <= 6 and same_sentence}|{conj}",
            ]
            head = units[claim.cue.first].head
            above = units[head].head if head >= 0 else -1
            mine = units[candidate.unit].head
            governed = "same" if 0 <= mine == head else "above" if 0 <= mine == above else "no"
            relative = candidate.unit <= head <= candidate.last
            out += [
                f"ngov={governed}|{conj}|{candidate.subject}",
                f"rel={relative}|{units[claim.cue.first].deprel.split(':')[0]}",
            ]
    else:
        out.append(f"far|{min(candidate.earlier, 2)}|{starts}")
    return out
