"""Rows of history as text that can be compared: one line for each thing that is said."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from core.templatetags.say import when
from postmortems.authoring.queries import answers_of, said
from postmortems.models import Incident, Postmortem

FACTS = {
    "started_at": "Impact began",
    "detected_at": "Detected",
    "acknowledged_at": "Acknowledged",
    "mitigated_at": "Mitigated",
    "resolved_at": "Resolved",
}


def _lines(pairs) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs if value)


def heads(postmortem: Postmortem) -> QuerySet:
    """The revisions of title and facts, as head_text reads them: with the services of all in one query more."""
    linked = Postmortem.history.model.services.model.objects.select_related("service")
    named = Prefetch("historicalpostmortem_services_set", linked, to_attr="service_links")
    return Postmortem.history.filter(id=postmortem.pk).prefetch_related(named)


def head_text(row, zone: str) -> str:
    """Title and facts, of a row of `heads`."""
    none = row.facts_not_applicable or []
    facts = [
        (
            label,
            "not applicable"
            if name in none
            else when(getattr(row, name), row.zone)
            if getattr(row, name)
            else "",
        )
        for name, label in FACTS.items()
    ]
    return _lines(
        [
            ("Title", row.title),
            ("Severity", row.get_severity_display() if row.severity else ""),
            ("Kind", row.get_kind_display()),
            ("Zone", row.zone),
            ("Services", ", ".join(sorted(link.service.name for link in row.service_links if link.service))),
            *facts,
            ("Trigger", row.trigger),
            ("Visible to", row.get_visibility_display()),
        ]
    )


def event_text(row, zone: str) -> str:
    """A row of the timeline."""
    about = "about " if row.approximate else ""
    end = f" until {when(row.ends_at, zone)}" if row.ends_at else ""
    return _lines(
        [
            ("Time", f"{about}{when(row.at, zone)}{end} (to the {row.precision})"),
            ("Kind", row.get_kind_display() if row.kind else ""),
            ("Role", row.actor_role),
            ("Text", row.text),
            ("Source", row.source_url or ("recollection" if row.is_recollection else "")),
            ("Known then", row.was_known),
            ("Expected", row.was_expected),
            ("Known only later", row.known_later),
        ]
    )


def incident_text(row, zone: str) -> str:
    """One of several incidents."""
    facts = [
        (FACTS[name], when(getattr(row, name), zone) if getattr(row, name) else "") for name in Incident.FACTS
    ]
    severity = row.get_severity_display() if row.severity else ""
    return _lines([("Incident", row.title), ("Severity", severity), *facts, ("Note", row.note)])


def kind_text(row, zone: str, *, full: bool) -> str:
    """Answers to the questions of a kind, as far as the reader may read them."""
    answers = answers_of(row.kind, row).for_reader(full=full)
    found = [line for group in answers.groups for line in said(answers, group, zone)]
    return _lines((line.label, line.text) for line in found)


def factor_text(row, zone: str) -> str:
    """A contributing factor."""
    return _lines(
        [
            ("Factor", row.title),
            ("Condition", row.condition),
            ("Which led to", row.effect),
            ("Which made more likely", row.made_likely),
            ("Since", row.since_when),
            ("Part", row.role),
            ("Rests on", row.confidence),
        ]
    )


def action_text(row, zone: str) -> str:
    """An action item."""
    due = row.due_on.isoformat() if row.due_on else ""
    return _lines(
        [
            ("Action", row.title),
            ("State", row.status),
            ("Due", due),
            ("Details", row.details),
            ("Measure", row.measure),
        ]
    )
