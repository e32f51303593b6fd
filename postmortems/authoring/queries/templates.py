"""Templates: which a person sees, which they may change, and what an upgrade would do."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from core.accounts.models import Membership, Team, User
from postmortems.domain import templates
from postmortems.models import Comment, Postmortem, Section, Template, TemplateVersion

BUILT_IN = frozenset(item.key for item in templates.TEMPLATES)


def is_built_in(template: Template) -> bool:
    """Whether it is one of those that come with the site: copied, never changed."""
    return template.team_id is None and template.key in BUILT_IN


def _managed(user: User) -> QuerySet:
    return Membership.objects.filter(user=user, role=Membership.Role.MANAGER).values("team")


def teams_managed(user: User) -> QuerySet[Team]:
    """The teams whose templates the person keeps."""
    return Team.objects.filter(pk__in=_managed(user)).order_by("name")


def may_keep(template: Template, user: User) -> bool:
    """Whether the person decides about it: administrators about the organisation's, managers about their team's."""
    if template.team_id is None:
        return user.is_administrator
    return _managed(user).filter(team=template.team_id).exists()


def may_change(template: Template, user: User) -> bool:
    """Whether the person edits its sections."""
    return may_keep(template, user) and not is_built_in(template)


def visible_templates(user: User) -> QuerySet[Template]:
    """The organisation's and those of the person's teams, with `versions` newest first and `uses`."""
    mine = Membership.objects.filter(user=user).values("team")
    found = Template.objects.filter(Q(team__isnull=True) | Q(team__in=mine))
    versions = Prefetch(
        "versions", TemplateVersion.objects.select_related("published_by").order_by("-number")
    )
    counted = found.annotate(
        uses=Count("versions__postmortems", filter=Q(versions__postmortems__discarded_at=None))
    )
    return (
        counted.select_related("team", "copied_from")
        .prefetch_related(versions)
        .order_by("-is_active", "team__name", "position", "pk")
    )


def template_of(user: User, pk: int) -> Template:
    """One of them; Http404 when it is not there for the person."""
    found = visible_templates(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def newest(template: Template) -> TemplateVersion | None:
    """The version that new postmortems begin with; None while the first is still being written."""
    return max(template.versions.all(), key=lambda one: one.number, default=None)


def sections_in(template: Template) -> tuple[templates.TemplateSection, ...]:
    """The sections that are being edited, or those of the newest version."""
    version = newest(template)
    parts = template.draft if template.draft is not None else version.sections if version else []
    return templates.as_sections(parts)


def newer_version(postmortem: Postmortem) -> TemplateVersion | None:
    """The newest version of the postmortem's template, when it is newer than its own."""
    own = postmortem.template_version
    found = TemplateVersion.objects.filter(template=own.template_id, number__gt=own.number)
    return found.order_by("-number").first()


def upgrade_of(postmortem: Postmortem, version: TemplateVersion) -> templates.UpgradePlan:
    """What bringing the postmortem to that version does to each of its sections."""
    remarks = Comment.objects.filter(section=OuterRef("pk"))
    sections = postmortem.sections.annotate(has_remarks=Exists(remarks)).order_by("position", "id")
    return templates.plan_upgrade(
        templates.as_sections(postmortem.template_version.sections),
        templates.as_sections(version.sections),
        [_present(section) for section in sections],
    )


def _present(section: Section) -> templates.Present:
    holds = bool(section.body.strip() or section.not_applicable_because or section.has_remarks)
    return templates.Present(
        section.key, section.title, section.kind, section.disclosure, section.required, holds
    )


def hidden_keys(sections: Sequence[Section], *, full: bool) -> frozenset[str]:
    """The keys of sections that a preview leaves unnamed for somebody who doesn't read restricted parts."""
    return frozenset() if full else frozenset(one.key for one in sections if one.disclosure == "restricted")
