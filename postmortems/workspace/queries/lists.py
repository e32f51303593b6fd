"""The list of postmortems, with filters that live in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import QueryDict

from core.accounts.models import Team, User
from core.fragments import fragment
from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.models import Action, Kind, Postmortem, PublicSummary, Severity, reach_of

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


def _matching(user: User, chosen: Chosen):
    found = Postmortem.objects.kept().within(reach_of(user))
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.severity:
        found = found.filter(severity=chosen.severity)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.team:
        found = found.filter(team__slug=chosen.team)
    if chosen.mine:
        found = found.filter(owner=user)
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


def _open_actions(ids: list[int]) -> dict[int, int]:
    """Open actions of each; restricted ones are not counted: a number would tell what the list does not show."""
    counted = Action.objects.filter(postmortem__in=ids, status__in=OPEN_ACTIONS).exclude(
        disclosure="restricted"
    )
    return dict(counted.order_by().values_list("postmortem").annotate(n=Count("pk")))


def _published(ids: list[int]) -> set[int]:
    found = PublicSummary.objects.filter(postmortem__in=ids, reader="public", status="published")
    return set(found.values_list("postmortem", flat=True))


def list_page(user: User, query: QueryDict) -> ListPage:
    """The list of postmortems the person may read, newest change first."""
    chosen = Chosen.of(query)
    found = _matching(user, chosen).order_by("-updated_at", "-id").values_list(*COLUMNS)
    page = Paginator(found, PAGE).get_page(query.get("page", "1"))
    rows = list(page)
    ids = [row[0] for row in rows]
    counts, public = _open_actions(ids), _published(ids)
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
        teams=list(Team.objects.only("name", "slug")),
    )
