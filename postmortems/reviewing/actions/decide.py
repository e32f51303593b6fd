"""Deciding about a finding of the coach."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.models import LanguageDecision, Postmortem


@transaction.atomic
def decide_language(
    *,
    postmortem: Postmortem,
    actor: User,
    rule: str,
    excerpt: str,
    severity: str,
    reason: str,
    now: dt.datetime,
) -> LanguageDecision:
    """Let a wording stand, with a reason that reviewers see; remembered for this wording in this postmortem."""
    if not reason.strip():
        raise MoveRefused("Say in a sentence why this wording should stand.")
    decision = "overridden" if severity == "block" else "dismissed"
    made, _ = LanguageDecision.objects.update_or_create(
        postmortem=postmortem,
        rule=rule,
        excerpt=excerpt[:300],
        defaults={"decision": decision, "reason": reason.strip(), "decided_by": actor, "decided_at": now},
    )
    audit.record(actor=actor, verb="decide_language", obj=made, fields={"rule": rule, "decision": decision})
    return made
