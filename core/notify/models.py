"""What was sent, to whom, by which channel; ids only, never private text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.secretbox import SecretField


class Channel(models.Model):
    """A room or a program that others read: Slack, Teams, Mattermost, a webhook.

    `address` is the Apprise address with its secrets, sealed; `shown_address` what of it may be shown. `audience`
    is the administrator's word on who reads there: only what everybody of it may read is said in the channel.
    """

    class Audience(models.TextChoices):
        ORGANISATION = "organisation", "Everyone in the organisation"
        TEAM = "team", "Only people of one team"

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "On Mondays"
        WORKDAYS = "workdays", "Monday to Friday"

    name = models.CharField(max_length=80)
    service = models.CharField(max_length=40, help_text="As Apprise calls it: Slack")
    address = SecretField(blank=True)
    shown_address = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.ORGANISATION)
    team = models.ForeignKey(
        "accounts.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose people read it",
    )
    about = models.ManyToManyField("accounts.Team", blank=True, related_name="+")
    kinds = models.JSONField(default=list, blank=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_paused = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="organisation", team__isnull=True)
                | Q(audience="team", team__isnull=False),
                name="channel_of_a_team_names_it",
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=["weekly", "workdays"]), name="channel_rhythm_known"
            ),
            # What is removed keeps its deliveries, and no secret.
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(address=""), name="channel_removed_keeps_no_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message by one channel, to one person or into a channel that others read.

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
        CHANNEL = "channel"  # a room or a program, see `target`

    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="deliveries"
    )
    address = models.EmailField(
        blank=True, help_text="Only for people without an account, such as subscribers"
    )
    target = models.ForeignKey("notify.Channel", models.PROTECT, null=True, related_name="deliveries")
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
                condition=Q(recipient__isnull=False) | ~Q(address="") | Q(target__isnull=False),
                name="delivery_goes_to_somebody",
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
