"""The next version of a template while it is edited: its sections, their order, publishing."""

from __future__ import annotations

import dataclasses

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused, StaleState
from postmortems.authoring import actions, queries
from postmortems.authoring.forms.templates import (
    PartForm,
    PublishForm,
    TemplateHeadForm,
    library,
    part_initial,
)
from postmortems.domain import templates
from postmortems.domain.templates import TemplateSection
from postmortems.models import Template

PAGE = "postmortems/authoring/templates/edit.html"
PART = "postmortems/authoring/templates/part.html"
GONE = "Somebody else took this section out meanwhile. What you typed is still in the fields; Keep puts it back, at the end."
STALE = "Somebody else changed this template meanwhile. What you typed is still in the fields; Keep {does}."


def changed(request: Request, pk: int) -> Template:
    """A template that the person may change; refused otherwise."""
    found = queries.template_of(request.user, pk)
    if not queries.may_change(found, request.user):
        raise PermissionDenied
    return found


def _shown(request: Request, template: Template, *, status: int = 200, **more) -> HttpResponse:
    sections = queries.sections_in(template)
    context = {
        "template": template,
        "sections": sections,
        "problems": templates.problems(sections),
        "version": queries.newest(template),
        "library": library({one.key for one in sections}),
        "minutes": sum(one.minutes for one in sections if one.required),
        "head_form": TemplateHeadForm(
            initial={
                "name": template.name,
                "description": template.description,
                "revision": template.draft_revision,
            }
        ),
        "publish_form": PublishForm(initial={"revision": template.draft_revision}, auto_id="publish_%s"),
        "moved": request.GET.get("moved", ""),
        **more,
    }
    return render(request, PAGE, context, status=status)


def revision_of(request: Request) -> int:
    """The revision of the draft that the form was made of; -1, which is none, when it says nothing of the kind."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def refused_page(request: Request, template: Template, refused: MoveRefused) -> HttpResponse:
    """The sections as they stand now, with why nothing was written."""
    fresh = queries.template_of(request.user, template.pk)
    status = 409 if isinstance(refused, StaleState) else 422
    return _shown(request, fresh, status=status, refused=refused.reasons)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: Request, template: int) -> HttpResponse:
    """The sections in their order; name and description are saved from here."""
    found = changed(request, template)
    if request.method == "GET":
        return _shown(request, found)
    form = TemplateHeadForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, status=422, head_form=form)
    try:
        actions.change_template(template=found, actor=request.user, **form.cleaned_data)
    except MoveRefused as refused:
        return refused_page(request, found, refused)
    return go_to(request, "authoring:template_edit", found.pk)


@login_required
@require_POST
def move(request: Request, template: int) -> HttpResponse:
    """One section up or down."""
    found = changed(request, template)
    key, by = request.POST.get("part", ""), -1 if request.POST.get("to") == "up" else 1
    try:
        actions.write_draft(
            template=found,
            actor=request.user,
            revision=revision_of(request),
            sections=templates.moved(queries.sections_in(found), key, by),
        )
    except MoveRefused as refused:
        return refused_page(request, found, refused)
    to = "up" if by < 0 else "down"
    return go_to(
        request, f"{reverse('authoring:template_edit', args=[found.pk])}?moved={key}-{to}#part-{key}"
    )


def _keep(
    request: Request, template: Template, form: PartForm, sections: tuple[TemplateSection, ...], **shown
) -> HttpResponse:
    try:
        actions.write_draft(
            template=template,
            actor=request.user,
            revision=form.cleaned_data["revision"],
            sections=sections,
        )
    except StaleState:
        # The form keeps what was typed; saving again starts from how the template stands now.
        does = "puts it in place of theirs" if "part" in shown else "adds it to theirs"
        form.add_error(None, STALE.format(does=does))
        form.data = form.data.copy()
        form.data["revision"] = queries.template_of(request.user, template.pk).draft_revision
        return render(request, PART, {"template": template, "form": form, **shown}, status=409)
    return go_to(request, "authoring:template_edit", template.pk)


def _values(form: PartForm) -> dict:
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


@login_required
@require_http_methods(["GET", "POST"])
def add(request: Request, template: int) -> HttpResponse:
    """One more section at the end: one that exists, or one of one's own."""
    found = changed(request, template)
    known = templates.section(request.GET.get("library", ""))
    initial = part_initial(known) if known else {"disclosure": "internal", "kind": "text", "minutes": 3}
    form = PartForm(
        request.POST if request.method == "POST" else None,
        kind=found.kind,
        initial={**initial, "revision": found.draft_revision},
    )
    if request.method == "POST" and form.is_valid():
        return _added(request, found, form)
    context = {"template": found, "form": form, "part": None, "key": known.key if known else ""}
    return render(request, PART, context, status=422 if form.is_bound else 200)


def _added(request: Request, template: Template, form: PartForm) -> HttpResponse:
    sections = queries.sections_in(template)
    taken = [one.key for one in sections]
    wanted = request.POST.get("key", "")
    own = templates.section(wanted) is not None and wanted not in taken
    key = wanted if own else templates.fresh_key(form.cleaned_data["title"], taken)
    values = _values(form)
    values["kind"] = values["kind"] or "text"
    return _keep(request, template, form, (*sections, TemplateSection(key=key, **values)), key=wanted)


def _put_back(request: Request, template: Template, key: str) -> HttpResponse:
    """What was typed about a section that another tab has taken out: kept in the fields, and added when that is what is wanted."""
    data = request.POST.copy()
    known = templates.section(key)
    data.setdefault("kind", known.kind if known else "text")
    asked = "key" in data
    if not asked:
        data["revision"] = str(template.draft_revision)
    form = PartForm(data, kind=template.kind)
    if form.is_valid() and asked:
        return _added(request, template, form)
    if not asked:
        form.add_error(None, GONE)
    context = {"template": template, "form": form, "part": None, "key": key}
    return render(request, PART, context, status=422 if asked else 409)


@login_required
@require_http_methods(["GET", "POST"])
def part(request: Request, template: int, part: str) -> HttpResponse:
    """One section, changed."""
    found = changed(request, template)
    sections = queries.sections_in(found)
    own = next((one for one in sections if one.key == part), None)
    if own is None and request.method == "POST":
        return _put_back(request, found, part)
    if own is None:
        raise Http404
    form = PartForm(
        request.POST if request.method == "POST" else None,
        kind=found.kind,
        part=own,
        initial={**part_initial(own), "revision": found.draft_revision},
    )
    if request.method == "POST" and form.is_valid():
        new = dataclasses.replace(own, **_values(form))
        return _keep(
            request, found, form, tuple(new if one.key == part else one for one in sections), part=own
        )
    context = {"template": found, "form": form, "part": own}
    return render(request, PART, context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def publish(request: Request, template: int) -> HttpResponse:
    """Make it the version that new postmortems begin with."""
    found = changed(request, template)
    form = PublishForm(request.POST, auto_id="publish_%s")
    if not form.is_valid():
        return _shown(request, found, status=422, publish_form=form)
    try:
        version = actions.publish_template(
            template=found,
            actor=request.user,
            now=timezone.now(),
            revision=form.cleaned_data["revision"],
            note=form.cleaned_data["note"],
        )
    except MoveRefused as refused:
        return refused_page(request, found, refused)
    messages.success(request, f"Version {version.number} is there. Postmortems under way keep theirs.")
    return go_to(request, "authoring:template", found.pk)
