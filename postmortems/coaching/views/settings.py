"""The rules of the organisation, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.views import administrators_only
from core.http import Request, go_to, page_or_part
from core.transitions import MoveRefused
from postmortems.coaching import actions, preview, queries, teaching
from postmortems.coaching.forms import HouseRuleForm, RuleForm
from postmortems.coaching.wording import SEVERITIES
from postmortems.models import HouseRule

LIST = "postmortems/coaching/settings.html"


@administrators_only
@require_GET
def index(request: Request) -> HttpResponse:
    """All rules and what the organisation made of them."""
    house = queries.load_house()
    own = [(rule, SEVERITIES[rule.severity][0]) for rule in HouseRule.objects.all()]
    context = {"groups": teaching.settings_by_category(house), "own": own}
    return render(request, LIST, context)


@administrators_only
@require_http_methods(["GET", "POST"])
def rule(request: Request, rule: str) -> HttpResponse:
    """One rule of the coach: left out, or of another severity; with what it finds in existing text."""
    if rule not in queries.RULES:
        raise Http404
    house = queries.load_house()
    own = dict(house.regraded).get(rule, queries.RULES[rule].severity)
    initial = {"severity": own, "silenced": rule in house.silenced}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_rule(rule=rule, actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved. It holds from the next keystroke.")
        return go_to(request, "coaching:settings")
    context = {
        "rule": queries.RULES[rule],
        "form": form,
        "preview": preview.of_rule(request.user, rule),
    }
    status = 422 if form.is_bound else 200
    return page_or_part(
        request,
        "postmortems/coaching/rule.html",
        "postmortems/coaching/_rule_form.html",
        context,
        status=status,
    )


@administrators_only
@require_http_methods(["GET", "POST"])
def house_rule(request: Request, own: int | None = None) -> HttpResponse:
    """A rule of the organisation's own: first what it would find, then saved."""
    row = get_object_or_404(HouseRule, pk=own) if own else HouseRule(category="person-blame", severity="warn")
    form = HouseRuleForm(request.POST if request.method == "POST" else None, instance=row)
    found = None
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST:
            try:
                actions.save_house_rule(rule=form.instance, actor=request.user, now=timezone.now())
                messages.success(request, "Saved. It holds from the next keystroke.")
                return go_to(request, "coaching:settings")
            except MoveRefused as refused:
                form.add_error(None, str(refused))
        else:
            found = preview.of_own(request.user, queries.own_rule(form.instance))
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "own": row if own else None, "preview": found}
    return page_or_part(
        request,
        "postmortems/coaching/house_rule.html",
        "postmortems/coaching/_house_rule_form.html",
        context,
        status=status,
    )


@administrators_only
@require_POST
def remove(request: Request, own: int) -> HttpResponse:
    """Take a rule of the organisation out."""
    actions.remove_house_rule(rule=get_object_or_404(HouseRule, pk=own), actor=request.user)
    messages.success(request, "The rule is taken out.")
    return go_to(request, "coaching:settings")
