"""Factors that were there before: what was done about them then, offered to be taken up again.

Both sides of the wall hold: only postmortems, factors and actions that the reader may read are spoken of, and what is
said on the earlier action about the later postmortem is no more than everybody who reads the action may know.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from core.accounts.models import User
from postmortems.authoring.queries import reads_restricted
from postmortems.models import Action, Disclosure, Factor, Postmortem, Visibility

from .pens import mark_movable

DONE = (Action.Status.DONE, Action.Status.VERIFIED)
MOST = 20


@dataclass(frozen=True)
class Again:
    """One factor of a postmortem, and what was finished earlier about the same kind of factor."""

    factor: Factor
    actions: tuple[Action, ...]


def seen_before(postmortem: Postmortem, user: User) -> list[Again]:
    """The factors the person reads here that an earlier postmortem of the same team or service had answered."""
    factors = Factor.objects.filter(postmortem=postmortem).exclude(type_key="")
    if not reads_restricted(postmortem, user):
        factors = factors.exclude(disclosure=Disclosure.RESTRICTED)
    here = list(factors)
    if not here:
        return []
    earlier = _earlier(postmortem, user).filter(type_key__in={factor.type_key for factor in here})
    found = list(
        Action.objects.visible_to(user)
        .filter(status__in=DONE, factors__in=earlier.values("pk"))
        .select_related("owner", "team", "postmortem")
        .prefetch_related(Prefetch("factors", earlier, to_attr="then"))
        .distinct()
        .order_by("-done_at", "id")[:MOST]
    )
    mark_movable(found, user)
    pairs = (
        Again(factor, tuple(a for a in found if any(t.type_key == factor.type_key for t in a.then)))
        for factor in here
    )
    return [again for again in pairs if again.actions]


def _earlier(postmortem: Postmortem, user: User) -> QuerySet[Factor]:
    """Factors of earlier postmortems with the team or a service in common, as far as the person reads them."""
    kept = Postmortem.objects.kept()
    shared = Q(postmortem__team=postmortem.team_id) | Q(
        postmortem__services__in=postmortem.services.values("pk")
    )
    full = kept.restricted_readable_by(user).values("pk")
    # By number, not by joined rows: two services in common would say everything twice.
    alike = Factor.objects.filter(shared).values("pk")
    return (
        Factor.objects.filter(pk__in=alike, postmortem__in=kept.visible_to(user).values("pk"))
        .filter(~Q(disclosure=Disclosure.RESTRICTED) | Q(postmortem__in=full))
        .annotate(began=Coalesce("postmortem__started_at", "postmortem__created_at"))
        .filter(began__lt=postmortem.started_at or postmortem.created_at)
        .exclude(postmortem=postmortem)
    )


def offered(postmortem: Postmortem, user: User, factor: int, action: int) -> Action | None:
    """The action, when it is offered to this person for this factor."""
    for again in seen_before(postmortem, user):
        if again.factor.pk == factor:
            return next((each for each in again.actions if each.pk == action), None)
    return None


def reason(postmortem: Postmortem) -> str:
    """What the form begins with. Who reads the action need not be a reader of the later postmortem."""
    if postmortem.visibility == Visibility.ORGANISATION:
        return f"The same kind of factor was there again in {postmortem.reference}."
    return "The same kind of factor was there again in a later incident."
