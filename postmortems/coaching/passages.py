"""Everything of a postmortem that a reviewer reads and the coach may be asked about."""

from __future__ import annotations

from collections.abc import Iterator

from postmortems.domain import kinds
from postmortems.models import (
    Action,
    Control,
    Disclosure,
    Factor,
    KindFacts,
    Learning,
    Postmortem,
    Section,
    TimelineEvent,
)

Passage = tuple[str, str, str, str, bool, str]


def texts_of(postmortem: Postmortem, *, full: bool) -> Iterator[Passage]:
    """(place, anchor, scope, text, restricted, section key) of everything a reviewer reads.

    Restricted parts are in it only with `full`. The key is "" for what stands in no section.
    """

    def readable(model):
        rows = model.objects.filter(postmortem=postmortem)
        return rows if full else rows.exclude(disclosure=Disclosure.RESTRICTED)

    yield "Title", "top", "text", postmortem.title, False, ""
    yield "Trigger", "facts", "text", postmortem.trigger, False, ""
    shows = {}
    for section in readable(Section).exclude(kind=Section.Kind.UNPLACED):
        shows[section.kind] = section.key
        yield section.title, f"section-{section.key}", "text", section.body, _private(section), section.key
    for event in readable(TimelineEvent):
        yield "Timeline", f"event-{event.pk}", "text", event.text, _private(event), shows.get("timeline", "")
    for factor in readable(Factor):
        text = "\n\n".join(filter(None, [factor.title, factor.condition, factor.effect, factor.made_likely]))
        anchor, key = f"factor-{factor.pk}", shows.get("factors", "")
        yield "Contributing factors", anchor, "text", text, _private(factor), key
    for action in readable(Action):
        anchor, key = f"action-{action.pk}", shows.get("actions", "")
        yield "Action items", anchor, "action", action.title, _private(action), key
    below = f"section-{shows['factors']}" if "factors" in shows else "facts"
    yield from _beside(postmortem, below, full=full)


def _beside(postmortem: Postmortem, below: str, *, full: bool) -> Iterator[Passage]:
    """Controls, what there is to keep, and the answers to the questions of the kind; `below` is where the first two lead."""
    for control in Control.objects.filter(postmortem=postmortem):
        if full or not _private(control):
            text = f"{control.title}\n\n{control.note}"
            yield "Controls", below, "text", text, _private(control), ""
    for learning in Learning.objects.filter(postmortem=postmortem):
        if full or not _private(learning):
            yield learning.get_kind_display(), below, "text", learning.text, _private(learning), ""
    for title, text, private in _answers(postmortem):
        if full or not private:
            yield title, "facts", "text", text, private, ""


def _answers(postmortem: Postmortem) -> Iterator[tuple[str, str, bool]]:
    """(group, text, restricted) of what was answered in words to the questions of the postmortem's kind."""
    spec = kinds.spec_of(postmortem.kind)
    facts = KindFacts.objects.filter(postmortem=postmortem, kind=postmortem.kind).first() if spec else None
    if spec is None or facts is None:
        return
    for group in spec.groups:
        private = facts.disclosures.get(group.key, group.disclosure) == Disclosure.RESTRICTED
        for field in group.fields:
            text = facts.values.get(field.key)
            if field.type in ("text", "line") and isinstance(text, str) and text:
                yield group.title, text, private


def _private(row: Section | TimelineEvent | Factor | Action | Control | Learning) -> bool:
    return row.disclosure == Disclosure.RESTRICTED
