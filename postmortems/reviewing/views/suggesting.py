"""Other words for a section: written by a reader, decided by an author."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring.actions import hand_out
from postmortems.authoring.queries import readable, section_of, writable
from postmortems.models import Postmortem, Section
from postmortems.reviewing import actions, queries
from postmortems.reviewing.forms import SuggestForm
from postmortems.reviewing.page import review_page

PAGE = "postmortems/reviewing/suggest.html"


@login_required
@require_http_methods(["GET", "POST"])
def suggest(request: Request, pk: int, key: str) -> HttpResponse:
    """A section's text to reword; everybody who may read it may propose."""
    postmortem = readable(request.user, pk)
    section = section_of(postmortem, request.user, key)
    if not postmortem.is_open_for_writing:
        raise PermissionDenied
    if request.method == "GET":
        hand_out(section=section, now=timezone.now())
        form = SuggestForm(initial={"wording": section.body, "version": section.version})
        return _show(request, postmortem, section, form)
    form = SuggestForm(request.POST)
    if not form.is_valid():
        return _show(request, postmortem, section, form, status=422)
    try:
        made = actions.suggest(section=section, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error("wording", " ".join(refused.reasons))
        return _show(request, postmortem, section, form, status=422)
    return go_to(request, f"/postmortems/{pk}/review/#comment-{made.comment_id}")


def _show(
    request: Request, postmortem: Postmortem, section: Section, form: SuggestForm, *, status: int = 200
) -> HttpResponse:
    context = {"postmortem": postmortem, "section": section, "form": form}
    return render(request, PAGE, context, status=status)


@login_required
@require_POST
def decide(request: Request, pk: int, suggestion: int) -> HttpResponse:
    """Take the words, or leave the text as it is; for those who hold the pen."""
    postmortem = writable(request.user, pk)
    found = queries.suggestion_of(postmortem, request.user, suggestion)
    if found is None:
        raise Http404
    verb = actions.take if "take" in request.POST else actions.leave
    try:
        verb(suggestion=found, actor=request.user, now=timezone.now())
    except MoveRefused as refused:
        context = review_page(postmortem, request.user, refused=refused.reasons)
        return render(request, "postmortems/reviewing/review.html", context, status=422)
    return redirect(f"/postmortems/{pk}/review/#comment-{found.comment_id}")
