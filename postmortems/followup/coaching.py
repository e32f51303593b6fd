"""Help with an action's wording: how strong it is likely to be, and words that leave its end open."""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.coaching.queries import check
from postmortems.domain.language import Finding
from postmortems.domain.strength import STRENGTHS, Suggestion, suggest


@dataclass(frozen=True)
class Hint:
    """What the coach has to say about one title."""

    title: str
    suggestion: Suggestion
    strength: str
    findings: tuple[Finding, ...]


def hint(title: str) -> Hint | None:
    """Help with a title; None while there is nothing to help with."""
    title = title.replace("\x00", "").strip()[:300]
    if not title:
        return None
    suggestion = suggest(title)
    findings = check(title, scope="action").findings[:3]
    return Hint(title, suggestion, dict(STRENGTHS).get(suggestion.strength, "").lower(), tuple(findings))
