"""What is said where several people read: what each of them may read anyway, asked just before it is said."""

import datetime as dt

import pytest
from django.utils import timezone

from core.accounts.models import Membership
from core.notify import chat
from core.notify.models import Channel, Delivery
from core.outbox import effects as outbox
from postmortems.followup import news as late
from postmortems.followup.actions import add_action
from postmortems.models import Action, Postmortem, actions_sayable_in, sayable_in
from postmortems.publication import news as publishing
from postmortems.reviewing.actions import ask_review
from postmortems.reviewing.news import APPROVED, WANTED, tell_approved

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def heard(monkeypatch):
    """What was said, as (channel's address, title, text)."""
    said = []
    monkeypatch.setattr(
        chat, "say", lambda address, message: said.append((address, message.subject, message.text))
    )
    return said


@pytest.fixture
def room(db):
    def make(name="all", *, team=None, kinds=(late.LATE, WANTED, APPROVED, publishing.PUBLISHED), **fields):
        audience = "team" if team else "organisation"
        return Channel.objects.create(
            name=name, address=name, audience=audience, team=team, kinds=list(kinds), **fields
        )

    return make


@pytest.fixture
def house(make_user, make_team, make_postmortem):
    """A team and three postmortems of it, one of each visibility, each with a late action and a restricted one."""
    owner, team = make_user("owner"), make_team("Storage")
    for visibility in ("organisation", "team", "named"):
        postmortem = make_postmortem(
            owner=owner, team=team, visibility=visibility, title=f"The {visibility} one"
        )
        for disclosure in ("internal", "restricted"):
            values = {
                "title": f"{disclosure} of {visibility}",
                "due_on": dt.date(2026, 11, 1),
                "disclosure": disclosure,
                "owner": owner,
            }
            add_action(postmortem=postmortem, actor=owner, values=values, now=MONDAY)
    return owner, team


def drain():
    outbox.drain()


def test_everybody_who_reads_a_channel_may_read_what_is_named_in_it(house, room, make_user, make_team):
    """The rule itself, against the rule for one person."""
    owner, team = house
    elsewhere = make_team("Elsewhere")
    member, stranger = make_user("member"), make_user("stranger")
    Membership.objects.create(user=member, team=team, role="member")
    Membership.objects.create(user=stranger, team=elsewhere, role="member")
    for channel, readers in (
        (room("all"), [member, stranger]),
        (room("ours", team=team), [member]),
        (room("theirs", team=elsewhere), [stranger]),
    ):
        said = set(sayable_in(channel).values_list("pk", flat=True))
        actions = set(actions_sayable_in(channel).values_list("pk", flat=True))
        assert said
        for reader in readers:
            assert said <= set(Postmortem.objects.visible_to(reader).values_list("pk", flat=True))
            assert actions <= set(Action.objects.visible_to(reader).values_list("pk", flat=True))
    assert sayable_in(Channel(audience="team", team=team)).count() == 2
    assert sayable_in(Channel(audience="organisation")).count() == 1


def test_late_actions_are_summed_up_for_those_who_may_read_them(house, room, heard, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    _, team = house
    room("all")
    room("ours", team=team)
    late.summarise(None)
    late.summarise(None)
    drain()
    said = {address: (title, text) for address, title, text in heard}
    assert len(heard) == 2
    title, text = said["all"]
    assert title == "1 action late"
    assert "internal of organisation (Owner, 22 days late)" in text
    assert "of team" not in text
    title, text = said["ours"]
    assert title == "2 actions late"
    assert "internal of team" in text
    assert "restricted" not in text + said["all"][1]
    assert "of named" not in text


@pytest.mark.parametrize(
    ("zone", "rhythm", "at", "due"),
    [
        ("UTC", "weekly", "2026-11-23T08:59:00", False),
        ("UTC", "weekly", "2026-11-23T09:00:00", True),
        ("UTC", "weekly", "2026-11-23T12:00:00", False),
        ("UTC", "weekly", "2026-11-24T09:30:00", False),
        ("UTC", "workdays", "2026-11-24T09:30:00", True),
        ("UTC", "workdays", "2026-11-22T09:30:00", False),
        ("Pacific/Auckland", "weekly", "2026-11-22T20:30:00", True),
        ("America/Los_Angeles", "weekly", "2026-11-23T17:30:00", True),
        ("Nowhere/Atall", "weekly", "2026-11-23T09:30:00", True),
    ],
)
def test_a_summary_comes_in_the_morning_of_its_readers(zone, rhythm, at, due):
    channel = Channel(time_zone=zone, rhythm=rhythm)
    now = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert (late.is_time(channel, now) is not None) == due


def test_nothing_late_nothing_said(house, room, heard, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    Action.objects.update(due_on=dt.date(2027, 1, 1))
    room("all")
    late.summarise(None)
    drain()
    assert heard == []
    assert Delivery.objects.get(channel="channel").state == "dropped"


def test_many_late_actions_are_cut_short_with_their_number(house, room, heard, time_machine, monkeypatch):
    time_machine.move_to(MONDAY, tick=False)
    monkeypatch.setattr(late, "SHOWN", 1)
    room("ours", team=house[1])
    late.summarise(None)
    drain()
    assert heard[0][1] == "2 actions late"
    assert "And 1 more." in heard[0][2]


def test_a_review_that_is_wanted_is_told_once_and_where_it_may_be(house, room, heard, make_user):
    owner, team = house
    room("all")
    room("ours", team=team)
    reviewer = make_user("reviewer")
    Membership.objects.create(user=reviewer, team=team, role="member")
    postmortem = Postmortem.objects.get(visibility="team")
    ask_review(postmortem=postmortem, actor=owner, reviewers=[reviewer], still_missing=[], now=timezone.now())
    drain()
    [(address, title, text)] = heard
    assert (address, title) == ("ours", "A review is wanted: The team one")
    assert "waits for 1 review" in text


def test_what_became_private_before_it_was_said_is_not_said(house, room, heard):
    room("all")
    postmortem = Postmortem.objects.get(visibility="organisation")
    Postmortem.objects.filter(pk=postmortem.pk).update(
        status="approved", approved_at=MONDAY, approved_text_version=postmortem.text_version
    )
    tell_approved(postmortem, 1, timezone.now())
    Postmortem.objects.filter(pk=postmortem.pk).update(visibility="team")
    drain()
    assert heard == []
    Postmortem.objects.filter(pk=postmortem.pk).update(visibility="organisation")
    tell_approved(postmortem, 2, timezone.now())
    drain()
    assert [title for _, title, _ in heard] == ["Ready to read: The organisation one"]


@pytest.mark.parametrize(("reader", "heard_of"), [("public", 1), ("executive", 0)])
def test_a_summary_is_told_by_its_public_words_and_briefs_to_nobody(house, room, heard, reader, heard_of):
    from postmortems.models import PublicRevision, PublicSummary

    room("all")
    postmortem = Postmortem.objects.get(visibility="named")
    slug = "uploads" if reader == "public" else ""
    summary = PublicSummary.objects.create(
        postmortem=postmortem, reader=reader, slug=slug, title="Uploads stopped"
    )
    revision = PublicRevision.objects.create(
        summary=summary,
        number=1,
        content={"title": "Uploads stopped"},
        text_digest="x",
        published_at=timezone.now(),
    )
    summary.live_revision = revision
    summary.save()
    publishing.tell_published(summary, revision, timezone.now())
    drain()
    assert len(heard) == heard_of
    for _, title, text in heard:
        assert title == "Published: Uploads stopped"
        assert text.endswith("/public/uploads/")
        assert "named" not in title + text
