"""Who is told when a public summary comes out, channels and subscribers: its public words and address, nothing else."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from core.notify.announcing import announce
from core.notify.models import Channel, Delivery
from core.notify.registry import Message, announces
from postmortems.models import PublicRevision, PublicSummary
from postmortems.publication.tell import plan_telling

PUBLISHED = "publication.published"


def tell_published(summary: PublicSummary, revision: PublicRevision, now: dt.datetime) -> None:
    """A summary for the public came out, or was corrected in substance; briefs for others are told to nobody."""
    plan_telling(revision, reader=summary.reader)
    if summary.reader == PublicSummary.Reader.PUBLIC and (revision.number == 1 or revision.is_material):
        key = f"{PUBLISHED}:{summary.pk}:{revision.number}"
        team = summary.postmortem.team_id
        announce(kind=PUBLISHED, key=key, object_id=summary.pk, team_id=team, now=now)


def _published(delivery: Delivery, channel: Channel) -> Message | None:
    found = PublicSummary.objects.filter(pk=delivery.object_id, reader=PublicSummary.Reader.PUBLIC)
    summary = found.select_related("live_revision").first()
    if summary is None or summary.live_revision is None or summary.withdrawn_at:
        return None
    corrected = summary.live_revision.number > 1
    title = summary.live_revision.content["title"]
    return Message(
        f"{'Corrected' if corrected else 'Published'}: {title}",
        f"The public summary can be read at\n{settings.PUBLIC_URL}/public/{summary.slug}/",
    )


announces(PUBLISHED, "A public summary is published", _published)
