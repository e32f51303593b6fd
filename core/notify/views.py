"""The inbox of a person, and the deliveries as administrators see them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from core.http import Request, go_to, page_or_part

from . import actions, queries
from .models import Delivery

PER_PAGE = 50


@login_required
@require_GET
def inbox(request: Request) -> HttpResponse:
    """What the site told this person; the words are made now, with the rights of now."""
    page = Paginator(queries.inbox(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "told": queries.told(list(page.object_list))}
    return page_or_part(request, "core/notify/inbox.html", "core/notify/_inbox.html", context)


@login_required
@require_POST
def read(request: Request) -> HttpResponse:
    """Mark some notices as read, or all of them."""
    named = [int(value) for value in request.POST.getlist("notice") if value.isdecimal()]
    actions.mark_read(user=request.user, ids=named or None)
    return go_to(request, "notify:inbox")


@login_required
@require_GET
def deliveries(request: Request) -> HttpResponse:
    """Every delivery by state, for administrators: ids and errors, never titles."""
    if not request.user.is_administrator:
        raise PermissionDenied
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    page = Paginator(queries.deliveries(state=state, channel=channel), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "states": queries.states(channel=channel), "state": state, "channel": channel}
    context["ways"] = Delivery.Channel.choices
    return render(request, "core/notify/deliveries.html", context)


@login_required
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Send once more what was given up."""
    if not request.user.is_administrator:
        raise PermissionDenied
    delivery = get_object_or_404(Delivery, pk=pk)
    if actions.send_again(delivery=delivery, actor=request.user):
        messages.success(request, f"Delivery {pk} is on its way again.")
    else:
        messages.warning(
            request, f"Delivery {pk} does not wait for a new try; it is {delivery.get_state_display()}."
        )
    return go_to(request, "notify:deliveries")
