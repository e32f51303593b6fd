"""The weekly digest: one mail on the first working morning, for who has something to hear and may read it."""

import datetime as dt

import pytest
from django.core import mail

from core.notify.models import Delivery
from postmortems.models import NamedReader, Snooze
from tests.postmortems.followup.conftest import FRIDAY

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
TODAY = MONDAY.date()
DAY = dt.timedelta(days=1)


def digests():
    return [m for m in mail.outbox if m.extra_headers["X-Debrief-Kind"] == "followup.digest"]


@pytest.fixture
def owner(make_user):
    return make_user("ada")


@pytest.fixture
def monday(morning):
    """monday(): the morning of the week, looking back over the weekend."""
    return lambda at=MONDAY: morning(at, since=at - dt.timedelta(hours=12))


def test_an_owner_reads_the_week_ahead_in_one_mail(make_action, make_postmortem, owner, monday):
    postmortem = make_postmortem(owner=owner)
    for days, title in ((-3, "Late one"), (3, "This week"), (9, "Further ahead")):
        make_action(postmortem=postmortem, owner=owner, due_on=TODAY + days * DAY, title=title)
    monday()
    monday(MONDAY + dt.timedelta(minutes=10))
    (message,) = digests()
    assert message.subject == "Your week: 1 late, 1 due this week"
    assert "3 days late: Late one" in message.body
    assert "Due in 3 days: This week" in message.body
    assert "Further ahead" not in message.body
    assert "All your actions: http://localhost:8000/actions/?owner=me" in message.body
    assert "http://localhost:8000/profile/" in message.body
    assert message.message()["List-Id"] == "Debrief digest <digest.localhost>"


def test_a_managers_mail_ends_with_the_teams_actions(
    make_action, make_postmortem, make_team, make_user, owner, monday
):
    manager = make_user("max")
    team = make_team("Storage", managers=[manager])
    postmortem = make_postmortem(owner=owner, team=team)
    late = make_action(postmortem=postmortem, owner=owner, due_on=TODAY - DAY, title="Late one")
    late.snoozed_until = TODAY + 2 * DAY
    late.save()
    Snooze.objects.create(
        action=late, until=late.snoozed_until, reason="The vendor is slow", snoozed_by=owner
    )
    make_action(postmortem=postmortem, title="Nobody's")
    monday()
    message = next(m for m in digests() if m.to == [manager.email])
    assert message.subject == "The week of Storage: 1 late, 1 not assigned yet, 1 put off"
    assert "Put off until Wed 25 Nov: The vendor is slow" in message.body
    assert "No due date yet: Nobody's" in message.body
    links = message.body.split("\n--")[0].strip().splitlines()
    assert links[-1] == "The actions of Storage: http://localhost:8000/actions/?team=storage"
    assert "owner=me" not in message.body


def test_nothing_to_say_is_not_said(make_action, make_postmortem, owner, make_user, monday):
    make_user("grace")
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY + 40 * DAY)
    monday()
    assert digests() == []
    assert list(Delivery.objects.filter(kind="followup.digest").values_list("state", flat=True)) == [
        "dropped"
    ]


@pytest.mark.parametrize("how", ["opted out", "away", "left"])
def test_who_does_not_want_it_or_is_not_there_gets_none(make_action, make_postmortem, owner, monday, how):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY - 2 * DAY)
    if how == "opted out":
        owner.weekly_digest = False
    elif how == "away":
        owner.away_until = TODAY
    else:
        owner.is_active = False
    owner.save()
    monday()
    assert digests() == []


def test_permission_is_of_the_moment_it_is_sent(
    make_action, make_postmortem, make_team, make_user, owner, monday
):
    manager = make_user("max")
    team = make_team("Storage", managers=[manager])
    hidden = make_postmortem(owner=owner, team=team, visibility="named", title="Hidden")
    make_action(postmortem=hidden, owner=owner, due_on=TODAY - DAY, title="Hidden words")
    kept_back = make_postmortem(owner=owner, team=team)
    make_action(
        postmortem=kept_back, owner=owner, due_on=TODAY - DAY, title="Kept back", disclosure="restricted"
    )
    monday()
    assert [m.to for m in digests()] == [[owner.email]]
    NamedReader.objects.create(postmortem=hidden, user=manager)
    monday(MONDAY + 7 * DAY)
    message = next(m for m in digests() if m.to == [manager.email])
    assert "Hidden words" in message.body
    assert "Kept back" not in message.body


def test_the_week_begins_on_the_first_day_somebody_works(make_action, make_postmortem, make_user, morning):
    """In the Netherlands 6 April 2026 is Easter Monday, and Kiri works from Tuesday on."""
    for name, fields in (("noor", {"country": "NL"}), ("kiri", {"work_days": [1, 2, 3]}), ("ada", {})):
        person = make_user(name, **fields)
        make_action(postmortem=make_postmortem(owner=person), owner=person, due_on=dt.date(2026, 4, 1))
    heard = {}
    for day in (6, 7, 8):
        before = len(digests())
        at = dt.datetime(2026, 4, day, 9, 5, tzinfo=dt.UTC)
        morning(at, since=at - dt.timedelta(hours=12))
        heard[day] = {m.to[0].split("@")[0] for m in digests()[before:]}
    assert heard == {6: {"ada"}, 7: {"noor", "kiri"}, 8: set()}


def test_it_comes_on_mondays_only(make_action, make_postmortem, owner, morning):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY - 5 * DAY)
    morning(FRIDAY, since=FRIDAY - DAY)
    assert digests() == []
