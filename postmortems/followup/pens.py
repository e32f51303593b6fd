"""Which of many actions a person may keep up to date, asked once for all of them, and what they may do with one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from core.accounts.models import Membership, User
from core.prepared import prepared
from postmortems.domain.lifecycle import ACTION
from postmortems.models import Action, Postmortem


@prepared
def _pens(user: int, wanted: tuple[int, ...]) -> QuerySet[Postmortem, int]:
    found = Postmortem.objects.editable_by(User(pk=user)).filter(pk__in=wanted)
    return found.values_list("pk", flat=True)


@prepared
def _teams(user: int) -> QuerySet[Membership, int]:
    return Membership.objects.filter(user=user).values_list("team_id", flat=True)


def mark_movable(actions: Sequence[Action], user: User) -> bool:
    """Set `may_move` on each, by the rule of `queries.may_move`; whether any of them is. Two queries."""
    wanted = {action.postmortem_id for action in actions if action.owner_id != user.pk}
    pens = set(_pens(user.pk, tuple(wanted))) if user.is_active else set()
    teams = set(_teams(user.pk))
    for action in actions:
        action.may_move = (
            action.owner_id == user.pk or action.postmortem_id in pens or action.team_id in teams
        )
    return any(action.may_move for action in actions)


def verbs_for(action: Action, user: User) -> tuple[str, ...]:
    """The changes of state this person is offered: whoever did the work is not asked whether it works."""
    verbs = ACTION.verbs_from(action.status)
    return verbs if action.done_by_id != user.pk else tuple(verb for verb in verbs if verb != "verify")
