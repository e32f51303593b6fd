"""How the record is printed: the rows of a timeline, and the incident drawn. Formatting only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.fragments import TOKEN, fragment, with_token
from core.templatetags.say import DAYS, MONTHS, link_to, when, zone_named
from postmortems.authoring.forms import EventForm
from postmortems.authoring.forms.head import FACT_LABELS
from postmortems.domain import durations, kinds, picture, picture_parts
from postmortems.models import Disclosure, EventKind, Incident, Postmortem, TimelineEvent

register = template.Library()

KIND_LABELS = dict(EventKind.choices)
DISCLOSURE_LABELS = dict(Disclosure.choices)
FORMS = {"second": "%H:%M:%S", "minute": "%H:%M", "hour": "%Hh", "day": ""}


def time_text(event: TimelineEvent, zone: dt.tzinfo) -> str:
    """The time of a row as exactly as it is known: "about 00:36 UTC", "23:00–23:10 CET", "some time that day"."""
    local = event.at.astimezone(zone)
    if event.precision == "day":
        return "that day"
    text = local.strftime(FORMS[event.precision])
    if event.ends_at:
        end = event.ends_at.astimezone(zone)
        day = "" if end.date() == local.date() else f"{end.day} {MONTHS[end.month - 1]} "
        text += f"–{day}{end.strftime(FORMS[event.precision])}"
    return f"{'about ' if event.approximate else ''}{text} {local.tzname()}"


def day_text(day: dt.date) -> str:
    """Tue 31 Jan 2017."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _mine(event: TimelineEvent, zone: dt.tzinfo, reader: dt.tzinfo) -> str:
    """The same time for the reader; "" when their clock shows the same or only the day is known."""
    local, mine = event.at.astimezone(zone), event.at.astimezone(reader)
    if event.precision == "day" or local.utcoffset() == mine.utcoffset():
        return ""
    day = "" if local.date() == mine.date() else f", {day_text(mine.date())}"
    return f"{mine.strftime(FORMS[event.precision])} {mine.tzname()}{day}"


@dataclass(frozen=True)
class Row:
    """One printed row; `day` is the heading before it, "" when the day is that of the row before."""

    day: str
    html: SafeString


@register.simple_tag
def timeline_row(event: TimelineEvent, postmortem: Postmortem, user, may_edit: bool = False) -> SafeString:
    """One row as it stands in the table; every input is in the key, so an unchanged row is rendered once."""
    zone = zone_named(postmortem.zone)
    return fragment(
        "postmortems/authoring/_event.html",
        pk=event.pk,
        postmortem=postmortem.pk,
        time=time_text(event, zone),
        iso=event.at.isoformat(),
        mine=_mine(event, zone, zone_named(user.time_zone)),
        assumed=event.zone_assumed,
        kind=event.kind,
        kind_label=KIND_LABELS.get(event.kind, ""),
        role=event.actor_role,
        html=event.shown,
        source_url=link_to(event.source_url),
        recollection=event.is_recollection,
        disclosure=event.disclosure,
        disclosure_label=DISCLOSURE_LABELS[event.disclosure],
        was_known=event.was_known,
        was_expected=event.was_expected,
        known_later=event.known_later,
        may_edit=may_edit,
    )


@register.simple_tag
def timeline_rows(
    events: Sequence[TimelineEvent], postmortem: Postmortem, user, may_edit: bool = False
) -> list[Row]:
    """All rows, with the day before the first row of each day."""
    zone, before, rows = zone_named(postmortem.zone), None, []
    for event in events:
        day = event.at.astimezone(zone).date()
        rows.append(
            Row("" if day == before else day_text(day), timeline_row(event, postmortem, user, may_edit))
        )
        before = day
    return rows


@register.simple_tag
def timeline_picture(
    postmortem: Postmortem, events: Sequence[TimelineEvent], oob: bool = False
) -> SafeString:
    """The incident drawn for a wide and for a narrow page, with the same in words; drawn once for the same rows."""
    facts = tuple(getattr(postmortem, name) for name in Postmortem.FACTS)
    return _picture(postmortem.zone, facts, tuple((event.at, event.kind) for event in events), oob)


@lru_cache(maxsize=512)
def _picture(zone_name: str, instants: tuple, rows: tuple, oob: bool) -> SafeString:
    facts = {name.removesuffix("_at"): at for name, at in zip(Postmortem.FACTS, instants, strict=True)}
    marks = [picture_parts.Mark(at, kind) for at, kind in rows]
    zone = zone_named(zone_name)
    kinds = [kind for kind in picture_parts.KINDS if any(mark.kind == kind for mark in marks)]
    context = {
        "oob": oob,
        "wide": picture.draw(facts=facts, marks=marks, zone=zone),
        "narrow": picture.draw(facts=facts, marks=marks, zone=zone, width=350),
        "legend": [(kind, KIND_LABELS.get(kind, "Other"), picture_parts.glyph(kind)) for kind in kinds],
    }
    return SafeString(get_template("postmortems/authoring/_figure.html").render(context))


