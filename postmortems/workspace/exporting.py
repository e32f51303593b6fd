"""Taking a postmortem along: Markdown, JSON, or a page for printing. Restricted parts only for those who read them."""

from __future__ import annotations

import datetime as dt
import json

from core.templatetags.say import when
from postmortems.templatetags.authoring import incident_rows
from postmortems.workspace.record import as_dict
from postmortems.workspace.taking_in import sealed


def _iso(value: dt.date | dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


def as_json(context: dict) -> str:
    """Everything as plain values (workspace.record), to read by a program and to bring in again without loss."""
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


def _answers(lines) -> list[str]:
    """Answers to the questions of a kind, one a line."""
    return [f"- **{line.label}** {_cell(line.text)}" for line in lines]


def _loose(context: dict) -> list[str]:
    """The answers that no section of this postmortem asks for."""
    told = [(group, lines) for group, lines in context["loose"] if lines]
    found = [f"## {context['postmortem'].get_kind_display()}", ""] if told else []
    for group, lines in told:
        found += [f"### {group.title}", "", *_answers(lines), ""]
    return found


def _incidents(context: dict) -> list[str]:
    zone = context["postmortem"].zone
    lines = [
        "| Incident | Severity | Began | To detect | To mitigate | Impact |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in incident_rows(context["incidents"], context["postmortem"]):
        one = row.incident
        cells = [
            one.title,
            one.get_severity_display(),
            when(one.started_at, zone),
            row.detect,
            row.mitigate,
            row.impact,
        ]
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return lines if context["incidents"] else []


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
    """A document to read and to keep in git. The record stands whole in a comment at its end, so that it comes in again
    without loss; once somebody changes the text, the text is what counts."""
    rows = {"timeline": _timeline, "incidents": _incidents, "factors": _factors, "actions": _actions}
    lines = [f"# {context['postmortem'].title}", "", *_head(context), "", *_loose(context)]
    for section in context["sections"]:
        extra = rows[section.kind](context) if section.kind in rows else _answers(section.facts)
        reason = f"Not applicable: {section.not_applicable_because}" if section.not_applicable_because else ""
        if not section.body.strip() and not extra and not reason:
            continue
        lines += [f"## {section.title}", ""]
        lines += [*filter(None, [reason, section.body.strip()]), ""] if section.body.strip() or reason else []
        lines += [*extra, ""] if extra else []
    return sealed("\n".join(lines).rstrip() + "\n", as_dict(context))
