"""Reminders: once, in the morning, to the right person, and only as long as they apply."""

import datetime as dt

import pytest
from django.core import mail

from core.accounts.models import Membership
from core.notify.models import Delivery, Notice
from core.outbox.models import OutboxItem
from postmortems.followup.actions import change_action
from postmortems.models import Reminder, ReviewRequest
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def owner(make_user):
    return make_user("ada", time_zone="Europe/Amsterdam")


def test_an_owner_is_reminded_by_mail_and_in_the_site(make_action, make_postmortem, morning, owner):
    action = make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    morning()
    (message,) = mail.outbox
    assert message.to == ["ada@example.test"]
    assert message.subject == f"Due today: {action.title}"
    assert f"http://localhost:8000/actions/{action.pk}/" in message.body
    assert "due Fri 20 Nov (Europe/Amsterdam)" in message.body
    assert "You own it." in message.body
    assert action.title in message.alternatives[0].content
    (notice,) = Notice.objects.all()
    assert notice.recipient == owner
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_mail_carries_what_mail_programs_ask_for(make_action, make_postmortem, morning, owner):
    action = make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    morning()
    headers = mail.outbox[0].message()
    delivery = Delivery.objects.get(channel="mail")
    assert headers["Message-ID"] == delivery.message_id
    assert headers["List-Id"] == "Debrief reminders <reminders.localhost>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["In-Reply-To"] == headers["References"] == f"<action-{action.pk}@localhost>"
    assert headers["X-Debrief-Delivery"] == str(delivery.pk)


def test_sweeping_again_and_again_reminds_once(make_action, make_postmortem, morning, owner):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    for minutes in range(5):
        morning(FRIDAY + dt.timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    assert Reminder.objects.count() == 1


def test_what_is_due_together_comes_in_one_mail(make_action, make_postmortem, morning, owner):
    postmortem = make_postmortem(owner=owner)
    titles = [
        make_action(postmortem=postmortem, owner=owner, due_on=TODAY + offset * DAY).title
        for offset in (-1, 0, 2, 7)
    ]
    make_action(postmortem=postmortem, owner=owner, due_on=TODAY + 5 * DAY)
    morning()
    (message,) = mail.outbox
    assert message.subject == "4 things wait for you, 1 of them late"
    assert all(title in message.body for title in titles)
    assert (
        message.body.index("1 day late")
        < message.body.index("Due today")
        < message.body.index("Due in 2 days")
    )


def test_a_changed_plan_stops_what_was_planned(make_action, make_postmortem, morning, owner, make_user):
    postmortem = make_postmortem(owner=owner)
    action = make_action(postmortem=postmortem, owner=owner, due_on=TODAY)
    Reminder.objects.create(
        action=action, recipient=owner, rung="before_2", due_at=FRIDAY, schedule_version=0
    )
    morning()
    assert len(mail.outbox) == 1
    assert Reminder.objects.get(rung="before_2").state == "skipped"


@pytest.mark.parametrize("status", ["idea", "done", "verified", "declined"])
def test_only_open_actions_are_reminded(make_action, make_postmortem, morning, owner, make_user, status):
    done = {"done_at": FRIDAY, "verified_at": FRIDAY, "done_by": owner, "verified_by": make_user()}
    fields = (
        {"declined_because": "Not worth it"} if status == "declined" else done if status != "idea" else {}
    )
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY, status=status, **fields)
    morning()
    assert mail.outbox == []


def test_an_owner_who_may_not_read_it_any_more_gets_nothing(make_action, make_postmortem, morning, make_user):
    outsider = make_user("eve")
    make_action(postmortem=make_postmortem(visibility="named"), owner=outsider, due_on=TODAY)
    morning()
    assert mail.outbox == []
    assert not Notice.objects.exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}
    assert Reminder.objects.get().state == "skipped"


def test_a_restricted_action_is_not_told_to_an_owner_who_does_not_read_restricted_parts(
    make_action, make_postmortem, make_team, morning, make_user
):
    member = make_user("mo")
    team = make_team(members=[member])
    make_action(postmortem=make_postmortem(team=team), owner=member, due_on=TODAY, disclosure="restricted")
    morning()
    assert mail.outbox == []


def test_people_who_left_are_not_reminded(make_action, make_postmortem, morning, owner):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    owner.is_active = False
    owner.save()
    morning()
    assert mail.outbox == []


