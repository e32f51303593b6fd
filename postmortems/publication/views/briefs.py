"""Briefs for other readers: the list, one as it was issued, and the page where it is written and signed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.models import PublicRevision, PublicSummary, Signature
from postmortems.publication import actions, brief_rights, briefing, queries
from postmortems.publication.brief_form import BriefForm
from postmortems.publication.brief_rights import Desk
from postmortems.publication.comparing import side_by_side

PAGES = "postmortems/publication"


def _desk(request: Request, pk: int, audience: str, *, write: bool = False) -> Desk:
    every = brief_rights.desks(request.user, pk)
    found = next((one for one in every or [] if one.audience.key == audience), None)
    if found is None:
        raise Http404
    if not (found.may_write if write else found.may_open):
        raise PermissionDenied
    return found


def _begun(desk: Desk) -> PublicSummary:
    if desk.brief is None:
        raise Http404
    return desk.brief


@login_required
@require_GET
def briefs(request: Request, pk: int) -> HttpResponse:
    """The briefs of a postmortem, and how each stands."""
    every = brief_rights.desks(request.user, pk)
    if every is None:
        raise Http404
    context = {"postmortem": every[0].postmortem, "desks": every}
    return render(request, f"{PAGES}/briefs.html", context)


@login_required
@require_GET
def brief(request: Request, pk: int, audience: str, number: int | None = None) -> HttpResponse:
    """One brief as it was issued, ready to be printed; an earlier revision by its number."""
    desk = _desk(request, pk, audience)
    held = _begun(desk)
    if number is None:
        revision = held.live_revision
    else:
        revision = get_object_or_404(PublicRevision, summary=held, number=number)
    if revision is None:
        raise Http404
    signatures = Signature.objects.filter(summary=held, text_digest=revision.text_digest)
    context = {
        "desk": desk,
        "postmortem": desk.postmortem,
        "brief": held,
        "revision": revision,
        "signatures": signatures.select_related("signer").order_by("signed_at"),
        "earlier": held.revisions.exclude(pk=revision.pk).only(
            "number", "published_at", "note", "summary_id"
        ),
        "is_live": revision.pk == held.live_revision_id,
    }
    return render(request, f"{PAGES}/brief.html", context)


def _show(request: Request, desk: Desk, *, status: int = 200, **more) -> HttpResponse:
    held = _begun(desk)
    context = {
        "desk": desk,
        "postmortem": desk.postmortem,
        "brief": held,
        "form": more.pop("form", None) or BriefForm(brief=held),
        "findings": briefing.open_findings(held),
        "wording": briefing.wording(held),
        "settled": held.settled.select_related("settled_by"),
        "needed": brief_rights.needed(held),
        "signed": brief_rights.signed(held),
        "still_needed": brief_rights.still_needed(held),
        "without_signer": queries.without_signer(held),
        "can_sign_as": brief_rights.can_sign_as(held, request.user),
        "reasons": (),
        **more,
    }
    return render(request, f"{PAGES}/brief_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int, audience: str) -> HttpResponse:
    """Begin a brief, or write it; those who sign it read the working text here."""
    desk = _desk(request, pk, audience, write=request.method == "POST")
    if not (desk.may_write or (desk.may_sign and desk.brief)):
        raise PermissionDenied
    if desk.brief is None:
        if request.method == "POST":
            actions.begin_brief(
                postmortem=desk.postmortem, audience=desk.audience, actor=request.user, now=timezone.now()
            )
            return go_to(request, "publication:brief_edit", pk, audience)
        return render(request, f"{PAGES}/brief_begin.html", {"desk": desk, "postmortem": desk.postmortem})
    if request.method != "POST":
        return _show(request, desk)
    form = BriefForm(request.POST, brief=desk.brief)
    if form.is_valid():
        try:
            actions.change_brief(
                brief=desk.brief,
                actor=request.user,
                version=form.cleaned_data["version"],
                values=form.values(),
                now=timezone.now(),
            )
            messages.success(request, "Saved. Readers see it once it is signed and issued.")
            return go_to(request, "publication:brief_edit", pk, audience)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
            form.data = form.data.copy()
            stands = PublicSummary.objects.get(pk=desk.brief.pk)
            form.data["version"] = stands.version
            differs = [side_by_side(*field) for field in form.differing_from(BriefForm(brief=stands))]
            return _show(request, desk, status=422, form=form, differs=differs)
    return _show(request, desk, status=422, form=form)


def _keep(request: Request, held: PublicSummary) -> None:
    kind, excerpt = request.POST.get("kind", ""), request.POST.get("excerpt", "")
    if (kind, excerpt) not in {
        (one.finding.kind, one.finding.excerpt[:300]) for one in briefing.open_findings(held)
    }:
        raise MoveRefused("This is not among the findings any more.")
    reason = request.POST.get("reason", "")
    actions.keep(
        summary=held, actor=request.user, kind=kind, excerpt=excerpt, reason=reason, now=timezone.now()
    )


def _replace(request: Request, held: PublicSummary) -> None:
    version = request.POST.get("version", "")
    if not version.isdigit():
        raise MoveRefused("Reload the page and try again.")
    actions.replace_in_brief(brief=held, actor=request.user, version=int(version), now=timezone.now())


def _ask(request: Request, held: PublicSummary) -> None:
    actions.ask_for_brief(brief=held, actor=request.user, now=timezone.now())


def _issue(request: Request, held: PublicSummary) -> None:
    actions.issue_brief(brief=held, actor=request.user, now=timezone.now())
    messages.success(request, "Issued. Its readers see this text now.")


def _withdraw(request: Request, held: PublicSummary) -> None:
    actions.withdraw_brief(
        brief=held, actor=request.user, note=request.POST.get("note", ""), now=timezone.now()
    )


def _sign(request: Request, held: PublicSummary) -> None:
    actions.sign_brief(
        brief=held,
        actor=request.user,
        capacity=request.POST.get("capacity", ""),
        digest=request.POST.get("digest", ""),
        now=timezone.now(),
    )
    messages.success(request, "Signed.")


STEPS: dict[str, Callable[[Request, PublicSummary], None]] = {
    "keep": _keep,
    "replace": _replace,
    "ask": _ask,
    "sign": _sign,
    "issue": _issue,
    "withdraw": _withdraw,
}


@login_required
@require_POST
def step(request: Request, pk: int, audience: str, verb: str) -> HttpResponse:
    """One step of its way; signing is for those who hold a capacity, the others for those who write it."""
    desk = _desk(request, pk, audience, write=verb != "sign")
    if verb not in STEPS:
        raise Http404
    if verb == "sign" and not desk.may_sign:
        raise PermissionDenied
    held = _begun(desk)
    try:
        STEPS[verb](request, held)
        return go_to(request, "publication:brief_edit", pk, audience)
    except MoveRefused as refused:
        return _show(request, desk, status=422, reasons=refused.reasons, note=request.POST.get("note", ""))
