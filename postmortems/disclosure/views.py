"""Pages of the disclosure clocks: of one postmortem, of one report, and of everything that runs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import Request, go_to
from core.transitions import MoveRefused
from postmortems.disclosure import actions, queries
from postmortems.disclosure.forms import DecisionForm, ReasonForm, ReportForm, TimesForm, times_initial
from postmortems.disclosure.rights import Desk, desk_for, holds_capacity
from postmortems.domain import clocks as rules
from postmortems.models import DisclosureDecision, DisclosureReport

ROOM = "postmortems/disclosure"
Kind = DisclosureDecision.Kind
ON_LAW = [(Kind.APPLIES.value, "It applies"), (Kind.NOT_APPLICABLE.value, "It does not apply")]
ON_REPORT = [
    (Kind.NOT_NOTIFY.value, "This is not sent"),
    (Kind.NOTIFY.value, "This is sent after all"),
]


def _load(request: Request, pk: int, *, write: bool = False) -> Desk:
    desk = desk_for(request.user, pk)
    if desk is None:
        raise Http404
    if not (desk.may_write if write else desk.may_read):
        raise PermissionDenied
    return desk


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """Every clock that runs, for the people who answer for security or law."""
    if not holds_capacity(request.user):
        raise PermissionDenied
    now = timezone.now()
    rows = queries.running_everywhere(request.user, now)
    context = {
        "rows": rows,
        "late": sum(1 for row in rows if row.clock.state == "late"),
        "soon": sum(1 for row in rows if row.label == "due soon"),
        "now": now,
    }
    return render(request, f"{ROOM}/index.html", context)


def _show(
    request: Request, desk: Desk, *, status: int = 200, asked: dict[str, DecisionForm] | None = None
) -> HttpResponse:
    context = queries.clock_page(desk.postmortem, timezone.now())
    asked = asked or {}
    context |= {
        "may_answer": desk.may_write,
        "may_hold": holds_capacity(request.user) or desk.postmortem.owner_id == request.user.pk,
        "law_forms": [(law, asked.get(law.regime.key) or _law_form(law)) for law in context["laws"]],
    }
    return render(request, f"{ROOM}/clocks.html", context, status=status)


def _law_form(law: queries.Law) -> DecisionForm:
    initial = {"kind": law.word.kind} if law.word else {}
    return DecisionForm(kinds=ON_LAW, auto_id=f"{law.regime.key}_%s", initial=initial)


@login_required
@require_GET
def clocks(request: Request, pk: int) -> HttpResponse:
    """What runs for one postmortem, what is due when, and what was decided."""
    return _show(request, _load(request, pk))


@login_required
@require_http_methods(["GET", "POST"])
def times(request: Request, pk: int) -> HttpResponse:
    """The moments that laws count from."""
    postmortem = _load(request, pk, write=True).postmortem
    held = queries.times_of(postmortem)
    initial = times_initial(postmortem, held)
    form = TimesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.FIELDS}
        try:
            actions.keep_times(
                postmortem=postmortem,
                actor=request.user,
                version=form.cleaned_data["version"],
                values=values,
                now=timezone.now(),
            )
            messages.success(request, "Recorded. The clocks below count from these moments.")
            return go_to(request, "disclosure:clocks", pk)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
            held = queries.times_of(postmortem)
            typed = request.POST.copy()
            typed["version"] = str(held.version if held else 0)
            form.data = typed
    context = {"postmortem": postmortem, "form": form, "fresh": held is None}
    return render(request, f"{ROOM}/times.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def applies(request: Request, pk: int, regime: str) -> HttpResponse:
    """Say whether a law applies, who decided it and why."""
    desk = _load(request, pk, write=True)
    if rules.regime(regime) is None:
        raise Http404
    form = DecisionForm(request.POST, kinds=ON_LAW, auto_id=f"{regime}_%s")
    if not form.is_valid():
        return _show(request, desk, status=422, asked={regime: form})
    actions.decide(
        postmortem=desk.postmortem,
        actor=request.user,
        regime=regime,
        now=timezone.now(),
        **form.cleaned_data,
    )
    return go_to(request, f"/postmortems/{pk}/clocks/#{regime}")


def _show_report(
    request: Request, desk: Desk, regime: str, duty: str, *, status: int = 200, **more
) -> HttpResponse:
    now, postmortem = timezone.now(), desk.postmortem
    clock = queries.clock_of(postmortem, regime, duty, now)
    if clock is None:
        raise Http404
    zone = request.user.time_zone
    context = {
        "postmortem": postmortem,
        "row": queries.shown(clock, now),
        "clock": clock,
        "sent": queries.sent_of(postmortem, regime, duty),
        "word": queries.word_on(postmortem, regime, duty),
        "law_word": queries.word_on(postmortem, regime),
        "may_answer": desk.may_write,
        "report_form": ReportForm(initial={"zone": zone, "sent_to": clock.duty.to[:160]}, auto_id="sent_%s"),
        "decision_form": DecisionForm(kinds=ON_REPORT, auto_id="word_%s"),
        "strike_form": ReasonForm(auto_id="strike_%s"),
        "reasons": (),
        **more,
    }
    return render(request, f"{ROOM}/report.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: Request, pk: int, regime: str, duty: str) -> HttpResponse:
    """One report: what belongs into it, that it was sent, or that it is not."""
    desk = _load(request, pk, write=request.method == "POST")
    postmortem = desk.postmortem
    if request.method != "POST":
        return _show_report(request, desk, regime, duty)
    if queries.clock_of(postmortem, regime, duty, timezone.now()) is None:
        raise Http404
    if "decide" in request.POST:
        return _decide(request, desk, regime, duty)
    form = ReportForm(request.POST, auto_id="sent_%s")
    if form.is_valid():
        kept = ("sent_at", "sent_to", "reference", "late_reason")
        try:
            actions.record_report(
                postmortem=postmortem,
                actor=request.user,
                regime=regime,
                duty=duty,
                now=timezone.now(),
                **{name: form.cleaned_data[name] for name in kept},
            )
            messages.success(request, "Recorded as sent.")
            return go_to(request, "disclosure:clocks", pk)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
    return _show_report(request, desk, regime, duty, status=422, report_form=form)


def _decide(request: Request, desk: Desk, regime: str, duty: str) -> HttpResponse:
    form = DecisionForm(request.POST, kinds=ON_REPORT, auto_id="word_%s")
    if not form.is_valid():
        return _show_report(request, desk, regime, duty, status=422, decision_form=form)
    actions.decide(
        postmortem=desk.postmortem,
        actor=request.user,
        regime=regime,
        duty=duty,
        now=timezone.now(),
        **form.cleaned_data,
    )
    return go_to(request, f"/postmortems/{desk.postmortem.pk}/clocks/#{regime}")


@login_required
@require_POST
def strike(request: Request, pk: int, sent: int) -> HttpResponse:
    """Strike out an entry made by mistake."""
    desk = _load(request, pk, write=True)
    row = get_object_or_404(DisclosureReport, pk=sent, postmortem=desk.postmortem)
    form = ReasonForm(request.POST, auto_id="strike_%s")
    if not form.is_valid():
        return _show_report(
            request, desk, row.regime, row.duty, status=422, strike_form=form, strike_of=row.pk
        )
    try:
        actions.strike_report(
            report=row, actor=request.user, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        return go_to(request, f"/postmortems/{pk}/clocks/{row.regime}/{row.duty}/")
    except MoveRefused as refused:
        return _show_report(request, desk, row.regime, row.duty, status=422, reasons=refused.reasons)
