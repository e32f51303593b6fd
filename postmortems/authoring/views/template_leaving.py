"""What goes from a template for good, and is asked first: a section of its draft, the draft, the whole template."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.authoring.forms.templates import RevisionForm
from postmortems.models import Template

from .template_editing import changed, refused_page, revision_of

PAGE = "postmortems/authoring/templates/sure.html"


def _asked(request: Request, template: Template, **question: str) -> HttpResponse:
    # The revision is that of the page the question was reached from: what nobody has seen is not forgotten.
    seen = request.GET.get("revision", template.draft_revision)
    context = {"template": template, "form": RevisionForm(initial={"revision": seen}), **question}
    return render(request, PAGE, context)


@login_required
@require_http_methods(["GET", "POST"])
def take_out(request: Request, template: int, part: str) -> HttpResponse:
    """A section out of the next version."""
    found = changed(request, template)
    sections = queries.sections_in(found)
    own = next((one for one in sections if one.key == part), None)
    if own is None:
        raise Http404
    if request.method == "GET":
        back = reverse("authoring:template_part", args=[found.pk, part])
        text = "The next version goes without it. Postmortems under way keep theirs."
        return _asked(
            request, found, title=f"Take out “{own.title}”?", text=text, button="Take it out", back=back
        )
    left = tuple(one for one in sections if one.key != part)
    try:
        actions.write_draft(template=found, actor=request.user, revision=revision_of(request), sections=left)
    except MoveRefused as refused:
        return refused_page(request, found, refused)
    messages.success(request, f"“{own.title}” is taken out.")
    return go_to(request, "authoring:template_edit", found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: Request, template: int) -> HttpResponse:
    """What was changed since the last version; without one, the template."""
    found = changed(request, template)
    version, back = queries.newest(found), reverse("authoring:template_edit", args=[found.pk])
    if request.method == "GET" and version:
        title, text = (
            f"Forget the changes since version {version.number}?",
            "The sections are as they were in it again.",
        )
        return _asked(request, found, title=title, text=text, button="Forget the changes", back=back)
    if request.method == "GET":
        title, text = f"Forget “{found.name}”?", "Its sections are gone for good."
        return _asked(request, found, title=title, text=text, button="Forget this template", back=back)
    try:
        stays = actions.discard_template_draft(
            template=found, actor=request.user, revision=revision_of(request)
        )
    except MoveRefused as refused:
        return refused_page(request, found, refused)
    messages.success(request, "The changes are forgotten." if stays else f"“{found.name}” is forgotten.")
    return go_to(request, *(["authoring:template", found.pk] if stays else ["authoring:templates"]))
