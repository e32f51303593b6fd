"""Taking a postmortem along: Markdown, JSON, or a page for printing. Restricted parts only for those who read them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from core.templatetags.say import when

FORMAT = "debrief-postmortem/1"
EVENT = (
    "precision",
    "approximate",
    "zone",
    "zone_assumed",
    "kind",
    "actor_role",
    "text",
    "source_url",
    "is_recollection",
    "was_known",
    "was_expected",
    "known_later",
    "disclosure",
)
FACTOR = (
    "category",
    "type_key",
    "title",
    "role",
    "condition",
    "effect",
    "made_likely",
    "since_when",
    "confidence",
    "normal_work",
    "disclosure",
)
ACTION = (
    "title",
    "details",
    "status",
    "kind",
    "priority",
    "strength",
    "owner_as_written",
    "ticket_url",
    "measure",
    "evidence",
    "declined_because",
    "disclosure",
)


def _iso(value: dt.date | dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


def _columns(row, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def as_dict(context: dict) -> dict:
    """Everything of the workspace context as plain values; the form is named in `format`."""
    postmortem = context["postmortem"]
    factors = {factor.pk: number for number, factor in enumerate(context["factors"], 1)}
    return {
        "format": FORMAT,
        "reference": postmortem.reference,
        "title": postmortem.title,
        "status": postmortem.status,
        "kind": postmortem.kind,
        "severity": postmortem.severity,
        "visibility": postmortem.visibility,
        "template": postmortem.template_version.template.key,
        "zone": postmortem.zone,
        "services": [service.name for service in context["services"]],
        "trigger": postmortem.trigger,
        "source_note": postmortem.source_note,
        "facts": {name: _iso(getattr(postmortem, name)) for name in postmortem.FACTS},
        "facts_not_applicable": postmortem.facts_not_applicable,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "body": section.body,
                "disclosure": section.disclosure,
                "not_applicable_because": section.not_applicable_because,
            }
            for section in context["sections"]
        ],
        "timeline": [
            {"at": _iso(event.at), "ends_at": _iso(event.ends_at), **_columns(event, EVENT)}
            for event in context["events"]
        ],
        "contributing_factors": [
            {"number": factors[factor.pk], **_columns(factor, FACTOR)} for factor in context["factors"]
        ],
        "action_items": [
            {
                **_columns(action, ACTION),
                "owner": action.owner.display_name if action.owner else None,
                "due_on": _iso(action.due_on),
                "check_on": _iso(action.check_on),
                "answers": sorted(
                    factors[factor] for factor, _ in action.answered if factor in factors
                ),
            }
            for action in context["actions"]
        ],
    }


def as_json(context: dict) -> str:
    """The same as text."""
    return json.dumps(as_dict(context), ensure_ascii=False, indent=2) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _head(context: dict) -> list[str]:
    postmortem = context["postmortem"]
    rows = [
        ("Reference", postmortem.reference),
        ("State", postmortem.get_status_display()),
        ("Kind", postmortem.get_kind_display()),
        ("Severity", postmortem.get_severity_display()),
        ("Team", postmortem.team.name),
        ("Owner", str(postmortem.owner)),
        ("Services", ", ".join(service.name for service in context["services"])),
        *((name.removesuffix("_at").title(), _fact(postmortem, name)) for name in postmortem.FACTS),
    ]
    return [f"- **{name}:** {value}" for name, value in rows if value]


def _fact(postmortem, name: str) -> str:
    value = getattr(postmortem, name)
    if name in postmortem.facts_not_applicable:
        return "not applicable"
    return when(value, postmortem.zone) if value else ""


def _timeline(context: dict) -> list[str]:
    zone = context["postmortem"].zone
    lines = ["| Time | Kind | What happened |", "| --- | --- | --- |"]
    for event in context["events"]:
        about = "about " if event.approximate else ""
        lines.append(f"| {about}{when(event.at, zone)} | {event.get_kind_display()} | {_cell(event.text)} |")
    return lines if context["events"] else []


def _factors(context: dict) -> list[str]:
    lines = []
    for factor in context["factors"]:
        lines.append(
            f"- **{factor.title}** ({factor.get_role_display().lower()}, {factor.get_confidence_display().lower()})"
        )
        sentence = [factor.condition]
        sentence += [f"which led to {factor.effect}"] if factor.effect else []
        sentence += [f"which made more likely {factor.made_likely}"] if factor.made_likely else []
        if factor.condition:
            lines.append(f"  {_cell(', '.join(sentence))}")
    return lines


def _actions(context: dict) -> list[str]:
    """A table: what the import reads back column by column."""
    lines = [
        "| Action | Owner | Due | Priority | State | Ticket | Details |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for action in context["actions"]:
        owner = action.owner.display_name if action.owner else action.owner_as_written
        state = "Done, verified" if action.status == "verified" else action.get_status_display()
        cells = [action.title, owner, _iso(action.due_on) or "", action.get_priority_display(), state]
        cells += [action.ticket_url, action.details]
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return lines if context["actions"] else []


def as_markdown(context: dict) -> str:
    """A document to read, to keep in git, and to bring in again."""
    rows = {"timeline": _timeline, "factors": _factors, "actions": _actions}
    lines = [f"# {context['postmortem'].title}", "", *_head(context), ""]
    for section in context["sections"]:
        extra = rows[section.kind](context) if section.kind in rows else []
        reason = f"Not applicable: {section.not_applicable_because}" if section.not_applicable_because else ""
        if not section.body.strip() and not extra and not reason:
            continue
        lines += [f"## {section.title}", ""]
        lines += [*filter(None, [reason, section.body.strip()]), ""] if section.body.strip() or reason else []
        lines += [*extra, ""] if extra else []
    return "\n".join(lines).rstrip() + "\n"
