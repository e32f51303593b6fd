"""People and the teams they belong to."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


def default_work_days() -> list[int]:
    """Monday to Friday, as datetime.weekday() counts them."""
    return [0, 1, 2, 3, 4]


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is kept in lower case so that one person signs in as one person."""

    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        """The first administrator; runs the site and gains no reading right by it."""
        return self.create_user(email, password, is_administrator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an email address.

    Capacities are columns, because every request reads them: *publisher*, *security* and *legal* sign public
    summaries, *administrator* runs the site. None of them widens what a person may read.
    """

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    handle = models.CharField(max_length=60, blank=True, help_text="As in chat, without @")
    time_zone = models.CharField(max_length=64, default="UTC")
    work_start = models.TimeField(default=dt.time(9, 0))
    work_end = models.TimeField(default=dt.time(17, 0))
    work_days = models.JSONField(default=default_work_days)
    country = models.CharField(max_length=2, blank=True, help_text="For public holidays")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    is_publisher = models.BooleanField(default=False)
    signs_security = models.BooleanField(default=False)
    signs_legal = models.BooleanField(default=False)
    away_until = models.DateField(null=True, blank=True)
    stand_in = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    weekly_digest = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=Q(work_start__lt=models.F("work_end")), name="user_work_start_before_end"
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=models.F("id")),
                name="user_stand_in_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; UTC should the system's list no longer know the name."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = (self.display_name or self.email).split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def capacities(self) -> frozenset[str]:
        """What the person may sign as."""
        held = {"publisher": self.is_publisher, "security": self.signs_security, "legal": self.signs_legal}
        return frozenset(name for name, has in held.items() if has)


class Team(models.Model):
    """A team; teams form a tree, and "the level above" is the parent team's managers."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="team_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a team, as member or manager."""

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        MANAGER = "manager", "Manager"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=["member", "manager"]), name="membership_role_known"),
        ]


class Invitation(models.Model):
    """A link that lets one address make an account; only a digest of its token is kept."""

    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=10, choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Read when an address is invited again: the open invitation is renewed, not doubled.
            models.UniqueConstraint(
                Lower("email"), condition=Q(accepted_at__isnull=True), name="invitation_open_once_per_address"
            ),
        ]
