"""Templates edited in the site: a draft of sections, published as a version, and postmortems brought to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify

from core import audit
from core.accounts.models import Team, User
from core.transitions import MoveRefused, StaleState
from postmortems.authoring.queries import sections_in, upgrade_of
from postmortems.domain import templates
from postmortems.domain.templates import TemplateSection
from postmortems.models import Postmortem, Section, Template, TemplateVersion

from .wrote import wrote

STALE = "Somebody else changed this template meanwhile. This is how it stands now; look, and change it again."


def _free_key(name: str) -> str:
    base = slugify(name)[:50] or "template"
    key, number = base, 2
    while Template.objects.filter(key=key).exists():
        key, number = f"{base}-{number}", number + 1
    return key


@transaction.atomic
def create_template(
    *,
    actor: User,
    now: dt.datetime,
    name: str,
    description: str,
    kind: str,
    team: Team | None,
    source: Template | None,
) -> Template:
    """A template of one's own, with the sections of another to begin with; nobody begins with it before it is published."""
    last = Template.objects.aggregate(last=Max("position"))["last"] or 0
    template = Template.objects.create(
        key=_free_key(name),
        name=name,
        description=description,
        kind=kind,
        team=team,
        position=last + 1,
        draft=[templates.plain(one) for one in sections_in(source)] if source else [],
        copied_from=source,
        created_by=actor,
        created_at=now,
    )
    audit.record(actor=actor, verb="create_template", obj=template, fields={"name": name})
    return template


@transaction.atomic
def change_template(*, template: Template, actor: User, revision: int, name: str, description: str) -> None:
    """What it is called, and for which incidents it is."""
    _claim(template, revision, name=name, description=description)
    audit.record(actor=actor, verb="change_template", obj=template, fields={"name": name})


@transaction.atomic
def write_draft(
    *, template: Template, actor: User, revision: int, sections: Sequence[TemplateSection]
) -> None:
    """The sections of the next version as they are now. Raises StaleState when somebody else was in between."""
    _claim(template, revision, draft=[templates.plain(one) for one in sections])
    audit.record(
        actor=actor, verb="edit_template", obj=template, fields={"keys": [one.key for one in sections]}
    )


def _claim(template: Template, revision: int, **columns) -> None:
    held = Template.objects.filter(pk=template.pk, draft_revision=revision)
    if held.update(**columns, draft_revision=F("draft_revision") + 1) != 1:
        raise StaleState(STALE)
    for column, value in columns.items():
        setattr(template, column, value)
    template.draft_revision = revision + 1


@transaction.atomic
def publish_template(
    *, template: Template, actor: User, now: dt.datetime, revision: int, note: str
) -> TemplateVersion:
    """Make the draft the version that new postmortems begin with; those under way keep theirs."""
    if template.draft is None:
        raise MoveRefused("Nothing was changed since the last version.")
    found = templates.problems(templates.as_sections(template.draft))
    if found:
        raise MoveRefused(*found)
    last = TemplateVersion.objects.filter(template=template).aggregate(last=Max("number"))["last"] or 0
    sections = template.draft
    _claim(template, revision, draft=None)
    version = TemplateVersion.objects.create(
        template=template, number=last + 1, sections=sections, note=note, published_by=actor, created_at=now
    )
    audit.record(actor=actor, verb="publish_template", obj=template, fields={"number": version.number})
    return version


@transaction.atomic
def discard_template_draft(*, template: Template, actor: User, revision: int) -> bool:
    """Forget what was changed since the last version; a template that never had one goes. True when it stays."""
    _claim(template, revision, draft=None)
    if not template.versions.exists():
        audit.record(actor=actor, verb="discard_template", obj=template)
        template.delete()
        return False
    audit.record(actor=actor, verb="discard_template_draft", obj=template)
    return True


@transaction.atomic
def retire_template(*, template: Template, actor: User, retired: bool) -> None:
    """Nobody begins with it any more, or again; postmortems that have it are not touched."""
    Template.objects.filter(pk=template.pk).update(is_active=not retired)
    template.is_active = not retired
    audit.record(actor=actor, verb="retire_template" if retired else "bring_back_template", obj=template)


@transaction.atomic
def bring_to_version(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, version: TemplateVersion, seen: int
) -> templates.UpgradePlan:
    """Give a postmortem the sections of a newer version of its template; every text is kept.

    `seen` is the number of the text that the preview was made of: StaleState when it has changed since.
    """
    current = Postmortem.objects.select_for_update().select_related("template_version").get(pk=postmortem.pk)
    if current.template_version.template_id != version.template_id:
        raise MoveRefused("This version belongs to another template.")
    if current.text_version != seen:
        raise StaleState("The text changed since you looked. Look at what the newer version would do now.")
    plan = upgrade_of(current, version)
    sections = {section.key: section for section in current.sections.all()}
    for place, move in enumerate(plan.of("stays", "added", "own")):
        _place(current, sections.get(move.key), move, place, actor, now)
    gone = [sections[move.key].pk for move in plan.of("goes")]
    Section.objects.filter(pk__in=gone, body="").delete()
    Postmortem.objects.filter(pk=current.pk).update(template_version=version)
    postmortem.template_version = version
    fields = {"template_version": version.pk}
    audit.record(actor=actor, verb="bring_to_version", obj=postmortem, fields=fields)
    wrote(postmortem=postmortem, actor=actor, now=now)
    return plan


def _place(postmortem: Postmortem, section: Section | None, move, place: int, actor: User, now) -> None:
    """Where and under which heading one section stands afterwards."""
    if section is None:
        Section.objects.create(
            postmortem=postmortem,
            key=move.key,
            title=move.title,
            kind=move.kind,
            position=place,
            required=move.required,
            disclosure=move.disclosure,
            updated_at=now,
        )
        return
    told = (section.title, section.disclosure) != (move.title, move.disclosure)
    section.title, section.disclosure, section.required = move.title, move.disclosure, move.required
    section.position = 9_000 if section.kind == Section.Kind.UNPLACED else place
    columns = {name: getattr(section, name) for name in ("title", "disclosure", "required", "position")}
    Section.objects.filter(pk=section.pk).update(**columns)
    if told and Section.history.filter(id=section.pk).exists():
        Section.history.bulk_history_create(
            [section],
            default_user=actor,
            default_date=now,
            default_change_reason="newer template",
            update=True,
        )
