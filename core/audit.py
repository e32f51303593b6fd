"""The audit trail: ids, field names and salted digests, never text, sealed in batches into a hash chain."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone


class AuditSeal(models.Model):
    """One link of the chain: a batch of entries and the digest over them and the link before."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)


class AuditEntry(models.Model):
    """Who did what to which object, when, and which fields changed.

    `actor_id` is a plain number on purpose: erasing a person must not rewrite sealed entries. `digests` are
    salted per entry, so that equal texts can't be told from the trail and a purge leaves it whole.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    salt = models.CharField(max_length=16)
    digests = models.JSONField(default=dict)
    seal = models.ForeignKey(AuditSeal, models.PROTECT, null=True, related_name="entries")

    class Meta:
        indexes = [
            # Read by the history page of one object.
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            # Read by the task that seals.
            models.Index(fields=["id"], condition=models.Q(seal__isnull=True), name="audit_unsealed"),
        ]


def record(*, actor, verb: str, obj: models.Model, fields: Mapping[str, Any] | None = None) -> AuditEntry:
    """Write one entry beside the change it describes; call it inside the same transaction.

    `fields` maps the names of changed fields to their new values, of which only salted digests are kept.
    """
    salt = secrets.token_hex(8)
    return AuditEntry.objects.create(
        actor_id=getattr(actor, "pk", None),
        verb=verb,
        object_type=obj._meta.label_lower.partition(".")[2],
        object_id=obj.pk,
        salt=salt,
        digests={name: digest(salt, value) for name, value in (fields or {}).items()},
    )


def digest(salt: str, value: Any) -> str:
    """A short salted digest of any printable value."""
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()[:24]


def _line(entry: AuditEntry) -> bytes:
    parts = [
        entry.pk,
        entry.at.isoformat(),
        entry.actor_id,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.salt,
    ]
    return json.dumps([*parts, entry.digests], sort_keys=True).encode()


def chain(previous: str, entries) -> str:
    """The digest of a batch after `previous`, which is "" for the first."""
    total = hashlib.sha256(previous.encode())
    for entry in entries:
        total.update(_line(entry))
    return total.hexdigest()


@transaction.atomic
def seal(limit: int = 5000) -> AuditSeal | None:
    """Seal what is unsealed into the chain; None when there is nothing, or when another sealed it meanwhile."""
    # The first link is where sealers queue: it stays the first, so that who waited sees the last one as it is then.
    AuditSeal.objects.select_for_update().order_by("id").first()
    # Entries of transactions still open may have lower ids: only what is a minute old is taken.
    ripe = timezone.now() - dt.timedelta(minutes=1)
    entries = list(AuditEntry.objects.filter(seal__isnull=True, at__lt=ripe).order_by("id")[:limit])
    if not entries:
        return None
    last = AuditSeal.objects.order_by("-id").first()
    link = AuditSeal.objects.create(
        first_id=entries[0].pk,
        last_id=entries[-1].pk,
        count=len(entries),
        digest=chain(last.digest if last else "", entries),
    )
    mine = AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries], seal__isnull=True)
    if mine.update(seal=link) != len(entries):
        transaction.set_rollback(True)  # two made the very first link at once, with nothing to queue at
        return None
    return link


def broken_links() -> list[int]:
    """The ids of seals that no longer match their entries; empty when the trail is whole."""
    previous, broken = "", []
    for link in AuditSeal.objects.order_by("id"):
        if chain(previous, link.entries.order_by("id")) != link.digest:
            broken.append(link.pk)
        previous = link.digest
    return broken
