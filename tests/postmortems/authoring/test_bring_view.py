"""Bringing in an export: read, people told by their role, rows taken."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from postmortems.models import TimelineEvent
from tests.postmortems.authoring.conftest import HTMX
from tests.postmortems.authoring.test_paste_view import rows_of

DAY = [
    {
        "user": "U1",
        "ts": "1485824400.0002",
        "text": "<@U2> can you restart db1?",
        "user_profile": {"real_name": "Anna Kovács"},
    },
    {
        "user": "U2",
        "ts": "1485824460.0003",
        "text": "On it, Anna",
        "user_profile": {"real_name": "Ben Okoro", "name": "ben"},
    },
    {"subtype": "bot_message", "username": "Grafana", "ts": "1485824000.0", "text": "replica lag high"},
]


def address(people):
    return reverse("authoring:bring", args=[people.pm.pk])


def slack(day=DAY):
    return SimpleUploadedFile("2017-01-31.json", json.dumps(day).encode(), "application/json")


def forms_of(answer, name) -> dict:
    """What a browser would send back of a formset it was shown."""
    formset = answer.context[name]
    sent = {field.html_name: field.value() for field in formset.management_form}
    for form in formset:
        sent |= {field.html_name: field.value() for field in form if field.value() not in (None, False, "")}
    return sent | {"held": answer.context["held"]}


def test_an_export_goes_from_file_to_people_to_rows_to_the_timeline(people, sign_in):
    people.pm.roster.create(name="Ben Okoro", role="Database on-call")
    mate = sign_in(people.mate)
    assert mate.get(address(people)).status_code == 200
    asked = mate.post(address(people), {"step": "read", "file": slack()})
    page = asked.content.decode()
    assert "Who is who" in page and "Anna Kovács" in page and "replica lag high" in page

    sent = forms_of(asked, "people") | {"step": "people"}
    assert sent["people-0-role"] == "Responder 1"
    sent["people-0-role"] = "Incident lead"
    shown = mate.post(address(people), sent, **HTMX)
    assert "3 rows read" in shown.content.decode()

    sent = forms_of(shown, "people") | rows_of(shown) | {"step": "take"}
    assert mate.post(address(people), sent).status_code == 302
    events = TimelineEvent.objects.order_by("at")
    assert [(event.actor_role, event.text) for event in events] == [
        ("", "replica lag high"),
        ("Incident lead", "Database on-call can you restart db1?"),
        ("Database on-call", "On it, Incident lead"),
    ]
    assert events[1].at == dt.datetime(2017, 1, 31, 1, 0, tzinfo=dt.UTC) and "Anna" not in events[2].source
    roster = {one.name: (one.role, one.handles) for one in people.pm.roster.all()}
    assert roster == {"Ben Okoro": ("Database on-call", ["ben"]), "Anna Kovács": ("Incident lead", [])}


def test_a_person_without_a_role_is_asked_for_one_and_nothing_is_lost(people, sign_in):
    mate = sign_in(people.mate)
    sent = forms_of(mate.post(address(people), {"step": "read", "file": slack()}), "people")
    sent |= {"step": "people", "people-0-role": "", "people-1-role": "Second pair of eyes"}
    answer = mate.post(address(people), sent)
    assert answer.status_code == 422
    assert "Name the role" in answer.content.decode() and "Second pair of eyes" in answer.content.decode()


def test_a_row_that_is_wrong_stops_all_and_keeps_every_word(people, sign_in):
    mate = sign_in(people.mate)
    sent = forms_of(mate.post(address(people), {"step": "read", "file": slack()}), "people")
    shown = mate.post(address(people), sent | {"step": "people"})
    sent = forms_of(shown, "people") | rows_of(shown) | {"step": "take"}
    answer = mate.post(address(people), sent | {"rows-0-time": "99:99", "rows-1-text": "corrected words"})
    assert answer.status_code == 422 and "corrected words" in answer.content.decode()
    assert not TimelineEvent.objects.exists() and not people.pm.roster.exists()


def test_only_the_time_that_was_chosen_is_read(people, sign_in):
    window = {"since": "2017-01-31T02:01", "until": "2017-01-31T02:30"}  # Amsterdam
    answer = sign_in(people.mate).post(address(people), {"step": "read", "file": slack()} | window)
    assert [one.shown for one in answer.context["found"].speakers] == ["Ben Okoro"]
    assert "2 more outside" in answer.content.decode()


def test_alerts_without_people_show_their_rows_at_once(people, sign_in):
    alert = {"labels": {"alertname": "Down"}, "startsAt": "2017-01-31T22:00:00Z", "status": "firing"}
    hook = json.dumps({"groupKey": "g", "receiver": "r", "alerts": [alert]})
    answer = sign_in(people.mate).post(address(people), {"step": "read", "text": hook})
    assert "1 row read" in answer.content.decode()


def test_an_export_that_was_brought_in_before_comes_without_ticks(people, sign_in):
    alert = {"labels": {"alertname": "Down"}, "startsAt": "2017-01-31T22:00:00Z", "status": "firing"}
    sent = {
        "step": "read",
        "text": json.dumps({"groupKey": "g", "receiver": "r", "alerts": [alert]}),
    }
    mate = sign_in(people.mate)
    first = mate.post(address(people), sent)
    taken = rows_of(first) | {"held": first.context["held"]}
    assert mate.post(address(people), taken).status_code == 302
    again = mate.post(address(people), sent)
    assert "1 row of this stands in the timeline already and has no tick." in again.content.decode()
    assert not again.context["rows"][0]["take"].value()


def test_rows_of_an_export_that_lie_in_the_future_come_without_ticks(people, sign_in):
    alert = {"labels": {"alertname": "Down"}, "startsAt": "2099-01-31T22:00:00Z", "status": "firing"}
    sent = {"step": "read", "text": json.dumps({"groupKey": "g", "receiver": "r", "alerts": [alert]})}
    answer = sign_in(people.mate).post(address(people), sent)
    assert "1 row lies in the future and has no tick." in answer.content.decode()
    assert not answer.context["rows"][0]["take"].value()


def test_a_table_asks_what_its_columns_hold(people, sign_in):
    mate = sign_in(people.mate)
    table = "a,b\n2017-01-31 22:00 UTC,Paged\n"
    asked = mate.post(address(people), {"step": "read", "text": table, "product": "csv"})
    assert "What the columns hold" in asked.content.decode()
    sent = {"step": "columns", "text": table, "product": "csv", "columns-TOTAL_FORMS": 2}
    sent |= {"columns-INITIAL_FORMS": 2, "columns-0-meaning": "time", "columns-1-meaning": "text"}
    assert "1 row read" in mate.post(address(people), sent).content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"text": "{"}, "The JSON breaks off"),
        ({"text": "x", "since": "soon"}, "Write it as 2026-11-21 14:00."),
        ({"text": "nothing with a time"}, "Nothing with a time was found"),
        ({"step": "take", "held": "{}"}, "got lost on the way"),
        ({"step": "people", "held": '{"entries": [[1]], "speakers": []}'}, "got lost on the way"),
    ],
)
def test_what_can_t_be_read_gets_a_sentence(people, sign_in, sent, says):
    if sent.get("step") == "take":
        sent = sent | {"rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0}
    answer = sign_in(people.mate).post(address(people), {"step": "read"} | sent)
    assert says in answer.content.decode()
    assert answer.status_code == (200 if "Nothing" in says else 422)


def test_who_may_not_write_brings_nothing_in(people, sign_in):
    sent = {"step": "read", "file": slack()}
    assert sign_in(people.outsider).post(address(people), sent).status_code == 404
    assert sign_in(people.reader).post(address(people), sent).status_code == 403
    assert sign_in(people.mate).put(address(people)).status_code == 405


def test_a_closed_record_takes_nothing(closed, sign_in):
    assert sign_in(closed.mate).post(address(closed), {"step": "read", "file": slack()}).status_code == 403
