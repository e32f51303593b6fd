"""The meeting: led by somebody who was not involved, ideas kept for the end and rested before they are fixed."""

import datetime as dt

import pytest

from core.transitions import MoveRefused
from postmortems.authoring.actions import add_events
from postmortems.followup.actions import add_action, move
from postmortems.models import Action, Meeting, ParkedIdea, PollAnswer, Postmortem
from postmortems.reviewing import actions
from tests.conftest import NOW


@pytest.fixture
def room(make_user, make_team, make_postmortem):
    """owner and mate write; leader facilitates; reader reads; outsider sees nothing; two rows in the timeline."""
    owner, mate, leader, reader, outsider = (
        make_user(name) for name in ("Olga", "Max", "Lea", "Rita", "Otto")
    )
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, visibility="team", facilitator=leader)
    pm.named_readers.create(user=reader)
    first, second = add_events(
        postmortem=pm,
        actor=owner,
        now=NOW,
        rows=[
            {"at": NOW, "text": "The alert fired", "kind": "detection"},
            {
                "at": NOW + dt.timedelta(hours=1),
                "text": "We chose to fail over",
                "kind": "decision",
                "was_known": "Lag was 4 GB",
            },
        ],
    )

    class Found:
        pass

    found = Found()
    found.__dict__.update(
        owner=owner,
        mate=mate,
        leader=leader,
        reader=reader,
        outsider=outsider,
        pm=pm,
        first=first,
        second=second,
    )
    return found


def url(room, verb=""):
    return f"/postmortems/{room.pm.pk}/meeting/{verb}"


def test_a_meeting_from_its_opening_to_the_last_question(room, sign_in):
    lead = sign_in(room.leader)
    assert "Begin the meeting" in lead.get(url(room)).content.decode()
    assert lead.post(url(room, "begin/")).status_code == 302
    assert "Everybody did what made sense" in lead.get(url(room)).content.decode()
    page = lead.post(url(room, "move/"), {"step": "timeline"}, follow=True).content.decode()
    assert "The alert fired" in page and "1 of 2" in page and "Previous row" not in page
    page = lead.post(
        url(room, "move/"), {"step": "timeline", "row": room.second.pk}, follow=True
    ).content.decode()
    assert "Lag was 4 GB" in page and "What was known at this point?" in page
    page = lead.post(
        url(room, "move/"), {"park": "1", "title": "Alert on free space"}, follow=True
    ).content.decode()
    assert "1 idea parked" in page and "We chose to fail over" in page  # the room stays where it was
    assert "Alert on free space" not in page
    page = lead.post(url(room, "move/"), {"step": "ideas"}, follow=True).content.decode()
    assert "Alert on free space" in page
    lead.post(url(room, "move/"), {"step": "poll"})
    meeting = Meeting.objects.get()
    assert sign_in(room.reader).post(url(room, f"{meeting.pk}/poll/"), {"learned": "much"}).status_code == 302
    lead.post(url(room, "move/"), {"end": "1"})
    meeting.refresh_from_db()
    assert meeting.ended_at and meeting.soak_until > meeting.ended_at
    assert "Begin the meeting" in lead.get(url(room)).content.decode()


def test_a_closed_laptop_opens_where_the_room_was(room, sign_in):
    meeting = actions.begin_meeting(postmortem=room.pm, actor=room.leader, now=NOW)
    actions.show(meeting=meeting, step="timeline", event=room.second.pk)
    assert "We chose to fail over" in sign_in(room.mate).get(url(room)).content.decode()
    room.second.delete()
    assert "The alert fired" in sign_in(room.mate).get(url(room)).content.decode()


