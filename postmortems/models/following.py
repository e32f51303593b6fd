"""How people keep an eye on actions: views of the list they saved, and calendars they subscribed to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.accounts.models import Membership, Team, User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Reads with names."""

    def offered_to(self, user: User) -> SavedViewQuerySet:
        """The person's own, and those shared with a team they are in."""
        teams = Membership.objects.filter(user=user).values("team")
        return self.filter(Q(owner=user) | Q(team__in=teams))

    def changeable_by(self, user: User) -> SavedViewQuerySet:
        """The person's own; of those shared with a team also what its managers may tidy up."""
        managed = Membership.objects.filter(user=user, role=Membership.Role.MANAGER).values("team")
        return self.filter(Q(owner=user) | Q(team__in=managed))


class SavedView(models.Model):
    """Filters and order of the list of actions under a name: a question somebody asks again.

    `query` is the address's own query string, so what it shows is always read with the rights of who opens it.
    """

    class Form(models.TextChoices):
        LIST = "list", "List"
        BOARD = "board", "Board"
        CALENDAR = "calendar", "Calendar"

    # Set by the pages that print it.
    path: str
    is_here: bool
    may_change: bool

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.LIST)
    query = models.CharField(max_length=1000, blank=True)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", help_text="Whom it is shared with"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.CheckConstraint(
                condition=Q(form__in=["list", "board", "calendar"]), name="saved_view_form_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """A calendar of due dates that a program reads by a secret address: of one person's actions, or of a team's.

    Only a digest of the address is kept. What it shows is asked with the owner's rights of that moment, and nothing
    once the owner has left.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_on = models.DateField(
        null=True, blank=True, help_text="The last day on which a program asked for it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(team__isnull=True), name="calendar_feed_own_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "team"], condition=Q(team__isnull=False), name="calendar_feed_of_team_once"
            ),
        ]
