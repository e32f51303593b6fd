"""The plan gate, asked of the tables: which enabling and amplifying factors the plan leaves open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from core.accounts.models import User
from core.transitions import Reason
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.plan import Answer, Gap, Question, gaps
from postmortems.models import Action, Disclosure, Factor, Postmortem


def open_factors(
    factors: Iterable[Factor], actions: Iterable[Action], today: dt.date, *, full: bool = True
) -> tuple[Gap, ...]:
    """From what a page has loaded: factors with their accepted risk, actions with the factors they answer.

    Restricted actions count for everybody, and are called by their name only with `full`.
    """
    answers: dict[int, list[Answer]] = defaultdict(list)
    for action in actions:
        named = full or action.disclosure != Disclosure.RESTRICTED
        title = action.title if named else "A restricted action"
        answer = Answer(title, action.status, action.strength, action.strength_confirmed, action.pk)
        for factor in action.factors.all():
            answers[factor.pk].append(answer)
    return gaps([_question(factor, answers[factor.pk]) for factor in factors], today)


def _question(factor: Factor, answers: list[Answer]) -> Question:
    risk = getattr(factor, "accepted_risk", None)
    return Question(factor.pk, factor.title, factor.role, answers, risk.review_on if risk else None)


def refusals(postmortem: Postmortem, actor: User, today: dt.date) -> list[Reason]:
    """Why the plan can't be approved yet, each leading to its factor; a restricted one is named to its readers only."""
    factors = list(Factor.objects.filter(postmortem=postmortem).select_related("accepted_risk"))
    actions = Action.objects.filter(postmortem=postmortem).prefetch_related("factors")
    full = reads_restricted(postmortem, actor)
    found = open_factors(factors, actions, today, full=full)
    hidden = set()
    if not full:
        hidden = {factor.pk for factor in factors if factor.disclosure == Disclosure.RESTRICTED}
    page = f"/postmortems/{postmortem.pk}/"
    said = [Reason(gap.sentence, f"{page}#factor-{gap.factor}") for gap in found if gap.factor not in hidden]
    if any(gap.factor in hidden for gap in found):
        said.append(Reason("A restricted factor is not answered yet; the owner can say more.", page))
    return said
