"""What the page of conditions prints: the map, the controls, and what there is to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.accounts.models import User
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.causal_map import Map, Node, draw
from postmortems.models import (
    Control,
    ControlState,
    Disclosure,
    Factor,
    FactorLink,
    Learning,
    LearningKind,
    Postmortem,
)


@dataclass(frozen=True)
class Hung:
    """The map, and the links it is drawn from, each with `source` and `target` as the page shows them."""

    drawing: Map
    links: list[FactorLink]


def links_of(postmortem: Postmortem, factors: Sequence[Factor]) -> list[FactorLink]:
    """The links between conditions that the person reads. One query."""
    known = {factor.pk: factor for factor in factors}
    links = []
    for link in FactorLink.objects.filter(source__postmortem=postmortem):
        if link.source_id in known and link.target_id in known:
            link.source, link.target = known[link.source_id], known[link.target_id]
            links.append(link)
    return links


def map_of(postmortem: Postmortem, factors: Sequence[Factor]) -> Hung:
    """The conditions drawn, from factors the person may read."""
    links = links_of(postmortem, factors)
    nodes = [Node(str(factor.pk), factor.title, factor.role, factor.get_role_display()) for factor in factors]
    pairs = [(str(link.source_id), str(link.target_id)) for link in links]
    trigger = " ".join(postmortem.trigger.split())
    return Hung(draw(nodes, pairs, incident=postmortem.title, trigger=trigger), links)


def controls_of(postmortem: Postmortem, user: User) -> list[tuple[str, list[Control]]]:
    """(what became of them, the controls) for each of the three, with their factors. Two queries."""
    rows = _readable(Control, postmortem, user).prefetch_related("factors")
    return [(label, [row for row in rows if row.state == value]) for value, label in ControlState.choices]


def learnings_of(postmortem: Postmortem, user: User) -> list[tuple[str, str, list[Learning]]]:
    """(kind, its name, the learnings) of both kinds, with factors and actions. Three queries."""
    rows = _readable(Learning, postmortem, user).prefetch_related("factors", "actions")
    return [
        (value, label, [row for row in rows if row.kind == value]) for value, label in LearningKind.choices
    ]


def _readable(model, postmortem: Postmortem, user: User):
    found = model.objects.filter(postmortem=postmortem)
    return found if reads_restricted(postmortem, user) else found.exclude(disclosure=Disclosure.RESTRICTED)


def kept_one(model, postmortem: Postmortem, user: User, pk: int):
    """One control or learning, None when it is not there for this person."""
    return _readable(model, postmortem, user).filter(pk=pk).first()


def unreadable(row, user: User, postmortem: Postmortem) -> dict[str, list]:
    """What a row is linked to and this person can't read: kept when they save it."""
    if reads_restricted(postmortem, user):
        return {}
    names = ["factors", "actions"] if isinstance(row, Learning) else ["factors"]
    return {name: list(getattr(row, name).filter(disclosure=Disclosure.RESTRICTED)) for name in names}
