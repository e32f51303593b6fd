"""The coach's findings over a whole postmortem, less what people decided about them."""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.domain import language
from postmortems.models import (
    Action,
    Disclosure,
    Factor,
    Involved,
    LanguageDecision,
    Postmortem,
    Section,
    TimelineEvent,
)


@dataclass(frozen=True)
class Located:
    """A finding and where it stands: what the place is called, and its anchor on the workspace page."""

    place: str
    anchor: str
    finding: language.Finding

    @property
    def excerpt(self) -> str:
        """The wording a decision is remembered for."""
        return self.finding.excerpt[:300]


def open_findings(postmortem: Postmortem, *, full: bool) -> list[Located]:
    """What the coach still says, the gravest first; restricted parts only for those who read them (`full`).

    Seven queries and one pass over the text: asked for on the review page and at approval, never while typing.
    """
    decided = set(LanguageDecision.objects.filter(postmortem=postmortem).values_list("rule", "excerpt"))
    people = [person.name for person in Involved.objects.filter(postmortem=postmortem)]
    found = [
        Located(place, anchor, finding)
        for place, anchor, scope, text, restricted in _texts(postmortem, full=full)
        for finding in language.check(text, scope=scope, people=people).findings
        # Restricted parts are where names belong.
        if not (restricted and finding.category == "naming")
    ]
    order = {"block": 0, "warn": 1, "nudge": 2}
    left = [one for one in found if (one.finding.rule, one.excerpt) not in decided]
    return sorted(left, key=lambda one: order[one.finding.severity])


def blocking(postmortem: Postmortem) -> list[Located]:
    """Those that stop an approval until they are reworded or overridden in writing."""
    return [one for one in open_findings(postmortem, full=True) if one.finding.severity == "block"]


def _texts(postmortem: Postmortem, *, full: bool):
    """(place, anchor, scope, text, restricted) of everything a reviewer reads."""

    def readable(model):
        rows = model.objects.filter(postmortem=postmortem)
        return rows if full else rows.exclude(disclosure=Disclosure.RESTRICTED)

    yield "Title", "top", "text", postmortem.title, False
    yield "Trigger", "facts", "text", postmortem.trigger, False
    for section in readable(Section).exclude(kind=Section.Kind.UNPLACED):
        yield section.title, f"section-{section.key}", "text", section.body, _private(section)
    for event in readable(TimelineEvent):
        yield "Timeline", f"event-{event.pk}", "text", event.text, _private(event)
    for factor in readable(Factor):
        text = "\n\n".join(filter(None, [factor.title, factor.condition, factor.effect, factor.made_likely]))
        yield "Contributing factors", f"factor-{factor.pk}", "text", text, _private(factor)
    for action in readable(Action):
        yield "Action items", f"action-{action.pk}", "action", action.title, _private(action)


def _private(row: Section | TimelineEvent | Factor | Action) -> bool:
    return row.disclosure == Disclosure.RESTRICTED
