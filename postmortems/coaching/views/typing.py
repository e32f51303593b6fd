"""What an editor asks while somebody types: findings, letting a wording stand, turning a hint off."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.http import Request
from core.transitions import MoveRefused
from postmortems.coaching import actions, queries
from postmortems.coaching.answering import as_json
from postmortems.coaching.forms import DismissForm, TypedForm
from postmortems.models import Postmortem


def _problem(form) -> JsonResponse:
    return JsonResponse({"problem": " ".join(sum(form.errors.values(), []))}, status=422)


@login_required
@require_POST
def check(request: Request, pk: int | None = None) -> HttpResponse:
    """The findings in a text that is being written; `pk` is the postmortem it belongs to, if there is one yet."""
    desk = queries.desk(request.user, pk)
    if not desk.standing.read:
        raise Http404
    form = TypedForm(request.POST)
    if not form.is_valid():
        return _problem(form)
    asked = form.cleaned_data
    result = desk.read(asked["text"], scope=asked["scope"], private=asked["private"])
    return JsonResponse(
        as_json(asked["text"], result, desk.house) | {"may_dismiss": desk.standing.write},
        json_dumps_params={"ensure_ascii": False},
    )


@login_required
@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    """Let a wording stand in one postmortem, with a reason that reviewers read."""
    postmortem = Postmortem.objects.select_related("team").seen_by(request.user, pk)
    if postmortem is None:
        raise Http404
    if not (postmortem.pen and postmortem.is_open_for_writing):
        raise PermissionDenied
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _problem(form)
    severity = queries.house().severity_of(form.cleaned_data["rule"])
    actions.decide_language(
        postmortem=postmortem,
        actor=request.user,
        severity=severity or "",
        now=timezone.now(),
        **form.cleaned_data,
    )
    return JsonResponse({"done": True})


@login_required
@require_POST
def quiet(request: Request) -> HttpResponse:
    """Turn a hint off for oneself."""
    try:
        actions.turn_hint(user=request.user, rule=request.POST.get("rule", "")[:20], off=True)
    except MoveRefused as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    return JsonResponse({"done": True})
