"""How soon actions are wanted, when people are reminded of them, and reminders put off."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.accounts.models import Team

from .choices import Priority, Severity, known
from .followup import Action


def usual_days_before() -> list[int]:
    """A week and two days ahead, and the day itself."""
    return [7, 2, 0]


def _days(default: int, *, least: int = 1, most: int = 365, **kwargs):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(default=default, validators=limits, **kwargs)


class FollowUpPolicy(models.Model):
    """What a team, or the organisation, decided for its actions of one severity and priority.

    Without a team it is the organisation's; an empty severity or priority means any. The most specific one holds,
    whole (`domain.policies` says which that is). `managers_after` and `managers_above_after` count working days;
    null is never.
    """

    class Counting(models.TextChoices):
        CALENDAR = "calendar", "Calendar days"
        WORKING = "working", "Working days"

    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="policies")
    severity = models.CharField(max_length=4, choices=Severity.choices, blank=True)
    priority = models.CharField(max_length=2, choices=Priority.choices, blank=True)
    assign_days = _days(2, most=60)
    finish_days = _days(56, most=730)
    counting = models.CharField(max_length=8, choices=Counting.choices, default=Counting.CALENDAR)
    country = models.CharField(max_length=2, blank=True)
    before = models.JSONField(default=usual_days_before)
    late_after = _days(1, most=30)
    again_every = _days(7, most=90)
    managers_after = _days(3, most=120, null=True, blank=True)
    managers_above_after = _days(10, most=120, null=True, blank=True)
    snooze_days = _days(14, least=0, most=90)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "follow-up policies"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "severity", "priority"],
                condition=Q(team__isnull=False),
                name="policy_of_team_once",
            ),
            models.UniqueConstraint(
                fields=["severity", "priority"],
                condition=Q(team__isnull=True),
                name="policy_of_organisation_once",
            ),
            models.CheckConstraint(
                condition=known("severity", Severity, blank=True), name="policy_severity_known"
            ),
            models.CheckConstraint(
                condition=known("priority", Priority, blank=True), name="policy_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(counting__in=["calendar", "working"]), name="policy_counting_known"
            ),
            models.CheckConstraint(
                condition=Q(assign_days__gte=1, finish_days__gte=1, late_after__gte=1, again_every__gte=1),
                name="policy_days_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team or 'the organisation'} {self.severity or 'any'} {self.priority or 'any'}"


class Snooze(models.Model):
    """An owner asked to hear of an action again on a later day, and said why. Managers go on hearing of it.

    The day that counts stands on the action itself (`snoozed_until`); this is who asked, when, and the reason.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="snoozes")
    until = models.DateField()
    reason = models.CharField(max_length=300)
    snoozed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    snoozed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Ended before its day: by a change of owner, date or state, or by hand",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="snooze_with_a_reason"),
            # Read by the page of an action.
            models.UniqueConstraint(
                fields=["action"], condition=Q(ended_at__isnull=True), name="snooze_one_at_a_time"
            ),
        ]
