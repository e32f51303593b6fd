"""How times, durations and Markdown are said in templates. Formatting only."""

import datetime as dt
import zoneinfo
from functools import lru_cache

from django import template
from django.utils import timezone

from core.richtext import render_cached

register = template.Library()

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@lru_cache(maxsize=256)
def zone_named(name: str) -> dt.tzinfo:
    """The zone of that name, UTC when unknown."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def _zone(value) -> dt.tzinfo:
    return zone_named(value) if isinstance(value, str) else (value or dt.UTC)


@register.filter
def link_to(value: str | None) -> str:
    """An address that may stand in a link: http or https. Anything else that was stored is not led to."""
    return value if value and value.casefold().startswith(("http://", "https://")) else ""


@register.filter
def when(value: dt.datetime | None, zone="UTC") -> str:
    """31 Jan 2017, 23:00 UTC. Django's own date filter costs most of a list page (docs/performance.md)."""
    if value is None:
        return "not recorded"
    local = value.astimezone(_zone(zone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H:%M} {local.tzname()}"


@register.filter
def clock(value: dt.datetime | None, zone="UTC") -> str:
    """23:00 UTC."""
    if value is None:
        return ""
    local = value.astimezone(_zone(zone))
    return f"{local:%H:%M} {local.tzname()}"


@register.filter
def day(value: dt.date | None) -> str:
    """31 Jan 2017, of a date or a time."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


@register.filter
def weekday(value: dt.date | None) -> str:
    """Tue 24 Nov; with the year when it is not this one."""
    if not value:
        return ""
    year = "" if value.year == timezone.now().year else f" {value.year}"
    return f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}{year}"


@register.filter
def iso(value: dt.datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return value.isoformat() if value else ""


@register.filter
def markdown(text: str) -> str:
    """Markdown as safe HTML."""
    return render_cached(text or "")


@register.filter
def count_of(number: int, word: str) -> str:
    """ "3 actions", "1 action", "no actions"; an irregular plural stands after a comma ("person,people")."""
    one, _, many = word.partition(",")
    return f"1 {one}" if number == 1 else f"{number or 'no'} {many or one + 's'}"


@register.filter
def month(value: dt.date | None) -> str:
    """Feb 2017."""
    return f"{MONTHS[value.month - 1]} {value.year}" if value else ""
