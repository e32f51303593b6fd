"""The manners of writing a time: what must be read, what must not be invented."""

from datetime import date

import pytest

from postmortems.domain.timeline import Event, read
from tests.postmortems.domain.timeline import cases

READ = [*cases.LEADING, *cases.DATED, *cases.SEQUENCES, *cases.TABLES, *cases.PROSE, *cases.CREATIVE]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def instant(event: Event) -> str:
    assert event.at is not None
    return event.at.date().isoformat() if event.precision == "day" else event.at.isoformat()


@pytest.mark.parametrize(("text", "given", "zone", "expected"), READ, ids=[row[0][:60] for row in READ])
def test_every_instant_is_read(text, given, zone, expected):
    reading = read(text, date=day(given), zone=zone)
    assert [instant(event) for event in reading.events] == expected
    assert all(event.text for event in reading.events)


@pytest.mark.parametrize(
    ("text", "given", "zone", "start", "end"), cases.RANGES, ids=[row[0] for row in cases.RANGES]
)
def test_a_range_has_both_ends_or_only_the_sure_one(text, given, zone, start, end):
    (event,) = read(text, date=day(given), zone=zone).events
    assert event.at.isoformat() == start
    assert (event.end.isoformat() if event.end else None) == end


@pytest.mark.parametrize(("text", "given", "zone"), cases.NOTHING, ids=[row[0][:60] for row in cases.NOTHING])
def test_nothing_is_invented(text, given, zone):
    assert read(text, date=day(given), zone=zone).events == ()
