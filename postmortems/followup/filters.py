"""The filters of the list of actions: read from the address, and written back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from postmortems.domain.factors import CATEGORIES
from postmortems.domain.lifecycle import ACTION
from postmortems.models import Priority, Strength

from .narrowing import span_of

OPEN = "open"
STATES = {OPEN: "Open", **ACTION.labels, "all": "Any state"}
SORTS = {
    "due": "Due",
    "title": "Action",
    "owner": "Owner",
    "team": "Team",
    "priority": "Priority",
    "strength": "Strength",
    "from": "From",
}
FACTORS = {"none", *(family.code for family in CATEGORIES)}


@dataclass(frozen=True)
class Filters:
    """What is asked for. Words that are not known are dropped; an address typed by hand never fails."""

    state: str = OPEN
    team: str = ""
    owner: str = ""
    late: str = ""
    priority: str = ""
    strength: str = ""
    promised: str = ""
    factor: str = ""
    postmortem: str = ""
    due: str = ""
    q: str = ""
    sort: str = "due"

    def address(self, **changes: str) -> str:
        """The query string with these changes, without what is default; "" when nothing is asked for."""
        wanted, plain = asdict(replace(self, **changes)), asdict(Filters())
        return urlencode({name: value for name, value in wanted.items() if value != plain[name]})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order differs from the plain list."""
        return replace(self, sort="due") != Filters()


def _one_of(value: str, words) -> str:
    return value if value in words else ""


def _is_number(text: str) -> bool:
    """Whether it can be somebody's or something's id; longer ones the database would refuse."""
    return text.isdecimal() and len(text) < 15


def read(query: QueryDict) -> Filters:
    """Filters from an address."""
    get = query.get
    descending = get("sort", "").startswith("-")
    sort = _one_of(get("sort", "").removeprefix("-"), SORTS)
    number = get("postmortem", "")
    owner, factor, due = get("owner", ""), get("factor", ""), get("due", "")
    return Filters(
        state=_one_of(get("state", ""), STATES) or OPEN,
        team=get("team", "").replace("\x00", "")[:60],
        owner=owner if owner in ("me", "none") or _is_number(owner) else "",
        late="1" if get("late") == "1" else "",
        priority=_one_of(get("priority", ""), Priority.values),
        strength=_one_of(get("strength", ""), Strength.values),
        promised="1" if get("promised") == "1" else "",
        factor=factor if factor in FACTORS or _is_number(factor) else "",
        postmortem=number if _is_number(number) else "",
        due=due if due == "none" or span_of(due) else "",
        q=get("q", "").replace("\x00", "").strip()[:100],
        sort=("-" if descending and sort else "") + (sort or "due"),
    )


@dataclass(frozen=True)
class Column:
    """One heading of the table: its words, where a click on it leads, and how the list is sorted by it now."""

    label: str
    address: str
    sorted: str


def columns(filters: Filters) -> dict[str, Column]:
    """The headings by which the list can be sorted."""
    found = {}
    for name, label in SORTS.items():
        here = filters.sort.removeprefix("-") == name
        descending = filters.sort.startswith("-")
        following = f"-{name}" if here and not descending else name
        state = ("descending" if descending else "ascending") if here else ""
        found[name] = Column(label, filters.address(sort=following), state)
    return found


LABELS = {
    "state": "State",
    "team": "Team",
    "owner": "Owner",
    "priority": "Priority",
    "strength": "Strength",
    "factor": "Factor",
    "postmortem": "Postmortem",
    "due": "Due",
    "q": "Words",
    "late": "Late only",
    "promised": "Promised in public",
}
PLAIN = Filters()


def chips(filters: Filters, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """The filters that are on: (words, the address without this one); `said` has the names of what was chosen."""
    found = []
    for name, label in LABELS.items():
        value = getattr(filters, name)
        if value == getattr(PLAIN, name):
            continue
        words = STATES[value].lower() if name == "state" else said.get(name) or value
        on = label if name in ("late", "promised") else f"{label}: {words}"
        found.append((on, filters.address(**{name: getattr(PLAIN, name)})))
    return found
