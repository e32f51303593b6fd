"""An action's issue in a tracker: making it, linking one, and making both agree."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.followup.queries import may_move, one
from postmortems.models import Action, TrackerConnection, TrackerLink

from . import actions, queries, wording
from .forms import LinkForm


def _action(request: Request, pk: int) -> Action:
    """The action, for somebody who keeps it up to date: 404 for who may not read it, 403 for who only may."""
    found = one(request.user, pk)
    if not may_move(found, request.user):
        raise PermissionDenied
    return found


def _link(request: Request, pk: int) -> TrackerLink:
    link = queries.link_of(_action(request, pk))
    if link is None:
        raise Http404
    return link


def _back(request: Request, action: int) -> HttpResponse:
    return go_to(request, "followup:detail", action)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request, action: int) -> HttpResponse:
    """Have an issue made there; where others would read what they may not read here, its words are shown first."""
    found = _action(request, action)
    wanted = (request.POST or request.GET).get("tracker", "")
    offers = queries.offered(found.team_id)
    connection = get_object_or_404(offers, pk=int(wanted) if wanted.isdecimal() else 0)
    refused = ""
    if request.method == "POST":
        try:
            actions.create_there(
                action=found,
                connection=connection,
                actor=request.user,
                seen=request.POST.get("seen", ""),
                now=timezone.now(),
            )
        except MoveRefused as error:
            refused = str(error)
        else:
            messages.success(request, f"An issue in {connection} is on its way.")
            return _back(request, action)
    return _asked(request, found, connection, refused)


def _asked(request: Request, action: Action, connection: TrackerConnection, refused: str) -> HttpResponse:
    words = wording.words_of(action, connection)
    context = {
        "action": action,
        "connection": connection,
        "words": words,
        "seen": wording.digest_of(words, connection),
        "is_for_all": wording.is_for_all(action),
        "may_be_told": wording.may_be_told(action),
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "postmortems/followup/trackers/create.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def link(request: Request, action: int) -> HttpResponse:
    """Say which issue it is, by its address."""
    found = _action(request, action)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.link_issue(
                action=found, actor=request.user, url=form.cleaned_data["url"], now=timezone.now()
            )
        except MoveRefused as refused:
            form.add_error("url", str(refused))
        else:
            messages.success(request, f"Linked to {made.remote_key} in {made.connection}.")
            return _back(request, action)
    context = {"action": found, "form": form, "offers": queries.offered(found.team_id)}
    return render(
        request, "postmortems/followup/trackers/link.html", context, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def unlink(request: Request, action: int) -> HttpResponse:
    """The issue is not the action's any more."""
    return _do(request, action, lambda one: actions.unlink(link=one, actor=request.user), "No longer linked.")


@login_required
@require_POST
def again(request: Request, action: int) -> HttpResponse:
    """Have it created once more."""
    now = timezone.now()
    return _do(
        request,
        action,
        lambda one: actions.try_again(link=one, actor=request.user, now=now),
        "It is on its way again.",
    )


@login_required
@require_POST
def look(request: Request, action: int) -> HttpResponse:
    """Read the issue now."""
    now = timezone.now()
    return _do(request, action, lambda one: actions.look_now(link=one, now=now), "It is being read now.")


@login_required
@require_POST
def take_over(request: Request, action: int) -> HttpResponse:
    """Done there, so done here, with the issue as evidence."""
    now = timezone.now()
    return _do(
        request,
        action,
        lambda one: actions.take_over(link=one, actor=request.user, now=now),
        "Marked as done. Somebody else verifies that it works.",
    )


@login_required
@require_POST
def leave(request: Request, action: int) -> HttpResponse:
    """Both may say what they say."""
    return _do(
        request,
        action,
        lambda one: actions.leave_as_it_is(link=one, actor=request.user),
        "Left as it is, until one of them changes.",
    )


def _do(request: Request, action: int, deed, said: str) -> HttpResponse:
    """One thing done to the link, and back to the action with what came of it."""
    found = _link(request, action)
    try:
        deed(found)
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return _back(request, action)
