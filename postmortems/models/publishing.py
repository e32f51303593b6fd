"""What stands around a public summary: who has to sign it, the pictures that cross over, what was removed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .choices import Kind, known
from .publication import PublicSummary
from .record import Attachment

IN_PUBLIC = Q(summary__live_revision__isnull=False, summary__withdrawn_at__isnull=True)
"""Of promises: readers see the page they stand on. Until then, and once it is withdrawn, nothing is promised in public."""
PROMISED_IN_PUBLIC = Q(
    promise__summary__live_revision__isnull=False, promise__summary__withdrawn_at__isnull=True
)
"""The same of actions."""


class SigningRule(models.Model):
    """The capacities whose signature a summary needs, by reader and kind of incident; "" is every other kind.

    Where no row answers, the house's own rule holds (`publication.queries.signing_rules`).
    """

    reader = models.CharField(max_length=10, choices=PublicSummary.Reader.choices, default="public")
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    capacities = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "kind"], name="signing_rule_once"),
            models.CheckConstraint(condition=known("kind", Kind, blank=True), name="signing_rule_kind_known"),
        ]


class PublicPicture(models.Model):
    """A picture that a person chose for the public: looked at, described, made anew from its pixels.

    `digest` is SHA-256 over `data` and its public address. A frozen revision names it; the row stays as long as one
    does, also when `in_text` says that the working text has it no more.
    """

    summary = models.ForeignKey(PublicSummary, models.CASCADE, related_name="pictures")
    attachment = models.ForeignKey(Attachment, models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=40)
    alternative_text = models.CharField(max_length=400)
    caption = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    in_text = models.BooleanField(default=True)
    looked_at_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "digest"], name="public_picture_once"),
            models.CheckConstraint(condition=~Q(alternative_text=""), name="public_picture_is_described"),
        ]


class Removal(models.Model):
    """Something that got out was taken back: by one publisher at once, looked at by a second person afterwards.

    What was removed stands nowhere, here neither: `reason` says what sort of thing it was.
    """

    class What(models.TextChoices):
        PASSAGE = "passage", "A passage"
        PICTURE = "picture", "A picture"

    summary = models.ForeignKey(PublicSummary, models.CASCADE, related_name="removals")
    what = models.CharField(max_length=10, choices=What.choices, default=What.PASSAGE)
    reason = models.CharField(max_length=400, blank=True)
    texts = models.PositiveIntegerField(default=0, help_text="How many published texts it left")
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=["passage", "picture"]), name="removal_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("removed_by")),
                name="removal_confirmed_by_another",
            ),
        ]
