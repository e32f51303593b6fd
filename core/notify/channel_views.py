"""Channels that others read, as administrators set them up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.views import administrators_only
from core.http import Request, go_to

from . import announcing, channel_actions, queries
from .channel_forms import ChannelForm
from .models import Channel


def _channel(pk: int) -> Channel:
    return get_object_or_404(queries.channels(), pk=pk)


@administrators_only
@require_GET
def index(request: Request) -> HttpResponse:
    """Every channel: what it carries, who reads it, how the last message went."""
    return render(request, "core/notify/channels.html", {"channels": queries.channels_shown()})


@administrators_only
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Add a channel."""
    form = ChannelForm(
        request.POST if request.method == "POST" else None, initial={"time_zone": request.user.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        channel = channel_actions.save_channel(channel=None, actor=request.user, values=form.values())
        announcing.send_test(channel=channel, actor=request.user, now=timezone.now())
        messages.success(request, "Added. A test message is on its way; how it went is shown below.")
        return go_to(request, "notify:channel", channel.pk)
    status = 422 if form.is_bound else 200
    return render(request, "core/notify/channel_new.html", {"form": form}, status=status)


@administrators_only
@require_http_methods(["GET", "POST"])
def one(request: Request, channel: int) -> HttpResponse:
    """One channel: change it, and see what it was given."""
    found = _channel(channel)
    initial = {name: getattr(found, name) for name in channel_actions.COLUMNS} | {
        "about": found.about.all(),
        "team": found.team_id,
    }
    form = ChannelForm(
        request.POST if request.method == "POST" else None, initial=initial, channel=_channel(channel)
    )
    if request.method == "POST" and form.is_valid():
        channel_actions.save_channel(channel=found, actor=request.user, values=form.values())
        messages.success(request, "Saved.")
        return go_to(request, "notify:channel", found.pk)
    context = {"form": form, "channel": found, "deliveries": queries.deliveries(target=found)[:10]}
    return render(request, "core/notify/channel.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_POST
def test(request: Request, channel: int) -> HttpResponse:
    """Say that it works, there."""
    found = _channel(channel)
    announcing.send_test(channel=found, actor=request.user, now=timezone.now())
    messages.success(request, f"A test message to {found} is on its way; how it went is shown below.")
    return go_to(request, "notify:channel", found.pk)


@administrators_only
@require_POST
def pause(request: Request, channel: int) -> HttpResponse:
    """Say nothing there for a while, or go on."""
    found = _channel(channel)
    paused = request.POST.get("paused") != "no"
    channel_actions.pause(channel=found, actor=request.user, paused=paused)
    messages.success(request, f"{found} is paused." if paused else f"{found} goes on.")
    return go_to(request, "notify:channel", found.pk)


@administrators_only
@require_http_methods(["GET", "POST"])
def remove(request: Request, channel: int) -> HttpResponse:
    """Take a channel away, after a question."""
    found = _channel(channel)
    if request.method == "POST":
        channel_actions.remove(channel=found, actor=request.user, now=timezone.now())
        messages.success(request, f"{found} is removed; its address is forgotten.")
        return go_to(request, "notify:channels")
    return render(request, "core/notify/channel_remove.html", {"channel": found})
