"""Reading the answers: what is missing, what does not fit together, how long a typed duration is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from postmortems.domain.kinds import claims, exposure
from postmortems.domain.kinds.model import Field, KindSpec, Values

_UNITS = {"d": 1440, "h": 60, "m": 1}
_PART = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(d|day|days|h|hr|hrs|hour|hours|m|min|mins|minute|minutes)?(?![\w.])", re.I
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
LONGEST = 10 * 366 * 1440

_NO_LENGTH = {
    ("data_loss", "rpo_achieved"): ("recoverable", ("none", "unknown")),
    ("data_loss", "rto_achieved"): ("recoverable", ("none", "unknown")),
    ("ai_behaviour", "mitigated_in"): ("isolated", ("no", "unknown")),
}
"""Lengths that nobody can name while another question is answered so: nothing came back, nothing limited it yet."""
UNANSWERED: tuple = (None, "", [])
INTERVAL = "“No evidence of access” holds only for the time that the logs cover: name that interval."


def minutes_of(text: str) -> int | None:
    """Whole minutes of "45", "45 min", "1:30", "1 h 30", "2 days 4 h"; None for anything else."""
    text = " ".join(text.split())
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    total, at, unit = 0.0, 0, ""
    for part in _PART.finditer(text):
        if text[at : part.start()].strip(" ,") not in ("", "and"):
            return None
        named = (part[2] or {"d": "h", "h": "m", "": "m"}.get(unit, "?"))[0].lower()
        if named not in _UNITS or (unit and _UNITS[named] >= _UNITS[unit]):
            return None
        total += float(part[1].replace(",", ".")) * _UNITS[named]
        at, unit = part.end(), named
    return round(total) if at == len(text) and unit and total <= LONGEST else None


def instant(values: Values, key: str) -> dt.datetime | None:
    """A stored instant, aware; None when there is none."""
    text = values.get(key)
    return dt.datetime.fromisoformat(text) if text else None


def answered(values: Values, key: str) -> bool:
    """Whether a field has an answer; 0 is one."""
    return values.get(key) not in UNANSWERED


def is_asked(spec: KindSpec, field: Field, values: Values) -> bool:
    """Whether a review waits for this field, given the other answers."""
    if (spec.kind, field.key) in _NO_LENGTH:
        other, without = _NO_LENGTH[spec.kind, field.key]
        return values.get(other) not in without
    if spec.kind == "exposure":
        if field.key in ("window_end", "window_end_basis"):
            return values.get("still_open") != "yes"
        if field.key in ("logs_from", "logs_to"):
            return values.get("access_found") == exposure.NO_EVIDENCE
    return field.required


def may_be_asked(spec: KindSpec, field: Field) -> bool:
    """Whether a review waits for this field after some other answers, if not after these; else it is optional."""
    depends = spec.kind == "exposure" and field.key in ("logs_from", "logs_to")
    return field.required or depends


def missing(spec: KindSpec, values: Values) -> tuple[Field, ...]:
    """The fields a review waits for."""
    return tuple(
        field for field in spec.fields if is_asked(spec, field, values) and not answered(values, field.key)
    )


def logs_covered(values: Values) -> bool:
    """Whether the interval that the logs cover is named."""
    return answered(values, "logs_from") and answered(values, "logs_to")


def problems(spec: KindSpec, values: Values) -> dict[str, str]:
    """What does not fit together: field -> sentence. A thing that is merely missing is not a problem, save one:
    "no evidence of access" is refused without the interval that the logs cover."""
    return dict(_problems(spec, values))


def _problems(spec: KindSpec, values: Values) -> Iterator[tuple[str, str]]:
    pairs = {"window_start": "window_end", "logs_from": "logs_to", "lost_from": "lost_to"}
    for first, last in pairs.items():
        begins, ends = instant(values, first), instant(values, last)
        if begins and ends and ends < begins:
            yield last, "This lies before the beginning."
    if spec.kind == "exposure":
        yield from _exposure(values)


def _exposure(values: Values) -> Iterator[tuple[str, str]]:
    if values.get("still_open") == "yes" and answered(values, "window_end"):
        yield "window_end", "It can still be reached, so there is no end yet. Change one of the two."
    for end in ("window_start", "window_end"):
        if answered(values, end) and not answered(values, f"{end}_basis"):
            yield f"{end}_basis", "Say what this time rests on: a log, a deploy, a report, or an inference."
    covered = logs_covered(values)
    if values.get("access_found") == exposure.NO_EVIDENCE and not covered:
        yield ("logs_to" if answered(values, "logs_from") else "logs_from"), INTERVAL
    elif values.get("access_found") == exposure.NO_EVIDENCE and _has_gap(values):
        yield "logs_gaps", "The logs do not cover the whole window. Name the part they do not cover."
    if not covered and claims.no_access(str(values.get("access_note", ""))):
        yield "access_note", INTERVAL


def _has_gap(values: Values) -> bool:
    if answered(values, "logs_gaps"):
        return False
    start, end = instant(values, "window_start"), instant(values, "window_end")
    reach_from, reach_to = instant(values, "logs_from"), instant(values, "logs_to")
    return bool((start and reach_from and reach_from > start) or (end and reach_to and reach_to < end))
