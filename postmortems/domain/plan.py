"""Whether a plan answers what made the incident possible or larger: the question asked at approval.

After RCA² (at least one stronger or intermediate action) as the organisation's rule: each enabling or amplifying factor
has one of these, or a risk accepted by a named role until a day. Weaker actions are welcome beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ASKED_OF = {"enabler": "made it possible", "amplifier": "made it larger"}
"""The roles of a factor that a plan has to answer, in words."""
STRONG_ENOUGH = ("stronger", "intermediate")
COMMITTED = ("accepted", "in_progress", "done", "verified")
"""Ideas and declined actions are kept, and answer nothing."""


@dataclass(frozen=True)
class Answer:
    """One action that answers a factor."""

    title: str
    status: str
    strength: str
    confirmed: bool
    action: int = 0

    @property
    def counts(self) -> bool:
        """Whether it is a commitment strong enough, as a person has confirmed."""
        return self.status in COMMITTED and self.strength in STRONG_ENOUGH and self.confirmed


@dataclass(frozen=True)
class Question:
    """One factor and what answers it; `risk_until` is when an accepted risk is looked at again."""

    factor: int
    title: str
    role: str
    answers: Sequence[Answer] = ()
    risk_until: dt.date | None = None


@dataclass(frozen=True)
class Gap:
    """A factor that the plan leaves open: its sentence says what is missing."""

    factor: int
    sentence: str
    to_confirm: Answer | None = None
    """The action that would answer it, had a person confirmed its strength."""


def gaps(questions: Iterable[Question], today: dt.date) -> tuple[Gap, ...]:
    """The factors that are left open, in order."""
    return tuple(
        Gap(one.factor, _sentence(one, today), _to_confirm(one)) for one in questions if _is_open(one, today)
    )


def _to_confirm(question: Question) -> Answer | None:
    """The first commitment that is strong enough by its wording, and looked at by nobody."""
    for answer in question.answers:
        if answer.status in COMMITTED and answer.strength in STRONG_ENOUGH and not answer.confirmed:
            return answer
    return None


def _is_open(question: Question, today: dt.date) -> bool:
    if question.role not in ASKED_OF or any(answer.counts for answer in question.answers):
        return False
    return question.risk_until is None or question.risk_until < today


def _sentence(question: Question, today: dt.date) -> str:
    said = f"“{question.title}” {ASKED_OF[question.role]}"
    if (unconfirmed := _to_confirm(question)) is not None:
        return f"{said}. “{unconfirmed.title}” may answer it: somebody confirms how strong it is."
    if question.risk_until is not None:
        return f"{said}, and its accepted risk was to be looked at again by now. Decide anew, or give it an action."
    if any(answer.status in COMMITTED for answer in question.answers):
        return f"{said}, and only weaker actions answer it. Add a stronger or intermediate one, or accept the risk."
    if any(answer.status == "idea" for answer in question.answers):
        return f"{said}, and is answered by an idea only. Accept the idea, or accept the risk."
    return f"{said}, and no action answers it. Add a stronger or intermediate one, or accept the risk."
