"""Earlier postmortems that resemble one, with why; only those the person may read, by the factors they may read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from core.accounts.models import User
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.factors import factor_type
from postmortems.domain.similar import Likeness, Traits, likeness, weights
from postmortems.models import Disclosure, Factor, Postmortem

SHOWN = 10


@dataclass(frozen=True)
class Similar:
    """One postmortem, what it shares, and the shared conditions in words."""

    postmortem: Postmortem
    likeness: Likeness
    conditions: tuple[str, ...]


def similar_to(postmortem: Postmortem, user: User, *, limit: int = SHOWN) -> list[Similar]:
    """The most alike first. Five queries, whatever their number."""
    own = _traits(postmortem, user)
    if not own.conditions and not own.services:
        return []
    candidates = _candidates(postmortem, user, own)
    weight = weights([own, *candidates.values()])
    found = {pk: alike for pk, row in candidates.items() if (alike := likeness(own, row, weight)) is not None}
    best = sorted(found, key=lambda pk: (-found[pk].score, -pk))[:limit]
    rows = Postmortem.objects.select_related("team").in_bulk(best)
    return [Similar(rows[pk], found[pk], _said(found[pk].conditions)) for pk in best]


def _traits(postmortem: Postmortem, user: User) -> Traits:
    factors = Factor.objects.filter(postmortem=postmortem).exclude(type_key="")
    if not reads_restricted(postmortem, user):
        factors = factors.exclude(disclosure=Disclosure.RESTRICTED)
    return Traits(
        frozenset(factors.values_list("type_key", flat=True)),
        frozenset(postmortem.services.values_list("name", flat=True)),
        postmortem.kind,
    )


def _candidates(postmortem: Postmortem, user: User, own: Traits) -> dict[int, Traits]:
    """What the person may read of others that share anything; a restricted factor counts for who reads it."""
    visible = Postmortem.objects.kept().visible_to(user).exclude(pk=postmortem.pk)
    full = Postmortem.objects.kept().restricted_readable_by(user).values("pk")
    factors = Factor.objects.filter(
        ~Q(disclosure=Disclosure.RESTRICTED) | Q(postmortem__in=full),
        postmortem__in=visible.values("pk"),
        type_key__in=own.conditions,
    )
    conditions, services = defaultdict(set), defaultdict(set)
    for pk, key in factors.values_list("postmortem_id", "type_key"):
        conditions[pk].add(key)
    shared = visible.filter(services__name__in=own.services)
    for pk, name in shared.values_list("pk", "services__name"):
        services[pk].add(name)
    kinds = dict(Postmortem.objects.filter(pk__in={*conditions, *services}).values_list("pk", "kind"))
    return {
        pk: Traits(frozenset(conditions[pk]), frozenset(services[pk]), kind) for pk, kind in kinds.items()
    }


def _said(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(known.label for key in keys if (known := factor_type(key)) is not None)
