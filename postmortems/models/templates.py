"""Templates: which sections a postmortem has and what each of them asks."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.accounts.models import Team

from .choices import Kind, known


class Template(models.Model):
    """A kind of document; built-in ones come from `domain.templates`, teams may have their own.

    `draft` holds the sections of the next version while somebody edits them, None otherwise; `draft_revision` rises
    with each change of it and refuses stale saves.
    """

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    draft = models.JSONField(null=True, blank=True)
    draft_revision = models.PositiveIntegerField(default=0)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=known("kind", Kind), name="template_kind_known")]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """The sections of a template at one time; a postmortem keeps the version it was begun with.

    `sections` is a list of objects with the fields of `domain.templates.TemplateSection`.
    """

    template = models.ForeignKey(Template, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sections = models.JSONField()
    note = models.CharField(max_length=400, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]
