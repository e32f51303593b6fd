"""What the public text leaves out of the record, and why: for the people inside one by one, for readers in a sentence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from postmortems.domain import truth
from postmortems.models import Disclosure, Postmortem, PublicSummary

REASONS = {
    "people": "to protect people",
    "security": "to protect our security",
    "customers": "to protect customers",
    "legal": "for legal reasons",
    "relevance": "because it is not relevant outside",
}
CHOICES = {
    "people": "A person",
    "security": "Security",
    "customers": "A customer",
    "legal": "Legal",
    "relevance": "Not relevant outside",
}
TOLD = "told"
_LISTED = re.compile(r"^\s{0,3}(?:[-*+]|\d+[.)])\s+\S", re.M)
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Item:
    """One event or factor of the record. `answer` is "told", a reason, or "" where nobody has said anything.

    `label` is "" for what is restricted, to those who may not read it.
    """

    key: str
    kind: str
    label: str
    told: bool
    answer: str
    restricted: bool


def _clocks(body: str) -> set[tuple[int, int]]:
    """The times of day that the public timeline names, in UTC."""
    day = dt.date(2000, 1, 2)
    found = set()
    for claim in truth.claims_in(body):
        if claim.kind == "time" and claim.at is not None:
            zone = truth.zone_of(claim.zone) or dt.UTC
            at = dt.datetime.combine(claim.date or day, claim.at, tzinfo=zone).astimezone(dt.UTC)
            found.add((at.hour, at.minute))
    return found


def _stems(text: str) -> set[str]:
    return {word[:6] for word in _WORD.findall(text.lower())}


def items_of(summary: PublicSummary, *, full: bool = False) -> list[Item]:
    """Every event and factor of the record with what became of it; two queries.

    Where nobody said, a row counts as told when its time stands in the public timeline, a factor when half of its words
    stand among the public ones. What is restricted is never told; its words are there with `full` only.
    """
    postmortem: Postmortem = summary.postmortem
    bodies = {part["key"]: part["body"] for part in summary.parts}
    said: dict[str, str] = summary.withheld.get("items", {})
    clocks, words = _clocks(bodies.get("timeline", "")), _stems(bodies.get("factors", ""))
    items = []
    for pk, at, text, disclosure in postmortem.events.values_list("pk", "at", "text", "disclosure"):
        utc = at.astimezone(dt.UTC)
        label = f"{utc:%Y-%m-%d %H:%M} UTC {' '.join(text.split())}"
        items.append(
            _item(f"event-{pk}", "event", label, (utc.hour, utc.minute) in clocks, disclosure, said, full)
        )
    rows = postmortem.factors.values_list("pk", "title", "condition", "disclosure")
    for pk, title, condition, disclosure in rows:
        stems = _stems(condition or title)
        told = bool(stems) and 2 * len(stems & words) >= len(stems)
        items.append(_item(f"factor-{pk}", "factor", title or condition, told, disclosure, said, full))
    return items


def _item(key: str, kind: str, label: str, seems: bool, disclosure: str, said: dict, full: bool) -> Item:
    restricted = disclosure == Disclosure.RESTRICTED
    answer = said.get(key, "")
    told = not restricted and (answer == TOLD or (answer == "" and seems))
    return Item(key, kind, label[:160] if full or not restricted else "", told, answer, restricted)


def described(summary: PublicSummary) -> dict[str, list[int]]:
    """How many factors and events are told, of how many there are: {"factors": [4, 5], "events": [12, 15]}.

    By what people said of each; where nobody has said anything of a kind, by the items of its list in the text.
    """
    bodies = {part["key"]: part["body"] for part in summary.parts}
    items = items_of(summary)
    shares = {}
    for name, kind, part in (("factors", "factor", "factors"), ("events", "event", "timeline")):
        own = [item for item in items if item.kind == kind]
        listed = len(_LISTED.findall(bodies.get(part, "")))
        said = any(item.answer for item in own)
        shares[name] = [sum(item.told for item in own) if said else min(listed, len(own)), len(own)]
    return shares


def reasons_of(summary: PublicSummary) -> list[str]:
    """Why something is left out, for readers: what was ticked for the whole, and the answers given one by one."""
    given = {*summary.withheld.get("reasons", []), *summary.withheld.get("items", {}).values()}
    return [reason for reason in REASONS if reason in given]
