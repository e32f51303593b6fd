"""What a reminder says: the thing, its date, where it is, and why this person hears of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from core.accounts.models import User
from core.templatetags.say import count_of, weekday
from postmortems.models import Action, Reminder

from . import checking

SHOWN = 40
"""A message lists so many; the rest is a link."""


@dataclass(frozen=True)
class Item:
    """One thing in a reminder. `late` counts days, below zero it lies ahead; None where there is no date."""

    key: str
    title: str
    state: str
    when: str
    why: str
    url: str
    reference: str
    late: int | None


def item(row: Reminder, today: dt.date) -> Item:
    """A reminder in words, as of the reader's `today`."""
    if row.action is None:
        return _of_postmortem(row)
    return _of_effect(row, row.action) if row.rung == checking.RUNG else _of_action(row, row.action, today)


def _of_action(row: Reminder, action: Action, today: dt.date) -> Item:
    late = (today - action.due_on).days if action.due_on else None
    zone = f" ({action.owner.time_zone})" if action.owner else ""
    return Item(
        key=f"action-{action.pk}",
        title=action.title,
        state="Not assigned yet" if row.rung == "unassigned" else distance(late),
        when=f"due {weekday(action.due_on)}{zone}" if action.due_on else "no due date yet",
        why=_why(row, action.owner, action.team.name) + _put_off(row, today),
        url=f"{settings.PUBLIC_URL}/actions/{action.pk}/",
        reference=action.postmortem.reference,
        late=None if row.rung == "unassigned" else late,
    )


def _of_effect(row: Reminder, action: Action) -> Item:
    if row.recipient_id == action.owner_id:
        why = "You own it and it is done. Somebody who did not do it can say now whether it worked."
    else:
        why = f"It is done, and {action.team.name} answers for it. Now it can be seen whether it worked."
    return Item(
        key=f"action-{action.pk}",
        title=action.title,
        state="Did it work",
        when=f"its effect is looked at on {weekday(action.check_on)}",
        why=f"{why} What shows it: {action.measure}" if action.measure else why,
        url=f"{settings.PUBLIC_URL}/actions/{action.pk}/",
        reference=action.postmortem.reference,
        late=None,
    )


def _of_postmortem(row: Reminder) -> Item:
    postmortem, review = row.postmortem, row.rung == "review"
    if review:
        why = "You were asked to review it."
    elif row.recipient_id == postmortem.owner_id:
        why = "You own this draft; nobody has changed it for a few working days."
    else:
        why = "You stand in for its owner."
    return Item(
        key=f"postmortem-{postmortem.pk}",
        title=postmortem.title,
        state="Your review is waited for" if review else "A draft waits",
        when=f"asked {weekday(postmortem.review_asked_at)}"
        if review and postmortem.review_asked_at
        else f"last changed {weekday(postmortem.updated_at)} (UTC)",
        why=why,
        url=f"{settings.PUBLIC_URL}/postmortems/{postmortem.pk}/",
        reference=postmortem.reference,
        late=None,
    )


def _why(row: Reminder, owner: User | None, team: str) -> str:
    # In the inbox it is read later than it was sent: meanwhile somebody may have taken the work over.
    if row.rung == "unassigned" and owner is not None:
        return "You own it now." if owner.pk == row.recipient_id else f"{owner} owns it now."
    if row.rung == "unassigned":
        return f"You manage {team}, and nobody owns it yet."
    if row.rung == "managers":
        return f"You manage {team}; this may need room, or another date."
    if row.rung == "managers_above":
        return f"You manage the team above {team}; this has been late for some time."
    if owner is not None and owner.pk != row.recipient_id:
        is_old = row.schedule_version != row.action.schedule_version
        return f"{owner} owns it now." if is_old else f"You stand in for {owner}."
    return "You own it, and asked to hear of it again today." if row.rung == "snoozed" else "You own it."


def _put_off(row: Reminder, today: dt.date) -> str:
    """For managers: that its owner asked not to hear of it before a day, and why."""
    action = row.action
    if not row.rung.startswith("managers") or not action.snoozed_until or action.snoozed_until <= today:
        return ""
    note = action.snoozes.filter(ended_at__isnull=True).select_related("snoozed_by").first()
    if note is None:
        return ""
    return f" {note.snoozed_by or 'Somebody'} put it off until {weekday(note.until)}: {note.reason}"


def distance(late: int | None) -> str:
    """ "Due today", "Due in 2 days", "3 days late"."""
    if late is None:
        return "No due date yet"
    if late > 0:
        return f"{count_of(late, 'day')} late"
    if late == 0:
        return "Due today"
    return "Due tomorrow" if late == -1 else f"Due in {-late} days"


def items(rows: Sequence[Reminder], today: dt.date) -> list[Item]:
    """One item for each thing, the last rung of it, what has waited longest first."""
    newest: dict[str, Item] = {}
    for row in sorted(rows, key=lambda each: (each.due_at, each.pk)):
        found = item(row, today)
        newest[found.key] = found
    return sorted(newest.values(), key=lambda each: -(each.late if each.late is not None else -(10**6)))


def subject(found: Sequence[Item]) -> str:
    """One thing by its name, several by their number."""
    if len(found) == 1:
        return f"{found[0].state}: {found[0].title}"
    late = sum(1 for each in found if each.late is not None and each.late > 0)
    return f"{len(found)} things wait for you" + (f", {late} of them late" if late else "")
