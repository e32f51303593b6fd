"""What those who run the site may see of postmortems: counts by state, never ids, titles or text."""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.ops.health import DEGRADED, OK, State, part
from core.ops.metrics import by_field, counted
from postmortems.models import Action, Postmortem, PublicGeneration, PublicSummary


@counted("debrief_postmortems", "Postmortems by status, discarded drafts left out.", "status")
def postmortems() -> Iterable[tuple[str, float]]:
    """Draft, in review, approved, closed."""
    return by_field(Postmortem.objects.kept(), "status")


@counted("debrief_actions", "Action items by status.", "status")
def actions() -> Iterable[tuple[str, float]]:
    """Idea, accepted, in progress and so on."""
    return by_field(Action.objects, "status")


@counted("debrief_summaries", "Public summaries by status.", "status")
def summaries() -> Iterable[tuple[str, float]]:
    """Preparing, awaiting signatures, scheduled, published, withdrawn."""
    return by_field(PublicSummary.objects.filter(reader="public"), "status")


@part("public mirror")
def mirror() -> State:
    """Whether this server's disk holds the public bytes of the database; a server nobody asks may be behind."""
    wanted = PublicGeneration.objects.filter(pk=1).first()
    try:
        held = json.loads((Path(settings.PUBLIC_MIRROR_DIR) / "index.json").read_text())["generation"]
    except (OSError, ValueError, KeyError):
        held = 0
    number = wanted.number if wanted else 0
    behind = wanted and held != number and timezone.now() - wanted.changed_at > dt.timedelta(seconds=30)
    return State(DEGRADED if behind else OK, f"holds {held} of {number}")
