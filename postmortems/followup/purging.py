"""Taking a passage out of action items for good."""

from __future__ import annotations

from django.db import transaction

from core.scrub import scrub
from postmortems.models import Action, Postmortem, Snooze, TrackerLink

TEXTS = (
    "title",
    "details",
    "owner_as_written",
    "ticket_url",
    "measure",
    "evidence",
    "verification",
    "declined_because",
    "source",
)


@transaction.atomic
def purge_words(*, postmortem: Postmortem, passage: str, hole: str) -> int:
    """Take a passage out of action items and what they were before, for good; how many rows held it."""
    actions = Action.objects.filter(postmortem=postmortem)
    changed = scrub(actions, TEXTS, passage, hole)
    changed += scrub(Snooze.objects.filter(action__in=actions.values("pk")), ("reason",), passage, hole)
    links = TrackerLink.objects.filter(action__in=actions.values("pk"))
    changed += scrub(links, ("said", "last_error"), passage, hole, json=("wording",))
    return changed + scrub(Action.history.filter(id__in=actions.values("pk")), TEXTS, passage, hole)