@pytest.mark.parametrize("who", ["nobody", "owner", "linked", "by name"])
def test_who_was_involved_does_not_lead(room, sign_in, who):
    if who == "linked":
        room.pm.roster.create(name="L.", user=room.leader)
    if who == "by name":
        room.pm.roster.create(name="Somebody", handles=["lea"])
    if who in ("nobody", "owner"):
        Postmortem.objects.filter(pk=room.pm.pk).update(facilitator=room.owner if who == "owner" else None)
    answer = sign_in(room.owner).post(url(room, "begin/"))
    assert answer.status_code == 422 and not Meeting.objects.exists()


def test_ideas_rest_for_two_working_days_and_repair_does_not(room):
    friday = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
    meeting = actions.begin_meeting(postmortem=room.pm, actor=room.leader, now=friday)
    idea = actions.park(meeting=meeting, actor=room.leader, title="Alert on free space", now=friday)
    repair = actions.park(meeting=meeting, actor=room.leader, title="Restore the lost rows", now=friday)
    Action.objects.filter(pk=repair.pk).update(kind="repair")
    repair.refresh_from_db()
    with pytest.raises(MoveRefused, match="meeting is still on"):
        move(action=idea, actor=room.owner, verb="accept", now=friday)
    actions.end_meeting(meeting=meeting, actor=room.leader, now=friday)
    meeting.refresh_from_db()
    assert meeting.soak_until.date() == dt.date(2026, 11, 24)
    with pytest.raises(MoveRefused, match="rest until Tue 24 Nov 2026"):
        move(action=idea, actor=room.owner, verb="accept", now=friday + dt.timedelta(days=2))
    move(action=repair, actor=room.owner, verb="accept", now=friday)
    move(action=idea, actor=room.owner, verb="accept", now=meeting.soak_until)
    own = add_action(
        postmortem=room.pm, actor=room.owner, values={"title": "Own", "status": "idea"}, now=friday
    )
    move(action=own, actor=room.owner, verb="accept", now=friday)


def test_two_screens_begin_one_meeting(room):
    one = actions.begin_meeting(postmortem=room.pm, actor=room.leader, now=NOW)
    assert actions.begin_meeting(postmortem=room.pm, actor=room.owner, now=NOW) == one


def test_counts_are_shown_from_three_answers_on_and_one_person_counts_once(room, sign_in, make_user):
    meeting = actions.begin_meeting(postmortem=room.pm, actor=room.leader, now=NOW)
    actions.show(meeting=meeting, step="poll")
    for person in (room.owner, room.owner, room.mate):
        actions.answer_poll(meeting=meeting, user=person, learned="much")
    client = sign_in(room.reader)
    assert "of 2" not in client.get(url(room)).content.decode()
    client.post(url(room, f"{meeting.pk}/poll/"), {"learned": "nothing"})
    assert "2 of 3" in client.get(url(room)).content.decode()
    assert PollAnswer.objects.count() == 3
    assert client.post(url(room, f"{meeting.pk}/poll/"), {"learned": "rubbish"}).status_code == 422


def test_who_may_do_what(room, sign_in):
    outsider, reader = sign_in(room.outsider), sign_in(room.reader)
    assert (
        outsider.get(url(room)).status_code == 404 and outsider.post(url(room, "begin/")).status_code == 404
    )
    assert reader.post(url(room, "begin/")).status_code == 403
    assert sign_in(room.leader).get(url(room, "begin/")).status_code == 405
    meeting = actions.begin_meeting(postmortem=room.pm, actor=room.leader, now=NOW)
    assert reader.post(url(room, "move/"), {"step": "ideas"}).status_code == 403
    assert (
        reader.post(url(room, f"{meeting.pk}/poll/"), {"learned": "much"}).status_code == 404
    )  # not asked yet
    lead = sign_in(room.leader)
    assert lead.post(url(room, "move/"), {"step": "elsewhere"}).status_code == 422
    empty = lead.post(url(room, "move/"), {"park": "1", "title": " "}, HTTP_HX_REQUEST="true")
    assert empty.status_code == 422 and "few words" in empty.content.decode()
    assert not ParkedIdea.objects.exists()
