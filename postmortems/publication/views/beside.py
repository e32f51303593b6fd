"""What stands beside the text of a summary: the record it is compared with, its pictures, and what is left out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.authoring.queries import reads_restricted
from postmortems.models import PublicPicture
from postmortems.publication import actions
from postmortems.publication.comparing import beside
from postmortems.publication.parity import CHOICES, TOLD, items_of
from postmortems.publication.picture_form import PictureForm
from postmortems.publication.views.prepare import load_summary, show


@login_required
@require_GET
def compare(request: Request, pk: int) -> HttpResponse:
    """The record and the public text side by side, differences marked, with the reason of each replacement."""
    found = load_summary(request, pk, write=False)
    context = {"summary": found, "postmortem": found.postmortem, "rows": beside(found)}
    return render(request, "postmortems/publication/beside.html", context)


@login_required
@require_POST
def parity(request: Request, pk: int) -> HttpResponse:
    """Say of each event and factor whether it is told, or why not."""
    found = load_summary(request, pk)
    full = reads_restricted(found.postmortem, request.user)
    items = items_of(found, full=full)
    answers = {
        item.key: request.POST.get(item.key, "") for item in items if item.key in request.POST and item.label
    }
    answers = {
        key: answer for key, answer in answers.items() if answer == "" or answer == TOLD or answer in CHOICES
    }
    try:
        actions.say_parity(
            summary=found,
            actor=request.user,
            version=int(request.POST.get("version") or 0),
            answers=answers,
            now=timezone.now(),
        )
        return go_to(request, f"/postmortems/{pk}/summary/#parity")
    except (MoveRefused, ValueError) as refused:
        reasons = getattr(refused, "reasons", ("Reload the page and try again.",))
        return show(request, found, status=422, reasons=reasons)


@login_required
@require_POST
def choose_picture(request: Request, pk: int) -> HttpResponse:
    """Take a picture of the record into the public text."""
    found = load_summary(request, pk)
    form = PictureForm(request.POST, summary=found)
    if form.is_valid():
        try:
            actions.choose_picture(summary=found, actor=request.user, now=timezone.now(), **form.cleaned_data)
            return go_to(request, f"/postmortems/{pk}/summary/#pictures")
        except MoveRefused as refused:
            form.add_error(None, str(refused))
    return show(request, found, status=422, picture_form=form)


@login_required
@require_POST
def leave_out_picture(request: Request, pk: int, digest: str) -> HttpResponse:
    """Take a picture out of the text again."""
    found = load_summary(request, pk)
    picture = get_object_or_404(PublicPicture, summary=found, digest=digest)
    try:
        actions.leave_out_picture(summary=found, picture=picture, actor=request.user, now=timezone.now())
        return go_to(request, f"/postmortems/{pk}/summary/#pictures")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons)


@login_required
@require_GET
def picture(request: Request, pk: int, name: str) -> HttpResponse:
    """The bytes of a chosen picture, before they are public, for those who prepare and sign."""
    found = load_summary(request, pk, write=False)
    held = get_object_or_404(PublicPicture, summary=found, digest__startswith=name.partition(".")[0][:64])
    answer = HttpResponse(bytes(held.data), content_type=held.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
