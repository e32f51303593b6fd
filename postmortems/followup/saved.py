"""Views of the list of actions under a name: one's own, or shared with a team."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from core import audit
from core.accounts.models import Team, User
from core.prepared import prepared
from core.transitions import MoveRefused
from postmortems.models import SavedView

from . import filters

ADDRESSES = {"list": "followup:index", "board": "followup:board", "calendar": "followup:calendar"}


def tidy(query: str) -> str:
    """The query string as the filters write it; what they don't know is left out."""
    return filters.read(QueryDict(query)).address()


def address_of(view: SavedView) -> str:
    """Where the view leads."""
    return reverse(ADDRESSES[view.form]) + (f"?{view.query}" if view.query else "")


@prepared
def _offered(user: int) -> QuerySet[SavedView]:
    found = SavedView.objects.offered_to(User(pk=user)).select_related("team", "owner")
    return found.order_by("name", "id")


def offered(user: User) -> list[SavedView]:
    """What the person may open, their own first; each with `path`. One query."""
    found = sorted(_offered(user.pk), key=lambda view: view.owner_id != user.pk)
    for view in found:
        view.path = address_of(view)
    return found


def changeable(user: User) -> QuerySet[SavedView]:
    """What the person may rename, share or forget."""
    return SavedView.objects.changeable_by(user).select_related("team", "owner")


def teams_to_share_with(user: User) -> QuerySet[Team]:
    """A view is shared with a team one is in."""
    return Team.objects.filter(memberships__user=user).order_by("name")


@transaction.atomic
def save_view(
    *, actor: User, name: str, form: str, query: str, team: Team | None, now: dt.datetime
) -> SavedView:
    """Keep a view under a name the person doesn't use yet; MoveRefused when they do."""
    view = SavedView(owner=actor, name=name, form=form, query=tidy(query), team=team, created_at=now)
    _keep(view)
    audit.record(actor=actor, verb="save_view", obj=view, fields={"form": form, "team": team})
    return view


@transaction.atomic
def change_view(*, view: SavedView, actor: User, name: str, team: Team | None) -> SavedView:
    """Another name, or other people to share it with."""
    view.name, view.team = name, team
    _keep(view)
    audit.record(actor=actor, verb="change_view", obj=view, fields={"name": name, "team": team})
    return view


def _keep(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise MoveRefused("There is a view of this name already. Give this one another name.") from taken


@transaction.atomic
def forget_view(*, view: SavedView, actor: User) -> None:
    """Remove the name; the actions it showed stay as they are."""
    audit.record(actor=actor, verb="forget_view", obj=view)
    view.delete()
