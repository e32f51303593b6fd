"""How every report of every law stands for one incident, at one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from postmortems.domain.clocks.counting import end_of, latest_end
from postmortems.domain.clocks.model import ANCHORS, Clock, Decision, Duty, Facts, Regime, Way
from postmortems.domain.clocks.regimes import REGIMES

UNDECIDED = Decision("")


def clocks(facts: Facts, now: dt.datetime, rules: Iterable[Regime] = REGIMES) -> tuple[Clock, ...]:
    """One clock for each report of each law, in the order of the rules."""
    every = tuple(rules)
    found = []
    for key in dict.fromkeys(rule.key for rule in every):
        rule, in_force = regime_in_force([one for one in every if one.key == key], counted_on(facts, now))
        found += [_clock(rule, duty, facts, now, in_force=in_force) for duty in rule.duties]
    return tuple(found)


def counted_on(facts: Facts, now: dt.datetime) -> dt.date:
    """The day whose law counts: of awareness, else of the first moment that is known, else today."""
    first = facts.times.get("aware_at") or min(facts.times.values(), default=now)
    return first.astimezone(dt.UTC).date()


def regime_in_force(versions: list[Regime], day: dt.date) -> tuple[Regime, bool]:
    """The version of a rule that holds on a day, and whether one does; else the nearest, for what it says."""
    for rule in versions:
        if rule.effective_from <= day and (rule.effective_to is None or day <= rule.effective_to):
            return rule, True
    return min(versions, key=lambda rule: abs((rule.effective_from - day).days)), False


def _clock(rule: Regime, duty: Duty, facts: Facts, now: dt.datetime, *, in_force: bool) -> Clock:
    word = facts.decisions.get((rule.key, ""), UNDECIDED)
    provisional = word.kind != "applies"
    sent = facts.sent.get((rule.key, duty.key), ())
    if word.kind == "not_applicable" and not sent:
        return Clock(rule, duty, "not_applicable", word.reason or "By decision.")
    if not in_force and not sent:
        day = rule.effective_from
        return Clock(rule, duty, "not_in_force", f"The rule holds from {day.isoformat()}.")
    if not sent and (reason := _left_out(duty, facts)):
        return Clock(rule, duty, "not_applicable", reason)
    counted = _counted(rule, duty, facts)
    if sent:
        late = counted is not None and counted[2] is not None and sent[0] > counted[2]
        return _of(rule, duty, "sent_late" if late else "sent", "", counted, facts, sent_at=sent[0])
    own = facts.decisions.get((rule.key, duty.key), UNDECIDED)
    if own.kind == "not_notify":
        return _of(rule, duty, "not_sent", own.reason, counted, facts)
    if counted is None:
        return Clock(rule, duty, "waiting", _waits_for(rule, duty, facts), provisional=provisional)
    state = _state(duty, facts, counted[2], now)
    return _of(rule, duty, state, "", counted, facts, provisional=provisional)


def _state(duty: Duty, facts: Facts, due: dt.datetime | None, now: dt.datetime) -> str:
    if due is not None and now > due:
        return "late"
    if due is None or (duty.at_once_from and duty.at_once_from in facts.times):
        return "at_once"
    return "running"


def _left_out(duty: Duty, facts: Facts) -> str:
    if duty.needs and not duty.needs & facts.traits:
        return duty.note or "Nothing of the kind is recorded."
    return duty.note or "Does not concern this incident." if duty.unless & facts.traits else ""


Counted = tuple[Way, dt.datetime, dt.datetime | None]
"""A way, when it began, and when it is over."""


def _counted(rule: Regime, duty: Duty, facts: Facts) -> Counted | None:
    """The way with the earliest end; None while no anchor is known."""
    found = [one for way in duty.ways if (one := _along(rule, way, facts)) is not None]
    return min(found, key=lambda one: (one[2] is None, one[2] or one[1]), default=None)


def _along(rule: Regime, way: Way, facts: Facts) -> Counted | None:
    began = _anchor(rule, way, facts)
    if began is None or (way.needs and not way.needs & facts.traits):
        return None
    over = end_of(began, way.term, facts.zone) if way.term.fixed else None
    other = facts.times.get(way.gives_way_to)
    if other is not None and over is not None and other > over:
        return None
    return way, began, over


def _anchor(rule: Regime, way: Way, facts: Facts) -> dt.datetime | None:
    kind, _, key = way.anchor.rpartition(":")
    if kind != "report":
        return facts.times.get(way.anchor)
    reports = sorted(facts.sent.get((rule.key, key), ()))
    return (reports[-1] if way.which == "last" else reports[0]) if reports else None


def _name(rule: Regime, anchor: str) -> str:
    kind, _, key = anchor.rpartition(":")
    duty = rule.duty(key) if kind == "report" else None
    return f"The {duty.name[0].lower()}{duty.name[1:]} was sent" if duty else ANCHORS[anchor]


def _after(rule: Regime, anchor: str) -> str:
    return within(_name(rule, anchor))


def within(name: str) -> str:
    """A name as it stands inside a sentence: the first letter small, and "AI" or "8-K" as they are written."""
    return name[:1].lower() + name[1:]


def _waits_for(rule: Regime, duty: Duty, facts: Facts) -> str:
    ways = [way for way in duty.ways if not way.needs or way.needs & facts.traits] or list(duty.ways)
    names = list(dict.fromkeys(_name(rule, way.anchor) for way in ways))
    return f"Begins when this is recorded: {'; or '.join(names)}."


def _of(
    rule: Regime, duty: Duty, state: str, why: str, counted: Counted | None, facts: Facts, **more
) -> Clock:
    if counted is None:
        return Clock(rule, duty, state, why, **more)
    way, began, over = counted
    latest = latest_end(began, way.term, facts.zone, weekend_noon=rule.weekend_noon) if over else None
    return Clock(
        rule,
        duty,
        state,
        why or f"{way.term.words} after {_after(rule, way.anchor)}",
        anchor=way.anchor,
        began_at=began,
        due_at=over,
        latest_at=latest if latest and over and latest > over else None,
        **more,
    )
