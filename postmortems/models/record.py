"""What a postmortem says: its sections and its timeline."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .choices import Disclosure, EventKind, Precision, known
from .postmortem import Postmortem
from .rendered import RenderedField, shown_html


class Section(models.Model):
    """One section's Markdown.

    `version` rises with every committed text; a save names the version it started from. `kind` says what the
    section shows beside its text: nothing more, the timeline, the factors or the actions.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        TIMELINE = "timeline", "Timeline"
        FACTORS = "factors", "Contributing factors"
        ACTIONS = "actions", "Action items"
        INCIDENTS = "incidents", "Incidents"
        UNPLACED = "unplaced", "Unplaced"

    # Set by authoring.queries.sections_of and by the workspace.
    guide: dict
    dot: str
    # Set by authoring.queries.tell: the answers of the kind's questions that stand with this section.
    facts: tuple = ()
    facts_state: str = ""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    position = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=False)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    body = models.TextField(blank=True)
    html = RenderedField(source="body")
    not_applicable_because = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    history = HistoricalRecords(
        excluded_fields=["postmortem", "kind", "position", "required", "html"], related_name="revisions"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "key"], name="section_key_once"),
            models.CheckConstraint(
                condition=known("disclosure", Disclosure), name="section_disclosure_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """What the dot in the rail says: "done", "part" (begun, or not applicable without text) or ""."""
        if self.not_applicable_because:
            return "done"
        words = len(self.body.split())
        return "done" if words >= 12 else "part" if words else ""

    @property
    def shown(self) -> str:
        """The text as safe HTML."""
        return shown_html(self.body, self.html)


class SectionBase(models.Model):
    """A text that a browser may still hold as the one it started from; kept for 30 days, for merging."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="bases")
    version = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="section_base_once")]
        # Read by the task that drops the old ones.
        indexes = [models.Index(fields=["kept_at"], name="section_base_by_age")]


class TimelineEvent(models.Model):
    """Something that happened, with how exactly its time is known and what it rests on.

    `at` is an instant (UTC in the database); `zone` is the zone it was written in. `zone_assumed` says that the
    source named no zone and the incident's was taken. Event time and entry time are kept apart.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.MINUTE)
    approximate = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, blank=True)
    zone_assumed = models.BooleanField(default=False)
    kind = models.CharField(max_length=15, choices=EventKind.choices, blank=True)
    actor_role = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    html = RenderedField(source="text")
    source_url = models.URLField(max_length=1000, blank=True)
    is_recollection = models.BooleanField(default=False)
    was_known = models.TextField(blank=True)
    was_expected = models.TextField(blank=True)
    known_later = models.TextField(blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    position = models.PositiveIntegerField(default=0)
    source = models.TextField(blank=True, help_text="The line as it was imported")
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    # Names its postmortem, so that a row that was taken away is still found in the history of the whole.
    history = HistoricalRecords(excluded_fields=["html"], related_name="revisions")

    class Meta:
        ordering = ["at", "position", "id"]
        indexes = [models.Index(fields=["postmortem", "at", "position", "id"], name="event_in_order")]
        constraints = [
            models.CheckConstraint(condition=known("precision", Precision), name="event_precision_known"),
            models.CheckConstraint(condition=known("kind", EventKind, blank=True), name="event_kind_known"),
            models.CheckConstraint(condition=known("disclosure", Disclosure), name="event_disclosure_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("at")),
                name="event_ends_after_it_begins",
            ),
        ]

    @property
    def shown(self) -> str:
        """The text as safe HTML."""
        return shown_html(self.text, self.html)


class Attachment(models.Model):
    """An image of a postmortem, checked by content and re-encoded; served only to who may read it."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="attachments")
    token = models.CharField(max_length=32, unique=True)
    content_type = models.CharField(max_length=40)
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alternative_text = models.CharField(max_length=400, blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, default=Disclosure.INTERNAL)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
