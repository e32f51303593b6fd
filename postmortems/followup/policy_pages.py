"""What the pages about policies print: who may decide what, what holds where, and what it would mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from core.accounts.models import Membership, Team, User
from core.templatetags.say import count_of
from postmortems.domain import policies
from postmortems.domain.policies import AS_IT_COMES, Key, Rulebook, Terms
from postmortems.models import FollowUpPolicy, Priority, Severity

from .people import calendar_of
from .rulebook import load, terms_of

WHO = {
    policies.OWNER: "the owner",
    policies.MANAGERS: "the team’s managers",
    policies.ABOVE: "the managers above",
}


def may_decide(user: User, team: Team | None) -> bool:
    """Administrators decide for the organisation and any team, managers for their team and those below it."""
    if user.is_administrator:
        return True
    if team is None:
        return False
    above = [team.pk, *([team.parent_id] if team.parent_id else [])]
    return Membership.objects.filter(user=user, team__in=above, role=Membership.Role.MANAGER).exists()


def teams_of(user: User) -> QuerySet[Team]:
    """The teams a person may decide for."""
    if user.is_administrator:
        return Team.objects.order_by("name")
    managed = Membership.objects.filter(user=user, role=Membership.Role.MANAGER).values("team")
    return (Team.objects.filter(pk__in=managed) | Team.objects.filter(parent__in=managed)).order_by("name")


@dataclass(frozen=True)
class Shown:
    """One policy as a line of the list; without a `pk` it is as it comes, and changing it makes one."""

    pk: int | None
    scope: str
    due: str
    ladder: str
    levels: str
    address: str
    by: str


@dataclass(frozen=True)
class Group:
    """The organisation's policies, or one team's."""

    name: str
    slug: str
    rows: tuple[Shown, ...]
    may_decide: bool


def groups(user: User) -> list[Group]:
    """What was decided: the organisation's first, then each team that decided something or may."""
    kept = list(FollowUpPolicy.objects.select_related("team", "changed_by"))
    mine = {team.pk: team for team in teams_of(user)} if not user.is_administrator else {}
    teams = {row.team_id: row.team for row in kept if row.team is not None} | mine
    found = [Group("The organisation", "", _organisation(kept), user.is_administrator)]
    for team in sorted(teams.values(), key=lambda each: each.name):
        rows = tuple(_of_row(row) for row in _sorted(row for row in kept if row.team_id == team.pk))
        found.append(Group(team.name, team.slug, rows, user.is_administrator or team.pk in mine))
    return found


def _organisation(kept: Iterable[FollowUpPolicy]) -> tuple[Shown, ...]:
    """Its own, and what comes with the site where it left that alone."""
    own = {(row.team_id, row.severity, row.priority): _of_row(row) for row in kept if row.team_id is None}
    usual = {key: _shown(key, terms, None, "as it comes") for key, terms in AS_IT_COMES.items()}
    return tuple(shown for _, shown in sorted((usual | own).items(), key=lambda pair: _place(pair[0])))


def _place(key: Key) -> tuple:
    """Severities first, the one for everything last."""
    return (not key[1], key[1], not key[2], key[2])


def _sorted(rows: Iterable[FollowUpPolicy]) -> list[FollowUpPolicy]:
    return sorted(rows, key=lambda row: _place((row.team_id, row.severity, row.priority)))


def _of_row(row: FollowUpPolicy) -> Shown:
    by = str(row.changed_by) if row.changed_by else "somebody who left"
    return _shown((row.team_id, row.severity, row.priority), terms_of(row), row.pk, by)


def _shown(key: Key, terms: Terms, pk: int | None, by: str) -> Shown:
    return Shown(
        pk=pk,
        scope=scope_of(key),
        due=count_of(terms.finish, "working day" if terms.working else "day"),
        ladder=ladder_of(terms),
        levels=levels_of(terms),
        address=f"/policies/{pk}/" if pk else f"/policies/new/?severity={key[1]}&priority={key[2]}",
        by=by,
    )


def scope_of(key: Key) -> str:
    """ "SEV 1, P1", "all actions"."""
    words = [Severity(key[1]).label] if key[1] else []
    words += [Priority(key[2]).label] if key[2] else []
    return ", ".join(words) or ("All other actions" if key[0] is None else "All actions")


def ladder_of(terms: Terms) -> str:
    """ "7, 2 and 0 days before; 1 day late; then every 7 days"."""
    ladder = terms.ladder
    days = [str(day) for day in ladder.before if day]
    ahead = f"{' and '.join(filter(None, [', '.join(days[:-1]), days[-1]]))} days before" if days else ""
    words = [ahead, "on the day" if 0 in ladder.before else ""]
    words += [f"{count_of(ladder.late, 'day')} late", f"then every {count_of(ladder.again_every, 'day')}"]
    return ", ".join(word for word in words if word)


def levels_of(terms: Terms) -> str:
    """When managers hear, in working days."""
    ladder = terms.ladder
    words = [f"unassigned {ladder.unassigned}"]
    words += [f"late {ladder.managers}"] if ladder.managers is not None else []
    words += [f"above {ladder.managers_above}"] if ladder.managers_above is not None else []
    return ", ".join(words)


@dataclass(frozen=True)
class Line:
    """One line of a preview."""

    at: dt.datetime
    who: str
    what: str


def preview(due: dt.date, terms: Terms, user: User) -> list[Line]:
    """Who would hear of an action due on that day, as if all of them kept the reader's hours.

    Two steps that fall on one morning are one message, and one line.
    """
    found = policies.preview(due, terms.ladder, calendar_of(user))
    lines = (Line(told.step.at, WHO[told.who], _distance(told.step.day, due)) for told in found)
    return list(dict.fromkeys(lines))


def _distance(day: dt.date, due: dt.date) -> str:
    days = (day - due).days
    if days == 0:
        return "on the day"
    return f"{count_of(days, 'day')} late" if days > 0 else f"{count_of(-days, 'day')} before"


@dataclass(frozen=True)
class Held:
    """Which policy holds for some team, severity and priority."""

    whose: str
    scope: str
    terms: Terms


def holding(team: Team | None, severity: str, priority: str) -> Held:
    """The answer to "which one holds"."""
    rules: Rulebook = load()
    key = rules.key_for(team.pk if team else None, severity, priority)
    whose = "the organisation" if key[0] is None else Team.objects.get(pk=key[0]).name
    return Held(whose, scope_of(key), rules.terms_of(key))
