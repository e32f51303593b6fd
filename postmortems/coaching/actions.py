"""What people decide about the coach: a wording stands, a hint is off, a rule changes; and the counting."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.coaching import queries
from postmortems.coaching.remembering import forget, person_name, record_name, rules_name
from postmortems.domain import language
from postmortems.models import (
    HouseRule,
    LanguageCount,
    LanguageDecision,
    Postmortem,
    QuietRule,
    RuleSetting,
)


@transaction.atomic
def decide_language(
    *,
    postmortem: Postmortem,
    actor: User,
    rule: str,
    excerpt: str,
    severity: str,
    reason: str,
    now: dt.datetime,
) -> LanguageDecision:
    """Let a wording stand, with a reason that reviewers see; remembered for this wording in this postmortem."""
    if not reason.strip():
        raise MoveRefused("Say in a sentence why this wording should stand.")
    decision = "overridden" if severity == "block" else "dismissed"
    made, _ = LanguageDecision.objects.update_or_create(
        postmortem=postmortem,
        rule=rule,
        excerpt=excerpt[:300],
        defaults={"decision": decision, "reason": reason.strip(), "decided_by": actor, "decided_at": now},
    )
    audit.record(actor=actor, verb="decide_language", obj=made, fields={"rule": rule, "decision": decision})
    forget(record_name(postmortem.pk))
    return made


def roster_changed(*, postmortem: int) -> None:
    """The people of a postmortem are others now; called inside the transaction of that change."""
    forget(record_name(postmortem))


@transaction.atomic
def turn_hint(*, user: User, rule: str, off: bool) -> None:
    """Turn a hint off or on again for oneself. Only rules that are a hint here can be turned off."""
    if off and queries.house().severity_of(rule) != "nudge":
        raise MoveRefused("Only hints can be turned off; the others are shown to everybody.")
    if off:
        QuietRule.objects.get_or_create(user=user, rule=rule)
    else:
        QuietRule.objects.filter(user=user, rule=rule).delete()
    forget(person_name(user.pk))


@transaction.atomic
def set_rule(*, rule: str, actor: User, silenced: bool, severity: str, now: dt.datetime) -> None:
    """Silence a rule of the coach for the organisation or give it another severity; its own again removes the row."""
    own = queries.RULES[rule].severity
    severity = "" if severity == own else severity
    if not silenced and not severity:
        for setting in RuleSetting.objects.filter(rule=rule):
            audit.record(actor=actor, verb="reset_rule", obj=setting, fields={"rule": rule})
            setting.delete()
    else:
        setting, _ = RuleSetting.objects.update_or_create(
            rule=rule,
            defaults={"silenced": silenced, "severity": severity, "changed_by": actor, "changed_at": now},
        )
        fields = {"rule": rule, "silenced": silenced, "severity": severity}
        audit.record(actor=actor, verb="set_rule", obj=setting, fields=fields)
    forget(rules_name())


@transaction.atomic
def save_house_rule(*, rule: HouseRule, actor: User, now: dt.datetime) -> HouseRule:
    """Add a rule of the organisation or change it; its fields have been checked by the form."""
    if rule.pk is None and HouseRule.objects.count() >= language.MOST_RULES:
        raise MoveRefused(f"There are {language.MOST_RULES} rules already; take one out first.")
    verb = "change_house_rule" if rule.pk else "add_house_rule"
    rule.changed_by, rule.changed_at = actor, now
    rule.save()
    audit.record(
        actor=actor, verb=verb, obj=rule, fields={"phrases": rule.phrases, "severity": rule.severity}
    )
    forget(rules_name())
    return rule


@transaction.atomic
def remove_house_rule(*, rule: HouseRule, actor: User) -> None:
    """Take a rule of the organisation out."""
    audit.record(actor=actor, verb="remove_house_rule", obj=rule)
    rule.delete()
    forget(rules_name())


@transaction.atomic
def count_wording(*, postmortem: Postmortem, moment: str) -> None:
    """Keep how much the coach finds in each section now: numbers, no text, nobody's name.

    For a draft the first counts stay; at approval the newest replace those of an approval before. Restricted parts
    are left out. Decided wordings count as they read: what is learned is how people write, not what they let stand.
    """
    kept = LanguageCount.objects.filter(postmortem=postmortem, moment=moment)
    if moment == LanguageCount.Moment.DRAFT and kept.exists():
        return
    rules, people = queries.house(), queries.load_record(postmortem.pk).people
    totals: dict[str, list[int]] = {}
    for _place, _anchor, scope, text, _restricted, key in queries.texts_of(postmortem, full=False):
        if not key:
            continue
        result = rules.check(text, scope=scope, people=people)
        hints = sum(1 for one in result.findings if one.severity == "nudge")
        total = totals.setdefault(key, [0, 0, 0])
        total[0] += result.words
        total[1] += len(result.findings) - hints
        total[2] += hints
    kept.delete()
    LanguageCount.objects.bulk_create(
        LanguageCount(
            postmortem=postmortem, moment=moment, section=key, words=words, findings=found, hints=hints
        )
        for key, (words, found, hints) in totals.items()
        if words
    )
