"""What a kind of incident asks for beyond its sections: typed facts, and the single incidents of one postmortem."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .choices import Disclosure, Kind, Severity, known
from .postmortem import Postmortem


class KindFacts(models.Model):
    """The answers to the questions of one kind, as `domain.kinds` spells them.

    `values` maps the key of a field to its plain value (instants as ISO text with an offset, minutes and numbers as
    integers); `disclosures` maps the key of a group to its class where that is not the group's own. A postmortem whose
    kind is changed and changed back finds its answers again.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="kind_facts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    values = models.JSONField(default=dict, blank=True)
    disclosures = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    history = HistoricalRecords(related_name="revisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "kind"], name="kind_facts_once"),
            models.CheckConstraint(condition=known("kind", Kind), name="kind_facts_kind_known"),
        ]


class Incident(models.Model):
    """One of several incidents told in one postmortem, with its own times and severity."""

    # The columns that hold an instant, in the order in which they happen.
    FACTS = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="incidents")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    severity = models.CharField(max_length=4, choices=Severity.choices, blank=True)
    started_at = models.DateTimeField()
    detected_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    mitigated_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords(related_name="revisions")

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=known("severity", Severity, blank=True), name="incident_severity_known"
            ),
            models.CheckConstraint(
                condition=known("disclosure", Disclosure), name="incident_disclosure_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
