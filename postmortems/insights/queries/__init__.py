"""What the pages about patterns and follow-through print."""

from .again import again
from .answers import answers, pledges
from .follow import counts, late_by_age, on_time, parts, strength_mix, verified
from .patterns import by_category, by_severity, conditions, how_long, period, told
from .scope import Scope, scope_of
from .week import since_last_week

__all__ = [
    "Scope",
    "again",
    "answers",
    "by_category",
    "by_severity",
    "conditions",
    "counts",
    "how_long",
    "late_by_age",
    "on_time",
    "parts",
    "period",
    "pledges",
    "scope_of",
    "since_last_week",
    "strength_mix",
    "told",
    "verified",
]
