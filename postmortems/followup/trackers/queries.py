"""What pages show of trackers: the connections, and an action's issue with what does not agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from postmortems.domain.lifecycle import ACTION
from postmortems.models import Action, TrackerConnection, TrackerLink

from . import wording
from .products import tracker_of

State, Status = TrackerLink.State, TrackerLink.Status


@dataclass(frozen=True)
class Conflict:
    """The tracker and this site say different things; `verb` would make them agree here."""

    text: str
    verb: str = ""
    label: str = ""


@dataclass(frozen=True)
class Card:
    """What an action's page shows: its issue, or where one could be made."""

    link: TrackerLink | None
    conflict: Conflict | None
    offers: list[TrackerConnection]
    may_be_told: bool

    @property
    def is_shown(self) -> bool:
        """Nothing is shown where no tracker is connected."""
        return self.link is not None or bool(self.offers)


def connections() -> QuerySet[TrackerConnection]:
    """The connections that are set up, with how many actions live in each."""
    found = TrackerConnection.objects.filter(removed_at__isnull=True)
    return found.annotate(actions=Count("links")).order_by("name", "id")


def offered(team_id: int) -> QuerySet[TrackerConnection]:
    """Where an action of this team may live."""
    through = TrackerConnection.teams.through.objects.filter(trackerconnection=OuterRef("pk"))
    found = TrackerConnection.objects.filter(removed_at__isnull=True, is_paused=False)
    return found.filter(Q(Exists(through.filter(team=team_id))) | ~Exists(through)).order_by("name", "id")


def link_of(action: Action) -> TrackerLink | None:
    """The action's issue."""
    return TrackerLink.objects.filter(action=action).select_related("connection").first()


def card(action: Action, *, may_move: bool) -> Card:
    """The action's issue, and for those who keep the action up to date where one could be made."""
    link = link_of(action)
    offers = list(offered(action.team_id)) if link is None and may_move else []
    for each in offers:
        each.asks_first = wording.asks_first(action, each)
    return Card(link, conflict(link, action.status) if link else None, offers, wording.may_be_told(action))


def pair(link: TrackerLink, status: str) -> str:
    """How both stand, as one word; somebody may choose to leave it so."""
    return f"{link.state}/{status}"


def conflict(link: TrackerLink, status: str) -> Conflict | None:
    """What does not agree, unless somebody chose to leave it as it is."""
    if link.status != Status.LINKED or link.settled == pair(link, status):
        return None
    where = f"{link.connection.name} {link.remote_key}"
    closed_here, finished = status in ("done", "verified", "declined"), status in ("done", "verified")
    if link.state == State.DONE and not closed_here:
        if ACTION.may("finish", status):
            return Conflict(
                f"Done in {where}, open here.", "finish", "Mark as done, with the issue as evidence"
            )
        return Conflict(f"Done in {where}, an idea here. Accept it first, then it can be marked as done.")
    if link.state == State.DROPPED and not closed_here:
        return Conflict(f"Closed in {where} without being done; open here.", "decline", "Decline it here too")
    if link.state == State.DROPPED and finished:
        return Conflict(f"Closed in {where} without being done; done here.", "reopen", "Take it up again")
    if link.state == State.OPEN and finished:
        return Conflict(f"Open in {where}, done here.", "reopen", "Take it up again")
    if link.state == State.GONE:
        return Conflict(f"{where} is no longer there, or the token may not see it any more.")
    return None


def connection_for(url: str, team_id: int) -> tuple[TrackerConnection, str] | None:
    """The connection an issue's address belongs to, and its number there."""
    for connection in offered(team_id):
        if remote_id := tracker_of(connection).id_in(url):
            return connection, remote_id
    return None
