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

from core.accounts.models import User
from core.http import Request, page_or_part
from postmortems.followup import bulk, choosing, export, filters, lines, list_forms, queries, saved
from postmortems.followup.filters import Filters
from postmortems.followup.moves import VERBS
from postmortems.models import Action, Priority, Reach, Strength, reach_of

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
        "owner_options": choosing.options(chosen.people, wanted.owner),
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


def _figures(wanted: Filters, user: User, reach: Reach) -> dict[str, Any]:
    """The figures above the list, each with the address of the list it counts."""
    figures = queries.figures(wanted, user, reach)
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


def _table(request: Request, wanted: Filters, reach: Reach, picked: set[int]) -> dict[str, Any]:
    rows = lines.of(queries.index(wanted, request.user, reach))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = lines.lines(page.object_list, request.user)
    ticks = any(line.may_move for line in found)
    return {
        "page": page,
        "actions": found,
        "lines": [lines.shown(line, ticks=ticks, ticked=picked) for line in found],
        "may_move": ticks,
        "columns": filters.columns(wanted),
        "verbs": VERBS.items(),
        "back": request.GET.urlencode(),
    }


def _context(request: Request, picked: set[int], owner: str = "") -> dict[str, Any]:
    """The list with these ticked; `owner` is who they were to be handed to, when the page comes back."""
    wanted, reach = filters.read(request.GET), reach_of(request.user)
    table = _table(request, wanted, reach, picked)
    context = frame(request, wanted, "list") | table | _figures(wanted, request.user, reach)
    others = [one for one in context["choices"].people if one.is_active and one.pk != request.user.pk]
    context["new_owner_options"] = choosing.options(others, owner)
    return context


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """The list, with what became of the last change for many."""
    result = _result(request, request.session.pop(RESULT)) if RESULT in request.session else {}
    context = _context(request, result.get("picked", set())) | result
    return page_or_part(request, PAGE, PART, context)


def _result(request: Request, kept: dict[str, Any]) -> dict[str, Any]:
    """What was changed and what was not, with titles as far as the reader may still see them."""
    refused = dict(kept["refused"])
    ids = [*kept["changed"], *refused]
    found = Action.objects.visible_to(request.user).filter(pk__in=ids).only("pk", "title").in_bulk()
    return {
        "result": {
            "changed": len(kept["changed"]),
            "so_already": kept.get("so_already", 0),
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
        picked = {pk for pk, _ in form.rows}
        context = _context(request, picked, form.data.get("owner", "")) | {"bulk": form}
        return render(request, PART if request.htmx else PAGE, context, status=422)
    answers = bulk.change_many(rows=form.rows, actor=request.user, change=form.asked(), now=timezone.now())
    request.session[RESULT] = {
        "changed": [answer.action for answer in answers if not answer.why and not answer.so_already],
        "so_already": sum(answer.so_already for answer in answers),
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
