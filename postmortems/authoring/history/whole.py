"""The history of a whole postmortem: who changed what when, and how it read at two moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from postmortems.domain.comparing import Comparison, compare, word_counts
from postmortems.models import (
    Action,
    Disclosure,
    Factor,
    Incident,
    KindFacts,
    Postmortem,
    Section,
    TimelineEvent,
)

from . import telling

PAGE = 60
"""Entries on a page, and rows looked at in each table."""


@dataclass(frozen=True)
class Entry:
    """One change: when, who, of what, how many words came and went, where its own history is."""

    at: dt.datetime
    by: object
    what: str
    verb: str
    note: str
    added: int
    removed: int
    link: str


@dataclass(frozen=True)
class Part:
    """A part of the document whose text differs between two moments."""

    title: str
    comparison: Comparison


@dataclass(frozen=True)
class WholeHistory:
    """A page of changes, newest first; `earlier` is where the next page begins, None on the last."""

    entries: list[Entry]
    earlier: dt.datetime | None
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class _Source:
    """One table with history: its rows, its text, what an entry calls it and where its own history is."""

    rows: Any
    text: Callable[[Any], str]
    name: Callable[[Any], str]
    link: Callable[[Any], str]
    hidden: frozenset[int] = frozenset()


def _sources(postmortem: Postmortem, *, full: bool) -> list[_Source]:
    zone, pk = postmortem.zone, postmortem.pk

    def to(name: str, attribute: str = "") -> Callable[[Any], str]:
        return lambda row: reverse(
            f"authoring:{name}", args=[pk, *([getattr(row, attribute)] if attribute else [])]
        )

    def told(text_of) -> Callable[[Any], str]:
        return lambda row: text_of(row, zone)

    def named(word: str) -> Callable[[Any], str]:
        return lambda row: f"{word} “{row.title}”"

    def here(model) -> Any:
        return model.objects.filter(postmortem=postmortem).values("pk")

    def hidden(model) -> frozenset[int]:
        restricted = model.objects.filter(postmortem=postmortem, disclosure=Disclosure.RESTRICTED)
        return frozenset() if full else frozenset(restricted.values_list("pk", flat=True))

    own = Q(postmortem_id=pk)
    return [
        _Source(
            Section.history.filter(id__in=here(Section)),
            lambda row: row.body,
            lambda row: row.title,
            to("section_history", "key"),
            hidden(Section),
        ),
        _Source(
            TimelineEvent.history.filter(own | Q(id__in=here(TimelineEvent))),
            told(telling.event_text),
            lambda row: f"Timeline: {row.text[:60]}{'…' if len(row.text) > 60 else ''}",
            to("event_history", "id"),
            hidden(TimelineEvent),
        ),
        _Source(
            telling.heads(postmortem),
            told(telling.head_text),
            lambda row: "Title and facts",
            to("facts_history"),
        ),
        _Source(
            KindFacts.history.filter(own),
            lambda row: telling.kind_text(row, zone, full=full),
            lambda row: f"{row.get_kind_display()}: the facts",
            to("kind_history"),
        ),
        _Source(
            Incident.history.filter(own),
            told(telling.incident_text),
            named("Incident"),
            to("incident_history", "id"),
            hidden(Incident),
        ),
        _Source(
            Factor.history.filter(id__in=here(Factor)),
            told(telling.factor_text),
            named("Factor"),
            lambda row: "",
            hidden(Factor),
        ),
        _Source(
            Action.history.filter(id__in=here(Action)),
            told(telling.action_text),
            named("Action"),
            lambda row: "",
            hidden(Action),
        ),
    ]


VERBS = {"+": "added", "~": "changed", "-": "taken out"}


def _entries(source: _Source, rows: Iterable, *, full: bool) -> list[Entry]:
    """Each row beside the one before it of the same thing; the rows come newest first."""
    kept = [row for row in rows if row.id not in source.hidden]
    if not full:
        kept = [row for row in kept if getattr(row, "disclosure", "") != Disclosure.RESTRICTED]
    before: dict[int, str] = {}
    found = []
    for row in reversed(kept):
        text = "" if row.history_type == "-" else source.text(row)
        old = before.get(row.id, "" if row.history_type == "+" else None)
        added, removed = (0, 0) if old is None else word_counts(old, text)
        before[row.id] = text
        reason = row.history_change_reason or ""
        note = "" if reason.startswith("autosave") else reason
        found.append(
            Entry(
                row.history_date,
                row.history_user,
                source.name(row),
                VERBS[row.history_type],
                note,
                added,
                removed,
                source.link(row),
            )
        )
    return found


def whole_history(
    postmortem: Postmortem,
    *,
    full: bool,
    before: dt.datetime | None = None,
    two: tuple[dt.datetime, dt.datetime] | None = None,
) -> WholeHistory:
    """A page of changes before a moment; with `two` moments also how the document differs between them."""
    found: list[Entry] = []
    sources = _sources(postmortem, full=full)
    for source in sources:
        rows = source.rows.filter(history_date__lt=before) if before else source.rows
        # One more of each, so that the last of them has something to be compared with.
        latest = list(rows.select_related("history_user").order_by("-history_id")[: PAGE + 1])
        found += _entries(source, latest, full=full)
    found.sort(key=lambda one: one.at, reverse=True)
    earlier = found[PAGE - 1].at if len(found) > PAGE else None
    parts = _parts(sources, *two, full=full) if two else []
    return WholeHistory(found[:PAGE], earlier, parts)


def _parts(sources: list[_Source], first: dt.datetime, last: dt.datetime, *, full: bool) -> list[Part]:
    """What reads differently at `last` than at `first`."""
    found = []
    for source in sources:
        then, now = _at(source, first, full=full), _at(source, last, full=full)
        for pk in {**then, **now}:
            old, new = then.get(pk, ("", "")), now.get(pk, ("", ""))
            if old[1] != new[1]:
                found.append(Part(new[0] or old[0], compare(old[1], new[1])))
    return found


def _at(source: _Source, moment: dt.datetime, *, full: bool) -> dict[int, tuple[str, str]]:
    """Each thing of a table as it read at a moment: its name and its text."""
    standing: dict[int, tuple[str, str]] = {}
    for row in source.rows.filter(history_date__lte=moment).order_by("history_id"):
        if (
            row.id in source.hidden
            or (not full and getattr(row, "disclosure", "") == Disclosure.RESTRICTED)
            or row.history_type == "-"
        ):
            standing.pop(row.id, None)
        else:
            standing[row.id] = (source.name(row), source.text(row))
    return standing
