"""The states, and which may follow which. Words and moves of the whole product, decided once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lifecycle:
    """A named set of states and the moves between them.

    `moves` maps a verb to (the states it starts from, the state it leads to).
    """

    name: str
    labels: Mapping[str, str]
    moves: Mapping[str, tuple[frozenset[str], str]]

    def may(self, verb: str, state: str) -> bool:
        """Whether `verb` can be done from `state`."""
        return state in self.moves[verb][0]

    def verbs_from(self, state: str) -> tuple[str, ...]:
        """What can be done from `state`, in the order of the table."""
        return tuple(verb for verb, (sources, _) in self.moves.items() if state in sources)

    def sources(self, verb: str) -> frozenset[str]:
        """The states `verb` starts from."""
        return self.moves[verb][0]

    def target(self, verb: str) -> str:
        """The state `verb` leads to."""
        return self.moves[verb][1]


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


POSTMORTEM = Lifecycle(
    "postmortem",
    {"draft": "Draft", "in_review": "In review", "approved": "Approved", "closed": "Closed"},
    {
        "ask_review": (_from("draft"), "in_review"),
        "ask_changes": (_from("in_review"), "draft"),
        "approve": (_from("in_review"), "approved"),
        # The text changed after the approval, or somebody reopened it; either way with a reason.
        "reopen": (_from("approved", "closed"), "draft"),
        "close": (_from("approved"), "closed"),
    },
)

SUMMARY = Lifecycle(
    "public summary",
    {
        "preparing": "Preparing",
        "awaiting_signatures": "Awaiting signatures",
        "scheduled": "Scheduled",
        "published": "Published",
        "withdrawn": "Withdrawn",
    },
    {
        "ask_signatures": (_from("preparing"), "awaiting_signatures"),
        # Any change of the text leads back here; signatures name the exact text and lapse.
        "change_text": (
            _from("preparing", "awaiting_signatures", "scheduled", "published", "withdrawn"),
            "preparing",
        ),
        # A time that was set is changed by setting another one.
        "schedule": (_from("awaiting_signatures", "scheduled"), "scheduled"),
        # Taken back, or its time came and it was refused; signatures name the text and stay.
        "unschedule": (_from("scheduled"), "awaiting_signatures"),
        "publish": (_from("awaiting_signatures", "scheduled"), "published"),
        "withdraw": (_from("published", "preparing", "awaiting_signatures", "scheduled"), "withdrawn"),
    },
)

ACTION = Lifecycle(
    "action item",
    {
        "idea": "Idea",
        "accepted": "Accepted",
        "in_progress": "In progress",
        "done": "Done",
        "verified": "Verified",
        "declined": "Declined",
    },
    {
        "accept": (_from("idea"), "accepted"),
        "start": (_from("accepted"), "in_progress"),
        "finish": (_from("accepted", "in_progress"), "done"),
        "verify": (_from("done"), "verified"),
        "decline": (_from("idea", "accepted", "in_progress"), "declined"),
        "reopen": (_from("done", "verified", "declined"), "in_progress"),
    },
)

OPEN_ACTIONS = ("accepted", "in_progress")
"""The states in which an action is a commitment that can become late; an idea is not one yet."""
