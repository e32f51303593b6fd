"""What the counts say: findings per 1,000 words at the first request for a review and at approval.

By template and by section, never by author. A line for fewer than five documents would tell of single people, so it
holds no figures; documents that the reader may not see are not in it at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.accounts.models import Membership, User
from postmortems.models import LanguageCount, Postmortem, Section

FEWEST = 5


@dataclass(frozen=True)
class Line:
    """One line of a table; the figures are None for fewer than five documents."""

    name: str
    documents: int | None
    draft: float | None
    approval: float | None


def may_see(user: User) -> bool:
    """Managers of any team, and administrators."""
    return (
        user.is_administrator or Membership.objects.filter(user=user, role=Membership.Role.MANAGER).exists()
    )


def tables(user: User) -> list[tuple[str, list[Line]]]:
    """(caption, lines): all documents, by template, and by section; only documents counted at both moments."""
    seen = Postmortem.objects.kept().visible_to(user).values("pk")
    counts = LanguageCount.objects.filter(postmortem__in=seen).values_list(
        "postmortem_id",
        "moment",
        "section",
        "words",
        "findings",
        "postmortem__template_version__template__name",
    )
    rows = list(counts)
    moments: dict[int, set[str]] = defaultdict(set)
    for pk, moment, *_ in rows:
        moments[pk].add(moment)
    rows = [row for row in rows if len(moments[row[0]]) == 2]
    names = _section_names({row[0] for row in rows})
    return [
        ("All documents", _lines((row, "All templates") for row in rows)),
        ("By template", _lines((row, row[5]) for row in rows)),
        ("By section", _lines((row, names.get(row[2], row[2])) for row in rows)),
    ]


def _section_names(postmortems: set[int]) -> dict[str, str]:
    found = Section.objects.filter(postmortem__in=postmortems).order_by("-pk").values_list("key", "title")
    return dict(found)


def _lines(named) -> list[Line]:
    totals: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"draft": [0, 0], "approval": [0, 0]})
    documents: dict[str, dict[str, set[int]]] = defaultdict(lambda: {"draft": set(), "approval": set()})
    for (pk, moment, _section, words, findings, _template), name in named:
        documents[name][moment].add(pk)
        totals[name][moment][0] += words
        totals[name][moment][1] += findings
    fewest = {name: min(map(len, documents[name].values())) for name in totals}
    return [_line(name, fewest[name], totals[name]) for name in sorted(totals)]


def _line(name: str, documents: int, totals: dict[str, list[int]]) -> Line:
    if documents < FEWEST:
        return Line(name, None, None, None)

    def rate(moment: str) -> float | None:
        words, findings = totals[moment]
        return round(1000 * findings / words, 1) if words else None

    return Line(name, documents, rate("draft"), rate("approval"))
