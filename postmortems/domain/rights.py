"""Who may read and write one postmortem: the rule for a single one, as `visible_to` is the rule for lists.

The two are kept equal by a test that goes through every standing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What a person is to a postmortem. `above` is a manager of the parent team; `pen` a named reader who may write."""

    owner: bool = False
    facilitator: bool = False
    member: bool = False
    above: bool = False
    named: bool = False
    pen: bool = False


@dataclass(frozen=True)
class Rights:
    """May know of it and read it; may write in it; may read its restricted parts."""

    read: bool
    write: bool
    full: bool


def rights(visibility: str, who: Standing) -> Rights:
    """The rights of a person under a visibility: organisation, team or named."""
    read = visibility == "organisation" or who.owner or who.facilitator or who.named
    read = read or (visibility == "team" and (who.member or who.above))
    write = who.owner or who.pen or (who.member and visibility != "named")
    return Rights(read=read, write=read and write, full=read and (who.owner or who.facilitator or who.named))
