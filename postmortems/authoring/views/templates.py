"""Templates: looked at, begun from another, retired."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.authoring.forms.templates import TemplateForm
from postmortems.models import Template


def may_create(request: Request) -> bool:
    """Administrators and managers make templates."""
    return request.user.is_administrator or queries.teams_managed(request.user).exists()


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """The organisation's templates and those of one's teams."""
    found = list(queries.visible_templates(request.user))
    for template in found:
        template.newest = queries.newest(template)
        template.built_in = queries.is_built_in(template)
        template.changeable = queries.may_change(template, request.user)
    context = {
        "templates": [one for one in found if one.is_active and (one.newest or one.changeable)],
        "retired": [one for one in found if not one.is_active],
        "may_create": may_create(request),
    }
    return render(request, "postmortems/authoring/templates/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A template of one's own, from another or from nothing."""
    if not may_create(request):
        raise PermissionDenied
    source = queries.visible_templates(request.user).filter(pk=_number(request.GET.get("from"))).first()
    initial = {"source": source, "kind": source.kind, "description": source.description} if source else {}
    form = TemplateForm(
        request.POST if request.method == "POST" else None, user=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = actions.create_template(actor=request.user, now=timezone.now(), **form.cleaned_data)
        return go_to(request, "authoring:template_edit", made.pk)
    context = {"form": form, "source": source}
    status = 422 if form.is_bound else 200
    return render(request, "postmortems/authoring/templates/new.html", context, status=status)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@login_required
@require_GET
def look(request: Request, template: int) -> HttpResponse:
    """One template as it is begun with, and its versions."""
    found = queries.template_of(request.user, template)
    version = queries.newest(found)
    context = {
        "template": found,
        "version": version,
        "versions": list(found.versions.all()),
        "sections": version.sections if version else [],
        "built_in": queries.is_built_in(found),
        "may_keep": queries.may_keep(found, request.user),
        "may_change": queries.may_change(found, request.user),
        "may_create": may_create(request),
        "zone": request.user.time_zone,
    }
    return render(request, "postmortems/authoring/templates/look.html", context)


def kept(request: Request, pk: int) -> Template:
    """A template that the person decides about; 404 when it is not there for them, 403 when others decide."""
    found = queries.template_of(request.user, pk)
    if not queries.may_keep(found, request.user):
        raise PermissionDenied
    return found


@login_required
@require_POST
def retire(request: Request, template: int) -> HttpResponse:
    """Nobody begins with it any more; or again."""
    found = kept(request, template)
    actions.retire_template(template=found, actor=request.user, retired="back" not in request.POST)
    return go_to(request, "authoring:template", found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def upgrade(request: Request, pk: int) -> HttpResponse:
    """Bring a postmortem to the newest version of its template, with a look at what that does first."""
    postmortem = queries.writable(request.user, pk)
    version = queries.newer_version(postmortem)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and version is not None:
        seen = _number(request.POST.get("text_version")) or 0
        try:
            actions.bring_to_version(
                postmortem=postmortem, actor=request.user, now=timezone.now(), version=version, seen=seen
            )
            messages.success(request, f"It now follows version {version.number} of its template.")
            return go_to(request, "workspace:detail", pk)
        except MoveRefused as refused:
            problems = refused.reasons
            postmortem = queries.writable(request.user, pk)
    full = queries.reads_restricted(postmortem, request.user)
    sections = list(postmortem.sections.all())
    context = {
        "postmortem": postmortem,
        "version": version,
        "plan": queries.upgrade_of(postmortem, version) if version else None,
        "hidden": queries.hidden_keys(sections, full=full),
        "problems": problems,
        "zone": request.user.time_zone,
    }
    page = "postmortems/authoring/templates/upgrade.html"
    return render(request, page, context, status=409 if problems else 200)
