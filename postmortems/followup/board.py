"""The actions as columns by state, and the moves a card offers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count

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
    """Every state with what the reader may see of it: one query to count, one for each state that has any."""
    counted = queries.index(replace(filters, state="all"), user).order_by().values("status")
    counts = dict(counted.annotate(number=Count("pk", distinct=True)).values_list("status", "number"))
    found = [_column(state, counts.get(state, 0), filters, user) for state in ACTION.labels]
    mark_movable([card for column in found for card in column.cards], user)
    return found


def _column(state: str, count: int, filters: Filters, user: User) -> Column:
    wanted = replace(filters, state=state)
    cards = list(queries.index(wanted, user)[:MOST]) if count else []
    return Column(
        state=state,
        label=ACTION.labels[state],
        count=count,
        cards=queries.dress(cards, queries.today_of(user)),
        moves=moves_from(state),
        address=wanted.address(),
    )


def moves_from(state: str) -> tuple[Move, ...]:
    """What a card in this state offers."""
    return tuple(
        Move(verb, VERBS[verb], ACTION.target(verb), verb in AT_ONCE) for verb in ACTION.verbs_from(state)
    )
