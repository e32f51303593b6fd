"""The rules as pages print them: grouped by category, with what the organisation and the person made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.accounts.models import User
from postmortems.coaching import queries
from postmortems.coaching.queries import House
from postmortems.coaching.wording import CATEGORIES, SEVERITIES
from postmortems.domain import language

_ADDRESS = re.compile(r"\(([a-z0-9.-]+\.(?:com|org|net|sre\.google|google)(?:/[^\s()]*)?)\)")


@dataclass(frozen=True)
class Shown:
    """One rule for a page."""

    rule: language.Rule | language.OwnRule
    severity: str
    severity_name: str
    silenced: bool
    off: bool
    changed: bool
    source: str

    @property
    def after(self) -> str:
        """The example in other words; a rule of the organisation may have none."""
        return getattr(self.rule, "rewrite", "") or getattr(self.rule, "suggestion", "")


@dataclass(frozen=True)
class Group:
    """A category with its rules."""

    key: str
    name: str
    about: str
    rules: tuple[Shown, ...]


def address() -> str:
    """Where the page that teaches is."""
    return reverse("coaching:rules")


def linked(source: str) -> SafeString:
    """A source with its address, where it names one in brackets, as a link."""
    parts, at = [], 0
    for match in _ADDRESS.finditer(source):
        parts.append(format_html("{}", source[at : match.start()]))
        parts.append(format_html('(<a href="https://{0}" rel="noreferrer">{0}</a>)', match[1]))
        at = match.end()
    parts.append(format_html("{}", source[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def _shown(rule, house: House, quiet: frozenset[str]) -> Shown:
    severity = dict(house.regraded).get(rule.id, rule.severity)
    return Shown(
        rule=rule,
        severity=severity,
        severity_name=SEVERITIES[severity][0],
        silenced=rule.id in house.silenced,
        off=rule.id in quiet,
        changed=severity != rule.severity,
        source=linked(rule.source),
    )


def _grouped(shown: list[Shown]) -> tuple[Group, ...]:
    return tuple(
        Group(key, name, about, rules)
        for key, (name, about) in CATEGORIES.items()
        if (rules := tuple(one for one in shown if one.rule.category == key))
    )


def rules_by_category(user: User, wanted: str) -> tuple[Group, ...]:
    """Every rule read here, or those that have all words of `wanted` somewhere in their text."""
    house, quiet = queries.load_house(), queries.quiet_rules(user)
    words = wanted.lower().split()

    def fits(rule) -> bool:
        said = " ".join(
            (rule.id, rule.title, rule.why, rule.source, rule.example, CATEGORIES[rule.category][0])
        ).lower()
        return all(word in said for word in words)

    return _grouped([_shown(rule, house, quiet) for rule in (*language.RULES, *house.own) if fits(rule)])


def settings_by_category(house: House) -> tuple[Group, ...]:
    """The rules of the coach with what the organisation made of them."""
    return _grouped([_shown(rule, house, frozenset()) for rule in language.RULES])
