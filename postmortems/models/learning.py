"""What held and what didn't, how conditions hang together, and what there is to keep."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .analysis import Factor
from .choices import Disclosure, known
from .followup import Action
from .postmortem import Postmortem


class ControlState(models.TextChoices):
    """What became of a control in this incident."""

    HELD = "held", "Held"
    ABSENT = "absent", "Was not there"
    SILENT = "silent", "Was there and did not act"


class Control(models.Model):
    """Something that is meant to prevent, notice or limit: an alert, a gate, a limit, a review, a backup."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="controls")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ControlState.choices)
    note = models.TextField(blank=True)
    factors = models.ManyToManyField(Factor, blank=True, related_name="controls")
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords(excluded_fields=["postmortem"], related_name="revisions")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=known("state", ControlState), name="control_state_known"),
            models.CheckConstraint(
                condition=known("disclosure", Disclosure), name="control_disclosure_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FactorLink(models.Model):
    """One condition made another more likely. Seen by whoever reads both."""

    source = models.ForeignKey(Factor, models.CASCADE, related_name="leads_to")
    target = models.ForeignKey(Factor, models.CASCADE, related_name="follows_from")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="factor_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="factor_link_between_two"),
        ]


class LearningKind(models.TextChoices):
    """What there is to keep."""

    WELL = "well", "What went well"
    LUCKY = "lucky", "Where we were lucky"


class Learning(models.Model):
    """Something that went well, or went well by luck, with the factors and actions it belongs to."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="learnings")
    kind = models.CharField(max_length=10, choices=LearningKind.choices)
    text = models.TextField()
    factors = models.ManyToManyField(Factor, blank=True, related_name="learnings")
    actions = models.ManyToManyField(Action, blank=True, related_name="learnings")
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords(excluded_fields=["postmortem"], related_name="revisions")

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=known("kind", LearningKind), name="learning_kind_known"),
            models.CheckConstraint(
                condition=known("disclosure", Disclosure), name="learning_disclosure_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
