"""Pasting a log: read, corrected, taken."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from postmortems.models import TimelineEvent
from tests.postmortems.authoring.conftest import HTMX

LOG = """2026-11-19 13:02 UTC error rate alert fired
2026-11-19 13:10 UTC on-call joined
nobody knows when this was
2026-11-19 13:30 UTC service restored
"""


def address(people):
    return reverse("authoring:paste", args=[people.pm.pk])


def rows_of(answer) -> dict:
    """What a browser would send back of the rows it was shown."""
    rows = answer.context["rows"]
    sent = {"step": "take"}
    for field in rows.management_form:
        sent[field.html_name] = field.value()
    for row in rows:
        for field in row:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = "on" if value is True else value
    return sent


def test_what_was_read_is_shown_and_what_was_not_is_listed(people, sign_in):
    answer = sign_in(people.mate).post(
        address(people), {"step": "read", "text": LOG, "zone": "Europe/Amsterdam"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 rows read" in page and "nobody knows when this was" in page
    assert not TimelineEvent.objects.exists()


def test_rows_are_taken_as_corrected_and_without_those_unticked(people, sign_in):
    mate = sign_in(people.mate)
    sent = rows_of(mate.post(address(people), {"step": "read", "text": LOG, "zone": "Europe/Amsterdam"}))
    sent["rows-0-text"] = "The alert fired"
    del sent["rows-1-take"]
    sent["rows-1-date"] = "not even a day"  # of a row that is not taken nothing is asked
    assert mate.post(address(people), sent).status_code == 302
    events = list(TimelineEvent.objects.all())
    assert [event.text for event in events] == ["The alert fired", "service restored"]
    assert events[0].at == dt.datetime(2026, 11, 19, 13, 2, tzinfo=dt.UTC)
    assert events[0].source == "2026-11-19 13:02 UTC error rate alert fired"


def test_a_row_without_a_zone_takes_the_incident_s_and_says_so(people, sign_in):
    mate = sign_in(people.mate)
    text = "2026-11-19 14:02 the alert fired"
    sent = rows_of(mate.post(address(people), {"step": "read", "text": text, "zone": ""}))
    mate.post(address(people), sent)
    event = TimelineEvent.objects.get()
    assert event.at == dt.datetime(2026, 11, 19, 13, 2, tzinfo=dt.UTC)
    page = mate.get(reverse("authoring:timeline", args=[people.pm.pk])).content.decode()
    assert event.zone_assumed and "zone taken from the incident" in page


def test_a_row_that_is_wrong_stops_all_and_keeps_every_word(people, sign_in):
    mate = sign_in(people.mate)
    sent = rows_of(mate.post(address(people), {"step": "read", "text": LOG}))
    sent |= {"rows-0-time": "99:99", "rows-2-text": "corrected words"}
    answer = mate.post(address(people), sent)
    assert answer.status_code == 422
    assert "corrected words" in answer.content.decode() and "Row 1, Time" in answer.content.decode()
    assert not TimelineEvent.objects.exists()


def test_a_log_of_three_hundred_lines_is_taken_whole(people, sign_in):
    mate = sign_in(people.mate)
    start = dt.datetime(2026, 11, 19, 8, 0)
    text = "\n".join(f"{start + dt.timedelta(minutes=n):%Y-%m-%d %H:%M} UTC line {n}" for n in range(300))
    sent = rows_of(mate.post(address(people), {"step": "read", "text": text}))
    assert mate.post(address(people), sent).status_code == 302
    assert TimelineEvent.objects.count() == 300


def test_outsider_reader_and_closed(people, sign_in):
    assert sign_in(people.outsider).post(address(people), {"text": LOG}).status_code == 404
    assert sign_in(people.reader).post(address(people), {"text": LOG}).status_code == 403
    assert sign_in(people.mate).put(address(people)).status_code == 405


def test_a_closed_one_takes_nothing(closed, sign_in):
    assert sign_in(closed.mate).post(address(closed), {"text": LOG}).status_code == 403


def test_an_empty_paste_and_a_bad_zone_are_said(people, sign_in):
    mate = sign_in(people.mate)
    assert mate.post(address(people), {"text": ""}).status_code == 422
    bad = mate.post(address(people), {"text": LOG, "zone": "+02:00"}, **HTMX)
    assert bad.status_code == 422
    assert "Name an area and city" in bad.content.decode() and "alert fired" in bad.content.decode()
    assert "<html" not in bad.content.decode()


def test_what_stands_in_the_timeline_already_comes_without_a_tick(people, sign_in):
    mate = sign_in(people.mate)
    first = {"step": "read", "text": LOG, "zone": "Europe/Amsterdam"}
    assert mate.post(address(people), rows_of(mate.post(address(people), first))).status_code == 302
    later = LOG + "2026-11-19 13:45 UTC all clear\n"
    answer = mate.post(address(people), first | {"text": later})
    assert "3 rows of this stand in the timeline already and have no tick." in answer.content.decode()
    assert mate.post(address(people), rows_of(answer)).status_code == 302
    assert TimelineEvent.objects.count() == 4
    # The same words on another day are another row.
    answer = mate.post(address(people), first | {"text": LOG.replace("11-19", "11-20")})
    assert "already" not in answer.content.decode()


def test_lines_that_were_given_a_year_still_to_come_have_no_tick(people, sign_in):
    mate, day = sign_in(people.mate), timezone.now().date()
    text = f"{day + dt.timedelta(days=40):%d %b} 10:00 alert fired\n{day + dt.timedelta(days=40):%d %b} 10:05 rolled back\n"
    sent = {"step": "read", "text": text, "date": day.isoformat()}
    answer = mate.post(address(people), sent)
    assert "2 rows lie in the future and have no tick. Look at their year." in answer.content.decode()
    mate.post(address(people), rows_of(answer))
    assert not TimelineEvent.objects.exists()
    answer = mate.post(address(people), sent | {"text": text.splitlines()[0]})
    assert "1 row lies in the future and has no tick. Look at its year." in answer.content.decode()
    # Clocks may differ, and zones do: tomorrow is not called the future.
    answer = mate.post(address(people), sent | {"text": f"{day + dt.timedelta(days=1):%d %b} 10:00 alert"})
    assert "future" not in answer.content.decode()
