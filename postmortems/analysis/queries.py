"""What the pages about contributing factors print."""

from __future__ import annotations

from core.accounts.models import User
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.factors import category
from postmortems.models import Action, Disclosure, Factor, Postmortem


def factors_of(postmortem: Postmortem, user: User) -> list[Factor]:
    """The factors the person may read, in order, each with `answers`: the titles of actions that answer it.

    Two queries: the factors with their accepted risk, and the links to actions.
    """
    found = Factor.objects.filter(postmortem=postmortem).select_related("accepted_risk")
    links = Action.factors.through.objects.filter(factor__postmortem=postmortem)
    if not reads_restricted(postmortem, user):
        found = found.exclude(disclosure=Disclosure.RESTRICTED)
        links = links.exclude(action__disclosure=Disclosure.RESTRICTED)
    answers: dict[int, list[tuple[int, str]]] = {}
    rows = links.exclude(action__status="declined").order_by("action__position", "action_id")
    for factor_id, action_id, title in rows.values_list("factor_id", "action_id", "action__title"):
        answers.setdefault(factor_id, []).append((action_id, title))
    factors = list(found)
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
