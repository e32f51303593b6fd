"""The policies as they stand in the database, read as one rulebook: two queries, whatever their number."""

from __future__ import annotations

import datetime as dt

from core.accounts.models import Team, User
from postmortems.domain import policies
from postmortems.domain.policies import Rulebook, Terms
from postmortems.domain.policy import Calendar, Policy
from postmortems.models import Action, FollowUpPolicy, Postmortem

from .people import calendar_of


def load() -> Rulebook:
    """Everything that was decided, by team, severity and priority."""
    rows = FollowUpPolicy.objects.all()
    decided = {(row.team_id, row.severity, row.priority): terms_of(row) for row in rows}
    return Rulebook(decided, dict(Team.objects.order_by().values_list("pk", "parent_id")))


def terms_of(row: FollowUpPolicy) -> Terms:
    """A row of the table as the domain knows it."""
    ladder = Policy(
        before=tuple(sorted(set(row.before), reverse=True)),
        late=row.late_after,
        again_every=row.again_every,
        managers=row.managers_after,
        managers_above=row.managers_above_after,
        unassigned=row.assign_days,
    )
    return Terms(
        finish=row.finish_days,
        working=row.counting == FollowUpPolicy.Counting.WORKING,
        country=row.country,
        snooze=row.snooze_days,
        ladder=ladder,
    )


def row_of(key: policies.Key, terms: Terms) -> FollowUpPolicy:
    """The other way round: a row, not saved, that says what these terms say."""
    team, severity, priority = key
    ladder, counting = terms.ladder, FollowUpPolicy.Counting
    return FollowUpPolicy(
        team_id=team,
        severity=severity,
        priority=priority,
        assign_days=ladder.unassigned,
        finish_days=terms.finish,
        counting=counting.WORKING if terms.working else counting.CALENDAR,
        country=terms.country,
        before=list(ladder.before),
        late_after=ladder.late,
        again_every=ladder.again_every,
        managers_after=ladder.managers,
        managers_above_after=ladder.managers_above,
        snooze_days=terms.snooze,
    )


def terms_for(action: Action, rules: Rulebook | None = None) -> Terms:
    """What holds for an action; its postmortem is loaded."""
    rules = load() if rules is None else rules
    return rules.terms_for(action.team_id, action.postmortem.severity, action.priority)


def suggested_due(postmortem: Postmortem, *, owner: User | None, priority: str, now: dt.datetime) -> dt.date:
    """The due date for an action of a postmortem written down now, in the calendar of its owner.

    Where nobody owns it yet, Monday to Friday count, with the holidays of the policy's country.
    """
    terms = load().terms_for(postmortem.team_id, postmortem.severity, priority)
    calendar = calendar_of(owner) if owner is not None else Calendar(country=terms.country)
    return policies.due_date(now.astimezone(calendar.tz).date(), terms, calendar)
