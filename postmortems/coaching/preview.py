"""What a rule finds in text that is there already; only in documents that the person asking may read."""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts.models import User
from postmortems.coaching import queries
from postmortems.domain import language
from postmortems.models import Disclosure, Postmortem, Section

NEWEST, MOST_TEXT, SHOWN = 200, 1_000_000, 6


@dataclass(frozen=True)
class Hit:
    """One place where the rule is found."""

    postmortem: int
    title: str
    section: str
    anchor: str
    excerpt: str


@dataclass(frozen=True)
class Preview:
    """How often a rule is found in how many of the documents that were read, with the first places."""

    hits: int
    documents: int
    read: int
    first: tuple[Hit, ...]


def of_rule(user: User, rule: str) -> Preview:
    """What a rule of the coach finds, whatever the organisation made of it."""
    silenced = frozenset(queries.RULES) - {rule}
    return _look(user, lambda text: language.check(text, silenced=silenced))


def of_own(user: User, rule: language.OwnRule) -> Preview:
    """What a rule of the organisation would find."""
    silenced = frozenset(queries.RULES)
    scope = "text" if "text" in rule.scopes else sorted(rule.scopes)[0]
    return _look(user, lambda text: language.check(text, scope=scope, silenced=silenced, own=(rule,)))


def _look(user: User, check) -> Preview:
    """Read the newest documents, a bounded amount of text; restricted parts are nobody's preview."""
    newest = (
        Postmortem.objects.kept().visible_to(user).order_by("-updated_at", "-id").values_list("pk", "title")
    )
    titles = dict(newest[:NEWEST])
    sections = (
        Section.objects.filter(postmortem__in=titles)
        .exclude(disclosure=Disclosure.RESTRICTED)
        .exclude(body="")
        .order_by("-postmortem_id", "position")
        .values_list("postmortem_id", "title", "key", "body")
    )
    hits, left = 0, MOST_TEXT
    found_in: set[int] = set()
    read: set[int] = set()
    first: list[Hit] = []
    for pk, title, key, body in sections.iterator():
        if left < 0:
            break
        left -= len(body)
        read.add(pk)
        for finding in check(body).findings:
            hits += 1
            found_in.add(pk)
            if len(first) < SHOWN:
                first.append(Hit(pk, titles[pk], title, f"section-{key}", finding.excerpt))
    return Preview(hits, len(found_in), len(read), tuple(first))
