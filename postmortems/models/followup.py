"""Action items, the reminders about them, and what was promised."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.accounts.models import Team, User
from core.notify.models import Delivery
from postmortems.domain.lifecycle import OPEN_ACTIONS

from .analysis import Factor
from .choices import ActionKind, Disclosure, Priority, Strength, known
from .postmortem import Postmortem, Reach


class ActionQuerySet(models.QuerySet["Action"]):
    """Reads with names."""

    def visible_to(self, user: User) -> ActionQuerySet:
        """Actions of postmortems the person may read; restricted ones only for those who read restricted parts."""
        readable = Postmortem.objects.kept().visible_to(user)
        full = Postmortem.objects.kept().restricted_readable_by(user)
        return self.filter(
            Q(postmortem__in=readable.values("pk")),
            ~Q(disclosure=Disclosure.RESTRICTED) | Q(postmortem__in=full.values("pk")),
        )

    def within(self, reach: Reach) -> ActionQuerySet:
        """The same actions as `visible_to`, for a page that asks for them more than once."""
        return self.filter(
            Q(postmortem__discarded_at__isnull=True) & reach.readable("postmortem__"),
            ~Q(disclosure=Disclosure.RESTRICTED) | reach.full("postmortem__"),
        )

    def open(self) -> ActionQuerySet:
        """Commitments not yet fulfilled."""
        return self.filter(status__in=OPEN_ACTIONS)

    def late_on(self, day: dt.date) -> ActionQuerySet:
        """Open and due before `day`."""
        return self.open().filter(due_on__lt=day)


class Action(models.Model):
    """Something somebody will do so that the odds change.

    `due_on` is a calendar date in the owner's zone. `schedule_version` rises with every change of owner, date or
    state, so that reminders planned for the old ones no longer apply.
    """

    class Status(models.TextChoices):
        IDEA = "idea", "Idea"
        ACCEPTED = "accepted", "Accepted"
        IN_PROGRESS = "in_progress", "In progress"
        DONE = "done", "Done"
        VERIFIED = "verified", "Verified"
        DECLINED = "declined", "Declined"

    # Set by followup.queries for the pages that print them.
    path: str
    tag: str
    said: str
    promised: bool
    of_day: int
    answered: list[tuple[int, str]]
    may_move: bool
    verbs: tuple[str, ...]

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="action_items")
    title = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACCEPTED)
    kind = models.CharField(max_length=12, choices=ActionKind.choices, blank=True)
    priority = models.CharField(max_length=2, choices=Priority.choices, default=Priority.P2)
    strength = models.CharField(max_length=12, choices=Strength.choices, blank=True)
    strength_confirmed = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="owned_actions"
    )
    owner_as_written = models.CharField(
        max_length=200, blank=True, help_text="The owner named in an imported text"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="actions")
    due_on = models.DateField(null=True, blank=True)
    snoozed_until = models.DateField(
        null=True, blank=True, help_text="Its owner hears of it again on this day"
    )
    factors = models.ManyToManyField(Factor, blank=True, related_name="actions")
    ticket_url = models.URLField(max_length=1000, blank=True)
    measure = models.CharField(max_length=400, blank=True, help_text="How its effect will be seen")
    check_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, help_text="What shows that it is done")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verification = models.TextField(blank=True)
    declined_because = models.TextField(blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    position = models.PositiveIntegerField(default=0)
    source = models.TextField(blank=True)
    schedule_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["postmortem", "updated_at", "snoozed_until"], related_name="revisions"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["idea", "accepted", "in_progress", "done", "verified", "declined"]),
                name="action_status_known",
            ),
            models.CheckConstraint(condition=known("kind", ActionKind, blank=True), name="action_kind_known"),
            models.CheckConstraint(condition=known("priority", Priority), name="action_priority_known"),
            models.CheckConstraint(
                condition=known("strength", Strength, blank=True), name="action_strength_known"
            ),
            models.CheckConstraint(condition=known("disclosure", Disclosure), name="action_disclosure_known"),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(declined_because=""),
                name="action_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "verified"]) | Q(done_at__isnull=False),
                name="action_done_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified")
                | (Q(verified_at__isnull=False) & ~Q(verified_by=models.F("done_by"))),
                name="action_verified_by_another",
            ),
        ]
        indexes = [
            # Read by the sweep that plans reminders and by the list of late ones.
            models.Index(
                fields=["due_on", "id"], condition=Q(status__in=OPEN_ACTIONS), name="action_open_by_due"
            ),
            # Read by `/`.
            models.Index(
                fields=["owner", "due_on"], condition=Q(status__in=OPEN_ACTIONS), name="action_open_by_owner"
            ),
            # Read by the sweep: who asked to hear of something again today.
            models.Index(
                fields=["snoozed_until"],
                condition=Q(snoozed_until__isnull=False),
                name="action_snoozed",
            ),
            # Read by the sweep: what is done and whose effect is looked at today.
            models.Index(
                fields=["check_on"],
                condition=Q(status="done", check_on__isnull=False),
                name="action_to_check",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """A commitment not yet fulfilled."""
        return self.status in OPEN_ACTIONS


class Reminder(models.Model):
    """A reminder that is due to one person, once.

    The key is (action or postmortem, recipient, rung, occurrence, schedule_version). Reminders due together for
    one person point to one grouped delivery per channel.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        GROUPED = "grouped"  # belongs to a delivery that is on its way or out
        SKIPPED = "skipped"  # no longer applied, or no longer allowed, when its time came

    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="reminders")
    postmortem = models.ForeignKey(Postmortem, models.CASCADE, null=True, related_name="reminders")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=40)
    occurrence = models.PositiveIntegerField(default=0)
    schedule_version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    deliveries = models.ManyToManyField(Delivery, related_name="reminders")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "recipient", "rung", "occurrence", "schedule_version"],
                condition=Q(action__isnull=False),
                name="reminder_of_action_once",
            ),
            models.UniqueConstraint(
                fields=["postmortem", "recipient", "rung", "occurrence", "schedule_version"],
                condition=Q(postmortem__isnull=False),
                name="reminder_of_postmortem_once",
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False, postmortem__isnull=True)
                | Q(action__isnull=True, postmortem__isnull=False),
                name="reminder_is_about_one_thing",
            ),
        ]
        indexes = [
            # Read by the sweep that groups what is due.
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="reminder_due"),
        ]
