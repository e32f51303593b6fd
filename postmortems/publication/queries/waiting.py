"""Texts that wait for signatures, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts.models import User
from postmortems.domain.briefs import AUDIENCES
from postmortems.models import Postmortem, PublicSummary, Reach, Removal
from postmortems.publication import brief_rights

from . import standing

SHOWN = 20
"""So many wait on a page at most."""


@dataclass(frozen=True)
class Wanted:
    """A text that waits for somebody, as a list shows it."""

    title: str
    called: str
    team: str
    path: str


def called(text: PublicSummary) -> str:
    """What the text is: "Public summary", "Executive brief"."""
    return "Public summary" if text.reader == PublicSummary.Reader.PUBLIC else AUDIENCES[text.reader].name


def path_of(text: PublicSummary) -> str:
    """Where it is read and signed."""
    home = f"/postmortems/{text.postmortem_id}/"
    return (
        f"{home}summary/#signing"
        if text.reader == PublicSummary.Reader.PUBLIC
        else f"{home}briefs/{text.reader}/text/#signing"
    )


def may_sign(text: PublicSummary, user: User) -> tuple[str, ...]:
    """The capacities this person could sign the text in now; none when they may not read it."""
    if text.status != PublicSummary.Status.AWAITING or not (user.is_active and user.capacities):
        return ()
    postmortem = Postmortem.objects.kept().seen_by(user, text.postmortem_id)
    if postmortem is None:
        return ()
    if text.reader == PublicSummary.Reader.PUBLIC:
        return standing.can_sign_as(text, user)
    if AUDIENCES[text.reader].restricted and not postmortem.full_reader:
        return ()
    return brief_rights.can_sign_as(text, user)


def needed_of(text: PublicSummary) -> tuple[str, ...]:
    """The capacities whose signature is still missing."""
    public = text.reader == PublicSummary.Reader.PUBLIC
    return standing.still_needed(text) if public else brief_rights.still_needed(text)


def without_signer(text: PublicSummary) -> tuple[str, ...]:
    """The capacities that a text waits for in vain: nobody holds them who may open it and wrote none of it."""
    if text.status != PublicSummary.Status.AWAITING:
        return ()
    return tuple(
        capacity
        for capacity in needed_of(text)
        if not any(capacity in may_sign(text, person) for person in standing.holders((capacity,)))
    )


def waiting_for(user: User, reach: Reach) -> list[Wanted]:
    """The texts that wait for this person's signature, longest first. No query for somebody who signs nothing."""
    if not user.capacities:
        return []
    rows = PublicSummary.objects.filter(
        reach.readable("postmortem__"),
        status=PublicSummary.Status.AWAITING,
        postmortem__discarded_at__isnull=True,
    ).select_related("postmortem__team")
    found = [text for text in rows.order_by("updated_at")[:SHOWN] if may_sign(text, user)]
    texts = [
        Wanted(one.postmortem.title, called(one), one.postmortem.team.name, path_of(one)) for one in found
    ]
    return _removals(user, reach) + texts


def _removals(user: User, reach: Reach) -> list[Wanted]:
    """What was taken out of a public text and waits for the second signature, which is somebody else's."""
    rows = Removal.objects.filter(
        reach.readable("summary__postmortem__"),
        confirmed_at__isnull=True,
        summary__postmortem__discarded_at__isnull=True,
    ).exclude(removed_by=user)
    found = rows.select_related("summary__postmortem__team").order_by("removed_at")[:SHOWN]
    about = [row.summary.postmortem for row in found]
    what = "What is left after a removal"
    return [Wanted(one.title, what, one.team.name, f"/postmortems/{one.pk}/summary/#after") for one in about]
