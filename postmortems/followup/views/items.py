"""One action, and the ways it changes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from core.http import Request, go_to, page_or_part, safe_next
from core.transitions import MoveRefused, StaleState
from postmortems.authoring.queries import readable, reads_restricted, writable
from postmortems.domain.lifecycle import ACTION
from postmortems.followup import actions, bulk, coaching, history, queries, rulebook, snoozing, standing
from postmortems.followup.forms import ActionForm, MoveForm, QuickForm
from postmortems.followup.moves import VERBS
from postmortems.followup.pens import verbs_for
from postmortems.followup.trackers import queries as trackers
from postmortems.models import Action, Disclosure, Factor, Postmortem


@login_required
@require_http_methods(["GET", "POST"])
def detail(request: Request, action: int) -> HttpResponse:
    """One action with its history; whoever keeps it up to date edits it here."""
    found = queries.one(request.user, action)
    may_move = queries.may_move(found, request.user)
    if request.method == "POST" and not may_move:
        raise PermissionDenied
    form = _action_form(request, found)
    context, status = {"form": form, "may_move": may_move}, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return _saved(request, found, form)
            except StaleState as stale:
                form.add_error(None, stale.reasons[0])
                found = context["newer"] = queries.one(request.user, action)
                context["beside"] = standing.of_action(form, found, form.cleaned_data["version"])
        status = 422
    return _detail_page(request, found, context, status)


def _detail_page(request: Request, action: Action, context: dict, status: int) -> HttpResponse:
    queries.dress([action], queries.today_of(request.user))
    context |= {
        "action": action,
        "postmortem": action.postmortem,
        "history": history.history_of(action),
        "verbs": [(verb, VERBS[verb]) for verb in verbs_for(action, request.user)],
        "hint": coaching.hint(action.title),
        "tracker": trackers.card(action, may_move=context["may_move"]),
        "snooze": snoozing.of(action, timezone.now()),
        "may_snooze": action.is_open and action.owner_id and snoozing.may_snooze(action, request.user),
    }
    return page_or_part(
        request, "postmortems/followup/detail.html", "postmortems/followup/_form.html", context, status=status
    )


def _action_form(request: Request, action: Action) -> ActionForm:
    names = [name for name in ActionForm.base_fields if name not in ("owner", "team", "factors")]
    initial = {name: getattr(action, name) for name in names}
    initial |= {"owner": action.owner_id, "team": action.team_id, "factors": action.factors.all()}
    pen = queries.may_write(action.postmortem, request.user)
    full = reads_restricted(action.postmortem, request.user)
    factors = Factor.objects.filter(postmortem=action.postmortem)
    return ActionForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        postmortem=action.postmortem,
        factors=factors if full else factors.exclude(disclosure=Disclosure.RESTRICTED),
        pen=pen,
        full=full,
    )


def _out_of_sight(request: Request, action: Action) -> list[Factor]:
    """The restricted factors the action answers, for somebody whose form can't show them: they stay linked."""
    if reads_restricted(action.postmortem, request.user):
        return []
    return list(Factor.objects.filter(actions=action.pk, disclosure=Disclosure.RESTRICTED))


def _saved(request: Request, action: Action, form: ActionForm) -> HttpResponse:
    values = dict(form.cleaned_data)
    version, factors = values.pop("version"), values.pop("factors")
    actions.change_action(
        action=action,
        actor=request.user,
        version=version,
        values=values,
        factors=None if form.fields["factors"].disabled else [*factors, *_out_of_sight(request, action)],
        now=timezone.now(),
    )
    messages.success(request, "Saved.")
    return go_to(request, "followup:detail", action.pk)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """A new action with the four things it begins with."""
    postmortem = writable(request.user, pk)
    due = rulebook.suggested_due(postmortem, owner=None, priority="p2", now=timezone.now())
    form = QuickForm(
        request.POST if request.method == "POST" else None, initial={"due_on": due}, postmortem=postmortem
    )
    if request.method == "POST" and form.is_valid():
        actions.add_action(
            postmortem=postmortem, actor=request.user, values=form.values(), now=timezone.now()
        )
        messages.success(request, "Added.")
        return _back_to_panel(request, postmortem)
    context = {"postmortem": postmortem, "form": form, "suggested": due}
    status = 422 if request.method == "POST" else 200
    answer = page_or_part(
        request, "postmortems/followup/new.html", "postmortems/followup/_quick.html", context, status=status
    )
    # The form would have replaced the whole panel; with errors it stays where it was.
    return reswap(retarget(answer, "#new-action"), "innerHTML") if status == 422 else answer


