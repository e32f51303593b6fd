"""The list of everyone's actions, as far as the reader may see them; the filters live in the address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core.http import Request, page_or_part
from postmortems.followup import bulk, choosing, export, filters, list_forms, pens, queries, saved
from postmortems.followup.filters import Filters
from postmortems.followup.moves import VERBS
from postmortems.models import Action, Priority, Strength

PER_PAGE = 50
PAGE, PART = "postmortems/followup/index.html", "postmortems/followup/_list.html"
TABS = (("list", "List"), ("board", "Board"), ("calendar", "Calendar"))
RESULT = "followup.bulk"
"""Where the session keeps what became of a change for many, until the page that shows it."""


def frame(request: Request, wanted: Filters, form: str) -> dict[str, Any]:
    """What the list, the board and the calendar have in common: filters, views, and the ways to each other."""
    chosen = choosing.choices(wanted, request.user)
    address = wanted.address()
    views = saved.offered(request.user)
    for view in views:
        view.is_here = view.form == form and view.query == address
    query = f"?{address}" if address else ""
    return {
        "filters": wanted,
        "here": reverse(saved.ADDRESSES[form]),
        "form_now": form,
        "tabs": [(label, reverse(saved.ADDRESSES[key]) + query, key == form) for key, label in TABS],
        "csv_address": reverse("followup:csv") + query,
        "follow_address": _follow_through(wanted.team, chosen.teams),
        "address": address,
        "choices": chosen,
        "chips": filters.chips(wanted, chosen.said),
        "views": views,
        "states": filters.STATES,
        "priorities": Priority.values,
        "strength_words": Strength.values,
    }


def _follow_through(slug: str, teams: list[tuple[str, str]]) -> str:
    """How the actions of the chosen team go; a later room's page, by its address."""
    known = slug in dict(teams)
    return f"/insights/follow-through/{slug}/" if known else "/insights/follow-through/"


def _figures(wanted: Filters, user) -> dict[str, Any]:
    """The figures above the list, each with the address of the list it counts."""
    figures = queries.figures(wanted, user)
    plain = {"late": "", "promised": "", "strength": ""}
    return {
        "figures": figures,
        "late_address": wanted.address(**plain | {"state": filters.OPEN, "late": "1"}),
        "promised_address": wanted.address(**plain | {"state": filters.OPEN, "promised": "1"}),
        "verified_address": wanted.address(**plain | {"state": "verified"}),
        "strengths": [
            (
                wanted.address(**plain | {"state": filters.OPEN, "strength": word}),
                getattr(figures, word),
                word,
            )
            for word in Strength.values
        ],
    }


def _table(request: Request, wanted: Filters, page_number: str | None) -> dict[str, Any]:
    page = Paginator(queries.index(wanted, request.user), PER_PAGE).get_page(page_number)
    rows = queries.dress(page.object_list, queries.today_of(request.user))
    return {
        "page": page,
        "actions": rows,
        "may_move": pens.mark_movable(rows, request.user),
        "columns": filters.columns(wanted),
        "verbs": VERBS.items(),
        "back": request.GET.urlencode(),
    }


def _context(request: Request) -> dict[str, Any]:
    wanted = filters.read(request.GET)
    table = _table(request, wanted, request.GET.get("page"))
    return frame(request, wanted, "list") | table | _figures(wanted, request.user)


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """The list, with what became of the last change for many."""
    context = _context(request)
    if RESULT in request.session:
        context |= _result(request, request.session.pop(RESULT))
    return page_or_part(request, PAGE, PART, context)


def _result(request: Request, kept: dict[str, Any]) -> dict[str, Any]:
    """What was changed and what was not, with titles as far as the reader may still see them."""
    refused = dict(kept["refused"])
    ids = [*kept["changed"], *refused]
    found = Action.objects.visible_to(request.user).filter(pk__in=ids).only("pk", "title").in_bulk()
    return {
        "result": {
            "changed": len(kept["changed"]),
            "refused": [
                (pk, found[pk].title if pk in found else f"Action {pk}", why) for pk, why in refused.items()
            ],
        },
        "picked": set(refused),
    }


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request) -> HttpResponse:
    """One change for the actions that are ticked; then the list again, which says what was changed."""
    if request.method == "GET":
        return redirect(_back("followup:index", request.GET.urlencode()))
    form = list_forms.BulkForm(request.POST)
    back = request.POST.get("back", "")[:2000]
    if not form.is_valid():
        # The page that comes back is the one the person was on, with everything still ticked.
        request.GET = QueryDict(back)
        context = _context(request) | {"bulk": form, "picked": {pk for pk, _ in form.rows}}
        return render(request, PART if request.htmx else PAGE, context, status=422)
    answers = bulk.change_many(rows=form.rows, actor=request.user, change=form.asked(), now=timezone.now())
    request.session[RESULT] = {
        "changed": [answer.action for answer in answers if not answer.why],
        "refused": [(answer.action, answer.why) for answer in answers if answer.why],
    }
    return redirect(_back("followup:index", back))


def _back(name: str, query: str) -> str:
    """The list with the filters and the page it had; words the filters don't know are dropped by the list itself."""
    return reverse(name) + (f"?{QueryDict(query).urlencode()}" if query else "")


@login_required
@require_GET
def as_csv(request: Request) -> StreamingHttpResponse:
    """The same list as a file, whole, with the same filters and rights."""
    return export.response(queries.index(filters.read(request.GET), request.user))
