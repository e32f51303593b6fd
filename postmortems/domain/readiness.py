"""What is still missing before a postmortem is worth a reviewer's time: explained, never a bare percentage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST_FACTORS = 2
"""One cause is never the whole explanation (Cook; the sources of the taxonomy)."""
LEAST_INCIDENTS = 2


@dataclass(frozen=True)
class Missing:
    """One thing to do: what, where on the page (an anchor), about how long, and whether a review waits for it.

    `step` is the step of guided writing where it is done, `why` a sentence for somebody who asks, `rank` its place in
    the order of importance, lowest first.
    """

    text: str
    anchor: str
    minutes: int
    required: bool
    step: str = ""
    why: str = ""
    rank: int = 50


@dataclass(frozen=True)
class PartState:
    """A section as far as its completeness goes; `kind` as in the templates.

    `answered`: the facts asked beside it are complete, so its text may stay empty. `claim`: words that say that
    nothing was accessed.
    """

    key: str
    title: str
    kind: str
    required: bool
    words: int
    not_applicable: bool
    minutes: int = 3
    answered: bool = False
    claim: str = ""
    help: str = ""


@dataclass(frozen=True)
class Gap:
    """A group of a kind's questions that lacks answers, or whose answers don't fit together (`problem`).

    `question` is the one that is open, where it is one.
    """

    title: str
    section: str
    answers: int
    minutes: int
    problem: str = ""
    question: str = ""


@dataclass(frozen=True)
class Record:
    """What the check looks at; counts and flags, no text.

    `incidents` is None where a postmortem tells one incident; `logs_covered` says that the interval that the logs
    cover is named, None where the kind does not ask for it.
    """

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
    gaps: Sequence[Gap] = ()
    incidents: int | None = None
    logs_covered: bool | None = None


FACT_NAMES = {
    "started_at": "when it began",
    "detected_at": "when it was detected",
    "acknowledged_at": "when it was acknowledged",
    "mitigated_at": "when the impact ended",
    "resolved_at": "when it was resolved",
}


def missing(record: Record) -> tuple[Missing, ...]:
    """Everything still missing in order of importance, what a review waits for first, each with its place."""
    parts = (_claims, _kind, _incidents, _timeline, _texts, _factors, _facts, _actions)
    found = [one for part in parts for one in part(record)]
    return tuple(sorted(found, key=lambda one: (not one.required, one.rank)))


def minutes_left(found: Sequence[Missing]) -> int:
    """About how long the required ones take together."""
    return sum(one.minutes for one in found if one.required)


def _part(record: Record, kind: str) -> PartState | None:
    return next((part for part in record.parts if part.kind == kind), None)


def _is_waived(record: Record, kind: str) -> bool:
    part = _part(record, kind)
    return part is not None and part.not_applicable


def _step(record: Record, kind: str) -> str:
    part = _part(record, kind)
    return part.key if part else kind


def _texts(record: Record) -> Iterator[Missing]:
    for part in record.parts:
        anchor = f"section-{part.key}"
        if part.kind == "unplaced" and part.words:
            text = "sort what could not be placed"
            yield Missing(text, anchor, 5, required=False, step=part.key, rank=90)
        elif part.kind == "text" and not (part.words or part.not_applicable or part.answered):
            text = f"write “{part.title}”"
            rank = 20 if part.required else 80
            yield Missing(
                text, anchor, part.minutes, required=part.required, step=part.key, why=part.help, rank=rank
            )


def _claims(record: Record) -> Iterator[Missing]:
    """ "No evidence of access" stands only beside the interval that the logs cover (practice B8)."""
    if record.logs_covered:
        return
    for part in record.parts:
        if part.claim:
            yield Missing(
                f"the interval that the logs cover, beside “{part.claim}”",
                f"section-{part.key}",
                2,
                required=record.logs_covered is False,
                step=part.key,
                why="Nothing found says something only about the time that was looked at.",
                rank=0,
            )


def _kind(record: Record) -> Iterator[Missing]:
    for gap in record.gaps:
        lacks = (
            f"an answer to “{gap.question}”" if gap.question else f"{gap.answers} answers on “{gap.title}”"
        )
        anchor = f"section-{gap.section}" if gap.section else "kind-facts"
        yield Missing(
            gap.problem or lacks,
            anchor,
            gap.minutes,
            required=True,
            step=gap.section or "kind",
            why="" if gap.problem else "Others count on these: for deadlines, for notices, for comparing.",
            rank=1 if gap.problem else 15,
        )


def _incidents(record: Record) -> Iterator[Missing]:
    if record.incidents is None or record.incidents >= LEAST_INCIDENTS:
        return
    text = "the second incident" if record.incidents else "the incidents, one row each"
    why = "Each has its own times; without them no duration is right."
    step = _step(record, "incidents")
    anchor = f"section-{step}"
    yield Missing(text, anchor, 3, required=True, step=step, why=why, rank=12)


def _timeline(record: Record) -> Iterator[Missing]:
    if not record.events and not _is_waived(record, "timeline"):
        why = "What happened comes before what it means; everything else leans on it."
        step = _step(record, "timeline")
        yield Missing("a first timeline event", "timeline", 6, required=True, step=step, why=why, rank=10)


def _factors(record: Record) -> Iterator[Missing]:
    short = LEAST_FACTORS - record.factors
    step, why = _step(record, "factors"), "One cause is never the whole explanation."
    if short == LEAST_FACTORS:
        yield Missing("two contributing factors", "factors", 8, required=True, step=step, why=why, rank=30)
    elif short > 0:
        text = "a second contributing factor"
        yield Missing(text, "factors", 4, required=True, step=step, why=why, rank=30)
    if record.factors_unanswered:
        number = record.factors_unanswered
        what = "an answer to one factor" if number == 1 else f"answers to {number} factors"
        text = f"{what}: an action, or an accepted risk"
        yield Missing(text, "factors", 2 * number, required=False, step=step, rank=50)


def _facts(record: Record) -> Iterator[Missing]:
    if not record.severity:
        why = "It decides who hears of it and how soon."
        yield Missing("the severity", "facts", 1, required=True, step="facts", why=why, rank=40)
    # Where several incidents are told, each has moments of its own; those of the whole are worked out from them.
    for name in () if record.incidents else record.facts_open:
        began = name == "started_at"
        why = "Every duration is counted from it." if began else ""
        rank = 41 if began else 70
        text = FACT_NAMES[name]
        yield Missing(text, "facts", 1, required=began, step="facts", why=why, rank=rank)


def _actions(record: Record) -> Iterator[Missing]:
    step = _step(record, "actions")
    if not record.actions and not _is_waived(record, "actions"):
        text = "a first action item, or a word on why there is none"
        yield Missing(text, "actions", 4, required=False, step=step, rank=55)
    for number, what, rank in (
        (record.actions_without_owner, "an owner", 60),
        (record.actions_without_date, "a due date", 62),
    ):
        if number:
            text = f"{what} for {_several(number)}"
            yield Missing(text, "actions", number, required=False, step=step, rank=rank)


def _several(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"
