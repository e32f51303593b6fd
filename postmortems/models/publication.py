"""The public summary: a text of its own, signed, frozen and followed up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .followup import Action
from .postmortem import Postmortem


class PublicSummaryQuerySet(models.QuerySet["PublicSummary"]):
    """Reads with names."""

    def of_visible(self, user) -> PublicSummaryQuerySet:
        """Summaries of postmortems the person may read."""
        return self.filter(postmortem__in=Postmortem.objects.kept().visible_to(user).values("pk"))


class PublicSummary(models.Model):
    """The working text of what one kind of reader is told; one per postmortem and reader.

    `parts` is an ordered list of {"key", "title", "body"} in Markdown. `pseudonyms` is the key of the replacements
    and part of the restricted record. `text_digest` names the exact text that signatures sign; what readers see is
    `live_revision`, never this row.
    """

    class Reader(models.TextChoices):
        PUBLIC = "public", "The public"
        EXECUTIVE = "executive", "Executives"
        SUPPORT = "support", "Customer support"
        LEGAL = "legal", "Legal and regulators"

    class Status(models.TextChoices):
        PREPARING = "preparing", "Preparing"
        AWAITING = "awaiting_signatures", "Awaiting signatures"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="summaries")
    reader = models.CharField(max_length=10, choices=Reader.choices, default=Reader.PUBLIC)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PREPARING)
    slug = models.SlugField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    lede = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    services = models.JSONField(default=list, blank=True, help_text="Public names")
    pseudonyms = models.JSONField(default=dict, blank=True)
    withheld = models.JSONField(default=dict, blank=True, help_text="What is left out, counted by reason")
    correction_note = models.CharField(max_length=400, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    scheduled_material = models.BooleanField(
        default=False, help_text="Readers are told of this correction then"
    )
    missed_at = models.DateTimeField(
        null=True, blank=True, help_text="The time that was set and at which it was refused"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    first_published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_note = models.CharField(max_length=400, blank=True)
    live_revision = models.ForeignKey(
        "PublicRevision", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PublicSummaryQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["postmortem", "live_revision", "scheduled_by", "scheduled_material", "missed_at"],
        related_name="revisions_of_text",
    )

    class Meta:
        verbose_name_plural = "public summaries"
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "reader"], name="summary_once_per_reader"),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="summary_slug_once"),
            # A brief has no public address, whatever else goes wrong.
            models.CheckConstraint(
                condition=Q(reader="public") | Q(slug=""), name="summary_only_the_public_one_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["preparing", "awaiting_signatures", "scheduled", "published", "withdrawn"]
                ),
                name="summary_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(live_revision__isnull=False),
                name="summary_published_is_frozen",
            ),
        ]


class Settled(models.Model):
    """What a person decided about one finding in the summary's text: replaced, reworded, or kept with a reason."""

    class Decision(models.TextChoices):
        REPLACED = "replaced", "Replaced"
        REWORDED = "reworded", "Reworded"
        KEPT = "kept", "Kept"

    summary = models.ForeignKey(PublicSummary, models.CASCADE, related_name="settled")
    kind = models.CharField(max_length=20)
    excerpt = models.CharField(max_length=300)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=400, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "kind", "excerpt"], name="settled_once"),
            models.CheckConstraint(
                condition=~Q(decision="kept") | ~Q(reason=""), name="settled_kept_with_a_reason"
            ),
        ]


class Signature(models.Model):
    """One person's agreement, in one capacity, to one exact text."""

    summary = models.ForeignKey(PublicSummary, models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10)
    text_digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "capacity", "text_digest"], name="signature_once"),
            models.CheckConstraint(
                condition=Q(capacity__in=["publisher", "security", "legal"]), name="signature_capacity_known"
            ),
        ]


class PublicRevision(models.Model):
    """One publication or correction, frozen with its bytes. Only a removal changes it, and says so."""

    summary = models.ForeignKey(PublicSummary, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="Everything the public page is made of")
    note = models.CharField(max_length=400, blank=True)
    is_material = models.BooleanField(default=False)
    text_digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["summary", "number"], name="revision_number_once")]


class PublicFile(models.Model):
    """The bytes at one public address, as every server mirrors and serves them."""

    path = models.CharField(max_length=300, unique=True)
    content_type = models.CharField(max_length=80)
    body = models.BinaryField()
    etag = models.CharField(max_length=70)
    status = models.PositiveSmallIntegerField(default=200)
    generation = models.BigIntegerField(db_index=True)
    modified_at = models.DateTimeField()


class PublicGeneration(models.Model):
    """One row: the number that rises whenever any public byte changes; servers compare it with their mirror's."""

    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)


class Promise(models.Model):
    """The public side of an action: what was promised in public, in public words, and for which month."""

    action = models.OneToOneField(Action, models.PROTECT, related_name="promise")
    summary = models.ForeignKey(PublicSummary, models.CASCADE, related_name="promises")
    wording = models.CharField(max_length=300)
    due_month = models.DateField(help_text="The first day of the month")
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]


class PromiseUpdate(models.Model):
    """One link of the chain of a promise's public states, outside the summary's signed text.

    Proposed by a sweep from the action, confirmed by a publisher; *late* by itself when the month is over.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        IN_PROGRESS = "in_progress", "in progress"
        DONE = "done", "done"
        VERIFIED = "verified", "done and checked"
        LATE = "late", "later than promised"
        CHANGED = "changed", "changed"

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="updates")
    state = models.CharField(max_length=12, choices=State.choices)
    note = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "in_progress", "done", "verified", "late", "changed"]),
                name="promise_state_known",
            ),
        ]


class OrganisationList(models.Model):
    """A word the organisation keeps out of public text: a customer, an internal domain, a host or code name."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        DOMAIN = "domain", "Internal domain"
        WORD = "word", "Internal word"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="organisation_list_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["customer", "domain", "word"]), name="organisation_list_kind_known"
            ),
        ]
