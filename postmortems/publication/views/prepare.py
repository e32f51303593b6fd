"""Preparing a summary, side by side with the record."""

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
from postmortems.authoring.queries import reads_restricted
from postmortems.models import Postmortem, Promise, PublicSummary
from postmortems.publication import actions, queries, truth
from postmortems.publication.comparing import side_by_side
from postmortems.publication.drafting import sources_for
from postmortems.publication.forms import NoteForm, PassageForm, PromiseForm, PromiseStateForm, SummaryForm
from postmortems.publication.parity import CHOICES, items_of
from postmortems.publication.picture_form import PictureForm
from postmortems.publication.scanning import open_findings, wording

PAGE = "postmortems/publication/summary.html"


def load(request: Request, pk: int) -> tuple[Postmortem, PublicSummary | None]:
    """The postmortem when it is there for this person, and its summary; only for those who may prepare or sign."""
    postmortem = get_object_or_404(
        Postmortem.objects.kept()
        .visible_to(request.user)
        .select_related("team", "owner", "template_version"),
        pk=pk,
    )
    if not queries.may_prepare(postmortem, request.user) and not request.user.capacities:
        raise PermissionDenied
    summary = queries.summary_of(postmortem)
    if summary:
        summary.postmortem = postmortem
    return postmortem, summary


def load_summary(request: Request, pk: int, *, write: bool = True) -> PublicSummary:
    """The summary, which has to be there; with `write`, only for those who may prepare it."""
    postmortem, summary = load(request, pk)
    if write and not queries.may_prepare(postmortem, request.user):
        raise PermissionDenied
    if summary is None:
        raise Http404
    return summary


