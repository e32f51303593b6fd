"""The coach's findings over a whole postmortem, less what people decided about them."""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.coaching.queries import house, load_record, texts_of
from postmortems.domain import language
from postmortems.models import Postmortem


@dataclass(frozen=True)
class Located:
    """A finding and where it stands: what the place is called, and its anchor on the workspace page."""

    place: str
    anchor: str
    finding: language.Finding

    @property
    def excerpt(self) -> str:
        """The wording a decision is remembered for."""
        return self.finding.excerpt[:300]


def open_findings(postmortem: Postmortem, *, full: bool) -> list[Located]:
    """What the coach still says, the gravest first; restricted parts only for those who read them (`full`).

    A handful of queries and one pass over the text, by the organisation's rules: asked for on the review page and at
    approval, never while typing.
    """
    rules, record = house(), load_record(postmortem.pk)
    found = [
        Located(place, anchor, finding)
        for place, anchor, scope, text, restricted, _key in texts_of(postmortem, full=full)
        for finding in rules.check(text, scope=scope, people=record.people).findings
        # Restricted parts are where names belong.
        if not (restricted and finding.category == "naming") and not record.stands(finding)
    ]
    order = {"block": 0, "warn": 1, "nudge": 2}
    return sorted(found, key=lambda one: order[one.finding.severity])


def blocking(postmortem: Postmortem) -> list[Located]:
    """Those that stop an approval until they are reworded or overridden in writing."""
    return [one for one in open_findings(postmortem, full=True) if one.finding.severity == "block"]
