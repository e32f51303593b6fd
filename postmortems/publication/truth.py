"""Whether the public text tells what the record says: the record gathered, the questions less what a person has settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.templatetags.say import zone_named
from postmortems.domain import truth
from postmortems.models import Disclosure, Postmortem, PublicSummary, Settled
from postmortems.publication.content import content_of, digest_of
from postmortems.publication.scanning import fields_of

KIND = "truth-"
OVERRIDE = "truth-override"
"""Kinds of `Settled`: one question let stand, and a whole text let out with its questions open."""
CHANGING = "part-what_we_are_changing"
OUTWARD = ("slug", "services")
"""Fields that hold names and no figures."""


@dataclass(frozen=True)
class Asked:
    """A question about the public text, and where it stands."""

    place: str
    field: str
    question: truth.Question

    @property
    def kind(self) -> str:
        """How it is named among what people settled."""
        return KIND + self.question.rule

    @property
    def key(self) -> str:
        """What was asked about; another figure of the record makes it another question."""
        return " · ".join(filter(None, [self.question.excerpt, self.question.recorded]))[:300]


def record_for(postmortem: Postmortem) -> truth.Record:
    """What the record says, without what is restricted: its figures may not be hinted at either; three queries."""
    sections = [
        section
        for section in postmortem.sections.exclude(disclosure=Disclosure.RESTRICTED)
        if section.body.strip()
    ]
    events = list(postmortem.events.exclude(disclosure=Disclosure.RESTRICTED))
    factors = list(postmortem.factors.exclude(disclosure=Disclosure.RESTRICTED))
    texts = [section.body for section in sections] + [event.text for event in events] + [postmortem.title]
    texts += [f"{one.title}\n{one.condition}\n{one.effect}\n{one.made_likely}" for one in factors]
    parts_of = {part["key"]: part["public_part"] for part in postmortem.template_version.sections}
    impact = [section.body for section in sections if parts_of.get(section.key) == "impact"]
    return truth.record_of(
        facts={name: getattr(postmortem, name) for name in Postmortem.FACTS},
        instants=[at for event in events for at in (event.at, event.ends_at) if at],
        spans=[(event.ends_at - event.at).total_seconds() for event in events if event.ends_at],
        claims=[claim for text in texts for claim in truth.claims_in(text)],
        impact="\n".join(impact),
        zone=zone_named(postmortem.zone),
    )


def _pledges(summary: PublicSummary) -> list[truth.Pledge]:
    return [
        truth.Pledge(promise.wording, promise.action.owner_id is not None, bool(promise.due_month))
        for promise in summary.promises.select_related("action")
    ]


def _of_moments(summary: PublicSummary) -> list[Asked]:
    """Whether the beginning and the end that readers see are facts of the record."""
    postmortem, asked = summary.postmortem, []
    known = {
        "began_at": (postmortem.started_at, postmortem.detected_at),
        "ended_at": (postmortem.mitigated_at, postmortem.resolved_at),
    }
    for name, place in (("began_at", "Began"), ("ended_at", "Ended")):
        at = getattr(summary, name)
        facts = [fact for fact in known[name] if fact]
        if at and facts and not any(abs((at - fact).total_seconds()) < 60 for fact in facts):
            why = "This is not the time that the record's facts give."
            recorded = f"the record: {facts[0].astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
            excerpt = f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
            asked.append(Asked(place, name, truth.Question("time", 0, 0, excerpt, why, recorded)))
    return asked


def _figure(question: truth.Question) -> str:
    """The number of an excerpt such as "4,000 comments"."""
    return question.excerpt.split(" ")[0]


def questions(summary: PublicSummary) -> list[Asked]:
    """Everything in which the text differs from the record, settled or not."""
    record, pledges = record_for(summary.postmortem), _pledges(summary)
    asked = _of_moments(summary)
    live = summary.live_revision
    was = "\n".join([live.content["lede"], *(part["body"] for part in live.content["parts"])]) if live else ""
    for place, field, text in fields_of(summary):
        if field not in OUTWARD:
            changes = field == CHANGING
            found = truth.check(text, record, pledges=pledges if changes else (), changes=changes)
            # A note says what stood there before: a figure of the text that readers see now is no invention.
            told = was if field == "correction_note" else ""
            asked += [Asked(place, field, one) for one in found if not told or _figure(one) not in told]
    asked += [
        Asked(
            "Promise",
            f"promise-{promise.pk}",
            truth.Question("promise", 0, 0, promise.wording[:200], "Nobody owns its action yet."),
        )
        for promise in summary.promises.select_related("action")
        if promise.action.owner_id is None
    ]
    return asked


def open_questions(summary: PublicSummary) -> list[Asked]:
    """What a person still has to answer: by another text, or by a reason for this one."""
    kept = set(
        Settled.objects.filter(summary=summary, decision="kept", kind__startswith=KIND).values_list(
            "kind", "excerpt"
        )
    )
    return [one for one in questions(summary) if (one.kind, one.key) not in kept]


def overridden(summary: PublicSummary) -> Settled | None:
    """The writing by which somebody let exactly this text out with its questions open."""
    digest = digest_of(content_of(summary))
    return Settled.objects.filter(summary=summary, kind=OVERRIDE, excerpt=digest).first()
