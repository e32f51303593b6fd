"""Which policy holds for an action: by team, severity and priority, the most specific one whole.

The nearest team that decided something for the action comes first, then the teams above it, then the organisation.
Within one team a policy for severity and priority goes before one for the severity, that before one for the priority,
and that before one for all. What the organisation left alone is as it comes.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .policy import DEFAULT, ONE_DAY, Calendar, Policy, Step, manager_step, owner_steps


@dataclass(frozen=True)
class Terms:
    """What a policy says: days to finish and how they are counted, the longest snooze, and the ladder."""

    finish: int = 56
    working: bool = False
    country: str = ""
    snooze: int = 14
    ladder: Policy = DEFAULT


Key = tuple[int | None, str, str]
"""Team (None is the organisation), severity, priority; "" is any."""

AS_IT_COMES: Mapping[Key, Terms] = {
    # PagerDuty's process documentation: 15 days for the gravest severity, 30 for the next.
    (None, "sev1", ""): Terms(finish=15),
    (None, "sev2", ""): Terms(finish=30),
    # Atlassian's handbook: four weeks for priority actions, eight for the others.
    (None, "", "p1"): Terms(finish=28),
    (None, "", ""): Terms(finish=56),
}


@dataclass(frozen=True)
class Rulebook:
    """Everything that was decided, and which team belongs to which."""

    decided: Mapping[Key, Terms] = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)
    _known: dict[Key, Key] = field(default_factory=dict, compare=False)

    def key_for(self, team: int | None, severity: str, priority: str) -> Key:
        """The key of the policy that holds."""
        asked = (team, severity, priority)
        if asked not in self._known:
            self._known[asked] = next(key for key in self._candidates(*asked) if self._has(key))
        return self._known[asked]

    def terms_for(self, team: int | None, severity: str, priority: str) -> Terms:
        """What holds for an action of that team, severity and priority."""
        return self.terms_of(self.key_for(team, severity, priority))

    def terms_of(self, key: Key) -> Terms:
        """The policy of exactly that key."""
        return self.decided[key] if key in self.decided else AS_IT_COMES[key]

    def ladders(self) -> set[Policy]:
        """Every ladder that may hold for some action."""
        keys = {*self.decided, *AS_IT_COMES}
        return {self.terms_of(key).ladder for key in keys}

    def below(self, team: int) -> set[int]:
        """The team and every team that belongs to it."""
        return {team, *(other for other in self.parents if team in self._upwards(other))}

    def _has(self, key: Key) -> bool:
        return key in self.decided or key in AS_IT_COMES

    def _candidates(self, team: int | None, severity: str, priority: str) -> Iterator[Key]:
        for level in self._upwards(team):
            for scope in ((severity, priority), (severity, ""), ("", priority), ("", "")):
                yield (level, *scope)

    def _upwards(self, team: int | None) -> Iterator[int | None]:
        """The team, the ones above it, and the organisation."""
        passed = set()
        while team is not None and team not in passed:
            yield team
            passed.add(team)
            team = self.parents.get(team)
        yield None


def due_date(start: dt.date, terms: Terms, calendar: Calendar) -> dt.date:
    """The due date suggested for an action written down on `start`; never a day off of `calendar`."""
    if terms.working:
        return calendar.after_working_days(start, terms.finish)
    return calendar.on_or_after(start + terms.finish * ONE_DAY)


OWNER, MANAGERS, ABOVE = "owner", "managers", "managers_above"


@dataclass(frozen=True)
class Told:
    """One line of a preview: who hears, and the step."""

    who: str
    step: Step


def preview(due: dt.date, ladder: Policy, calendar: Calendar, *, repeats: int = 3) -> list[Told]:
    """Who would hear of an action due on that day, and when, everybody keeping to one calendar."""
    steps = itertools.islice(owner_steps(due, calendar, ladder), len(ladder.before) + repeats)
    found = [Told(OWNER, step) for step in steps]
    for who, number in ((MANAGERS, ladder.managers), (ABOVE, ladder.managers_above)):
        if number is not None:
            found.append(Told(who, manager_step(who, due, number, calendar)))
    return sorted(found, key=lambda told: told.step.at)