def show(request: Request, summary: PublicSummary, *, status: int = 200, **more) -> HttpResponse:
    """The page of one summary; `more` are forms with errors and reasons of a refusal."""
    form = more.pop("form", None) or SummaryForm(summary=summary)
    sources = sources_for(summary.postmortem)
    findings = open_findings(summary)
    actions_left = queries.promisable(summary.postmortem)
    context = {
        "postmortem": summary.postmortem,
        "summary": summary,
        "form": form,
        "parts": [(form[f"part-{part['key']}"], sources.get(part["key"], [])) for part in summary.parts],
        "findings": findings,
        "replaceable": any(one.finding.replacement for one in findings),
        "wording": wording(summary),
        "asked": truth.open_questions(summary),
        "overridden": truth.overridden(summary),
        "parity": items_of(summary, full=reads_restricted(summary.postmortem, request.user)),
        "left_out_why": CHOICES.items(),
        "pictures": summary.pictures.filter(in_text=True).defer("data"),
        "removals": summary.removals.select_related("removed_by", "confirmed_by"),
        "may_prepare": queries.may_prepare(summary.postmortem, request.user),
        "needed": queries.needed_capacities(summary),
        "signed": queries.valid_signatures(summary),
        "can_sign_as": queries.can_sign_as(summary, request.user) if summary.text_digest else (),
        "still_needed": queries.still_needed(summary),
        "without_signer": queries.without_signer(summary),
        "publish_at": f"{summary.scheduled_for:%Y-%m-%dT%H:%M}" if summary.scheduled_for else "",
        "material": summary.scheduled_material,
        "promises": queries.promises_of(summary, timezone.now()),
        "promise_form": PromiseForm(actions=actions_left) if actions_left else None,
        "state_form": PromiseStateForm(),
        "picture_form": PictureForm(summary=summary),
        "withdraw_form": NoteForm(auto_id="withdraw_%s"),
        "remove_form": PassageForm(auto_id="remove_%s"),
        "settled": summary.settled.exclude(kind=truth.OVERRIDE).select_related("settled_by"),
        "reasons": (),
        **more,
    }
    return render(request, PAGE, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def summary(request: Request, pk: int) -> HttpResponse:
    """Begin the summary, or write it."""
    postmortem, found = load(request, pk)
    if request.method == "POST" and not queries.may_prepare(postmortem, request.user):
        raise PermissionDenied
    if found is None:
        if request.method == "POST":
            actions.begin_summary(postmortem=postmortem, actor=request.user, now=timezone.now())
            return go_to(request, "publication:summary", pk)
        return render(request, "postmortems/publication/begin.html", {"postmortem": postmortem})
    if request.method != "POST":
        return show(request, found)
    form = SummaryForm(request.POST, summary=found)
    if form.is_valid():
        try:
            actions.change_text(
                summary=found,
                actor=request.user,
                version=form.cleaned_data["version"],
                values=form.values(),
                now=timezone.now(),
            )
            messages.success(request, "Saved. Nothing is public until it is signed and published.")
            return go_to(request, "publication:summary", pk)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
            form.data = form.data.copy()
            stands = PublicSummary.objects.get(pk=found.pk)
            form.data["version"] = stands.version
            differs = [side_by_side(*field) for field in form.differing_from(SummaryForm(summary=stands))]
            return show(request, found, status=422, form=form, differs=differs)
    return show(request, found, status=422, form=form)


@login_required
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """Let a finding stand, with a reason."""
    found = load_summary(request, pk)
    known = {(one.finding.kind, one.finding.excerpt[:300]) for one in open_findings(found)}
    known |= {(one.kind, one.key) for one in truth.open_questions(found)}
    kind, excerpt = request.POST.get("kind", ""), request.POST.get("excerpt", "")
    try:
        if (kind, excerpt) not in known:
            raise MoveRefused("This is not among the findings any more.")
        actions.keep(
            summary=found,
            actor=request.user,
            kind=kind,
            excerpt=excerpt,
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
        part = "truth" if kind.startswith(truth.KIND) else "findings"
        return go_to(request, f"/postmortems/{pk}/summary/#{part}")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons)


@login_required
@require_POST
def replace(request: Request, pk: int) -> HttpResponse:
    """Replace everything found by its stand-in."""
    found = load_summary(request, pk)
    try:
        version = int(request.POST.get("version") or 0)
        actions.replace_all(summary=found, actor=request.user, version=version, now=timezone.now())
        return go_to(request, f"/postmortems/{pk}/summary/#findings")
    except (MoveRefused, ValueError) as refused:
        return show(
            request,
            found,
            status=422,
            reasons=getattr(refused, "reasons", ("Reload the page and try again.",)),
        )


@login_required
@require_POST
def promise(request: Request, pk: int) -> HttpResponse:
    """Promise an action."""
    found = load_summary(request, pk)
    form = PromiseForm(request.POST, actions=queries.promisable(found.postmortem))
    if form.is_valid():
        try:
            actions.promise(summary=found, actor=request.user, now=timezone.now(), **form.cleaned_data)
            return go_to(request, f"/postmortems/{pk}/summary/#promises")
        except MoveRefused as refused:
            form.add_error(None, str(refused))
    return show(request, found, status=422, promise_form=form)


@login_required
@require_POST
def promise_state(request: Request, pk: int, promise: int) -> HttpResponse:
    """Say how a promise stands, or take one back that was never public."""
    found = load_summary(request, pk)
    pledge = get_object_or_404(Promise, pk=promise, summary=found)
    form = PromiseStateForm(request.POST)
    try:
        if "take_back" in request.POST:
            actions.take_back(pledge=pledge, actor=request.user, now=timezone.now())
        elif form.is_valid():
            update = actions.say_promise(
                pledge=pledge, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"The public page says: {update.get_state_display()}.")
        else:
            raise MoveRefused(*(str(said) for errors in form.errors.values() for said in errors))
        return go_to(request, f"/postmortems/{pk}/summary/#promises")
    except MoveRefused as refused:
        return show(request, found, status=422, reasons=refused.reasons, state_form=form, state_of=pledge.pk)
