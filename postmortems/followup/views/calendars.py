"""Calendars one subscribes to: opening, renewing and closing an address, and what a program gets from it."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import Request
from postmortems.followup import feeds as calendars
from postmortems.followup import ical
from postmortems.models import CalendarFeed


@login_required
@require_http_methods(["GET", "POST"])
def feeds(request: Request) -> HttpResponse:
    """My calendars; a POST opens one or gives it another address, which is shown this once."""
    teams = list(calendars.teams_for(request.user))
    opened, address = None, ""
    if request.method == "POST":
        slug = request.POST.get("team", "")
        team = next((team for team in teams if team.slug == slug), None)
        if slug and team is None:
            raise Http404
        opened, token = calendars.open_feed(actor=request.user, team=team, now=timezone.now())
        address = settings.PUBLIC_URL + reverse("followup:ical", args=[token])
    have = {feed.team_id: feed for feed in calendars.feeds_of(request.user)}
    kinds = [(None, have.get(None)), *((team, have.get(team.pk)) for team in teams)]
    context = {
        "kinds": kinds,
        # Of a team one is no longer in: nothing but what everybody may read is left in it, and it can be closed.
        "others": [feed for pk, feed in have.items() if pk and pk not in {team.pk for team in teams}],
        "opened": opened,
        "name": ical.name_of(opened) if opened else "",
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    return render(request, "postmortems/followup/feeds.html", context)


@login_required
@require_POST
def close(request: Request, feed: int) -> HttpResponse:
    """End an address."""
    found = get_object_or_404(CalendarFeed, pk=feed, owner=request.user)
    calendars.close_feed(feed=found, actor=request.user)
    messages.success(request, "That address leads nowhere from now on.")
    return redirect("followup:feeds")


@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """What a program gets: no session, no cookie, the owner's rights of this moment."""
    feed = calendars.found_by(token)
    if feed is None:
        raise Http404
    now = timezone.now()
    if calendars.too_often(feed, now):
        return HttpResponse("Too many requests.\n", status=429, headers={"Retry-After": "3600"})
    body = ical.calendar(feed, calendars.due(feed), calendars.to_check(feed))
    calendars.note_reading(feed, now)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, max-age=900",
        "Content-Disposition": 'inline; filename="debrief.ics"',
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer
