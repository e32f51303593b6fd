"""What the meeting's page prints."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from core.accounts.models import User
from postmortems.analysis.queries import factors_of
from postmortems.authoring.queries import events_of, may_edit
from postmortems.models import (
    Action,
    Disclosure,
    Factor,
    Learned,
    Meeting,
    MeetingStep,
    Postmortem,
    TimelineEvent,
)

FEWEST_ANSWERS = 3
"""Below this, counts would say who answered what."""
ASKS = {
    "detection": ("What did the screen show?", "How would it have been noticed otherwise?"),
    "decision": (
        "What was known at this point?",
        "What else was considered?",
        "What made this the sensible thing to do?",
    ),
    "action": ("What was expected to happen?", "What made it hard, or easy?"),
    "change": (
        "What usually happens with a change like this?",
        "What would have shown that it was different?",
    ),
    "communication": ("Who knew what then?", "Who would have liked to know?"),
    "impact": ("Who noticed, and how?", "How did it look from outside?"),
    "recovery": ("How did people know that it was over?", "What helped that is not written down?"),
    "": ("What was going on around this?", "What did people have in front of them?"),
}
CONDITION_ASKS = (
    "Which of these are there on a normal day as well?",
    "What usually keeps this from happening, and what was different?",
    "What went well that we rely on without knowing it?",
)


@dataclass(frozen=True)
class Row:
    """One row on the screen, with its neighbours' ids for going on and back."""

    event: TimelineEvent
    number: int
    count: int
    before: int | None
    after: int | None
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Poll:
    """Counts by answer, or None for a reader when there are too few to be counts."""

    counts: tuple[tuple[str, int], ...] | None
    total: int
    mine: str


def open_meeting(postmortem: Postmortem) -> Meeting | None:
    """The meeting that is going on."""
    found = Meeting.objects.filter(postmortem=postmortem, ended_at__isnull=True).select_related("facilitator")
    meeting = found.first()
    if meeting:
        meeting.postmortem = postmortem
    return meeting


def past_meetings(postmortem: Postmortem, user: User) -> list[Meeting]:
    """Those that are over, newest first, each with its `poll`."""
    found = list(
        Meeting.objects.filter(postmortem=postmortem, ended_at__isnull=False)
        .select_related("facilitator")
        .prefetch_related("answers")
    )
    for meeting in found:
        meeting.poll = poll_of(meeting, user)
    return found


def may_lead(postmortem: Postmortem, user: User) -> bool:
    """Who moves the screen: those who hold the pen, and the facilitator."""
    lead = user.pk == postmortem.facilitator_id and postmortem.is_open_for_writing
    return lead or may_edit(postmortem, user)


def row_of(meeting: Meeting, user: User) -> Row | None:
    """The row on the screen: the one shown last, the first at the beginning; None for an empty timeline."""
    events = events_of(meeting.postmortem, user)
    if not events:
        return None
    ids = [event.pk for event in events]
    at = ids.index(meeting.event) if meeting.event in ids else 0
    return Row(
        events[at],
        at + 1,
        len(events),
        ids[at - 1] if at else None,
        ids[at + 1] if at + 1 < len(ids) else None,
        ASKS.get(events[at].kind, ASKS[""]),
    )


def parked(meeting: Meeting, user: User, *, full: bool) -> list[Action]:
    """The ideas of this meeting, in the order they came."""
    found = Action.objects.filter(parked_in__meeting=meeting).order_by("parked_in__pk")
    return list(found if full else found.exclude(disclosure=Disclosure.RESTRICTED))


def conditions(postmortem: Postmortem, user: User) -> list[Factor]:
    """The factors the person may read."""
    return factors_of(postmortem, user)


def poll_of(meeting: Meeting, user: User) -> Poll:
    """How people answered. Reads `answers`, prefetched or not."""
    answers = list(meeting.answers.all())
    counts = Counter(answer.learned for answer in answers)
    shown = tuple((label, counts[value]) for value, label in Learned.choices)
    mine = next((answer.learned for answer in answers if answer.user_id == user.pk), "")
    return Poll(shown if len(answers) >= FEWEST_ANSWERS else None, len(answers), mine)


def resting(postmortem: Postmortem, now: dt.datetime) -> dt.datetime | None:
    """Until when ideas of the last meeting rest; None when nothing does."""
    last = Meeting.objects.filter(postmortem=postmortem, soak_until__gt=now).order_by("-soak_until").first()
    return last.soak_until if last else None


def steps(meeting: Meeting) -> list[tuple[str, str, bool]]:
    """(value, label, whether it is shown) of each part."""
    return [(value, label, value == meeting.step) for value, label in MeetingStep.choices]