def _back_to_panel(request: Request, postmortem: Postmortem) -> HttpResponse:
    """The workspace's panel for a script that asked from there, the page itself for everybody else."""
    if request.htmx and request.htmx.target == "actions":
        found = queries.actions_of(readable(request.user, postmortem.pk), request.user)
        context = {"postmortem": postmortem, "actions": found, "may_edit": True}
        return render(request, "postmortems/followup/_panel.html", context)
    return go_to(request, safe_next(request, f"{queries.path_of(postmortem)}#actions"))


@login_required
@require_http_methods(["GET", "POST"])
def move(request: Request, action: int, verb: str) -> HttpResponse:
    """A change of state, with the words that belong to it."""
    found = queries.one(request.user, action)
    if verb not in VERBS:
        raise Http404
    if not queries.may_move(found, request.user):
        raise PermissionDenied
    form = MoveForm(request.POST if request.method == "POST" else None, verb=verb)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                text = form.cleaned_data.get("text", "")
                actions.move(action=found, actor=request.user, verb=verb, text=text, now=timezone.now())
            except MoveRefused as refused:
                form.add_error(None, refused.reasons[0])
                found = queries.one(request.user, action)
            else:
                return _moved(request, found)
    context = {
        "action": found,
        "verb": verb,
        "label": VERBS[verb],
        "barred": "" if ACTION.may(verb, found.status) else bulk.not_from(found.status),
        "by_another": verb == "verify" and found.done_by_id == request.user.pk,
        "form": form,
        "next": safe_next(request, ""),
    }
    return page_or_part(
        request, "postmortems/followup/move.html", "postmortems/followup/_move.html", context, status=status
    )


def _moved(request: Request, action: Action, said: str = "") -> HttpResponse:
    if request.htmx and request.htmx.target == f"action-{action.pk}":
        found = queries.actions_of(action.postmortem, request.user)
        mine = next(each for each in found if each.pk == action.pk)
        return render(request, "postmortems/followup/_action.html", {"action": mine})
    messages.success(request, said or f"{ACTION.labels[action.status]}: {action.title}")
    return go_to(request, safe_next(request, "") or f"/actions/{action.pk}/")


@login_required
@require_POST
def confirm_strength(request: Request, action: int) -> HttpResponse:
    """A person has looked at the suggested strength, and agrees: one press, nothing to fill in."""
    found = queries.one(request.user, action)
    if not queries.may_move(found, request.user):
        raise PermissionDenied
    seen = request.POST.get("strength", "")
    if not seen or seen != found.strength:
        messages.error(request, "The strength has changed since you looked. Here is how it stands now.")
        return go_to(request, "followup:detail", found.pk)
    try:
        actions.confirm_strength(action=found, actor=request.user, now=timezone.now())
    except StaleState as stale:
        messages.error(request, stale.reasons[0])
        return go_to(request, "followup:detail", found.pk)
    return _moved(request, found, f"Confirmed as {found.strength}: {found.title}")


@login_required
@require_GET
def hint(request: Request) -> HttpResponse:
    """While a title is typed: how strong such an action usually is, and words worth another look."""
    return render(
        request, "postmortems/followup/_hint.html", {"hint": coaching.hint(request.GET.get("title", ""))}
    )
