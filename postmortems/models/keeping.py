"""How a person likes to write, and what is kept or removed for good."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .postmortem import Postmortem


class WritingChoice(models.Model):
    """Whether a person writes guided, one step at a time, or in the whole document; the last choice stands."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    guided = models.BooleanField()


class EvidenceHold(models.Model):
    """While one stands, nothing of the postmortem is removed for good: its text is evidence."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=400)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem"], condition=Q(lifted_at__isnull=True), name="evidence_hold_stands_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="evidence_hold_with_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_because=""),
                name="evidence_hold_lifted_with_a_reason",
            ),
        ]


class Purge(models.Model):
    """That a passage was removed for good: who, when, why, from how many places; never the passage."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="purges")
    reason = models.CharField(max_length=400)
    places = models.PositiveIntegerField()
    purged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    purged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-purged_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="purge_with_a_reason")]
