"""The same actions in other shapes: a board by state, a calendar by due date."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.http import Request, page_or_part
from core.templatetags.say import DAYS
from postmortems.followup import board as boards
from postmortems.followup import filters, months, queries

from .lists import frame


@login_required
@require_GET
def board(request: Request) -> HttpResponse:
    """Columns by state; a card moves by its buttons, by keyboard or by hand, each through the same door."""
    wanted = filters.read(request.GET)
    context = frame(request, wanted, "board") | {
        "columns": boards.columns(wanted, request.user),
        "back": request.get_full_path(),
        "list_address": reverse("followup:index"),
    }
    return page_or_part(
        request, "postmortems/followup/board.html", "postmortems/followup/_board.html", context
    )


@login_required
@require_GET
def calendar(request: Request) -> HttpResponse:
    """A month of due dates, late ones marked; what has no date or is late from before is counted and linked."""
    wanted = filters.read(request.GET)
    first = months.first_of(request.GET.get("month", ""), queries.today_of(request.user))
    query = wanted.address()
    context = frame(request, wanted, "calendar") | {
        "shown": months.month(wanted, first, request.user),
        "month": f"{first:%Y-%m}",
        "weekdays": DAYS,
        "keep": f"&{query}" if query else "",
        "list_address": reverse("followup:index"),
    }
    return page_or_part(
        request, "postmortems/followup/calendar.html", "postmortems/followup/_calendar.html", context
    )
