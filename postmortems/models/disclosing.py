"""What the clocks of disclosure laws count from and to: times, reports, decisions, reminders."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .postmortem import Postmortem


class DisclosureTimes(models.Model):
    """The moments that laws count from, each by itself; the laws start from different ones (`domain.clocks`).

    `traits` are words of `domain.clocks.TRAITS` that change a deadline. `zone` is where days and months are counted.
    """

    ANCHORS = (
        "occurred_at",
        "detected_at",
        "aware_at",
        "high_risk_at",
        "classified_at",
        "material_at",
        "causal_link_at",
        "fix_available_at",
    )

    postmortem = models.OneToOneField(Postmortem, models.CASCADE, related_name="disclosure_times")
    occurred_at = models.DateTimeField(null=True, blank=True)
    detected_at = models.DateTimeField(null=True, blank=True)
    aware_at = models.DateTimeField(null=True, blank=True)
    high_risk_at = models.DateTimeField(null=True, blank=True)
    classified_at = models.DateTimeField(null=True, blank=True)
    material_at = models.DateTimeField(null=True, blank=True)
    causal_link_at = models.DateTimeField(null=True, blank=True)
    fix_available_at = models.DateTimeField(null=True, blank=True)
    basis = models.TextField(blank=True, help_text="What each time rests on")
    traits = models.JSONField(default=list, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    history = HistoricalRecords(excluded_fields=["postmortem"], related_name="revisions")


class DisclosureDecision(models.Model):
    """One line of the log of decisions: whether a law applies, or that one report is not sent, why, and who decided.

    Nothing is changed or deleted; the latest line about a law, or about one report of it, holds.
    """

    class Kind(models.TextChoices):
        APPLIES = "applies", "It applies"
        NOT_APPLICABLE = "not_applicable", "It does not apply"
        NOT_NOTIFY = "not_notify", "Not sent, by decision"
        NOTIFY = "notify", "To be sent after all"

    postmortem = models.ForeignKey(Postmortem, models.PROTECT, related_name="disclosure_decisions")
    regime = models.CharField(max_length=20)
    duty = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=120, help_text="The role that decided")
    decided_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["applies", "not_applicable", "not_notify", "notify"]),
                name="disclosure_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["applies", "notify"]) | ~Q(reason=""),
                name="disclosure_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["applies", "not_applicable"], duty="")
                | (Q(kind__in=["not_notify", "notify"]) & ~Q(duty="")),
                name="disclosure_decision_names_its_object",
            ),
        ]


class DisclosureReport(models.Model):
    """A report that was sent, with its time; an entry made by mistake is struck out with a reason and stays."""

    postmortem = models.ForeignKey(Postmortem, models.PROTECT, related_name="disclosure_reports")
    regime = models.CharField(max_length=20)
    duty = models.CharField(max_length=30)
    sent_at = models.DateTimeField()
    sent_to = models.CharField(max_length=160)
    reference = models.CharField(max_length=120, blank=True)
    late_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | ~Q(struck_because=""),
                name="disclosure_report_struck_with_a_reason",
            ),
        ]


class ClockNotice(models.Model):
    """What one person is told at once about the clocks of one postmortem; a delivery for each channel leads here."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)


class ClockReminder(models.Model):
    """One rung of one clock for one person, once: `due_at` names the deadline as it stood then."""

    notice = models.ForeignKey(ClockNotice, models.CASCADE, related_name="reminders")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="+")
    regime = models.CharField(max_length=20)
    duty = models.CharField(max_length=30)
    rung = models.CharField(max_length=20)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem", "recipient", "regime", "duty", "rung", "due_at"],
                name="clock_reminder_once",
            ),
        ]
