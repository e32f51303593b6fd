"""PagerDuty's log entries of an incident: `GET /incidents/{id}/log_entries`, or a list of such entries.

Form: https://developer.pagerduty.com/api-reference/, Log Entries.
"""

from __future__ import annotations

import re

from .model import Entry, Found, Gathering, NotReadable, instant, part, said

_KINDS = {
    "trigger": "detection",
    "acknowledge": "action",
    "resolve": "recovery",
    "escalate": "action",
    "assign": "action",
    "delegate": "action",
    "annotate": "",
    "notify": "communication",
    "status_update": "communication",
    "responder_request": "communication",
    "priority_change": "decision",
    "urgency_change": "decision",
}
_TYPE = re.compile(r"_log_entry(?:_reference)?$")


def looks_like(data: object) -> bool:
    """Whether this is an answer with log entries, or a list of them."""
    if isinstance(data, dict):
        return isinstance(data.get("log_entries"), list)
    first = data[0] if isinstance(data, list) and data else None
    return isinstance(first, dict) and bool(_TYPE.search(said(first, "type")))


def read(data: object) -> Found:
    """Each entry with its instant and who acted. Notices to phones stay out: they say what the pager did, not people."""
    gathering = Gathering()
    records = data.get("log_entries") if isinstance(data, dict) else data
    for number, record in enumerate(records if isinstance(records, list) else (), 1):
        if isinstance(record, dict):
            _record(number, record, gathering)
    if not gathering.entries and not gathering.left_out:
        raise NotReadable("No log entry was found in this file.")
    return gathering.found("PagerDuty")


def _record(number: int, record: dict, gathering: Gathering) -> None:
    sort = _TYPE.sub("", said(record, "type"))
    note = said(record, "channel", "summary") if sort == "annotate" else ""
    words = note or said(record, "summary") or said(record, "channel", "summary") or sort.replace("_", " ")
    at = instant(record.get("created_at"))
    if at is None:
        gathering.leave(number, words, "No time that could be read")
        return
    if sort == "notify":
        gathering.leave(number, words, "A notice of the pager to a person")
        return
    details = said(record, "channel", "details", "description") or said(record, "incident", "summary")
    if sort == "trigger" and details and details not in words:
        words = f"{words}: {details}"
    url = said(record, "html_url")
    gathering.entries.append(
        Entry(
            at,
            words,
            number,
            speaker=_speaker(record, gathering),
            kind=_KINDS.get(sort, ""),
            source_url=url if url.startswith("https://") else "",
            source=f"PagerDuty log entry {said(record, 'id')}".strip(),
        )
    )


def _speaker(record: dict, gathering: Gathering) -> str:
    agent = part(record, "agent")
    name = said(agent, "summary") or said(agent, "name")
    if not name:
        return ""
    person = said(agent, "type").startswith("user")
    return gathering.speaks(said(agent, "id") or name, name, program=not person)
