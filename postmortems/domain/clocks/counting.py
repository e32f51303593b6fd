"""From a moment and a term to the end of it.

Hours are elapsed time. Days and months are counted on the calendar of a zone: the earliest reading ends at the same
time of day; the later one follows Regulation (EEC, Euratom) No 1182/71, article 3, by which such a term ends with the
last hour of its last day, and one that ends on a weekend with the last hour of the next working day. Business days are
those of the SEC, which keeps the federal holidays and takes filings until 17:30 in New York.
"""

from __future__ import annotations

import calendar
import datetime as dt
import zoneinfo
from functools import lru_cache

from postmortems.domain.clocks.model import Term
from postmortems.domain.days_off import public_holidays

NEW_YORK = "America/New_York"
EDGAR_CLOSES = dt.time(17, 30)
LAST_HOUR = dt.time(23, 59)
ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=256)
def zone(name: str) -> dt.tzinfo:
    """The zone of that name, UTC when unknown."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def instant(day: dt.date, time: dt.time, where: dt.tzinfo) -> dt.datetime:
    """That wall time as an instant in UTC; of a time that comes twice the first, and after the gap one that is left out."""
    return dt.datetime.combine(day, time, where).astimezone(dt.UTC)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day when it is shorter (1182/71, article 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_business_day(day: dt.date) -> bool:
    """Whether the SEC works on that day."""
    return day.weekday() < SATURDAY and day not in public_holidays("US", day.year)


def business_days_later(day: dt.date, number: int) -> dt.date:
    """The business day that is `number` of them after `day`; a day off does not count (Form 8-K, instruction B.1)."""
    while number:
        day += ONE_DAY
        number -= is_business_day(day)
    return day


def off_weekend(day: dt.date) -> dt.date:
    """The day itself, or the Monday after its weekend; public holidays of a country are not known here."""
    return day + max(0, 7 - day.weekday()) * ONE_DAY if day.weekday() >= SATURDAY else day


def end_of(began: dt.datetime, term: Term, zone_name: str) -> dt.datetime:
    """The earliest reading of when the term is over, in UTC. The term has to be a fixed one."""
    if term.business_days:
        where = zone(NEW_YORK)
        last = business_days_later(began.astimezone(where).date(), term.business_days)
        return instant(last, EDGAR_CLOSES, where)
    if term.hours:
        return began.astimezone(dt.UTC) + dt.timedelta(hours=term.hours)
    local = began.astimezone(zone(zone_name))
    return instant(_last_day(local.date(), term), local.time(), zone(zone_name))


def _last_day(begun: dt.date, term: Term) -> dt.date:
    return months_later(begun, term.months) if term.months else begun + term.days * ONE_DAY


def latest_end(
    began: dt.datetime, term: Term, zone_name: str, *, weekend_noon: bool = False
) -> dt.datetime | None:
    """A later reading that may hold, in UTC; None where there is only one."""
    where = zone(zone_name)
    due = end_of(began, term, zone_name)
    if term.business_days:
        return None
    day = due.astimezone(where).date()
    if weekend_noon:
        return instant(off_weekend(day), dt.time(12), where) if day.weekday() >= SATURDAY else None
    if term.hours:
        return None
    return max(due, instant(off_weekend(day), LAST_HOUR, where))
