"""Bringing the built-in templates into the database, one new version for each change of their words."""

import dataclasses
import datetime as dt
import json

from django.db import transaction

from postmortems.domain.templates import TEMPLATES
from postmortems.models import Template, TemplateVersion


@transaction.atomic
def sync_templates(*, now: dt.datetime) -> int:
    """Make the built-in templates' newest versions stand in the database; the number of versions added.

    Postmortems keep the version they were begun with. Running it again changes nothing.
    """
    added = 0
    newest = {
        version.template.key: version
        for version in TemplateVersion.objects.select_related("template").order_by("template_id", "number")
    }
    for position, built_in in enumerate(TEMPLATES):
        sections = json.loads(json.dumps([dataclasses.asdict(part) for part in built_in.sections]))
        latest = newest.get(built_in.key)
        if latest and latest.sections == sections:
            continue
        template, _ = Template.objects.update_or_create(
            key=built_in.key,
            defaults={
                "name": built_in.name,
                "description": built_in.description,
                "kind": built_in.kind,
                "position": position,
            },
        )
        TemplateVersion.objects.create(
            template=template, number=latest.number + 1 if latest else 1, sections=sections, created_at=now
        )
        added += 1
    return added
