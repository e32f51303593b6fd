"""Trackers in which an action may live too: GitHub, GitLab, Jira, Linear."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.accounts.models import Team
from core.secretbox import SecretField

from .followup import Action


class TrackerConnection(models.Model):
    """One project of one tracker, as administrators connected it.

    `readers` is the administrator's word on who reads that project. `hook` is the address its webhook is sent to,
    signed with `hook_secret`.
    """

    class Product(models.TextChoices):
        GITHUB = "github", "GitHub"
        GITLAB = "gitlab", "GitLab"
        JIRA = "jira", "Jira"
        LINEAR = "linear", "Linear"

    class Readers(models.TextChoices):
        ORGANISATION = "organisation", "People of the organisation"
        ANYBODY = "anybody", "Anybody (a public project)"

    name = models.CharField(max_length=80)
    product = models.CharField(max_length=8, choices=Product.choices)
    base_url = models.URLField(max_length=300)
    project = models.CharField(max_length=200)
    account = models.CharField(max_length=200, blank=True)
    issue_type = models.CharField(max_length=60, blank=True)
    token = SecretField(blank=True)
    hook = models.UUIDField(default=uuid.uuid4, unique=True)
    hook_secret = SecretField(blank=True)
    hook_heard_at = models.DateTimeField(null=True)
    readers = models.CharField(max_length=12, choices=Readers.choices, default=Readers.ORGANISATION)
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    is_paused = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(product__in=["github", "gitlab", "jira", "linear"]), name="tracker_product_known"
            ),
            models.CheckConstraint(
                condition=Q(readers__in=["organisation", "anybody"]), name="tracker_readers_known"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(token="", hook_secret=""),
                name="tracker_removed_keeps_no_secret",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrackerLink(models.Model):
    """An action's issue in a tracker: where it is, and how it stands there.

    The wording of the issue is not kept, only its number and state. `settled` names the pair of states somebody
    chose to leave as it is.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"  # to be created
        SENDING = "sending"  # handed over; whether the tracker took it is not known yet
        UNSURE = "unsure"  # cut off on the way: it may exist there
        FAILED = "failed"
        LINKED = "linked"

    class State(models.TextChoices):
        UNKNOWN = "", "not read yet"
        OPEN = "open", "open"
        DONE = "done", "done"
        DROPPED = "dropped", "closed without being done"
        GONE = "gone", "no longer there"

    action = models.OneToOneField(Action, models.CASCADE, related_name="tracker")
    connection = models.ForeignKey(TrackerConnection, models.PROTECT, related_name="links")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    remote_id = models.CharField(max_length=200, blank=True)
    remote_key = models.CharField(max_length=80, blank=True, help_text="As people say it: #12, OPS-7")
    url = models.URLField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, blank=True, default=State.UNKNOWN)
    said = models.CharField(max_length=80, blank=True, help_text="The state in the tracker's own word")
    state_since = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    next_read_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    settled = models.CharField(max_length=40, blank=True)
    round = models.PositiveIntegerField(default=1)
    wording = models.CharField(max_length=64, blank=True, help_text="Digest of the words that were agreed to")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "sending", "unsure", "failed", "linked"]),
                name="tracker_link_status_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", "open", "done", "dropped", "gone"]),
                name="tracker_link_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="linked") | ~Q(remote_id=""), name="tracker_link_names_its_issue"
            ),
            models.UniqueConstraint(
                fields=["connection", "remote_id"],
                condition=~Q(remote_id=""),
                name="tracker_issue_belongs_to_one_action",
            ),
        ]
        indexes = [
            # Read by the sweep that asks trackers.
            models.Index(
                fields=["next_read_at"], condition=Q(next_read_at__isnull=False), name="tracker_link_due"
            ),
        ]


class TrackerCall(models.Model):
    """A webhook that was heard, by digest, so that the same one sent again does nothing."""

    connection = models.ForeignKey(TrackerConnection, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    heard_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "digest"], name="tracker_call_heard_once")
        ]
        indexes = [models.Index(fields=["heard_at"], name="tracker_call_by_age")]
