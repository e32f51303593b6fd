"""The list of postmortems, with filters that live in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from core.accounts.models import Team, User
from core.fragments import fragment
from core.prepared import counted, prepared
from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.models import Action, Kind, Postmortem, PublicSummary, Reach, Severity, reach_of

PAGE = 50
REFERENCE = re.compile(r"PM-([0-9]{4})-([0-9]{1,9})", re.I)
COLUMNS = (
    "pk",
    "year",
    "number",
    "title",
    "status",
    "severity",
    "started_at",
    "zone",
    "visibility",
    "team__name",
    "owner__display_name",
)
NAMES = tuple(column.replace("__display", "").replace("__", "_") for column in COLUMNS)


@dataclass(frozen=True)
class Chosen:
    """The filters of the list, as they stand in the address; unknown words are dropped."""

    status: str = ""
    severity: str = ""
    kind: str = ""
    team: str = ""
    mine: bool = False
    q: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Chosen:
        """Read from an address."""

        def word(name: str, allowed) -> str:
            value = query.get(name, "")
            return value if value in allowed else ""

        return cls(
            status=word("status", Postmortem.Status.values),
            severity=word("severity", Severity.values),
            kind=word("kind", Kind.values),
            team=query.get("team", "")[:60].replace("\x00", ""),
            mine=query.get("mine") == "1",
            q=query.get("q", "")[:200].replace("\x00", "").strip(),
        )


@dataclass
class ListPage:
    """One page of the list; `rows` are ready to print."""

    rows: list[str]
    page: Page
    chosen: Chosen
    teams: list[Team] = field(default_factory=list)


def _matching(reach: Reach, chosen: Chosen) -> QuerySet[Postmortem]:
    found = Postmortem.objects.kept().within(reach)
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.severity:
        found = found.filter(severity=chosen.severity)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.team:
        found = found.filter(team__slug=chosen.team)
    if chosen.mine:
        found = found.filter(owner=reach.user)
    if chosen.q:
        found = found.filter(_named(chosen.q))
    return found


def _named(words: str) -> Q:
    """Every word stands in the title, or the whole is a reference such as PM-2026-014."""
    wanted = Q()
    for word in words.split()[:8]:
        wanted &= Q(title__icontains=word)
    reference = REFERENCE.fullmatch(words)
    return wanted | Q(year=int(reference[1]), number=int(reference[2])) if reference else wanted


@dataclass(frozen=True)
class Span:
    """Which rows of the list are on a page."""

    start: int
    stop: int


@prepared
def _rows(user: int, teams: tuple[int, ...], named: tuple[int, ...], chosen: Chosen, span: Span) -> QuerySet:
    found = _matching(Reach(user, teams, named), chosen).order_by("-updated_at", "-id")
    return found.values_list(*COLUMNS)[span.start : span.stop]


@prepared
def _number(user: int, teams: tuple[int, ...], named: tuple[int, ...], chosen: Chosen) -> QuerySet:
    return counted(_matching(Reach(user, teams, named), chosen))


@dataclass(frozen=True)
class Found:
    """The list asked for, as far as a paginator asks of it: how many, and some of them."""

    reach: Reach
    chosen: Chosen

    def count(self) -> int:
        """How many there are on all pages."""
        return _number(self.reach.user, self.reach.teams, self.reach.named, self.chosen)[0]

    def __getitem__(self, wanted: slice) -> list[tuple]:
        span = Span(wanted.start, wanted.stop)
        return _rows(self.reach.user, self.reach.teams, self.reach.named, self.chosen, span)


@prepared
def _open_actions(ids: tuple[int, ...]) -> QuerySet[Action, tuple[int, int]]:
    """Open actions of each; restricted ones are not counted: a number would tell what the list does not show."""
    found = Action.objects.filter(postmortem__in=ids, status__in=OPEN_ACTIONS).exclude(
        disclosure="restricted"
    )
    return found.order_by().values_list("postmortem").annotate(n=Count("pk"))


@prepared
def _published(ids: tuple[int, ...]) -> QuerySet[PublicSummary, int]:
    found = PublicSummary.objects.filter(postmortem__in=ids, reader="public")
    # Also while a correction waits: readers see the revision before it.
    found = found.filter(live_revision__isnull=False, withdrawn_at__isnull=True)
    return found.values_list("postmortem", flat=True)


@prepared
def _teams() -> QuerySet[Team]:
    return Team.objects.only("name", "slug")


def list_page(user: User, query: QueryDict) -> ListPage:
    """The list of postmortems the person may read, newest change first."""
    chosen = Chosen.of(query)
    found: Any = Found(reach_of(user), chosen)
    page: Page = Paginator(found, PAGE).get_page(query.get("page", "1"))
    rows = list(page)
    ids = tuple(row[0] for row in rows)
    counts, public = dict(_open_actions(ids)), set(_published(ids))
    return ListPage(
        rows=[
            fragment(
                "postmortems/workspace/_row.html",
                **dict(zip(NAMES, row, strict=True)),
                open_actions=counts.get(row[0], 0),
                is_public=row[0] in public,
            )
            for row in rows
        ],
        page=page,
        chosen=chosen,
        teams=_teams(),
    )
