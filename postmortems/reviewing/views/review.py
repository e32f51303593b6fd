"""Pages of the review."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring.queries import may_edit, readable, reads_restricted, writable
from postmortems.models import Comment, Postmortem
from postmortems.reviewing import actions, queries
from postmortems.reviewing.findings import open_findings
from postmortems.reviewing.forms import AskForm, CommentForm, OverrideForm, ReasonForm
from postmortems.reviewing.page import place_of, places, review_page, still_missing

PAGE = "postmortems/reviewing/review.html"


def _visible(request: Request, pk: int) -> Postmortem:
    return readable(request.user, pk)


def _writable(request: Request, pk: int) -> Postmortem:
    return writable(request.user, pk)


def _show(request: Request, postmortem: Postmortem, *, status: int = 200, **forms) -> HttpResponse:
    return render(request, PAGE, review_page(postmortem, request.user, **forms), status=status)


@login_required
@require_GET
def review(request: Request, pk: int) -> HttpResponse:
    """Everything about the review of one postmortem."""
    return _show(request, _visible(request, pk))


@login_required
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask people for a review."""
    postmortem = _writable(request, pk)
    form = AskForm(request.POST, people=queries.candidates(postmortem))
    if form.is_valid():
        try:
            actions.ask_review(
                postmortem=postmortem,
                actor=request.user,
                reviewers=form.cleaned_data["reviewers"],
                still_missing=still_missing(postmortem, request.user),
                now=timezone.now(),
            )
            return go_to(request, "reviewing:review", pk)
        except MoveRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
    return _show(request, postmortem, status=422, ask_form=form)


def _request_of(postmortem: Postmortem, request: Request):
    """The person's own request that waits; others are refused."""
    found = queries.review_of(postmortem, request.user)
    if found.mine is None:
        raise PermissionDenied
    return found.mine


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """Agree to the text as it stands; a second click, or another tab, leads to what the first one did."""
    postmortem = _visible(request, pk)
    if queries.has_agreed(postmortem, request.user):
        return go_to(request, "workspace:detail", pk)
    mine = _request_of(postmortem, request)
    form = ReasonForm(
        {
            "reason": request.POST.get("reason") or "Approved.",
            "text_version": request.POST.get("text_version"),
        }
    )
    try:
        seen = form.cleaned_data["text_version"] if form.is_valid() else None
        actions.approve(
            postmortem=postmortem,
            request=mine,
            actor=request.user,
            text_version=seen or 0,
            note=request.POST.get("reason", ""),
            now=timezone.now(),
        )
        return go_to(request, "workspace:detail", pk)
    except MoveRefused as refused:
        return _show(request, _visible(request, pk), status=422, refused=refused.reasons)


@login_required
@require_POST
def changes(request: Request, pk: int) -> HttpResponse:
    """Ask for changes, with a reason."""
    postmortem = _visible(request, pk)
    mine = _request_of(postmortem, request)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_changes(
                postmortem=postmortem,
                request=mine,
                actor=request.user,
                text_version=form.cleaned_data["text_version"] or 0,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            return go_to(request, "workspace:detail", pk)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
    return _show(request, _visible(request, pk), status=422, changes_form=form)


@login_required
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Back to draft, with a reason."""
    postmortem = _visible(request, pk)
    if not Postmortem.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.reopen(
                postmortem=postmortem,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            return go_to(request, "workspace:detail", pk)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
    return _show(request, postmortem, status=422, reopen_form=form)


@login_required
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """The work on it is over."""
    postmortem = _writable(request, pk)
    try:
        actions.close(postmortem=postmortem, actor=request.user, now=timezone.now())
        return go_to(request, "workspace:detail", pk)
    except MoveRefused as refused:
        return _show(request, _visible(request, pk), status=422, refused=refused.reasons)


@login_required
@require_POST
def comment(request: Request, pk: int) -> HttpResponse:
    """Say something; everybody who may read it may."""
    postmortem = _visible(request, pk)
    full = reads_restricted(postmortem, request.user)
    form = CommentForm(request.POST, places=places(postmortem, full=full))
    if not form.is_valid():
        return _show(request, postmortem, status=422, comment_form=form)
    values = form.cleaned_data
    parent = None
    if values["parent"]:
        roots = {root.pk: root for root in queries.threads(postmortem, full=full)}
        parent = roots.get(values["parent"])
        if parent is None:
            raise Http404
    target = place_of(postmortem, values["place"])
    made = actions.comment(
        postmortem=postmortem,
        actor=request.user,
        body=values["body"],
        parent=parent,
        target=target,
        now=timezone.now(),
    )
    if made.barred:
        names = ", ".join(str(person) for person in made.barred)
        messages.warning(request, f"{names} can't read this, and was not told. Give access first.")
    return redirect(f"/postmortems/{pk}/review/#comment-{made.pk}")


@login_required
@require_GET
def people(request: Request, pk: int) -> JsonResponse:
    """Names that begin with `q`, for the list that opens after an @: at most eight, of those who may read this."""
    postmortem = _visible(request, pk)
    return JsonResponse({"people": queries.nameable(postmortem, request.GET.get("q", ""))})


@login_required
@require_POST
def resolve(request: Request, pk: int, comment: int) -> HttpResponse:
    """Close a thread."""
    postmortem = _visible(request, pk)
    full = reads_restricted(postmortem, request.user)
    if comment not in {root.pk for root in queries.threads(postmortem, full=full)}:
        raise Http404
    actions.resolve(comment=Comment.objects.get(pk=comment), actor=request.user, now=timezone.now())
    return redirect(f"/postmortems/{pk}/review/#comments")


@login_required
@require_POST
def let_stand(request: Request, pk: int) -> HttpResponse:
    """Let a wording stand, in writing."""
    postmortem = _visible(request, pk)
    own = queries.review_of(postmortem, request.user).mine
    if own is None and not may_edit(postmortem, request.user):
        raise PermissionDenied
    form = OverrideForm(request.POST)
    findings = open_findings(postmortem, full=reads_restricted(postmortem, request.user))
    wanted = (request.POST.get("rule", ""), request.POST.get("excerpt", ""))
    severity = {(one.finding.rule, one.excerpt): one.finding.severity for one in findings}.get(wanted)
    if not form.is_valid() or severity is None:
        return _show(
            request, postmortem, status=422, refused=["Say in a sentence why this wording should stand."]
        )
    actions.decide_language(
        postmortem=postmortem,
        actor=request.user,
        severity=severity,
        now=timezone.now(),
        **form.cleaned_data,
    )
    return redirect(f"/postmortems/{pk}/review/#language")
