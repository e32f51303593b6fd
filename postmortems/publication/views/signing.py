"""Signing, publishing, withdrawing; and what readers see."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.http import Request, go_to
from core.templatetags.say import count_of
from core.transitions import MoveRefused
from postmortems.models import Removal
from postmortems.publication import actions, rendering
from postmortems.publication.content import content_of
from postmortems.publication.forms import NoteForm, PassageForm
from postmortems.publication.views.prepare import load_summary, show


def _publisher(request: Request) -> None:
    if not request.user.is_publisher:
        raise PermissionDenied


@login_required
@require_GET
def preview(request: Request, pk: int) -> HttpResponse:
    """Exactly what would be public, by the same renderer."""
    found = load_summary(request, pk, write=False)
    revisions = list(found.revisions.order_by("-number"))
    # The pictures are not public yet: the preview shows the same bytes from an address of its own.
    images = reverse("publication:choose_picture", args=[pk])
    answer = HttpResponse(rendering.page(content_of(found), revisions, images))
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Fix the text and ask for signatures."""
    found = load_summary(request, pk)
    override = request.POST.get("override", "")
    try:
        actions.ask_signatures(summary=found, actor=request.user, now=timezone.now(), override=override)
        messages.success(request, "The text is fixed and waits to be signed.")
        return go_to(request, f"/postmortems/{pk}/summary/#signing")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons, override=override)


@login_required
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign the exact text the page showed."""
    found = load_summary(request, pk, write=False)
    try:
        actions.sign(
            summary=found,
            actor=request.user,
            capacity=request.POST.get("capacity", ""),
            digest=request.POST.get("digest", ""),
            now=timezone.now(),
        )
        messages.success(request, "Signed.")
        return go_to(request, f"/postmortems/{pk}/summary/#signing")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons)


@login_required
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Publish now, or at the time given."""
    found = load_summary(request, pk, write=False)
    _publisher(request)
    at, material = request.POST.get("at", "").strip(), request.POST.get("material") == "1"
    try:
        if at:
            when = dt.datetime.fromisoformat(at[:16]).replace(tzinfo=dt.UTC)
            actions.schedule(
                summary=found, actor=request.user, at=when, material=material, now=timezone.now()
            )
            messages.success(request, "It will be published at the time you set.")
        elif "now" not in request.POST:
            # What was meant for another form must not make anything public.
            raise MoveRefused("Choose a time, or press “Publish now”. Nothing was published.")
        else:
            actions.publish(summary=found, actor=request.user, material=material, now=timezone.now())
            messages.success(request, "Published.")
        return go_to(request, "publication:summary", pk)
    except ValueError:
        reasons: tuple[str, ...] = ("Write the time as 2027-02-01 14:00, in UTC.",)
    except MoveRefused as refused:
        reasons = refused.reasons
    return show(request, found, status=422, reasons=reasons, publish_at=at, material=material)


@login_required
@require_POST
def unschedule(request: Request, pk: int) -> HttpResponse:
    """Take a time back that was set."""
    found = load_summary(request, pk, write=False)
    _publisher(request)
    try:
        actions.unschedule(summary=found, actor=request.user, now=timezone.now())
        messages.success(request, "It will not be published by itself. The signatures stay.")
        return go_to(request, f"/postmortems/{pk}/summary/#signing")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take the summary back."""
    found = load_summary(request, pk, write=False)
    _publisher(request)
    form = NoteForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return show(request, found, status=422, withdraw_form=form)
    try:
        actions.withdraw(
            summary=found, actor=request.user, note=form.cleaned_data["note"], now=timezone.now()
        )
        return go_to(request, "publication:summary", pk)
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons, withdraw_form=form)


@login_required
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a passage out of everything public, at once."""
    found = load_summary(request, pk, write=False)
    _publisher(request)
    form = PassageForm(request.POST, auto_id="remove_%s")
    if not form.is_valid():
        return show(request, found, status=422, remove_form=form)
    try:
        count = actions.remove_passage(
            summary=found, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        said = f"Removed from {count_of(count, 'published text')}, comparisons and the feeds. Somebody else signs it now."
        messages.success(request, said)
        return go_to(request, "publication:summary", pk)
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons, remove_form=form)


@login_required
@require_POST
def remove_picture(request: Request, pk: int) -> HttpResponse:
    """Take a picture out of everything public, at once."""
    found = load_summary(request, pk, write=False)
    _publisher(request)
    given = {name: request.POST.get(name, "") for name in ("digest", "reason")}
    try:
        actions.remove_picture(summary=found, actor=request.user, now=timezone.now(), **given)
        messages.success(
            request, "Removed from every published text and every server. Somebody else signs it now."
        )
        return go_to(request, "publication:summary", pk)
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons)


@login_required
@require_POST
def confirm_removal(request: Request, pk: int, removal: int) -> HttpResponse:
    """The second signature under a removal."""
    found = load_summary(request, pk, write=False)
    taken = get_object_or_404(Removal, pk=removal, summary=found)
    try:
        actions.confirm_removal(removal=taken, actor=request.user, now=timezone.now())
        return go_to(request, f"/postmortems/{pk}/summary/#after")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons)


@require_safe
def public(request: HttpRequest, path: str = "") -> HttpResponse:
    """A public address the mirror did not answer: the index and feeds of a site that published nothing yet; else 404."""
    for file in rendering.common_pages(rendering.published_summaries()):
        if file.path == f"/public/{path}":
            return HttpResponse(file.body, content_type=file.content_type)
    raise Http404
