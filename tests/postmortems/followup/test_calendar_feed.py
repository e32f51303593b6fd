"""The calendar one subscribes to: read by two parsers, renewed, closed, and silent about what is not for everybody."""

import datetime as dt

import icalendar
import pytest
import vobject
from django.test import Client

from core.accounts.models import Membership
from core.audit import AuditEntry
from postmortems.followup import feeds
from postmortems.models import Action, CalendarFeed, NamedReader
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
LONG = 'Prüfe; "jede" Sicherung, jede Nacht: Zeilen zählen \\ vergleichen, und zwar auf einem eigenen Rechner äöü'


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def owner(make_user):
    return make_user("owner", time_zone="Pacific/Auckland")


@pytest.fixture
def team(make_team, owner):
    return make_team("Storage", members=[owner])


@pytest.fixture
def subscribe(sign_in):
    """subscribe(user, team="") opens a calendar on the page and gives the path of its address."""

    def make(user, team=""):
        answer = sign_in(user).post("/calendars/", {"team": team})
        assert answer.status_code == 200
        address = answer.context["address"]
        assert address in answer.content.decode()
        return address.removeprefix("http://localhost:8000")

    return make


def read(path, **headers):
    return Client().get(path, headers=headers)


def events(answer):
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_is_what_programs_expect(subscribe, owner, team, make_postmortem, make_action):
    pm = make_postmortem(owner=owner, team=team, visibility="organisation")
    one = make_action(postmortem=pm, title=LONG, owner=owner, due_on=TODAY + 3 * DAY, version=4)
    make_action(postmortem=pm, title="Late", owner=owner, due_on=TODAY - 40 * DAY)
    make_action(postmortem=pm, title="Done", owner=owner, due_on=TODAY, status="done", done_at=FRIDAY)
    make_action(postmortem=pm, title="Undated", owner=owner)
    make_action(postmortem=pm, title="Somebody else's", due_on=TODAY)
    answer = read(subscribe(owner))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.get("Vary", "")
    lines = answer.content.split(b"\r\n")
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75  # octets, not letters
    whole = icalendar.Calendar.from_ical(answer.content)
    assert (whole["version"], str(whole["x-wr-calname"]), str(whole["name"])) == (
        "2.0",
        "My actions",
        "My actions",
    )
    assert whole.errors == []
    vobject.readOne(answer.content.decode()).validate(raiseException=True)
    late, found = events(answer)
    assert (str(late["summary"]), str(found["summary"])) == ("Late", LONG)
    assert found.decoded("dtstart") == TODAY + 3 * DAY
    assert type(found.decoded("dtstart")) is dt.date
    assert found.decoded("dtend") == TODAY + 4 * DAY
    assert (found["uid"], found["sequence"], found["transp"]) == (
        f"action-{one.pk}@localhost",
        4,
        "TRANSPARENT",
    )
    assert found.decoded("dtstamp") == found.decoded("last-modified")
    assert found.decoded("dtstamp").tzinfo is not None
    assert "a day in Pacific/Auckland" in found["description"]
    assert found["url"] == f"http://localhost:8000/actions/{one.pk}/"
    assert not found.errors


