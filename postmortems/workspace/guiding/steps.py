"""The steps of guided writing, worked out from what the workspace page has loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postmortems.domain.readiness import Missing
from postmortems.models import Section

STATES = {"done": "done", "part": "begun", "": "empty"}


@dataclass(frozen=True)
class Step:
    """One thing to do: what it is called, how far it is, and what of it is missing, in order of importance.

    `sort` says which form it has: facts, people, kind, text, timeline, incidents, factors, actions or review.
    """

    key: str
    title: str
    sort: str
    state: str
    required: bool
    missing: tuple[Missing, ...] = ()
    section: Section | None = None

    @property
    def minutes(self) -> int:
        """About how long what a review waits for takes here."""
        return sum(one.minutes for one in self.missing if one.required)

    @property
    def waits(self) -> bool:
        """Whether a review waits for something of it."""
        return any(one.required for one in self.missing)

    @property
    def said(self) -> str:
        """Its state in a word, for those who don't see the dot."""
        return STATES[self.state]


@dataclass(frozen=True)
class Walk:
    """All steps in the order in which they are easiest to do, and where one stands."""

    steps: tuple[Step, ...]
    here: int

    @property
    def step(self) -> Step:
        """The step that is open."""
        return self.steps[self.here]

    @property
    def number(self) -> int:
        """Its number, counted from one."""
        return self.here + 1

    @property
    def before(self) -> Step | None:
        """The step before, None at the first."""
        return self.steps[self.here - 1] if self.here else None

    @property
    def after(self) -> Step | None:
        """The step after, None at the last."""
        return self.steps[self.here + 1] if self.here + 1 < len(self.steps) else None

    @property
    def done(self) -> int:
        """How many steps are done; the last one is the review itself."""
        return sum(1 for step in self.steps[:-1] if step.state == "done")

    @property
    def to_do(self) -> int:
        """How many steps there are beside the review."""
        return len(self.steps) - 1


def _state(missing: Sequence[Missing], *, begun: bool) -> str:
    if not missing:
        return "done"
    return "part" if begun else ""


def steps_of(context: dict, *, people: int) -> tuple[Step, ...]:
    """The steps for what the workspace page has loaded; `people` is the length of the roster."""
    postmortem, missing = context["postmortem"], context["missing"]

    def of(key: str) -> tuple[Missing, ...]:
        return tuple(one for one in missing if one.step == key)

    facts = of("facts")
    any_fact = bool(postmortem.severity) or any(getattr(postmortem, name) for name in postmortem.FACTS)
    steps = [
        Step("facts", "The facts", "facts", _state(facts, begun=any_fact), True, facts),
        Step("people", "People involved", "people", "done" if people else "", False),
    ]
    if context["loose"]:
        title = context["answers"].spec.title
        begun = any(lines for _, lines in context["loose"])
        steps.append(Step("kind", title, "kind", _state(of("kind"), begun=begun), True, of("kind")))
    for section in context["sections"]:
        if section.kind == "unplaced" and not section.body:
            continue
        sort = "text" if section.kind == "unplaced" else section.kind
        lacks = of(section.key)
        # Begun is not done while a review waits for something of it.
        state = "part" if section.dot == "done" and any(one.required for one in lacks) else section.dot
        steps.append(Step(section.key, section.title, sort, state, section.required, lacks, section))
    ready = "done" if postmortem.status != "draft" else "part" if context["ready"] else ""
    return (*steps, Step("review", "Ask for a review", "review", ready, True))


def next_to_do(steps: Sequence[Step]) -> Step:
    """Where to go on: the first step that a review waits for, else the first that is empty, else the review."""
    for step in steps:
        if step.waits:
            return step
    return steps[-1]
