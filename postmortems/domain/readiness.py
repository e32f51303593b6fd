"""What is still missing before a postmortem is worth a reviewer's time: explained, never a bare percentage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_FACTORS = 2
"""One cause is never the whole explanation (Cook; the sources of the taxonomy)."""


@dataclass(frozen=True)
class Missing:
    """One thing to do: what, where on the page (an anchor), about how long, and whether a review waits for it."""

    text: str
    anchor: str
    minutes: int
    required: bool


@dataclass(frozen=True)
class PartState:
    """A section as far as its completeness goes; `kind` as in the templates."""

    key: str
    title: str
    kind: str
    required: bool
    words: int
    not_applicable: bool
    minutes: int = 3


@dataclass(frozen=True)
class Record:
    """What the check looks at; counts and flags, no text."""

    parts: Sequence[PartState]
    severity: str
    facts_open: Sequence[str]
    """Names of facts neither recorded nor marked as not applicable."""
    events: int
    factors: int
    factors_unanswered: int
    actions: int
    actions_without_owner: int
    actions_without_date: int


FACT_NAMES = {
    "started_at": "when it began",
    "detected_at": "when it was detected",
    "acknowledged_at": "when it was acknowledged",
    "mitigated_at": "when the impact ended",
    "resolved_at": "when it was resolved",
}


def missing(record: Record) -> tuple[Missing, ...]:
    """Everything still missing, what a review waits for first, each with the place where it is done."""
    found = [*_texts(record), *_timeline(record), *_factors(record), *_facts(record), *_actions(record)]
    return tuple(sorted(found, key=lambda one: not one.required))


def minutes_left(found: Sequence[Missing]) -> int:
    """About how long the required ones take together."""
    return sum(one.minutes for one in found if one.required)


def _texts(record: Record):
    for part in record.parts:
        if part.kind == "unplaced" and part.words:
            yield Missing("sort what could not be placed", f"section-{part.key}", 5, required=False)
        elif part.kind == "text" and not part.words and not part.not_applicable:
            yield Missing(
                f"write “{part.title}”", f"section-{part.key}", part.minutes, required=part.required
            )


def _timeline(record: Record):
    if not record.events:
        yield Missing("a first timeline event", "timeline", 6, required=True)


def _factors(record: Record):
    short = LEAST_FACTORS - record.factors
    if short == LEAST_FACTORS:
        yield Missing("two contributing factors", "factors", 8, required=True)
    elif short > 0:
        yield Missing("a second contributing factor", "factors", 4, required=True)
    if record.factors_unanswered:
        number = record.factors_unanswered
        what = "an answer to one factor" if number == 1 else f"answers to {number} factors"
        yield Missing(f"{what}: an action, or an accepted risk", "factors", 2 * number, required=False)


def _facts(record: Record):
    if not record.severity:
        yield Missing("the severity", "facts", 1, required=True)
    for name in record.facts_open:
        yield Missing(FACT_NAMES[name], "facts", 1, required=name == "started_at")


def _actions(record: Record):
    if not record.actions:
        yield Missing("a first action item, or a word on why there is none", "actions", 4, required=False)
    if record.actions_without_owner:
        number = record.actions_without_owner
        yield Missing(f"an owner for {_several(number)}", "actions", number, required=False)
    if record.actions_without_date:
        number = record.actions_without_date
        yield Missing(f"a due date for {_several(number)}", "actions", number, required=False)


def _several(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"
