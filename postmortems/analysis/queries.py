"""What the pages about contributing factors print."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from core.accounts.models import User
from core.prepared import prepared
from postmortems.analysis.mapping import controls_of as controls_of
from postmortems.analysis.mapping import learnings_of as learnings_of
from postmortems.analysis.mapping import links_of as links_of
from postmortems.analysis.similar import similar_to as similar_to
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.factors import category
from postmortems.models import Action, Disclosure, Factor, Postmortem

Answers = dict[int, list[tuple[int, str]]]
"""Factor -> (pk, title) of the actions that answer it."""


def answers_to(actions: Iterable[Action]) -> Answers:
    """From actions as the page of a postmortem loads them; a declined one answers nothing."""
    answers: Answers = {}
    for action in actions:
        if action.status != Action.Status.DECLINED:
            for factor, _ in action.answered:
                answers.setdefault(factor, []).append((action.pk, action.title))
    return answers


def _answers_of(postmortem: Postmortem, *, full: bool) -> Answers:
    links = Action.factors.through.objects.filter(factor__postmortem=postmortem).exclude(
        action__status="declined"
    )
    if not full:
        links = links.exclude(action__disclosure=Disclosure.RESTRICTED)
    answers: Answers = {}
    rows = links.order_by("action__position", "action_id").values_list(
        "factor_id", "action_id", "action__title"
    )
    for factor_id, action_id, title in rows:
        answers.setdefault(factor_id, []).append((action_id, title))
    return answers


@prepared
def _factors(postmortem: int, full: bool) -> QuerySet[Factor]:
    found = Factor.objects.filter(postmortem=postmortem).select_related("accepted_risk")
    return found if full else found.exclude(disclosure=Disclosure.RESTRICTED)


def factors_of(postmortem: Postmortem, user: User, answers: Answers | None = None) -> list[Factor]:
    """The factors the person may read, in order, each with `answers`: the actions that answer it.

    One query when the page has loaded the actions already and gives their `answers_to`, otherwise two.
    """
    full = reads_restricted(postmortem, user)
    if answers is None:
        answers = _answers_of(postmortem, full=full)
    factors = _factors(postmortem.pk, full)
    for factor in factors:
        factor.answers = answers.get(factor.pk, [])
        family = category(factor.category)
        factor.category_name = family.name if family else "In own words"
    return factors


def factor_of(postmortem: Postmortem, user: User, pk: int) -> Factor | None:
    """One factor, when it is there for this person."""
    found = Factor.objects.filter(postmortem=postmortem, pk=pk).select_related("accepted_risk")
    if not reads_restricted(postmortem, user):
        found = found.exclude(disclosure=Disclosure.RESTRICTED)
    return found.first()
