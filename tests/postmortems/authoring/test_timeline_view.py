"""Rows of the timeline: seven answers of each form, and what the rows say."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from postmortems.authoring import actions
from postmortems.models import TimelineEvent
from tests.conftest import NOW
from tests.postmortems.authoring.conftest import HTMX

AT = dt.datetime(2026, 11, 19, 13, 2, tzinfo=dt.UTC)


def address(people, name="event_new", *rest):
    return reverse(f"authoring:{name}", args=[people.pm.pk, *rest])


def data(**more):
    return {
        "date": "2026-11-19",
        "time": "14:02",
        "zone": "Europe/Amsterdam",
        "kind": "detection",
        "text": "The error rate alert fired",
        "disclosure": "internal",
        **more,
    }


@pytest.fixture
def row(people):
    values = {"at": AT, "text": "Disk full", "zone": "Europe/Amsterdam", "kind": "impact"}
    return actions.add_events(postmortem=people.pm, actor=people.owner, now=NOW, rows=[values])[0]


def test_a_row_is_added_at_its_instant_and_the_next_one_is_ready(people, sign_in):
    answer = sign_in(people.mate).post(address(people), data())
    assert answer.status_code == 302 and "added=2026-11-19" in answer.url
    event = TimelineEvent.objects.get()
    assert (event.at, event.precision, event.zone) == (AT, "minute", "Europe/Amsterdam")
    assert event.entered_by == people.mate and event.history.latest().history_user == people.mate
    page = sign_in(people.mate).get(answer.url.split("#")[0]).content.decode()
    assert "14:02 CET" in page and "autofocus" in page and "Thu 19 Nov 2026" in page


def test_an_outsider_finds_no_timeline(people, sign_in, row):
    outsider = sign_in(people.outsider)
    assert outsider.get(address(people, "timeline")).status_code == 404
    for name, rest in (
        ("event_new", ()),
        ("event", (row.pk,)),
        ("event_delete", (row.pk,)),
        ("event_undelete", ()),
    ):
        assert outsider.post(address(people, name, *rest), data()).status_code == 404


def test_a_reader_may_not_change_rows(people, sign_in, row):
    reader = sign_in(people.reader)
    assert reader.get(address(people, "timeline")).status_code == 200
    for name, rest in (
        ("event_new", ()),
        ("event", (row.pk,)),
        ("event_delete", (row.pk,)),
        ("event_undelete", ()),
    ):
        assert reader.post(address(people, name, *rest), data()).status_code == 403
    assert TimelineEvent.objects.count() == 1


def test_a_closed_one_takes_no_rows(closed, sign_in):
    assert sign_in(closed.mate).post(address(closed), data()).status_code == 403
    assert not TimelineEvent.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time": "25:00"}, "Write the time as 14:02"),
        ({"zone": "Mars/Olympus"}, "is not a zone this site knows"),
        ({"date": "2026-03-29", "time": "02:30"}, "did not exist. Was it 01:30 or 03:30?"),
        ({"date": "2026-10-25", "time": "02:30"}, "came twice. Write the zone as +02:00"),
        ({"ends": "13:00"}, "The end lies before the start"),
        ({"ends": "soon"}, "Write the end as 14:30"),
        ({"date": "yesterday"}, "Write the day as 2026-11-21"),
        ({"date": "0001-01-01"}, "too far back"),
        ({"text": ""}, "This field is required"),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"kind": "blame"}, "Select a valid choice"),
        ({"disclosure": "restricted"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_is_said_and_everything_typed_stays(people, sign_in, wrong, said):
    sent = data(actor_role="on-call engineer", **wrong)
    answer = sign_in(people.mate).post(address(people), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "on-call engineer" in page and ("The error rate alert fired" in page or not wrong.get("text", "x"))
    assert not TimelineEvent.objects.exists()


def test_both_times_of_a_night_with_two_can_be_written_by_offset(people, sign_in):
    for zone in ("+02:00", "+01:00"):
        sign_in(people.mate).post(address(people), data(date="2026-10-25", time="02:30", zone=zone))
    first, second = TimelineEvent.objects.all()
    assert second.at - first.at == dt.timedelta(hours=1)
    page = sign_in(people.mate).get(address(people, "timeline")).content.decode()
    assert "02:30 CEST" in page and "02:30 CET" in page


def test_the_htmx_answer_is_the_timeline_and_the_picture(people, sign_in):
    part = sign_in(people.mate).post(address(people), data(), **HTMX).content.decode()
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part and "The error rate alert fired" in part and "autofocus" in part
    # A step of the guide has no picture that could be exchanged.
    step = f"/postmortems/{people.pm.pk}/guide/timeline/"
    for guided in (
        {"data": data(next=step)},
        {"data": data(), "HTTP_HX_CURRENT_URL": f"http://testserver{step}"},
    ):
        part = sign_in(people.mate).post(address(people), **guided, **HTMX).content.decode()
        assert "The error rate alert fired" in part and "hx-swap-oob" not in part
    bad = sign_in(people.mate).post(address(people), data(time="x"), **HTMX)
    assert bad.status_code == 422 and "<html" not in bad.content.decode()


def test_wrong_verbs_are_refused(people, sign_in, row):
    mate = sign_in(people.mate)
    assert mate.get(address(people)).status_code == 405
    assert mate.post(address(people, "timeline")).status_code == 405
    assert mate.put(address(people, "event", row.pk)).status_code == 405
    assert mate.get(address(people, "event_undelete")).status_code == 405


def test_saving_a_row_untouched_changes_nothing(people, sign_in, row):
    mate = sign_in(people.mate)
    form = mate.get(address(people, "event", row.pk)).context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, False)}
    assert mate.post(address(people, "event", row.pk), sent).status_code == 302
    again = TimelineEvent.objects.get()
    assert (again.version, again.at) == (1, row.at)


def test_a_row_is_corrected_under_its_version(people, sign_in, row):
    mate = sign_in(people.mate)
    assert (
        mate.post(address(people, "event", row.pk), data(version=1, text="Disk **full**")).status_code == 302
    )
    event = TimelineEvent.objects.get()
    assert (event.text, event.version) == ("Disk **full**", 2)
    assert "<strong>full</strong>" in event.shown
    late = sign_in(people.owner).post(address(people, "event", row.pk), data(version=1, text="Disk slow"))
    page = late.content.decode()
    assert late.status_code == 409 and "Disk **full**" in page and "Disk slow" in page
    assert TimelineEvent.objects.get().text == "Disk **full**"


def test_a_row_that_needs_another_look_stays_in_its_place(people, sign_in, row):
    answer = sign_in(people.mate).post(address(people, "event", row.pk), data(version=1, time="x"), **HTMX)
    assert answer.status_code == 422 and answer["HX-Retarget"] == f"#event-{row.pk}"


def test_a_deleted_row_comes_back_whole_once(people, sign_in, row):
    mate = sign_in(people.mate)
    part = mate.post(address(people, "event_delete", row.pk), **HTMX)
    assert not TimelineEvent.objects.exists()
    token = part.context["undo"]
    assert mate.post(address(people, "event_undelete"), {"undo": token}).status_code == 302
    back = TimelineEvent.objects.get()
    assert (back.pk, back.text, back.at, back.kind) == (row.pk, "Disk full", AT, "impact")
    assert mate.post(address(people, "event_undelete"), {"undo": token}).status_code == 422


def test_a_token_of_another_postmortem_brings_nothing(people, sign_in, row, make_postmortem):
    token = sign_in(people.mate).post(address(people, "event_delete", row.pk), **HTMX).context["undo"]
    other = make_postmortem(owner=people.mate, team=people.team)
    elsewhere = reverse("authoring:event_undelete", args=[other.pk])
    assert sign_in(people.mate).post(elsewhere, {"undo": token}).status_code == 422
    assert sign_in(people.mate).post(elsewhere, {"undo": "made:up"}).status_code == 422
    assert not TimelineEvent.objects.exists()


def test_a_row_with_comments_is_asked_about_before_it_goes(people, sign_in, row):
    people.pm.comments.create(event=row, author=people.owner, body="?")
    mate = sign_in(people.mate)
    asked = mate.post(address(people, "event_delete", row.pk))
    assert asked.status_code == 409 and "1 comment" in asked.content.decode()
    assert TimelineEvent.objects.exists()
    assert mate.post(address(people, "event_delete", row.pk), {"sure": "1"}).status_code == 302
    assert not TimelineEvent.objects.exists()


def test_restricted_rows_are_absent_for_those_who_may_not_read_them(people, sign_in, row):
    TimelineEvent.objects.update(disclosure="restricted")
    assert b"Disk full" not in sign_in(people.mate).get(address(people, "timeline")).content
    assert b"Disk full" in sign_in(people.owner).get(address(people, "timeline")).content
    assert sign_in(people.mate).get(address(people, "event", row.pk)).status_code == 404


def test_the_reader_s_own_time_stands_beside_the_incident_s(people, sign_in, row):
    people.mate.time_zone = "Asia/Tokyo"
    people.mate.save(update_fields=["time_zone"])
    page = sign_in(people.mate).get(address(people, "timeline")).content.decode()
    assert "14:02 CET" in page and "22:02 JST for you" in page


def test_the_timeline_costs_as_many_queries_with_300_rows_as_with_none(people, sign_in):
    mate = sign_in(people.mate)
    counts = []
    for count in (0, 300):
        rows = [
            {"at": AT + dt.timedelta(minutes=n), "text": f"row {n}", "kind": "action"} for n in range(count)
        ]
        actions.add_events(postmortem=people.pm, actor=people.owner, now=NOW, rows=rows)
        with CaptureQueriesContext(connection) as queries:
            assert mate.get(address(people, "timeline")).status_code == 200
        counts.append(len(queries))
    # Session, person, postmortem with the person's rights, rows, and what the frame asks for.
    assert counts[0] == counts[1] <= 5


def test_rows_of_one_instant_change_places_and_others_stay_in_order_of_time(people, sign_in):
    rows = [{"at": NOW, "text": text} for text in ("first", "second", "third")]
    made = actions.add_events(
        postmortem=people.pm,
        actor=people.owner,
        now=NOW,
        rows=[*rows, {"at": NOW + dt.timedelta(hours=1), "text": "an hour later"}],
    )
    mate = sign_in(people.mate)

    def press(row, which, **more):
        row.refresh_from_db()
        form = mate.get(f"/postmortems/{people.pm.pk}/events/{row.pk}/").context["form"]
        sent = {field.html_name: field.value() for field in form if field.value() not in (None, False, "")}
        mate.post(f"/postmortems/{people.pm.pk}/events/{row.pk}/", sent | {which: "1"} | more)
        return [event.text for event in TimelineEvent.objects.filter(postmortem=people.pm)]

    assert press(made[2], "up") == ["first", "third", "second", "an hour later"]
    assert press(made[0], "up") == ["first", "third", "second", "an hour later"]
    assert press(made[0], "down", text="reworded") == ["third", "reworded", "second", "an hour later"]
    assert press(made[1], "down") == ["third", "reworded", "second", "an hour later"]
    page = mate.get(f"/postmortems/{people.pm.pk}/events/{made[3].pk}/").content.decode()
    assert "one up" not in page
