"""Hearing of an action again on a later day. Its owner is left alone until then; managers are not, and see why."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from core import audit
from core.accounts.models import Membership, User
from core.templatetags.say import count_of
from core.transitions import MoveRefused, StaleState
from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.domain.policy import ONE_DAY
from postmortems.models import Action, Snooze

from . import rulebook
from .people import is_snoozed
from .replanning import schedule


def may_snooze(action: Action, user: User) -> bool:
    """The action's owner, and the managers of its team."""
    if action.owner_id == user.pk:
        return True
    manager = Membership.objects.filter(user=user, team=action.team_id, role=Membership.Role.MANAGER)
    return manager.exists()


def of(action: Action, now: dt.datetime) -> Snooze | None:
    """The snooze that holds just now."""
    if action.owner is None or not is_snoozed(action, action.owner, now):
        return None
    return Snooze.objects.filter(action=action, ended_at__isnull=True).select_related("snoozed_by").first()


def end(action: Action, now: dt.datetime) -> None:
    """Note that the snooze of an action is over; its `snoozed_until` is cleared by the caller's own UPDATE."""
    Snooze.objects.filter(action=action, ended_at__isnull=True).update(ended_at=now)


def latest_day(action: Action, now: dt.datetime) -> dt.date | None:
    """The furthest day a snooze may reach today, where the owner is; None where nothing can be put off."""
    longest = rulebook.terms_for(action).snooze
    if action.owner is None or not action.is_open or not longest:
        return None
    return now.astimezone(action.owner.zone).date() + longest * ONE_DAY


@transaction.atomic
def snooze(*, action: Action, actor: User, until: dt.date, reason: str, now: dt.datetime) -> Snooze:
    """Leave the owner alone until that day, when they hear of it again. Raises MoveRefused with what stands against it."""
    latest = latest_day(action, now)
    if latest is None or action.owner is None:
        raise MoveRefused("This action has no reminders that could wait.")
    if until <= now.astimezone(action.owner.zone).date():
        raise MoveRefused("Choose a day after today.")
    if until > latest:
        days = count_of(rulebook.terms_for(action).snooze, "day")
        raise MoveRefused(
            f"Reminders wait {days} at most here. If the work itself waits longer, give it another due date."
        )
    if not reason.strip():
        raise MoveRefused("Say why it waits; the team's manager reads it.")
    still = Action.objects.filter(pk=action.pk, owner=action.owner, status__in=OPEN_ACTIONS)
    if not still.update(snoozed_until=until):
        raise StaleState("This action has changed since you opened it. Look at how it stands now.")
    end(action, now)
    made = Snooze.objects.create(
        action=action, until=until, reason=reason.strip(), snoozed_by=actor, snoozed_at=now
    )
    action.snoozed_until = until
    audit.record(actor=actor, verb="snooze_action", obj=action, fields={"until": until, "reason": reason})
    return made


@transaction.atomic
def wake(*, action: Action, actor: User, now: dt.datetime) -> None:
    """End a snooze by hand; what is due by now is said at the next working moment."""
    asleep = Action.objects.filter(pk=action.pk, snoozed_until__isnull=False)
    if not asleep.update(snoozed_until=None, schedule_version=F("schedule_version") + 1):
        return
    end(action, now)
    action.refresh_from_db()
    audit.record(actor=actor, verb="wake_action", obj=action)
    schedule(action, fresh=False)
