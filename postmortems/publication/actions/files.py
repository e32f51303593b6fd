"""The public bytes: made from frozen revisions alone, kept in the database, mirrored by every server."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.db.models import F, Q

from postmortems.models import PublicFile, PublicGeneration, PublicSummary
from postmortems.publication import rendering, showing


def _generation(now: dt.datetime) -> int:
    PublicGeneration.objects.get_or_create(pk=1, defaults={"changed_at": now})
    PublicGeneration.objects.filter(pk=1).update(number=F("number") + 1, changed_at=now)
    return PublicGeneration.objects.get(pk=1).number


def _etag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:40]


def _store(files: list[rendering.Bytes], gone: list[str], now: dt.datetime) -> bool:
    """Write the files whose bytes changed, and drop those `gone`, under a new generation; whether any did."""
    held = dict(PublicFile.objects.filter(path__in=[file.path for file in files]).values_list("path", "etag"))
    changed = [file for file in files if held.get(file.path) != _etag(file.body)]
    if not changed and not gone:
        return False
    number = _generation(now)
    PublicFile.objects.filter(path__in=gone).delete()
    for file in changed:
        PublicFile.objects.update_or_create(
            path=file.path,
            defaults={
                "content_type": file.content_type,
                "body": file.body,
                "etag": _etag(file.body),
                "status": file.status,
                "generation": number,
                "modified_at": now,
            },
        )
    return True


@transaction.atomic
def refresh_files(*, summary: PublicSummary, now: dt.datetime) -> None:
    """Make the files of one summary, the index and the feeds anew, in the transaction of what changed them."""
    summary = PublicSummary.objects.select_related("live_revision", "postmortem").get(pk=summary.pk)
    files = rendering.pages_of(summary)
    published = rendering.published_summaries()
    files += rendering.common_pages(published)
    # A year or service whose last summary was withdrawn has no page any more, a picture that no page shows no bytes.
    shared = Q(path__startswith="/public/year/") | Q(path__startswith="/public/service/")
    kept = [file.path for file in files] + [path for one in published for path in rendering.image_paths(one)]
    gone = PublicFile.objects.filter(shared | Q(path__startswith=showing.IMAGES)).exclude(path__in=kept)
    _store(files, list(gone.values_list("path", flat=True)), now)


@transaction.atomic
def refresh_all(*, now: dt.datetime) -> int:
    """Make every public file anew, after a change of the templates; how many there are."""
    files = rendering.common_pages(rendering.published_summaries())
    for summary in PublicSummary.objects.filter(reader="public", live_revision__isnull=False).select_related(
        "live_revision", "postmortem"
    ):
        files += rendering.pages_of(summary)
    gone = PublicFile.objects.exclude(path__in=[file.path for file in files]).values_list("path", flat=True)
    _store(files, list(gone), now)
    return len(files)
