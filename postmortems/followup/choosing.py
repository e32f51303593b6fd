"""What the filters offer, and the words for what was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from core.accounts.models import Membership, Team, User
from core.fragments import fragment
from core.prepared import prepared
from core.templatetags.say import day
from postmortems.domain.factors import CATEGORIES
from postmortems.models import Factor, Postmortem, Priority

from .filters import Filters
from .narrowing import span_of

MOST_PEOPLE = 200
"""A longer list to pick from is no help; then it holds the people of the reader's teams."""


class Person(NamedTuple):
    """Somebody to choose."""

    pk: int
    name: str
    is_active: bool


@dataclass(frozen=True)
class Choices:
    """The options of the filters, and the words of the chosen ones."""

    teams: list[tuple[str, str]]
    people: list[Person]
    categories: tuple[tuple[str, str], ...]
    said: dict[str, str]


def choices(filters: Filters, user: User) -> Choices:
    """Two queries, and one more for each of postmortem and factor that is named by its number."""
    teams = list(Team.objects.order_by("name"))
    people = people_to_pick(user, filters.owner)
    categories = tuple((family.code, family.name) for family in CATEGORIES)
    said = {"team": _name_of_team(teams, filters.team), "owner": _name_of_person(people, filters.owner)}
    said["factor"] = dict(categories).get(filters.factor, "") or _factor(filters.factor, user)
    said["postmortem"] = _reference(filters.postmortem, user)
    said["priority"] = Priority(filters.priority).label if filters.priority else ""
    said["due"] = due_in_words(filters.due)
    return Choices(in_tree(teams), people, categories, said)


def people_to_pick(user: User, current: str = "") -> list[Person]:
    """Active people by name, and whoever is chosen now."""
    chosen = (int(current),) if current.isdecimal() else ()
    found = _everybody(chosen)
    if len(found) > MOST_PEOPLE:
        found = _nearby(user.pk, chosen)
    return [Person(pk, name or email, is_active) for pk, name, email, is_active in found]


@prepared
def _everybody(chosen: tuple[int, ...]) -> QuerySet:
    found = User.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).order_by("display_name", "email")
    return found.values_list("pk", "display_name", "email", "is_active")[: MOST_PEOPLE + 1]


@prepared
def _nearby(user: int, chosen: tuple[int, ...]) -> QuerySet:
    mine = Membership.objects.filter(user=user).values("team")
    near = Membership.objects.filter(Q(team__in=mine) | Q(team__parent__in=mine)).values("user")
    found = User.objects.filter(Q(is_active=True, pk__in=near) | Q(pk=user) | Q(pk__in=chosen))
    found = found.order_by("display_name", "email")
    return found.values_list("pk", "display_name", "email", "is_active")[:MOST_PEOPLE]


def options(people: Iterable[Person], chosen: str) -> SafeString:
    """The people as options of a list, remembered: two lists of some hundred people are most of a page."""
    return fragment("postmortems/followup/_people.html", people=tuple(people), chosen=chosen)


def in_tree(teams: Iterable[Team]) -> list[tuple[str, str]]:
    """(slug, name) with the teams below another one under it, set in by their level."""
    below: dict[int | None, list[Team]] = {}
    for team in teams:
        below.setdefault(team.parent_id, []).append(team)

    def under(parent: int | None, level: int) -> list[tuple[str, str]]:
        found = []
        for team in below.get(parent, []):
            found.append((team.slug, "\u2003" * level + team.name))
            found += under(team.pk, level + 1)
        return found

    return under(None, 0)


def due_in_words(due: str) -> str:
    """ "no date", "until 23 Aug 2026" or "1 Nov 2026 to 30 Nov 2026"."""
    span = span_of(due)
    if span is None:
        return "no date" if due else ""
    first, last = span
    if first.year == 1:
        return f"until {day(last)}"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _name_of_team(teams: list[Team], slug: str) -> str:
    return next((team.name for team in teams if team.slug == slug), slug)


def _name_of_person(people: list[Person], owner: str) -> str:
    if owner in ("me", "none"):
        return {"me": "me", "none": "nobody"}[owner]
    return next((person.name for person in people if str(person.pk) == owner), "somebody else")


def _factor(number: str, user: User) -> str:
    if not number.isdecimal():
        return "none" if number else ""
    readable = Postmortem.objects.kept().visible_to(user)
    full = Postmortem.objects.kept().restricted_readable_by(user)
    found = Factor.objects.filter(pk=int(number), postmortem__in=readable.values("pk"))
    shown = found.filter(~Q(disclosure="restricted") | Q(postmortem__in=full.values("pk")))
    return shown.values_list("title", flat=True).first() or "one factor"


def _reference(number: str, user: User) -> str:
    if not number:
        return ""
    found = Postmortem.objects.kept().visible_to(user).filter(pk=int(number)).first()
    return found.reference if found else "one postmortem"
