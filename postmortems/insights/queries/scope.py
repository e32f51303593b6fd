"""What a page is about: one team with those below it, or everything, as far as the reader may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from core.accounts.models import Team, User
from postmortems.models import Action, Disclosure, Factor, Postmortem, Reach, reach_of


@dataclass(frozen=True)
class Scope:
    """A reader and a part of the organisation; every read of these pages begins here."""

    reach: Reach
    teams: tuple[Team, ...]
    team: Team | None = None

    @property
    def ids(self) -> list[int]:
        """The team and all below it."""
        return [team.pk for team in within(self.teams, self.team)] if self.team else []

    @property
    def parts(self) -> list[Team]:
        """The teams directly below; of the whole organisation, those at the top."""
        parent = self.team.pk if self.team else None
        return [team for team in self.teams if team.parent_id == parent]

    def actions(self) -> QuerySet[Action]:
        """Actions of these teams that the reader may see."""
        found = Action.objects.within(self.reach)
        return found.filter(team__in=self.ids) if self.team else found

    def postmortems(self) -> QuerySet[Postmortem]:
        """Postmortems of these teams that the reader may know of."""
        found = Postmortem.objects.kept().within(self.reach)
        return found.filter(team__in=self.ids) if self.team else found

    def factors(self) -> QuerySet[Factor]:
        """Contributing factors in them; restricted ones only for those who read restricted parts."""
        return Factor.objects.filter(
            Q(postmortem__in=self.postmortems().values("pk")),
            ~Q(disclosure=Disclosure.RESTRICTED) | self.reach.full("postmortem__"),
        )

    def list_of(self, **filters: str) -> str:
        """The list of actions that a figure counts."""
        named = {"team": self.team.slug, **filters} if self.team else filters
        return reverse("followup:index") + (f"?{urlencode(named)}" if named else "")


def within(teams: Iterable[Team], top: Team) -> list[Team]:
    """A team and every team below it."""
    found, below = [top], list(teams)
    for team in found:
        found += [other for other in below if other.parent_id == team.pk and other not in found]
    return found


def scope_of(user: User, slug: str = "") -> Scope:
    """The scope of an address; Http404 for a team there is not. Three queries."""
    teams = tuple(Team.objects.order_by("name"))
    team = next((team for team in teams if team.slug == slug), None)
    if slug and team is None:
        raise Http404
    return Scope(reach_of(user), teams, team)
