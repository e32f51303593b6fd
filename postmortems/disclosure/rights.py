"""Who sees the clocks of a postmortem, and who may answer them.

The clocks show when an organisation knew what: to those who write the record, to its readers of restricted parts, and
to the people with the capacity *security* or *legal*, as far as they may read the postmortem at all. No capacity opens
a postmortem that its visibility closes.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts.models import User
from postmortems.models import Postmortem

KINDS = ("exposure", "ai_behaviour", "data_loss")
"""Incidents whose page leads to the clocks; of the others the page opens by its address, for a law may concern them."""


@dataclass(frozen=True)
class Desk:
    """A postmortem that the person may know of, and what they may do with its clocks."""

    postmortem: Postmortem
    may_read: bool
    may_write: bool


def holds_capacity(user: User) -> bool:
    """Whether the person answers for security or law."""
    return user.signs_security or user.signs_legal


def desk_for(user: User, pk: int) -> Desk | None:
    """None when the postmortem is not there for this person."""
    postmortem = Postmortem.objects.select_related("team", "owner").seen_by(user, pk)
    if postmortem is None:
        return None
    writes = postmortem.pen or holds_capacity(user)
    return Desk(postmortem, writes or postmortem.full_reader, writes)


def may_read(postmortem: Postmortem, user: User) -> bool:
    """The same question for mail and inbox, where nothing is loaded yet."""
    desk = desk_for(user, postmortem.pk)
    return desk is not None and desk.may_read
