"""Two pages: how the work that follows goes, of a team or of all; and patterns across postmortems."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.http import Request

from . import queries

QUARTERS = (4, 8)


@login_required
@require_GET
def follow_through(request: Request, slug: str = "") -> HttpResponse:
    """What is late, what was promised, whether the plan is strong, and whether it worked."""
    scope = queries.scope_of(request.user, slug)
    now = timezone.now()
    today = now.astimezone(request.user.zone).date()
    counts = queries.counts(scope, today)
    context = {
        "scope": scope,
        "counts": counts,
        "figures": _figures(scope, counts),
        "plots": [
            queries.late_by_age(scope, counts),
            queries.on_time(scope, today),
            queries.strength_mix(scope, counts),
            queries.verified(scope, counts),
        ],
        "answers": queries.answers(scope),
        "pledges": queries.pledges(scope, today),
        "changes": queries.since_last_week(scope, now, today),
        "parts": queries.parts(scope, today),
        "today": today,
    }
    return render(request, "postmortems/insights/follow.html", context)


def _figures(scope: queries.Scope, counts) -> list[tuple[int, str, str]]:
    """(number, words, the list it counts)."""
    return [
        (counts["open"], "open", scope.list_of()),
        (counts["late"], "late", scope.list_of(late="1")),
        (counts["promised"], "promised in public and open", scope.list_of(promised="1")),
        (counts["unowned"], "that nobody has taken on", scope.list_of(owner="none")),
    ]


@login_required
@require_GET
def patterns(request: Request) -> HttpResponse:
    """Severities, conditions, durations and what comes again, of the last quarters."""
    scope = queries.scope_of(request.user, _known_team(request))
    quarters = 8 if request.GET.get("quarters") == "8" else 4
    span = queries.period(timezone.now().astimezone(request.user.zone).date(), quarters)
    rows, found = queries.told(scope, span), queries.conditions(scope, span)
    context = {
        "scope": scope,
        "span": span,
        "quarters": quarters,
        "periods": QUARTERS,
        "total": len(rows),
        "plots": [
            queries.by_severity(rows, span),
            queries.how_long(rows),
            queries.by_category(found, span),
        ],
        "again": queries.again(scope, found),
    }
    return render(request, "postmortems/insights/patterns.html", context)


def _known_team(request: Request) -> str:
    return request.GET.get("team", "").replace("\x00", "")[:60]
