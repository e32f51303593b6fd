"""Who is told of public summaries by mail, and which summary repeats an earlier one."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .publication import PublicSummary


def new_key() -> str:
    """What stands in a subscriber's links: says nothing of the address, and can't be guessed."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """An address outside the house that asked to be told, and confirmed it by the link it was sent.

    `digest` is a keyed hash of the address: it stays after the person left, while the address goes. `services` are
    public names, empty for all of them; `wanted` is the choice that waits for the confirmation numbered `asks`.
    """

    digest = models.CharField(max_length=64, unique=True)
    address = models.EmailField(blank=True)
    key = models.CharField(max_length=43, unique=True, default=new_key)
    services = models.JSONField(default=list, blank=True)
    wanted = models.JSONField(default=list, blank=True)
    asks = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) & ~Q(address="") | Q(left_at__isnull=False, address=""),
                name="subscriber_gone_leaves_no_address",
            ),
        ]
        indexes = [
            # Read by the fan-out, a batch at a time.
            models.Index(
                fields=["id"],
                condition=Q(confirmed_at__isnull=False, left_at__isnull=True),
                name="subscriber_told",
            ),
            # Read by the task that forgets what nobody confirmed, and by the limit for an hour.
            models.Index(fields=["asked_at"], name="subscriber_by_asking"),
        ]


class Repeat(models.Model):
    """A person's answer to "this resembles an earlier published summary": told to readers in `wording`, or not."""

    summary = models.ForeignKey(PublicSummary, models.CASCADE, related_name="repeats")
    earlier = models.ForeignKey(PublicSummary, models.CASCADE, related_name="repeated_by")
    is_told = models.BooleanField()
    wording = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "earlier"], name="repeat_answered_once"),
            models.CheckConstraint(condition=~Q(summary=F("earlier")), name="repeat_of_another"),
            models.CheckConstraint(condition=Q(is_told=False) | ~Q(wording=""), name="repeat_told_has_words"),
        ]
