"""A brief as it is begun from the record, what its text must not hold, and the exact text that is signed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from core.templatetags.say import day, when
from postmortems.coaching.queries import house, load_record
from postmortems.domain import clocks, redaction
from postmortems.domain.briefs import AUDIENCES, Audience
from postmortems.domain.redaction import Pseudonyms
from postmortems.models import (
    Action,
    Disclosure,
    DisclosureDecision,
    DisclosureReport,
    DisclosureTimes,
    EvidenceHold,
    Postmortem,
    PublicSummary,
    Settled,
)
from postmortems.publication.scanning import Spotted, Worded, lists_for

SHOWN = 8
"""Actions and decisions named in a brief; more than that is not read."""


def audience_of(brief: PublicSummary) -> Audience:
    """What the brief is for."""
    return AUDIENCES[brief.reader]


def begun(
    postmortem: Postmortem, audience: Audience, now: dt.datetime
) -> tuple[list[dict[str, str]], Pseudonyms]:
    """Every part from what the record says in the audience's classes, and the stand-ins that were used.

    The stand-ins are those of the public summary where there is one, so that Responder 2 is the same in both.
    """
    public = (
        PublicSummary.objects.filter(postmortem=postmortem, reader="public")
        .select_related("live_revision")
        .first()
    )
    names = Pseudonyms(public.pseudonyms if public else {})
    sections = {
        section.key: section.body
        for section in postmortem.sections.filter(disclosure__in=audience.classes)
        if section.body.strip()
    }
    written = _written(postmortem, audience, public, now)
    lists = lists_for(postmortem)
    parts = []
    for part in audience.parts:
        texts = [written.get(part.key, ""), *(sections.get(key, "") for key in part.sections)]
        body = "\n\n".join(text.strip() for text in texts if text.strip())
        parts.append({"key": part.key, "title": part.title, "body": without(body, audience, lists, names)})
    return parts, names


def without(
    text: str, audience: Audience, lists: redaction.Lists, names: Pseudonyms, kept: Iterable[str] = ()
) -> str:
    """The text with a stand-in for everything that must not stand in this brief, less what was kept with a reason."""
    held = set(kept)
    # From the end, so that earlier positions stay true.
    for finding in reversed(redaction.scan(text, lists, pseudonyms=names)):
        if finding.kind in audience.kinds and finding.excerpt[:300] not in held:
            text = text[: finding.start] + finding.replacement + text[finding.end :]
    return text


def _written(
    postmortem: Postmortem, audience: Audience, public: PublicSummary | None, now: dt.datetime
) -> dict[str, str]:
    """What is put together from rows instead of sections."""
    if audience.key == "executive":
        return {
            "decisions": _decisions(postmortem, now),
            "reach": _services(postmortem),
            "next": _under_way(postmortem),
            "time": _lines(("Began", postmortem.started_at), ("Mitigated", postmortem.mitigated_at)),
        }
    if audience.key == "support":
        return _from_public(public) | {
            "when": _lines(
                ("Began", postmortem.started_at), ("Over", postmortem.mitigated_at or postmortem.resolved_at)
            )
        }
    return {
        "moments": _moments(postmortem),
        "notices": _notices(postmortem),
        "evidence": "\n".join(
            f"- Held since {when(hold.placed_at)}: {hold.reason}"
            for hold in EvidenceHold.objects.filter(postmortem=postmortem, lifted_at__isnull=True)
        ),
    }


def _lines(*moments: tuple[str, dt.datetime | None]) -> str:
    return "\n".join(f"- {label}: {when(at)}" for label, at in moments if at)


def _services(postmortem: Postmortem) -> str:
    names = ", ".join(service.name for service in postmortem.services.all())
    return f"- Services: {names}" if names else ""


def _open_actions(postmortem: Postmortem):
    found = Action.objects.filter(postmortem=postmortem).exclude(disclosure=Disclosure.RESTRICTED)
    return found.order_by("due_on", "position", "id")


def _decisions(postmortem: Postmortem, now: dt.datetime) -> str:
    """What waits for somebody to decide: ideas, actions without an owner, and those past their date."""
    asked = []
    for action in _open_actions(postmortem).filter(status__in=["idea", "accepted", "in_progress"]):
        if action.status == "idea":
            asked.append(f"- Accept or decline: {action.title}")
        elif action.owner_id is None:
            asked.append(f"- Name an owner: {action.title}")
        elif action.due_on and action.due_on < now.date():
            asked.append(f"- Past its date, {day(action.due_on)}: {action.title}")
    return "\n".join(asked[:SHOWN])


def _under_way(postmortem: Postmortem) -> str:
    rows = _open_actions(postmortem).filter(status__in=["accepted", "in_progress"])[:SHOWN]
    return "\n".join(
        f"- {action.title}{f', by {day(action.due_on)}' if action.due_on else ''}" for action in rows
    )


def _from_public(public: PublicSummary | None) -> dict[str, str]:
    """What customers can read already: frozen public text is public by its class."""
    if public is None or public.live_revision is None or public.withdrawn_at:
        return {}
    content = public.live_revision.content
    bodies = {part["key"]: part["body"] for part in content["parts"]}
    return {"noticed": content["lede"], "do": bodies.get("what_you_can_do", "")}


def _moments(postmortem: Postmortem) -> str:
    row = DisclosureTimes.objects.filter(postmortem=postmortem).first()
    if row is None:
        return _lines(("It occurred", postmortem.started_at), ("It was detected", postmortem.detected_at))
    lines = _lines(*((label, getattr(row, name)) for name, label in clocks.ANCHORS.items()))
    return "\n\n".join(filter(None, [lines, row.basis]))


def _notices(postmortem: Postmortem) -> str:
    """The reports that were sent and the decisions, as they were recorded."""
    said = []
    for report in DisclosureReport.objects.filter(postmortem=postmortem, struck_at__isnull=True):
        name = _named(report.regime, report.duty)
        late = f" After its time: {report.late_reason}" if report.late_reason else ""
        said.append(f"- {name}: sent {when(report.sent_at)} to {report.sent_to}.{late}")
    for row in DisclosureDecision.objects.filter(postmortem=postmortem):
        reason = f" {row.reason}" if row.reason else ""
        word = row.get_kind_display().lower()
        said.append(
            f"- {_named(row.regime, row.duty)}: {word}, {row.decided_by}, {when(row.decided_at)}.{reason}"
        )
    return "\n".join(said)


def _named(regime: str, duty: str) -> str:
    rule = clocks.regime(regime)
    if rule is None:
        return regime
    found = rule.duty(duty)
    return f"{rule.name}, {clocks.within(found.name)}" if found else rule.name


def brief_content(brief: PublicSummary) -> dict:
    """Everything that the issued page is made of, as plain values."""
    return {
        "reader": brief.reader,
        "reference": brief.postmortem.reference,
        "title": brief.title,
        "parts": [part for part in brief.parts if part["body"].strip()],
    }


def fields_of(brief: PublicSummary):
    """(place, field, text) of everything that is frozen."""
    yield "Title", "title", brief.title
    for part in brief.parts:
        yield part["title"], f"part-{part['key']}", part["body"]
    yield "What is changed", "correction_note", brief.correction_note


def open_findings(brief: PublicSummary) -> list[Spotted]:
    """What a person still has to settle, of the kinds that must not stand in this brief."""
    audience, lists = audience_of(brief), lists_for(brief.postmortem)
    kept = set(Settled.objects.filter(summary=brief, decision="kept").values_list("kind", "excerpt"))
    return [
        Spotted(place, field, finding)
        for place, field, text in fields_of(brief)
        for finding in redaction.scan(text, lists)
        if finding.kind in audience.kinds and (finding.kind, finding.excerpt[:300]) not in kept
    ]


def wording(brief: PublicSummary) -> list[Worded]:
    """What the coach says to it, in the audience's scope; *block* and *warn* only."""
    rules, record, audience = house(), load_record(brief.postmortem_id), audience_of(brief)
    return [
        Worded(place, field, finding)
        for place, field, text in fields_of(brief)
        for finding in rules.check(text, scope=audience.scope).findings
        if finding.severity in ("block", "warn")
        and not (audience.restricted and finding.category == "naming")
        and not record.stands(finding)
    ]


def names_as_json(names: Pseudonyms) -> dict:
    """The stand-ins as they are kept, in the restricted record."""
    return json.loads(names.to_json())
