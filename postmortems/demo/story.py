"""The story's own time: days counted from the day of an incident, kept in every trace that the actions leave."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from core.audit import AuditEntry
from core.templatetags.say import when
from postmortems.models import (
    Action,
    Factor,
    KindFacts,
    Postmortem,
    PublicSummary,
    Section,
    TimelineEvent,
)

KEPT = (Postmortem, Section, TimelineEvent, KindFacts, Factor, Action, PublicSummary)
"""What has a history of its own."""
_MARK = re.compile(r"\{\{([^}]+)\}\}")


@dataclass(frozen=True)
class Story:
    """One incident on the calendar: `first` is its day 0, `now` the instant at which the demo is made."""

    first: dt.date
    now: dt.datetime

    @classmethod
    def ago(cls, now: dt.datetime, days: int, weekday: int) -> Story:
        """The story that began at least `days` days before `now`, on that day of the week (Monday is 0)."""
        latest = now.astimezone(dt.UTC).date() - dt.timedelta(days=days)
        return cls(latest - dt.timedelta(days=(latest.weekday() - weekday) % 7), now)

    def at(self, mark: str) -> dt.datetime:
        """The instant of "2 09:10": day 2 of the story, 09:10 UTC."""
        number, clock = mark.split()
        day = self.first + dt.timedelta(days=int(number))
        return dt.datetime.combine(day, dt.time.fromisoformat(clock), dt.UTC)

    def day(self, number: int) -> dt.date:
        """The date so many days after the day on which the demo is made."""
        return self.now.astimezone(dt.UTC).date() + dt.timedelta(days=number)

    def dated(self, text: str) -> str:
        """The text with each {{2 09:10}} written out."""
        return _MARK.sub(lambda found: when(self.at(found[1])), text).strip()


@contextlib.contextmanager
def told(at: dt.datetime) -> Iterator[dt.datetime]:
    """What is done inside is remembered as done at `at`: history and audit trail ask the real clock otherwise."""
    began = timezone.now()
    yield at
    for model in KEPT:
        model.history.filter(history_date__gte=began).update(history_date=at)
    AuditEntry.objects.filter(at__gte=began).update(at=at)
