"""What a rule of a disclosure law is made of, what is known of an incident, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

ANCHORS: dict[str, str] = {
    "occurred_at": "It occurred",
    "detected_at": "It was detected",
    "aware_at": "We became aware of it",
    "high_risk_at": "The risk to people was found to be high",
    "classified_at": "It was classified as major",
    "material_at": "It was determined to be material",
    "causal_link_at": "A link to the AI system was found likely",
    "fix_available_at": "A fix became available",
}
"""The moments that laws count from; each is kept by itself, because the laws start from different ones."""

TRAITS: dict[str, str] = {
    "for_others": "Some of the data is handled for somebody else",
    "none_ours": "All of the data is handled for somebody else",
    "vulnerability": "A vulnerability of a product of ours is being exploited",
    "widespread": "Widespread infringement, or critical infrastructure seriously disrupted",
    "death": "A person died, or it may have caused a death",
}
"""What changes a deadline or a duty."""

OPEN = ("running", "late", "at_once")
"""The states of a clock that somebody still has to answer."""


@dataclass(frozen=True)
class Term:
    """A period as the law says it, in one unit; all zero means without undue delay, with no fixed hour."""

    hours: int = 0
    days: int = 0
    months: int = 0
    business_days: int = 0

    @property
    def fixed(self) -> bool:
        """Whether it ends at a time that can be told."""
        return bool(self.hours or self.days or self.months or self.business_days)

    @property
    def words(self) -> str:
        """ "72 hours", "1 month", "without undue delay"."""
        units = ("hours", "days", "months", "business_days")
        for name in units:
            if number := getattr(self, name):
                unit = name.replace("_", " ")
                return f"{number} {unit if number != 1 else unit[:-1]}"
        return "without undue delay"


@dataclass(frozen=True)
class Way:
    """One way in which a deadline comes about: a term counted from an anchor or from a report ("report:warning").

    `needs` are traits of which one has to be there. `which` is the first or the last of several reports. A way that
    `gives_way_to` an anchor falls away when that moment came after the deadline was over.
    """

    anchor: str
    term: Term
    needs: frozenset[str] = frozenset()
    which: str = "first"
    gives_way_to: str = ""


@dataclass(frozen=True)
class Duty:
    """One report of a law; of several ways the earliest deadline counts. `at_once_from` makes it due at once."""

    key: str
    name: str
    to: str
    ways: tuple[Way, ...]
    content: tuple[str, ...] = ()
    note: str = ""
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    at_once_from: str = ""


@dataclass(frozen=True)
class Regime:
    """One version of one law's rule, with where it stands, when it holds and when that was last checked."""

    key: str
    name: str
    article: str
    about: str
    question: str
    source: str
    version: str
    effective_from: dt.date
    duties: tuple[Duty, ...]
    effective_to: dt.date | None = None
    note: str = ""
    weekend_noon: bool = False
    """Whether what falls on a weekend may be sent until noon of the next working day."""

    def duty(self, key: str) -> Duty | None:
        """The duty of that key."""
        return next((duty for duty in self.duties if duty.key == key), None)


@dataclass(frozen=True)
class Decision:
    """The latest word on a law ("applies", "not_applicable") or on one report ("not_notify", "notify")."""

    kind: str
    reason: str = ""
    by: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of one incident: the moments, the traits, the zone of days and months, reports and decisions."""

    times: Mapping[str, dt.datetime] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    zone: str = "UTC"
    sent: Mapping[tuple[str, str], tuple[dt.datetime, ...]] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str], Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    """How one report stands.

    `state` is one of running, late, at_once, waiting, sent, sent_late, not_sent (by decision), not_applicable,
    not_in_force. `due_at` is the earliest reading, `latest_at` a later one that may hold. `provisional` says that
    nobody has said yet whether the law applies.
    """

    regime: Regime
    duty: Duty
    state: str
    why: str
    anchor: str = ""
    began_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    latest_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    provisional: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer it."""
        return self.state in OPEN
