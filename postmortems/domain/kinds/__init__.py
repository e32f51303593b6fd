"""What each kind of incident asks beyond its sections, as data, and how the answers are read.

Answers are plain values (`model.Values`); `problems` says what does not fit together, `missing` what a review waits for.
"""

from postmortems.domain.kinds.answers import (
    INTERVAL,
    answered,
    instant,
    is_asked,
    logs_covered,
    may_be_asked,
    minutes_of,
    missing,
    problems,
)
from postmortems.domain.kinds.claims import no_access
from postmortems.domain.kinds.exposure import NO_EVIDENCE
from postmortems.domain.kinds.exposure import SPEC as EXPOSURE
from postmortems.domain.kinds.model import TYPES, Field, Group, KindSpec, Values
from postmortems.domain.kinds.others import AI_BEHAVIOUR, DATA_LOSS, NEAR_MISS

SPECS: dict[str, KindSpec] = {spec.kind: spec for spec in (EXPOSURE, AI_BEHAVIOUR, DATA_LOSS, NEAR_MISS)}


def spec_of(kind: str) -> KindSpec | None:
    """What this kind asks; None for one that asks nothing of its own."""
    return SPECS.get(kind)


__all__ = [
    "AI_BEHAVIOUR",
    "DATA_LOSS",
    "EXPOSURE",
    "Field",
    "Group",
    "INTERVAL",
    "KindSpec",
    "NEAR_MISS",
    "NO_EVIDENCE",
    "SPECS",
    "TYPES",
    "Values",
    "answered",
    "instant",
    "is_asked",
    "logs_covered",
    "may_be_asked",
    "minutes_of",
    "missing",
    "no_access",
    "problems",
    "spec_of",
]
