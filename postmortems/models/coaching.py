"""What an organisation and its people decided about the rules of the coach, and the counts that show whether it helps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from postmortems.domain.language import CATEGORIES, SCOPES, SEVERITIES

from .postmortem import Postmortem


class RuleSetting(models.Model):
    """A rule of `domain.language` that the organisation silenced or gave another severity."""

    rule = models.CharField(max_length=20, unique=True)
    silenced = models.BooleanField(default=False)
    severity = models.CharField(max_length=5, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["", *SEVERITIES]), name="rule_setting_severity_known"
            )
        ]


def everywhere() -> list[str]:
    """All scopes, as a list that the database can hold."""
    return list(SCOPES)


class HouseRule(models.Model):
    """A rule that the organisation added; `phrases` holds one a line (see `domain.language.own`)."""

    title = models.CharField(max_length=80)
    category = models.CharField(max_length=20)
    severity = models.CharField(max_length=5)
    phrases = models.TextField()
    why = models.CharField(max_length=300)
    source = models.CharField(max_length=200, blank=True)
    example = models.CharField(max_length=300)
    counter_example = models.CharField(max_length=300, blank=True)
    suggestion = models.CharField(max_length=200, blank=True)
    question = models.CharField(max_length=200, blank=True)
    scopes = models.JSONField(default=everywhere)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=SEVERITIES), name="house_rule_severity_known"),
            models.CheckConstraint(condition=Q(category__in=CATEGORIES), name="house_rule_category_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> str:
        """Its id among all rules: O7."""
        return f"O{self.pk}"


class QuietRule(models.Model):
    """A hint (a rule of severity nudge) that one person does not want to see while writing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_rules")
    rule = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "rule"], name="quiet_rule_once")]


class LanguageCount(models.Model):
    """How much the coach found in one section at one moment: numbers only, no text and nobody's name.

    `draft` is when a review was first asked for, `approval` the newest approval. `findings` are of severity block
    and warn, `hints` of severity nudge. Restricted parts are not counted.
    """

    class Moment(models.TextChoices):
        DRAFT = "draft", "When a review was first asked for"
        APPROVAL = "approval", "At approval"

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="language_counts")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    section = models.SlugField(max_length=60)
    words = models.PositiveIntegerField()
    findings = models.PositiveIntegerField()
    hints = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "moment", "section"], name="language_count_once"),
            models.CheckConstraint(
                condition=Q(moment__in=["draft", "approval"]), name="language_count_moment_known"
            ),
        ]