def test_a_person_leaving_between_plan_and_sending_gets_nothing(make_action, make_postmortem, owner, morning):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    from postmortems.followup import grouping, planning

    planning.plan(FRIDAY - DAY, FRIDAY)
    grouping.group_due(FRIDAY)
    owner.is_active = False
    owner.save()
    morning(FRIDAY + dt.timedelta(seconds=1), since=FRIDAY)
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


def test_a_stand_in_gets_what_is_due_while_the_owner_is_away(
    make_action, make_postmortem, make_team, make_user, morning, owner
):
    friend = make_user("grace")
    team = make_team(members=[friend])
    owner.away_until, owner.stand_in = TODAY + 3 * DAY, friend
    owner.save()
    make_action(postmortem=make_postmortem(owner=owner, team=team), owner=owner, due_on=TODAY)
    morning()
    (message,) = mail.outbox
    assert message.to == ["grace@example.test"]
    assert "You stand in for Ada." in message.body


def test_without_a_stand_in_who_may_read_it_waits_for_the_owner(
    make_action, make_postmortem, make_user, morning, owner
):
    owner.away_until, owner.stand_in = TODAY + 3 * DAY, make_user("eve")
    owner.save()
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    morning()
    assert mail.outbox == []
    back = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
    assert Reminder.objects.get().due_at == back
    morning(back)
    assert [message.to for message in mail.outbox] == [["ada@example.test"]]


def test_a_stand_in_is_led_to_the_actions_of_whom_they_stand_in_for(
    make_action, make_postmortem, make_team, make_user, morning, owner
):
    friend = make_user("grace")
    team = make_team(members=[friend])
    owner.away_until, owner.stand_in = TODAY + 3 * DAY, friend
    owner.save()
    make_action(postmortem=make_postmortem(owner=owner, team=team), owner=owner, due_on=TODAY)
    morning()
    (message,) = mail.outbox
    assert f"The actions of Ada: http://localhost:8000/actions/?owner={owner.pk}\n" in message.body
    assert "owner=me" not in message.body


def test_somebody_away_to_the_end_of_the_calendar_holds_up_nobody(
    make_action, make_postmortem, make_user, morning, owner
):
    owner.away_until = dt.date.max
    owner.save()
    other = make_user("bea", time_zone="Europe/Amsterdam")
    for person in (owner, other):
        make_action(postmortem=make_postmortem(owner=person), owner=person, due_on=TODAY)
    morning()
    assert [message.to for message in mail.outbox] == [["bea@example.test"]]


def test_the_inbox_says_who_owns_it_when_it_was_handed_over_since(
    make_action, make_postmortem, make_team, make_user, morning, owner, sign_in
):
    heir, manager = make_user("zoe"), make_user("max", time_zone="Europe/Amsterdam")
    team = make_team(members=[owner, heir], managers=[manager])
    postmortem = make_postmortem(owner=owner, team=team)
    made = [
        make_action(postmortem=postmortem, owner=owner, due_on=TODAY),
        make_action(postmortem=postmortem, created_at=FRIDAY - 2 * DAY),
    ]
    morning()
    for action in made:
        change_action(
            action=action, actor=manager, version=action.version, values={"owner": heir}, now=FRIDAY
        )
    for reader in (owner, manager):
        page = sign_in(reader).get("/inbox/").content.decode()
        assert "Zoe owns it now." in page
        assert "stand in for" not in page and "nobody owns it yet" not in page


def test_managers_hear_after_three_working_days_and_the_level_above_after_ten(
    make_action, make_postmortem, make_team, make_user, morning, owner
):
    manager, director = make_user("max"), make_user("dora")
    team = make_team("Storage", managers=[manager], parent=make_team("Platform", managers=[director]))
    postmortem = make_postmortem(owner=owner, team=team)
    make_action(postmortem=postmortem, owner=owner, due_on=dt.date(2026, 11, 17), title="Three days")
    make_action(postmortem=postmortem, owner=owner, due_on=dt.date(2026, 11, 6), title="Ten days")
    morning()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told["max@example.test"] == "3 days late: Three days"
    assert told["dora@example.test"] == "14 days late: Ten days"
    assert "You manage Storage" in next(m.body for m in mail.outbox if m.to == ["max@example.test"])


def test_managers_hear_of_what_nobody_owns(make_action, make_postmortem, make_team, make_user, morning):
    manager = make_user("max")
    team = make_team("Storage", managers=[manager])
    make_action(postmortem=make_postmortem(team=team), created_at=FRIDAY - 2 * DAY)
    make_action(postmortem=make_postmortem(team=team), created_at=FRIDAY - DAY)
    morning()
    (message,) = mail.outbox
    assert message.to == ["max@example.test"]
    assert message.subject.startswith("Not assigned yet")


