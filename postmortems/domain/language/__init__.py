"""The language coach: reads a text and says kindly where its wording blames or judges, with a reason and another wording.

Pure: text in, findings out. No network, no clock, no database; the same text always gets the same answer.
"""

from postmortems.domain.language.engine import check
from postmortems.domain.language.model import CATEGORIES, SCOPES, SEVERITIES, Finding, Result, Rule
from postmortems.domain.language.own import (
    MOST_PHRASES,
    MOST_RULES,
    OwnRule,
    UnreadablePhrase,
    read_phrase,
)
from postmortems.domain.language.reader import forget
from postmortems.domain.language.rules import RULES

__all__ = [
    "CATEGORIES",
    "MOST_PHRASES",
    "MOST_RULES",
    "RULES",
    "SCOPES",
    "SEVERITIES",
    "Finding",
    "OwnRule",
    "Result",
    "Rule",
    "UnreadablePhrase",
    "check",
    "forget",
    "read_phrase",
]
