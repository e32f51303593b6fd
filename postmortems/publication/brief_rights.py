"""Who opens, writes and signs a brief.

Nobody reads a brief of a postmortem they may not read. The legal brief holds restricted parts: it is there for the
owner, the facilitator and the named readers, whoever else sees the postmortem.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts.models import User
from postmortems.domain.briefs import AUDIENCES, Audience, signs
from postmortems.models import Postmortem, PublicSummary, Signature, SigningRule
from postmortems.publication.queries.standing import wrote_any


@dataclass(frozen=True)
class Desk:
    """One brief of one postmortem, and what the person may do with it; `brief` is None while it is not begun."""

    postmortem: Postmortem
    audience: Audience
    brief: PublicSummary | None
    may_open: bool
    may_write: bool
    may_sign: bool


def desks(user: User, pk: int) -> list[Desk] | None:
    """Every brief of a postmortem; None when it is not there for this person. Three queries at most."""
    postmortem = Postmortem.objects.select_related("team", "owner").seen_by(user, pk)
    if postmortem is None:
        return None
    briefs = PublicSummary.objects.filter(postmortem=postmortem, reader__in=AUDIENCES)
    found = {row.reader: row for row in briefs.select_related("live_revision")}
    for row in found.values():
        row.postmortem = postmortem
    return [_desk(postmortem, one, found.get(key), user) for key, one in AUDIENCES.items()]


def _desk(postmortem: Postmortem, audience: Audience, brief: PublicSummary | None, user: User) -> Desk:
    opens = postmortem.full_reader or not audience.restricted
    writes = opens and (postmortem.pen or user.is_publisher or (audience.restricted and user.signs_legal))
    return Desk(postmortem, audience, brief, opens, writes, opens and bool(user.capacities))


def needed(brief: PublicSummary) -> tuple[str, ...]:
    """The capacities that sign this brief: as administrators set them, else the house's own rule."""
    kind = brief.postmortem.kind
    rows = SigningRule.objects.filter(reader=brief.reader, kind__in=[kind, ""])
    held = {row.kind: tuple(row.capacities) for row in rows}
    return held.get(kind) or held.get("") or signs(AUDIENCES[brief.reader], kind)


def signed(brief: PublicSummary) -> dict[str, Signature]:
    """Capacity -> the signature on the text as it stands; of people who wrote none of it."""
    if not brief.text_digest:
        return {}
    rows = Signature.objects.filter(summary=brief, text_digest=brief.text_digest).select_related("signer")
    return {row.capacity: row for row in rows if not wrote_any(brief, row.signer)}


def still_needed(brief: PublicSummary) -> tuple[str, ...]:
    """Capacities that have not signed the text as it stands."""
    have = signed(brief)
    return tuple(capacity for capacity in needed(brief) if capacity not in have)


def can_sign_as(brief: PublicSummary, user: User) -> tuple[str, ...]:
    """The capacities this person could sign in now; none for somebody who wrote a part of it."""
    if brief.status != PublicSummary.Status.AWAITING or wrote_any(brief, user):
        return ()
    return tuple(capacity for capacity in still_needed(brief) if capacity in user.capacities)
