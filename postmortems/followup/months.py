"""The actions as a month of due dates; weeks begin on Monday."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from core.accounts.models import User
from postmortems.models import Action

from . import queries
from .filters import Filters

PER_DAY = 4
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2199, 12, 1)
ONE_DAY = dt.timedelta(days=1)
LONG_AGO = dt.date(1, 1, 1)


@dataclass(frozen=True)
class Day:
    """One day: its first actions, how many are due then, and the list of them."""

    date: dt.date
    inside: bool
    today: bool
    actions: list[Action]
    count: int
    address: str

    @property
    def more(self) -> int:
        """How many are due beyond those shown."""
        return self.count - len(self.actions)


@dataclass(frozen=True)
class Month:
    """A month in whole weeks, and what does not stand in it."""

    first: dt.date
    weeks: list[list[Day]]
    earlier: dt.date
    later: dt.date
    count: int
    late_before: int
    undated: int
    late_address: str
    undated_address: str


def first_of(word: str, today: dt.date) -> dt.date:
    """The first day of "2026-11"; this month for anything that is no month."""
    try:
        first = dt.date.fromisoformat(f"{word}-01")
    except ValueError:
        return today.replace(day=1)
    return first if FIRST <= first <= LAST else today.replace(day=1)


def month(filters: Filters, first: dt.date, user: User) -> Month:
    """Two queries: the first few actions of each day with the number of them, and what stands elsewhere."""
    today = queries.today_of(user)
    days = list(calendar.Calendar().itermonthdates(first.year, first.month))
    found = queries.index(filters, user)
    by_day = _by_day(found.filter(due_on__range=(days[0], days[-1])), today)
    opened = Q(status__in=("accepted", "in_progress"))
    elsewhere = found.order_by().aggregate(
        late=Count("pk", filter=opened & Q(due_on__lt=min(days[0], today))),
        undated=Count("pk", filter=Q(due_on__isnull=True)),
    )
    made = [_day(day, first, today, by_day.get(day, ([], 0)), filters) for day in days]
    before = f"{LONG_AGO}..{min(days[0], today) - ONE_DAY}"
    return Month(
        first=first,
        weeks=[made[start : start + 7] for start in range(0, len(made), 7)],
        earlier=(first - ONE_DAY).replace(day=1),
        later=(first + dt.timedelta(days=31)).replace(day=1),
        count=sum(day.count for day in made if day.inside),
        late_before=elsewhere["late"],
        undated=elsewhere["undated"],
        late_address=filters.address(due=before, late="1"),
        undated_address=filters.address(due="none"),
    )


def _by_day(found: QuerySet[Action], today: dt.date) -> dict[dt.date | None, tuple[list[Action], int]]:
    counted = {
        "of_day": Window(Count("pk"), partition_by=[F("due_on")]),
        "nth": Window(RowNumber(), partition_by=[F("due_on")], order_by=["priority", "id"]),
    }
    rows = found.annotate(**counted).filter(nth__lte=PER_DAY)
    by_day: dict[dt.date | None, tuple[list[Action], int]] = {}
    for action in queries.dress(rows.order_by("due_on", "nth"), today):
        by_day.setdefault(action.due_on, ([], action.of_day))[0].append(action)
    return by_day


def _day(
    day: dt.date, first: dt.date, today: dt.date, held: tuple[list[Action], int], filters: Filters
) -> Day:
    actions, count = held
    inside = (day.year, day.month) == (first.year, first.month)
    return Day(day, inside, day == today, actions, count, filters.address(due=f"{day}..{day}"))
