"""The clocks of disclosure laws: rules as data, deadlines from them, and when somebody is reminded.

Information, not legal advice. Where a law can be read in two ways, the earlier deadline counts and the later one is
said beside it; counsel decides.
"""

from postmortems.domain.clocks.engine import clocks, regime_in_force, within
from postmortems.domain.clocks.ladder import Rung, rung_reached
from postmortems.domain.clocks.model import (
    ANCHORS,
    OPEN,
    TRAITS,
    Clock,
    Decision,
    Duty,
    Facts,
    Regime,
    Term,
    Way,
)
from postmortems.domain.clocks.regimes import CHECKED_ON, REGIMES, regime

__all__ = [
    "ANCHORS",
    "CHECKED_ON",
    "OPEN",
    "REGIMES",
    "TRAITS",
    "Clock",
    "Decision",
    "Duty",
    "Facts",
    "Regime",
    "Rung",
    "Term",
    "Way",
    "clocks",
    "regime",
    "regime_in_force",
    "rung_reached",
    "within",
]
