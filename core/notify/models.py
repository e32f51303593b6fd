"""What was sent, to whom, by which channel; ids only, never private text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Delivery(models.Model):
    """One message to one person by one channel.

    It is recorded as sent after the server accepted it. `message_id` is fixed when the row is planned, so that a
    message repeated after an interruption carries the same one.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        GIVEN_UP = "given_up"
        DROPPED = "dropped"  # no longer needed, or no longer allowed, when its time came

    class Channel(models.TextChoices):
        MAIL = "mail"
        INBOX = "inbox"

    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="deliveries"
    )
    address = models.EmailField(
        blank=True, help_text="Only for people without an account, such as subscribers"
    )
    object_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="delivery_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | ~Q(address=""), name="delivery_goes_to_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="delivery_by_recipient"),
            # Read by the operations page: what did not go out.
            models.Index(
                fields=["created_at"], condition=Q(state__in=["failed", "given_up"]), name="delivery_not_sent"
            ),
        ]


class Notice(models.Model):
    """A line in the site's inbox. Its words are rendered when read, with the reader's permission checked then."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="notice")
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Read by the count in the navigation.
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]
