"""Asking, commenting and agreeing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .analysis import Factor
from .followup import Action
from .postmortem import Postmortem
from .record import Section, TimelineEvent


class ReviewRequest(models.Model):
    """One person asked to review one postmortem, and what came of it in this round.

    `round` counts how often a review was asked for; an answer names the text it was given on.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        CHANGES = "changes", "Changes asked for"

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="review_requests")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="review_requests")
    round = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_text_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "reviewer", "round"], name="review_request_once"),
            models.CheckConstraint(
                condition=~Q(answer="changes") | ~Q(reason=""), name="review_changes_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer"], condition=Q(answer="waiting"), name="review_waiting"),
        ]


class Comment(models.Model):
    """A remark in a thread on one part of a postmortem, or on the whole of it."""

    # Set by reviewing.queries.threads, and by the action that makes a remark.
    answers: list["Comment"]
    barred: list

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")
    event = models.ForeignKey(TimelineEvent, models.CASCADE, null=True, blank=True, related_name="+")
    factor = models.ForeignKey(Factor, models.CASCADE, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["postmortem", "created_at"], name="comment_in_order")]


class LanguageDecision(models.Model):
    """What a person decided about a finding of the coach, remembered for this wording in this postmortem."""

    class Decision(models.TextChoices):
        DISMISSED = "dismissed", "Dismissed"
        OVERRIDDEN = "overridden", "Overridden in writing"

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="language_decisions")
    rule = models.CharField(max_length=20)
    excerpt = models.CharField(max_length=300)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.DISMISSED)
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "rule", "excerpt"], name="language_decision_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="language_decision_with_a_reason"),
        ]
