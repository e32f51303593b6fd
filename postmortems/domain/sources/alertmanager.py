"""Alerts of Prometheus Alertmanager: its webhook's JSON, one or many, or the list of its API.

Form: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config (version 4) and `/api/v2/alerts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from .model import Entry, Found, Gathering, NotReadable, instant, part, said

# Labels that say who is told or how grave it is, not what is wrong.
_QUIET = frozenset(("alertname", "severity", "prometheus", "receiver", "monitor", "replica"))


def looks_like(data: object) -> bool:
    """Whether this is a webhook's message, a list of them, or a list of alerts."""
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, dict) and (
        (isinstance(first.get("alerts"), list) and ("groupKey" in first or "receiver" in first))
        or ("startsAt" in first and isinstance(first.get("labels"), dict))
    )


def _alerts(data: object) -> Iterator[dict]:
    for record in data if isinstance(data, list) else [data]:
        inner = part(record, "alerts")
        yield from (
            alert for alert in (inner if isinstance(inner, list) else [record]) if isinstance(alert, dict)
        )


def read(data: object) -> Found:
    """Each alert's beginning, and its end where it is over; the same alert sent again is one alert."""
    gathering = Gathering()
    seen: set[tuple[str, str, str]] = set()
    for number, alert in enumerate(_alerts(data), 1):
        _alert(number, alert, gathering, seen)
    if not gathering.entries and not gathering.left_out:
        raise NotReadable("No alert was found in this file.")
    return gathering.found("Alertmanager")


def _alert(number: int, alert: dict, gathering: Gathering, seen: set[tuple[str, str, str]]) -> None:
    words = _words(alert)
    begun = instant(alert.get("startsAt"))
    if begun is None:
        gathering.leave(number, words, "No time that could be read")
        return
    same = said(alert, "fingerprint") or json.dumps(alert.get("labels"), sort_keys=True)
    url = said(alert, "generatorURL")
    url = url if url.startswith(("http://", "https://")) else ""
    source = f"Alertmanager {said(alert, 'fingerprint')}".strip()
    told = ((begun, "detection", f"Alert: {words}"), (_over(alert), "recovery", f"Alert over: {words}"))
    for at, kind, text in told:
        key = (same, kind, at.isoformat() if at else "")
        if at and key not in seen:
            seen.add(key)
            gathering.entries.append(Entry(at, text, number, kind=kind, source_url=url, source=source))


def _over(alert: dict):
    """When the alert ended. A running alert carries Go's zero, or a guess at when it will be forgotten."""
    status = alert.get("status")
    state = said(status, "state") if isinstance(status, dict) else said(alert, "status")
    return instant(alert.get("endsAt")) if state == "resolved" else None


def _words(alert: dict) -> str:
    found = alert.get("labels")
    labels = found if isinstance(found, dict) else {}
    name = said(labels, "alertname") or "without a name"
    summary = said(alert, "annotations", "summary") or said(alert, "annotations", "description")
    marks = ", ".join(f"{key}={said(labels, key)}" for key in sorted(labels) if key not in _QUIET)
    severity = said(labels, "severity")
    inside = ", ".join(piece for piece in (severity, f"`{marks}`" if marks else "") if piece)
    return f"{name}{f' ({inside})' if inside else ''}{f': {summary}' if summary else ''}"
