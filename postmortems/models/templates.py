"""Templates: which sections a postmortem has and what each of them asks."""

from django.db import models
from django.utils import timezone

from core.accounts.models import Team

from .choices import Kind, known


class Template(models.Model):
    """A kind of document; built-in ones come from `domain.templates`, teams may have their own."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

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
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]
