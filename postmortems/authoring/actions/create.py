"""Beginning a postmortem from a template."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from core import audit
from core.accounts.models import Team, User
from postmortems.models import Postmortem, Section, TemplateVersion

from .wrote import wrote


def next_number(year: int) -> int:
    """The number after the last one of that year; the constraint refuses a second taker."""
    return (Postmortem.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def template_sections(version: TemplateVersion, postmortem: Postmortem, now: dt.datetime) -> list[Section]:
    """The empty sections a template version asks for, not yet saved."""
    return [
        Section(
            postmortem=postmortem,
            key=part["key"],
            title=part["title"],
            kind=part["kind"],
            position=number,
            required=part["required"],
            disclosure=part["disclosure"],
            updated_at=now,
        )
        for number, part in enumerate(version.sections)
    ]


@transaction.atomic
def begin(
    *,
    actor: User,
    team: Team,
    version: TemplateVersion,
    title: str,
    now: dt.datetime,
    owner: User | None = None,
    **head,
) -> Postmortem:
    """A new draft with the template's empty sections; `head` takes further columns (severity, zone, facts).

    Raises IntegrityError when two are begun in the same instant with the same number; the caller tries again.
    """
    postmortem = Postmortem(
        year=now.year,
        number=next_number(now.year),
        title=title,
        team=team,
        owner=owner or actor,
        template_version=version,
        kind=head.pop("kind", version.template.kind),
        created_at=now,
        updated_at=now,
        **head,
    )
    postmortem._history_user = actor
    postmortem.save()
    Section.objects.bulk_create(template_sections(version, postmortem, now))
    audit.record(actor=actor, verb="begin", obj=postmortem, fields={"title": title})
    wrote(postmortem=postmortem, actor=actor, now=now)
    return postmortem
