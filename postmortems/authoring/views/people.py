"""People involved, those who may read, and the hand-over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.http import Request, go_to, page_or_part, safe_next
from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.authoring.forms import HandOverForm, InvolvedForm, NamedReaderForm, VisibilityForm
from postmortems.models import Involved, NamedReader, Postmortem

ROSTER, ROSTER_PART = "postmortems/authoring/roster.html", "postmortems/authoring/_roster.html"
ACCESS, ACCESS_PART = "postmortems/authoring/access.html", "postmortems/authoring/_access.html"


def _roster(
    request: Request, postmortem: Postmortem, form: InvolvedForm, *, status=200, **more
) -> HttpResponse:
    context = {"postmortem": postmortem, "roster": queries.roster_of(postmortem), "form": form, **more}
    return page_or_part(request, ROSTER, ROSTER_PART, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def roster(request: Request, pk: int) -> HttpResponse:
    """Who took part, by which names, in which role. It is the key to the pseudonyms: writers only."""
    postmortem = queries.writable(request.user, pk)
    form = InvolvedForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _roster(request, postmortem, form)
    if form.is_valid():
        try:
            actions.add_involved(postmortem=postmortem, actor=request.user, **form.cleaned_data)
            return go_to(request, safe_next(request, reverse("authoring:roster", args=[postmortem.pk])))
        except MoveRefused as refused:
            form.add_error("name", " ".join(refused.reasons))
    return _roster(request, postmortem, form, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def involved(request: Request, pk: int, person: int) -> HttpResponse:
    """Correct one entry of the roster, or take it off."""
    postmortem = queries.writable(request.user, pk)
    entry = get_object_or_404(
        Involved.objects.select_related("user", "postmortem"), postmortem=postmortem, pk=person
    )
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_involved(person=entry, actor=request.user)
        return go_to(request, "authoring:roster", postmortem.pk)
    initial = {name: getattr(entry, name) for name in ("name", "role", "is_responder")}
    initial |= {"handles": ", ".join(entry.handles), "user": entry.user.email if entry.user else ""}
    form = InvolvedForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "GET":
        return _roster(request, postmortem, form, entry=entry)
    if form.is_valid():
        try:
            actions.change_involved(person=entry, actor=request.user, **form.cleaned_data)
            return go_to(request, "authoring:roster", postmortem.pk)
        except MoveRefused as refused:
            form.add_error(None, " ".join(refused.reasons))
    return _roster(request, postmortem, form, entry=entry, status=422)


def _governed(request: Request, pk: int) -> Postmortem:
    """The postmortem, for those who decide who reads it: its owner and its team's managers. Also a closed one."""
    postmortem = queries.readable(request.user, pk)
    if not queries.may_govern(postmortem, request.user):
        raise PermissionDenied
    return postmortem


def _access(request: Request, postmortem: Postmortem, *, status: int = 200, **forms) -> HttpResponse:
    initial = {"visibility": postmortem.visibility, "team": postmortem.team_id}
    initial["facilitator"] = postmortem.facilitator.email if postmortem.facilitator else ""
    context = {
        "postmortem": postmortem,
        "governs": queries.may_govern(postmortem, request.user),
        "readers": queries.named_readers_of(postmortem),
        "visibility_form": VisibilityForm(teams=_teams(request, postmortem), initial=initial),
        "reader_form": NamedReaderForm(prefix="reader"),
        "owner_form": HandOverForm(prefix="next"),
        **forms,
    }
    return page_or_part(request, ACCESS, ACCESS_PART, context, status=status)


def _teams(request: Request, postmortem: Postmortem):
    return queries.teams_of(request.user, also=postmortem.team_id)


@login_required
@require_http_methods(["GET", "POST"])
def access(request: Request, pk: int) -> HttpResponse:
    """Who may read it, its team and its facilitator; named readers and the next owner have forms of their own."""
    if request.method == "GET":
        postmortem = queries.readable(request.user, pk)
        if not (queries.may_edit(postmortem, request.user) or queries.may_govern(postmortem, request.user)):
            raise PermissionDenied
        return _access(request, postmortem)
    postmortem = _governed(request, pk)
    form = VisibilityForm(request.POST, teams=_teams(request, postmortem))
    if form.is_valid():
        try:
            actions.change_access(
                postmortem=postmortem, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
            return go_to(request, "authoring:access", postmortem.pk)
        except MoveRefused as refused:
            form.add_error("facilitator", " ".join(refused.reasons))
    return _access(request, postmortem, status=422, visibility_form=form)


@login_required
@require_POST
def name_reader(request: Request, pk: int) -> HttpResponse:
    """Let one more person read."""
    postmortem = _governed(request, pk)
    form = NamedReaderForm(request.POST, prefix="reader")
    if not form.is_valid():
        return _access(request, postmortem, status=422, reader_form=form)
    actions.name_reader(postmortem=postmortem, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return go_to(request, "authoring:access", postmortem.pk)


@login_required
@require_POST
def drop_reader(request: Request, pk: int, reader: int) -> HttpResponse:
    """Take a naming back."""
    postmortem = _governed(request, pk)
    named = get_object_or_404(
        NamedReader.objects.select_related("postmortem"), postmortem=postmortem, pk=reader
    )
    actions.drop_reader(reader=named, actor=request.user)
    return go_to(request, "authoring:access", postmortem.pk)


@login_required
@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give it to its next owner, who is told by finding it under their work."""
    postmortem = _governed(request, pk)
    form = HandOverForm(request.POST, prefix="next")
    if form.is_valid():
        try:
            actions.hand_over(
                postmortem=postmortem, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"{form.cleaned_data['owner']} owns it now.")
            return go_to(request, "workspace:detail", postmortem.pk)
        except MoveRefused as refused:
            form.add_error("owner", " ".join(refused.reasons))
    return _access(request, postmortem, status=422, owner_form=form)
