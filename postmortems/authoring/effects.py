"""This room's work outside the request."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from core.outbox.models import OutboxItem
from core.outbox.registry import every
from postmortems.models import SectionBase

BASES_KEPT = dt.timedelta(days=30)


@every("authoring.forget_bases", seconds=24 * 60 * 60)
def forget_bases(item: OutboxItem) -> None:
    """Once a day: forget the texts that no browser is expected to hold any more."""
    forget_old_bases(timezone.now())


def forget_old_bases(now: dt.datetime) -> int:
    """Forget bases of 30 days and more; the number forgotten.

    That of a version that stands stays however old it is: a page that is open may have started from it.
    """
    old = SectionBase.objects.filter(kept_at__lt=now - BASES_KEPT)
    return old.exclude(version=F("section__version")).delete()[0]
