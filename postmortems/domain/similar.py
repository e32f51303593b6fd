"""How alike two incidents are: by the conditions of the taxonomy and the services they share, never by their words.

Conditions weigh most, and a rare one more than one that stands in every second postmortem.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Traits:
    """What of an incident is compared: keys of the taxonomy ("CH.slow-rollback"), services, the kind."""

    conditions: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    kind: str = ""


@dataclass(frozen=True)
class Likeness:
    """What two incidents share, and how much that says; sorted, so that equal traits give equal likeness."""

    score: float
    conditions: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def is_repeat(self) -> bool:
        """Whether the same condition was at work in the same service."""
        return bool(self.conditions and self.services)


def weights(every: Iterable[Traits]) -> dict[str, float]:
    """How much each condition says: one, and up to three for one that hardly anybody else has."""
    rows = list(every)
    number = Counter(key for row in rows for key in row.conditions)
    return {
        key: 1 + 2 * math.log((1 + len(rows)) / (1 + count)) / math.log(2 + len(rows))
        for key, count in number.items()
    }


def likeness(one: Traits, other: Traits, weight: Mapping[str, float] | None = None) -> Likeness | None:
    """What they share; None when they share no condition and no service."""
    conditions, services = one.conditions & other.conditions, one.services & other.services
    if not conditions and not services:
        return None
    score = sum((weight or {}).get(key, 1.0) for key in conditions) + 0.6 * len(services)
    score += 0.3 if one.kind == other.kind else 0
    return Likeness(round(score, 3), tuple(sorted(conditions)), tuple(sorted(services)))
