"""My work: what waits for one person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from core.accounts.models import Team, User
from postmortems.followup.queries import dress
from postmortems.models import Action, Postmortem, ReviewRequest, reach_of
from postmortems.publication.queries import Wanted, waiting_for


@dataclass
class Home:
    """What waits for one person."""

    writing: list[Postmortem]
    reviews: list[ReviewRequest]
    actions: list[Action]
    late_in_my_teams: list[Action]
    signatures: list[Wanted]


def home(user: User, now: dt.datetime) -> Home:
    """My drafts and reviews, my open actions with the late ones first, and what is late in the teams I manage."""
    today = now.astimezone(user.zone).date()
    reach = reach_of(user)
    actions = Action.objects.within(reach).open().select_related("postmortem", "owner", "team")
    managed = Team.objects.filter(memberships__user=user, memberships__role="manager")
    return Home(
        writing=list(
            Postmortem.objects.kept()
            .filter(owner=user)
            .exclude(status__in=["approved", "closed"])
            .select_related("team")
            .order_by("-updated_at")[:20]
        ),
        reviews=list(
            ReviewRequest.objects.filter(
                reach.readable("postmortem__"),
                reviewer=user,
                answer="waiting",
                postmortem__status="in_review",
                postmortem__discarded_at__isnull=True,
            )
            .select_related("postmortem__team", "asked_by")
            .order_by("asked_at")[:20]
        ),
        actions=dress(
            actions.filter(owner=user).order_by(F("due_on").asc(nulls_last=True), "id")[:50], today
        ),
        late_in_my_teams=list(
            actions.filter(team__in=managed, due_on__lt=today)
            .exclude(owner=user)
            .order_by("due_on", "id")[:20]
        ),
        signatures=waiting_for(user, reach),
    )
