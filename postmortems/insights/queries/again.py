"""Conditions that come again: in more than one postmortem, with what was to be done about them before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from postmortems.domain.factors import factor_type
from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.models import Disclosure, Postmortem

from .scope import Scope

SHOWN = 10
LINKS = 6


@dataclass(frozen=True)
class Again:
    """One condition, the postmortems it was present in, and the open actions that answer it."""

    label: str
    count: int
    postmortems: list[Postmortem]
    open_actions: int

    @property
    def more(self) -> int:
        """How many postmortems beyond those linked."""
        return self.count - len(self.postmortems)


def again(scope: Scope, rows: Sequence[tuple]) -> list[Again]:
    """Those of the most postmortems first; two queries, and none where nothing comes again."""
    # A dictionary keeps the order, newest first, and each postmortem once.
    present: dict[str, dict[int, None]] = defaultdict(dict)
    for _, key, _, postmortem, _ in rows:
        if key:
            present[key][postmortem] = None
    held = {key: list(some) for key, some in present.items()}
    most = sorted((key for key in held if len(held[key]) > 1), key=lambda key: (-len(held[key]), key))[:SHOWN]
    if not most:
        return []
    named = scope.postmortems().in_bulk({pk for key in most for pk in held[key][:LINKS]})
    answers = _open_answers(scope, most)
    return [
        Again(
            label=found.label if (found := factor_type(key)) else key,
            count=len(held[key]),
            postmortems=[named[pk] for pk in held[key][:LINKS] if pk in named],
            open_actions=len(answers.get(key, ())),
        )
        for key in most
    ]


def _open_answers(scope: Scope, keys: Sequence[str]) -> dict[str, set[int]]:
    """Open actions for each condition, of factors and actions the reader may see. An action and the factors it
    answers belong to one postmortem, so that its rights are asked once."""
    open_to_all = [word for word in Disclosure.values if word != Disclosure.RESTRICTED]
    seen = Q(factors__disclosure__in=open_to_all) | scope.reach.full("postmortem__")
    answers = scope.actions().filter(Q(factors__type_key__in=keys) & seen, status__in=OPEN_ACTIONS)
    found: dict[str, set[int]] = defaultdict(set)
    for key, action in answers.order_by().values_list("factors__type_key", "pk"):
        found[key].add(action)
    return found