def test_who_asks_again_is_told_that_nothing_changed(
    subscribe, owner, team, make_postmortem, make_action, time_machine
):
    pm = make_postmortem(owner=owner, team=team, visibility="organisation")
    one = make_action(postmortem=pm, owner=owner, due_on=TODAY + 3 * DAY)
    path = subscribe(owner)
    first = read(path)
    time_machine.move_to(FRIDAY + dt.timedelta(hours=3), tick=False)
    again = read(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Action.objects.filter(pk=one.pk).update(due_on=TODAY + 9 * DAY, version=2, updated_at=FRIDAY + DAY)
    changed = read(path, if_none_match=first["ETag"])
    assert changed.status_code == 200
    [before], [after] = events(first), events(changed)
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_the_address_is_kept_as_a_digest_renewed_and_closed(subscribe, sign_in, owner, make_user):
    first = subscribe(owner)
    feed = CalendarFeed.objects.get()
    token = first.split("/")[-1].removesuffix(".ics")
    assert len(token) >= 43
    assert token not in str(CalendarFeed.objects.values().get())
    assert (read(first).status_code, CalendarFeed.objects.get().read_on) == (200, TODAY)
    second = subscribe(owner)
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    assert token not in sign_in(owner).get("/calendars/").content.decode()
    assert sign_in(make_user("other")).post(f"/calendars/{feed.pk}/close/").status_code == 404
    assert sign_in(owner).get(f"/calendars/{feed.pk}/close/").status_code == 405
    assert sign_in(owner).post(f"/calendars/{feed.pk}/close/").status_code == 302
    assert read(second).status_code == 404
    assert Client().post(second).status_code == 405
    verbs = (
        AuditEntry.objects.filter(object_type="calendarfeed").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["open_feed", "renew_feed", "close_feed"]


def test_rights_are_asked_at_each_reading_and_who_left_reads_nothing(
    subscribe, make_user, make_team, make_postmortem, make_action
):
    boss, mate = make_user("boss"), make_user("mate")
    top = make_team("Platform", managers=[boss])
    team = make_team("Storage", parent=top, members=[mate])
    pm = make_postmortem(team=team, visibility="team")
    make_action(postmortem=pm, title="Of the team", owner=mate, due_on=TODAY)
    theirs, above = subscribe(mate, "storage"), subscribe(boss, "platform")
    assert [str(event["summary"]) for event in events(read(theirs))] == ["Of the team (Mate)"]
    assert len(events(read(above))) == 1
    Membership.objects.filter(user=mate).delete()
    assert events(read(theirs)) == []
    boss.is_active = False
    boss.save(update_fields=["is_active"])
    assert read(above).status_code == 404


def test_what_only_a_few_may_read_is_not_spelled_out(
    subscribe, owner, team, make_user, make_postmortem, make_action
):
    reader = make_user("reader")
    hidden = make_postmortem(team=team, visibility="named", title="Secret incident")
    shared = make_postmortem(team=team, visibility="organisation")
    NamedReader.objects.create(postmortem=hidden, user=reader)
    make_action(postmortem=hidden, title="Secret limit", due_on=TODAY, owner=reader)
    make_action(postmortem=shared, title="Secret part", due_on=TODAY, owner=reader, disclosure="restricted")
    mine, of_team = read(subscribe(reader)), read(subscribe(owner, "storage"))
    assert [str(event["summary"]) for event in events(mine)] == ["An action is due"]
    assert events(of_team) == []  # a member of the team who is not named
    for answer in (mine, of_team):
        assert b"ecret" not in answer.content
        assert hidden.reference.encode() not in answer.content


def test_a_day_to_look_at_the_effect_stands_in_it_too(subscribe, owner, team, make_postmortem, make_action):
    pm = make_postmortem(owner=owner, team=team, visibility="organisation")
    make_action(
        postmortem=pm, title="Limit", owner=owner, status="done", done_at=FRIDAY, check_on=TODAY + 30 * DAY
    )
    [event] = events(read(subscribe(owner)))
    assert (str(event["summary"]), event.decoded("dtstart")) == ("Did it work? Limit", TODAY + 30 * DAY)


def test_a_calendar_of_a_team_one_has_nothing_to_do_with_is_not_there(sign_in, make_user, team):
    client = sign_in(make_user("stranger"))
    assert client.post("/calendars/", {"team": "storage"}).status_code == 404
    assert client.post("/calendars/", {"team": "none-such"}).status_code == 404
    assert "Actions of Storage" not in client.get("/calendars/").content.decode()
    assert not CalendarFeed.objects.exists()


def test_a_program_that_asks_without_end_is_told_to_wait(subscribe, owner, monkeypatch):
    monkeypatch.setattr(feeds, "READS_PER_HOUR", 2)
    path = subscribe(owner)
    assert [read(path).status_code for _ in range(3)] == [200, 200, 429]


def test_a_reading_costs_the_same_whatever_the_length(
    subscribe, owner, team, make_postmortem, make_action, django_assert_num_queries
):
    pm = make_postmortem(owner=owner, team=team, visibility="organisation")
    for _ in range(20):
        make_action(postmortem=pm, owner=owner, due_on=TODAY)
    path = subscribe(owner, "storage")
    read(path)
    with django_assert_num_queries(3):  # the feed with its owner, what is due, what is to be looked at
        assert len(events(read(path))) == 20
