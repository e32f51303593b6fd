"""The list of postmortems, with filters that live in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from core.accounts.models import Team, User
from core.fragments import fragment
from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.models import Action, Kind, Postmortem, PublicSummary, Severity, reach_of

PAGE = 50
REFERENCE = re.compile(r"PM-([0-9]{4})-([0-9]{1,9})", re.I)
ROW = (
    "pk",
    "year",
    "number",
    "title",
    "status",
    "severity",
    "started_at",
    "zone",
    "visibility",
    "updated_at",
    "team_name",
    "owner_name",
    "open_actions",
    "is_public",
)


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


def _open_actions() -> Coalesce:
    # Restricted actions are not counted: a number would tell what the list does not show.
    counted = (
        Action.objects.filter(postmortem=OuterRef("pk"), status__in=OPEN_ACTIONS)
        .exclude(disclosure="restricted")
        .order_by()
        .values("postmortem")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def list_page(user: User, query: QueryDict) -> ListPage:
    """The list of postmortems the person may read, newest change first."""
    chosen = Chosen.of(query)
    published = PublicSummary.objects.filter(postmortem=OuterRef("pk"), reader="public", status="published")
    found = (
        _matching(user, chosen)
        .annotate(
            team_name=F("team__name"),
            owner_name=F("owner__display_name"),
            open_actions=_open_actions(),
            is_public=Exists(published),
        )
        .order_by("-updated_at", "-id")
        .values_list(*ROW)
    )
    page = Paginator(found, PAGE).get_page(query.get("page", "1"))
    return ListPage(
        rows=[
            fragment("postmortems/workspace/_row.html", **dict(zip(ROW, row, strict=True))) for row in page
        ],
        page=page,
        chosen=chosen,
        teams=list(Team.objects.only("name", "slug")),
    )
