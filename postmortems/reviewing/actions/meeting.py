"""The meeting: begun by or for somebody who was not involved, ideas parked, nothing fixed before they have rested."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState
from postmortems.authoring.queries import roster_of
from postmortems.domain.policy import Calendar
from postmortems.followup.actions import add_action
from postmortems.models import Action, Learned, Meeting, MeetingStep, ParkedIdea, PollAnswer, Postmortem

SOAK_DAYS = 2
"""Working days between the meeting and the first commitment: ideas of the first hour are not the best ones."""


def not_apart(postmortem: Postmortem, facilitator: User | None) -> str:
    """Why this person can't lead the meeting; "" when they can."""
    if facilitator is None:
        return "Name a facilitator first: somebody who was not part of the response."
    if facilitator.pk == postmortem.owner_id:
        return f"{facilitator} owns this postmortem. Somebody who was not part of it leads the meeting."
    names = {facilitator.display_name.lower(), facilitator.email.lower()}
    for one in roster_of(postmortem):
        same = one.user_id == facilitator.pk or names & {one.name.lower(), *(h.lower() for h in one.handles)}
        if one.is_responder and same:
            return f"{facilitator} took part in the response. Somebody who did not leads the meeting."
    return ""


@transaction.atomic
def begin_meeting(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> Meeting:
    """Open the meeting; the one that is open already, when somebody else was quicker."""
    reason = not_apart(postmortem, postmortem.facilitator)
    if reason:
        raise MoveRefused(reason)
    if not postmortem.is_open_for_writing:
        raise MoveRefused("This record is closed. Open it again first.")
    try:
        with transaction.atomic():
            made = Meeting.objects.create(
                postmortem=postmortem, facilitator=postmortem.facilitator, begun_at=now
            )
    except IntegrityError:
        return Meeting.objects.get(postmortem=postmortem, ended_at__isnull=True)
    audit.record(actor=actor, verb="begin_meeting", obj=made)
    return made


def show(*, meeting: Meeting, step: str, event: int | None = None) -> None:
    """What the screen shows now; kept, so that a closed laptop opens where the room was."""
    if step not in MeetingStep.values:
        raise MoveRefused("There is no such part of the meeting.")
    moved = Meeting.objects.filter(pk=meeting.pk, ended_at__isnull=True).update(step=step, event=event)
    if not moved:
        raise StaleState("This meeting is over.")


@transaction.atomic
def park(*, meeting: Meeting, actor: User, title: str, now: dt.datetime) -> Action:
    """Write an idea down for the end, so that the room can go on with what happened."""
    if meeting.ended_at is not None:
        raise StaleState("This meeting is over. Add the action to the postmortem itself.")
    action = add_action(
        postmortem=meeting.postmortem, actor=actor, values={"title": title, "status": "idea"}, now=now
    )
    ParkedIdea.objects.create(meeting=meeting, action=action)
    return action


@transaction.atomic
def end_meeting(*, meeting: Meeting, actor: User, now: dt.datetime) -> None:
    """Close the meeting; what was parked rests for two working days of the postmortem's owner."""
    until = soaked(meeting.postmortem.owner, now)
    moved = Meeting.objects.filter(pk=meeting.pk, ended_at__isnull=True).update(
        ended_at=now, soak_until=until, step=MeetingStep.POLL
    )
    if not moved:
        raise StaleState("This meeting is over already.")
    audit.record(actor=actor, verb="end_meeting", obj=meeting, fields={"soak_until": until})


def soaked(owner: User, now: dt.datetime) -> dt.datetime:
    """The beginning of the owner's working day, two working days after `now`."""
    calendar = Calendar(
        owner.time_zone, owner.work_start, owner.work_end, frozenset(owner.work_days), country=owner.country
    )
    day = calendar.after_working_days(now.astimezone(calendar.tz).date(), SOAK_DAYS)
    return calendar.opening(day) or now + dt.timedelta(days=SOAK_DAYS)


def answer_poll(*, meeting: Meeting, user: User, learned: str) -> None:
    """One answer for each person; another one replaces it. Who answered what is shown to nobody."""
    if learned not in Learned.values:
        raise MoveRefused("Choose one of the three.")
    PollAnswer.objects.update_or_create(meeting=meeting, user=user, defaults={"learned": learned})
