"""Contributing factors: conditions of the system, never a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .choices import Confidence, Disclosure, FactorRole, NormalWork, known
from .postmortem import Postmortem
from .record import TimelineEvent


class Factor(models.Model):
    """One condition that had to be present.

    `category` is a code of `domain.factors` ("TL"), `type_key` one of its factors or "" for own words. The causal
    sentence has three fields: condition, which led to effect, which made the rest more likely.
    """

    # Set by analysis.queries.factors_of.
    answers: list[tuple[int, str]]
    category_name: str

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="factors")
    category = models.CharField(max_length=2, blank=True)
    type_key = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=FactorRole.choices, default=FactorRole.ENABLER)
    condition = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    made_likely = models.TextField(blank=True)
    since_when = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.REPORTED)
    normal_work = models.CharField(max_length=8, choices=NormalWork.choices, default=NormalWork.UNKNOWN)
    evidence = models.ManyToManyField(TimelineEvent, blank=True, related_name="+")
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    position = models.PositiveIntegerField(default=0)
    source = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords(excluded_fields=["postmortem"], related_name="revisions")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=known("role", FactorRole), name="factor_role_known"),
            models.CheckConstraint(condition=known("confidence", Confidence), name="factor_confidence_known"),
            models.CheckConstraint(
                condition=known("normal_work", NormalWork), name="factor_normal_work_known"
            ),
            models.CheckConstraint(condition=known("disclosure", Disclosure), name="factor_disclosure_known"),
        ]

    def __str__(self) -> str:
        return self.title


class AcceptedRisk(models.Model):
    """The decision to live with a factor for now: by which role, why, and when it is looked at again."""

    factor = models.OneToOneField(Factor, models.CASCADE, related_name="accepted_risk")
    role = models.CharField(max_length=80)
    reason = models.TextField()
    review_on = models.DateField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)
