"""The one way to ask the coach inside the site: with the organisation's rules, a postmortem's roster and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.accounts.models import User
from postmortems.coaching.remembering import (
    person_name,
    record_name,
    remembered,
    rights_name,
    rules_name,
)
from postmortems.domain import language
from postmortems.models import (
    HouseRule,
    Involved,
    LanguageDecision,
    Postmortem,
    QuietRule,
    RuleSetting,
)

from .passages import texts_of as texts_of

RULES = {rule.id: rule for rule in language.RULES}


@dataclass(frozen=True)
class House:
    """The organisation's rules: silenced ids, (id, severity) of the re-graded, and its own rules."""

    silenced: frozenset[str] = frozenset()
    regraded: tuple[tuple[str, str], ...] = ()
    own: tuple[language.OwnRule, ...] = ()

    def title_of(self, rule: str) -> str:
        """What the rule is called; its id when it is gone."""
        known = RULES.get(rule) or next((one for one in self.own if one.id == rule), None)
        return known.title if known else rule

    def severity_of(self, rule: str) -> str | None:
        """How grave a finding of the rule is here; None for a rule that does not exist or is silenced."""
        if rule in self.silenced:
            return None
        known = RULES.get(rule) or next((one for one in self.own if one.id == rule), None)
        return dict(self.regraded).get(rule, known.severity) if known else None

    def check(self, text: str, *, scope: str = "text", people: Iterable[object] = ()) -> language.Result:
        """Read a text with these rules."""
        return language.check(
            text,
            scope=scope,
            people=people,
            silenced=self.silenced,
            regraded=dict(self.regraded),
            own=self.own,
        )


@dataclass(frozen=True)
class Record:
    """What the coach knows of one postmortem: its roster, and the (rule, wording) pairs that people let stand."""

    people: tuple[dict, ...] = ()
    decided: frozenset[tuple[str, str]] = frozenset()

    def stands(self, finding: language.Finding) -> bool:
        """Whether somebody decided that this wording stays."""
        return (finding.rule, finding.excerpt[:300]) in self.decided


def own_rule(rule: HouseRule) -> language.OwnRule:
    """A row as the engine reads it."""
    return language.OwnRule(
        id=rule.rule,
        title=rule.title,
        category=rule.category,
        severity=rule.severity,
        phrases=tuple(line.strip() for line in rule.phrases.splitlines() if line.strip()),
        why=rule.why,
        source=rule.source,
        example=rule.example,
        counter_example=rule.counter_example,
        suggestion=rule.suggestion,
        question=rule.question,
        scopes=frozenset(rule.scopes),
    )


def load_house() -> House:
    """The organisation's rules as the database has them; two queries."""
    settings = list(RuleSetting.objects.values_list("rule", "silenced", "severity"))
    return House(
        silenced=frozenset(rule for rule, silenced, _ in settings if silenced),
        regraded=tuple((rule, severity) for rule, _, severity in settings if severity and rule in RULES),
        own=tuple(own_rule(rule) for rule in HouseRule.objects.all()),
    )


def load_record(postmortem: int) -> Record:
    """Roster and decisions of one postmortem as the database has them; two queries."""
    people = Involved.objects.filter(postmortem=postmortem).values("name", "handles")
    decided = LanguageDecision.objects.filter(postmortem=postmortem).values_list("rule", "excerpt")
    return Record(tuple(dict(person) for person in people), frozenset(decided))


def house() -> House:
    """The organisation's rules, from the cache."""
    return remembered({rules_name(): load_house})[rules_name()]


def check(text: str, *, scope: str = "text", people: Iterable[object] = ()) -> language.Result:
    """Read a text with the organisation's rules; as `language.check` otherwise. No query once the cache is warm."""
    return house().check(text, scope=scope, people=people)


def quiet_rules(user: User) -> frozenset[str]:
    """The hints the person turned off; one query."""
    return frozenset(QuietRule.objects.filter(user=user).values_list("rule", flat=True))


@dataclass(frozen=True)
class Standing:
    """What a person may do with a postmortem, as far as the coach asks."""

    read: bool
    write: bool


def _standing(user: User, pk: int) -> Standing:
    postmortem = Postmortem.objects.select_related("team").seen_by(user, pk)
    if postmortem is None:
        return Standing(False, False)
    return Standing(True, postmortem.pen and postmortem.is_open_for_writing)


def _for_a_comment(one: language.Finding) -> language.Finding:
    """No comment stops an approval, so none of its words is "to settle before approval"."""
    return replace(one, severity="warn") if one.severity == "block" else one


@dataclass(frozen=True)
class Desk:
    """Everything that an answer to a keystroke needs."""

    house: House
    record: Record
    quiet: frozenset[str]
    standing: Standing

    def read(self, text: str, *, scope: str, private: bool) -> language.Result:
        """The findings that this person is shown for this text."""
        result = self.house.check(text, scope=scope, people=self.record.people)
        shown = tuple(
            _for_a_comment(one) if scope == "comment" else one
            for one in result.findings
            if not (
                self.record.stands(one)
                or (one.severity == "nudge" and one.rule in self.quiet)
                # Restricted parts are where names belong.
                or (private and one.category == "naming")
                # In a comment an @ is how somebody hears of it.
                or (
                    scope == "comment"
                    and one.category == "naming"
                    and "@" in text[max(one.start - 1, 0) : one.start + 1]
                )
            )
        )
        return replace(result, findings=shown)


def desk(user: User, pk: int | None) -> Desk:
    """What typing into a postmortem (None: into nothing yet) needs, without a query once the cache is warm.

    The right to read is remembered too, for a minute at most: what it opens here is only whether words that the
    person types are on the roster, and the answer to a keystroke must not wait for the database.
    """
    loaders = {rules_name(): load_house, person_name(user.pk): lambda: quiet_rules(user)}
    if pk is None:
        found = remembered(loaders)
        return Desk(found[rules_name()], Record(), found[person_name(user.pk)], Standing(True, False))
    loaders[record_name(pk)] = lambda: load_record(pk)
    loaders[rights_name(user.pk, pk)] = lambda: _standing(user, pk)
    found = remembered(loaders)
    return Desk(
        found[rules_name()],
        found[record_name(pk)],
        found[person_name(user.pk)],
        found[rights_name(user.pk, pk)],
    )