@dataclass(frozen=True)
class Fact:
    """A fact as it is printed; `known` is off for "not recorded" and its like."""

    label: str
    text: str
    known: bool


STATES = {
    durations.NOT_RECORDED: "not recorded",
    durations.NOT_APPLICABLE: "not applicable",
    durations.IMPOSSIBLE: "impossible: ends before it starts",
}


def durations_of(postmortem: Postmortem) -> list[Fact]:
    """The durations, each a length in words or the reason why there is none."""
    names = [name.removesuffix("_at") for name in Postmortem.FACTS[1:]]
    found = durations.durations(
        durations.Facts(
            start=postmortem.started_at,
            **{name: getattr(postmortem, f"{name}_at") for name in names},
            not_applicable={
                name.removesuffix("_at").replace("started", "start")
                for name in postmortem.facts_not_applicable
            },
        )
    )
    return [
        Fact(
            one.label,
            durations.in_words(one.seconds) if one.seconds is not None else STATES[one.state],
            one.seconds is not None,
        )
        for one in sorted(found, key=lambda one: one.key != "impact")
    ]


def _services(postmortem: Postmortem):
    shown = getattr(postmortem, "shown_services", None)
    return postmortem.services.all() if shown is None else shown


@register.simple_tag
def facts_of(postmortem: Postmortem) -> dict:
    """What the panel of facts prints. One query, for the services."""
    zone = zone_named(postmortem.zone)
    instants = []
    for fact, label in FACT_LABELS.items():
        at, none = getattr(postmortem, fact), fact in postmortem.facts_not_applicable
        text = "not applicable" if none else when(at, zone)
        instants.append(Fact(label, text, bool(at) and not none))
    readers = {"organisation": "organisation", "team": postmortem.team.name, "named": "named people"}
    return {
        "durations": durations_of(postmortem),
        "instants": instants,
        "services": ", ".join(service.name for service in _services(postmortem)),
        "visible_to": readers[postmortem.visibility],
        "asks": ASKS.get(postmortem.kind, ""),
    }


ASKS = {kind: f"{spec.title} facts" for kind, spec in kinds.SPECS.items()}


@dataclass(frozen=True)
class IncidentRow:
    """One of several incidents with its durations in words."""

    incident: Incident
    detect: str
    mitigate: str
    impact: str


@register.simple_tag
def incident_rows(incidents: Sequence[Incident], postmortem: Postmortem) -> list[IncidentRow]:
    """The incidents of a postmortem, each with its own durations."""
    return [IncidentRow(one, *_lengths(one)) for one in incidents]


def _lengths(incident: Incident) -> tuple[str, str, str]:
    moments = {name.removesuffix("_at"): getattr(incident, name) for name in Incident.FACTS[1:]}
    found = {
        one.key: one for one in durations.durations(durations.Facts(start=incident.started_at, **moments))
    }
    words = [
        durations.in_words(one.seconds) if one.seconds is not None else STATES[one.state]
        for one in (found["detect"], found["mitigate"], found["impact"])
    ]
    return words[0], words[1], words[2]


@dataclass(frozen=True)
class _Entry:
    """What an empty row's form asks of a postmortem."""

    pk: int
    zone: str


@register.simple_tag(takes_context=True)
def empty_row(context: Context, postmortem: Postmortem, events: Sequence[TimelineEvent]) -> SafeString:
    """The form of a new row, empty, on the day of the last row and in the incident's zone."""
    last = events[-1].at if events else postmortem.started_at
    day = last.astimezone(zone_named(postmortem.zone)).date().isoformat() if last else ""
    html = _empty_row(postmortem.zone, bool(getattr(postmortem, "full_reader", False)))
    html = html.replace(DAY, day).replace("/postmortems/0/", f"/postmortems/{postmortem.pk}/")
    request = context.get("request")
    return SafeString(with_token(html, request) if request else html)


DAY = "day-of-the-last-row"


@lru_cache(maxsize=256)
def _empty_row(zone: str, full_reader: bool) -> str:
    """The form of a new row for any postmortem of that zone; its day and its address are put in for each."""
    form = EventForm(
        incident_zone=zone, full_reader=full_reader, initial={"date": DAY, "zone": zone}, auto_id="id_new_%s"
    )
    context = {
        "postmortem": _Entry(0, zone),
        "form": form,
        "event": None,
        "csrf_token": TOKEN,
        "next": "/postmortems/0/",
    }
    return get_template("postmortems/authoring/_event_form.html").render(context)
