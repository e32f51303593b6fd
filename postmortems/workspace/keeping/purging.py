"""One removal through all rooms: each room takes the passage out of its own tables."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core.accounts.models import User
from core.scrub import holding
from core.transitions import MoveRefused
from postmortems.analysis.actions import purge_words as purge_factors
from postmortems.authoring.actions import hole_of, purge_text, record_purge, wrote
from postmortems.disclosure.actions import purge_words as purge_disclosure
from postmortems.followup.actions import purge_words as purge_actions
from postmortems.models import Postmortem, PublicRevision, Purge
from postmortems.publication.actions import purge_briefs
from postmortems.publication.actions import purge_words as purge_summaries
from postmortems.reviewing.actions import purge_words as purge_remarks


@transaction.atomic
def purge(*, postmortem: Postmortem, actor: User, now: dt.datetime, passage: str, reason: str) -> Purge:
    """Remove a passage from text, revisions and remarks for good. Refused under a hold, or where it stands nowhere.

    Published texts are a publisher's: `stands_outside` says whether the passage is among them too.
    """
    hole = hole_of(now)
    places = purge_text(postmortem=postmortem, passage=passage, hole=hole)
    for room in (purge_factors, purge_actions, purge_remarks, purge_disclosure):
        places += room(postmortem=postmortem, passage=passage, hole=hole)
    places += purge_summaries(postmortem=postmortem, passage=passage, now=now)
    places += purge_briefs(postmortem=postmortem, passage=passage, hole=hole, now=now)
    if not places:
        raise MoveRefused("This passage stands nowhere in this postmortem. Copy it exactly as it is written.")
    wrote(postmortem=postmortem, actor=actor, now=now)
    return record_purge(postmortem=postmortem, actor=actor, now=now, reason=reason, places=places)


def stands_outside(postmortem: Postmortem, passage: str) -> bool:
    """Whether the passage stands in a published revision of one of its summaries."""
    revisions = PublicRevision.objects.filter(summary__postmortem=postmortem, summary__reader="public")
    return bool(holding(revisions, ("note",), passage, json=("content",)))
