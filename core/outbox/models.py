"""The outbox: everything to be done outside a request."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutboxItem(models.Model):
    """One piece of work: what kind, on which object, when it is due, and how its attempts went.

    `key` names the work once and for all ("public-mirror:12"), so that planning it twice plans it once.
    `payload` holds ids and numbers, never text.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        CLAIMED = "claimed"
        DONE = "done"
        GIVEN_UP = "given_up"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    object_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    claim_token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "claimed", "done", "given_up"]), name="outbox_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", claimed_until__isnull=False)
                | (~Q(state="claimed") & Q(claim_token="")),
                name="outbox_claim_has_an_end",
            ),
        ]
        indexes = [
            # Read by the sweep: what is due.
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="outbox_due"),
            # Read by the sweep: claims whose worker went away.
            models.Index(fields=["claimed_until"], condition=Q(state="claimed"), name="outbox_lapsed"),
            # Read by the operations page and the clean-up.
            models.Index(fields=["state", "finished_at"], name="outbox_by_state"),
        ]