def test_nobody_is_reminded_on_their_day_off(make_action, make_postmortem, morning, owner):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    saturday = FRIDAY + DAY
    morning(saturday, since=saturday - dt.timedelta(hours=12))
    assert mail.outbox == []


def test_mornings_missed_while_the_site_was_down_are_made_up_for(
    make_action, make_postmortem, morning, owner
):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY - 4 * DAY)
    morning(FRIDAY, since=FRIDAY - 5 * DAY)
    (message,) = mail.outbox
    assert message.subject.startswith("4 days late")


def test_owners_hear_of_drafts_nobody_touches(make_postmortem, morning, owner):
    postmortem = make_postmortem(owner=owner, now=FRIDAY - 3 * DAY)
    morning()
    (message,) = mail.outbox
    assert message.subject == f"A draft waits: {postmortem.title}"
    assert f"/postmortems/{postmortem.pk}/" in message.body
    assert (
        "All that waits for you: http://localhost:8000/\n" in message.body
    )  # a list of actions holds no draft


def test_reviewers_hear_of_reviews_that_wait(make_postmortem, make_team, make_user, morning, owner):
    reviewer = make_user("rae")
    postmortem = make_postmortem(owner=owner, team=make_team(members=[reviewer]), status="in_review")
    request = ReviewRequest.objects.create(
        postmortem=postmortem, reviewer=reviewer, asked_by=owner, asked_at=FRIDAY - 2 * DAY
    )
    morning()
    assert [message.to for message in mail.outbox] == [["rae@example.test"]]
    request.answer = "approved"
    request.save()
    morning(FRIDAY + 7 * DAY, since=FRIDAY + 6 * DAY)
    assert len(mail.outbox) == 1


def test_auckland_and_los_angeles_hear_in_their_own_morning(make_action, make_postmortem, make_user, morning):
    for name, zone in (("kiri", "Pacific/Auckland"), ("lou", "America/Los_Angeles")):
        person = make_user(name, time_zone=zone)
        make_action(postmortem=make_postmortem(owner=person), owner=person, due_on=dt.date(2026, 11, 25))
    heard = {}
    at = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    for _ in range(31):
        before = len(mail.outbox)
        morning(at, since=at - dt.timedelta(hours=1))
        heard = {message.to[0]: at for message in mail.outbox[before:]} | heard
        at += dt.timedelta(hours=1)
    assert heard == {
        "kiri@example.test": dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC),
        "lou@example.test": dt.datetime(2026, 11, 25, 17, tzinfo=dt.UTC),
    }


def test_no_private_text_is_kept_in_the_outbox_or_the_ledger(make_action, make_postmortem, morning, owner):
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY, title="Secret words")
    morning()
    rows = [*OutboxItem.objects.values(), *Delivery.objects.values(), *Notice.objects.values()]
    assert "Secret" not in str(rows)


def test_the_words_of_many_cost_no_more_queries_than_those_of_one(
    make_action, make_postmortem, morning, make_user, django_assert_num_queries
):
    """Everything a reminder prints is loaded with it, for every rung that there is."""
    from postmortems.followup import messages

    manager = make_user("Rae", time_zone="UTC")
    owner = make_user("Ada", time_zone="UTC")
    postmortem = make_postmortem(owner=owner)
    Membership.objects.create(team=postmortem.team, user=manager, role="manager")
    about = {"postmortem": postmortem, "owner": owner}
    make_action(due_on=TODAY, **about)
    make_action(due_on=TODAY - 3 * DAY, **about)
    make_action(due_on=TODAY - 5 * DAY, **about)
    make_action(due_on=TODAY, snoozed_until=TODAY, **about)
    make_action(status="done", done_at=FRIDAY - 9 * DAY, check_on=TODAY, measure="Lag under 5 s", **about)
    make_action(postmortem=postmortem, created_at=FRIDAY - 9 * DAY)
    morning()
    rows = list(Reminder.objects.values_list("pk", flat=True))
    assert len(set(Reminder.objects.values_list("rung", flat=True))) >= 4
    deliveries = list(Delivery.objects.filter(reminders__in=rows).distinct())
    with django_assert_num_queries(2):
        loaded = messages._reminders([one.pk for one in deliveries])
        said = [messages._message(found[0].recipient, found) for found in loaded.values()]
    assert len(said) == len(deliveries) >= 4
