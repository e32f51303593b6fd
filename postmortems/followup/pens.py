"""Which of many actions a person may keep up to date, asked once for all of them, and what they may do with one."""

from __future__ import annotations

from collections.abc import Sequence

from core.accounts.models import Membership, User
from postmortems.domain.lifecycle import ACTION
from postmortems.models import Action, Postmortem


def mark_movable(actions: Sequence[Action], user: User) -> bool:
    """Set `may_move` on each, by the rule of `queries.may_move`; whether any of them is. Two queries."""
    wanted = {action.postmortem_id for action in actions if action.owner_id != user.pk}
    pens = set(Postmortem.objects.editable_by(user).filter(pk__in=wanted).values_list("pk", flat=True))
    teams = set(Membership.objects.filter(user=user).values_list("team_id", flat=True))
    for action in actions:
        action.may_move = (
            action.owner_id == user.pk or action.postmortem_id in pens or action.team_id in teams
        )
    return any(action.may_move for action in actions)


def verbs_for(action: Action, user: User) -> tuple[str, ...]:
    """The changes of state this person is offered: whoever did the work is not asked whether it works."""
    verbs = ACTION.verbs_from(action.status)
    return verbs if action.done_by_id != user.pk else tuple(verb for verb in verbs if verb != "verify")
