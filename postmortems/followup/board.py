"""The actions as columns by state, and the moves a card offers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from core.accounts.models import User
from postmortems.domain.lifecycle import ACTION
from postmortems.models import Action

from . import queries
from .filters import Filters
from .moves import VERBS
from .pens import mark_movable

MOST = 25
"""Cards shown of each state; the rest is one link away, and counted."""
AT_ONCE = {"accept", "start"}
"""What needs no words; every other move asks for them first."""


@dataclass(frozen=True)
class Move:
    """One way on from a state."""

    verb: str
    label: str
    target: str
    at_once: bool


@dataclass(frozen=True)
class Column:
    """One state: its first cards, and how many there are."""

    state: str
    label: str
    count: int
    cards: list[Action]
    moves: tuple[Move, ...]
    address: str

    @property
    def more(self) -> int:
        """How many there are beyond the cards."""
        return self.count - len(self.cards)


def columns(filters: Filters, user: User) -> list[Column]:
    """Every state with the first of what the reader may see of it. Three queries, and two for who may move what."""
    found = queries.index(replace(filters, state="all"), user)
    counted = found.order_by().values("status").annotate(number=Count("pk"))
    counts = dict(counted.values_list("status", "number"))
    cards = (
        queries.dress(found.filter(pk__in=_first(found, filters)), queries.today_of(user)) if counts else []
    )
    mark_movable(cards, user)
    return [
        Column(
            state=state,
            label=label,
            count=counts.get(state, 0),
            cards=[card for card in cards if card.status == state],
            moves=moves_from(state),
            address=replace(filters, state=state).address(),
        )
        for state, label in ACTION.labels.items()
    ]


def _first(found: QuerySet[Action], filters: Filters) -> list[int]:
    """The ids of the first few of each state, from one pass over all of them."""
    nth = Window(RowNumber(), partition_by=[F("status")], order_by=[queries.ordering(filters), "id"])
    return list(found.order_by().annotate(nth=nth).filter(nth__lte=MOST).values_list("pk", flat=True))


def moves_from(state: str) -> tuple[Move, ...]:
    """What a card in this state offers."""
    return tuple(
        Move(verb, VERBS[verb], ACTION.target(verb), verb in AT_ONCE) for verb in ACTION.verbs_from(state)
    )
