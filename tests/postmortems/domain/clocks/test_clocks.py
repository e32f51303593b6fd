"""Each law's deadlines, from the anchor the law names, and what decisions and reports make of them."""

import datetime as dt
from dataclasses import replace

import pytest

from postmortems.domain.clocks import ANCHORS, REGIMES, TRAITS, Decision, Facts, clocks, regime, rung_reached
from postmortems.domain.clocks.regimes import GDPR_AUTHORITY

AWARE = dt.datetime(2026, 11, 20, 9, 5, tzinfo=dt.UTC)  # a Friday
NOW = AWARE + dt.timedelta(hours=1)
APPLIES = {(rule.key, ""): Decision("applies") for rule in REGIMES}
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def one(key, duty, facts, now=NOW, rules=REGIMES):
    return next(
        clock for clock in clocks(facts, now, rules) if (clock.regime.key, clock.duty.key) == (key, duty)
    )


def facts(**more):
    times = {"aware_at": AWARE} | more.pop("times", {})
    return Facts(times=times, decisions=APPLIES | more.pop("decisions", {}), **more)


@pytest.mark.parametrize(
    ("key", "duty", "after"),
    [
        ("gdpr33", "authority", 72 * HOUR),
        ("nis2", "warning", 24 * HOUR),
        ("nis2", "notification", 72 * HOUR),
        ("dora", "initial", 24 * HOUR),
        ("cra", "warning", 24 * HOUR),
        ("cra", "notification", 72 * HOUR),
        ("ai_act", "report", 15 * DAY),
    ],
)
def test_what_counts_from_awareness(key, duty, after):
    clock = one(key, duty, facts())
    assert (clock.state, clock.due_at) == ("running", AWARE + after)
    assert one(key, duty, facts(), AWARE + after).state == "running"
    assert one(key, duty, facts(), AWARE + after + dt.timedelta(seconds=1)).state == "late"


def test_dora_takes_four_hours_from_classification_and_never_more_than_a_day_from_awareness():
    early = facts(times={"classified_at": AWARE + 2 * HOUR})
    assert one("dora", "initial", early).due_at == AWARE + 6 * HOUR
    last_moment = facts(times={"classified_at": AWARE + 23 * HOUR})
    assert one("dora", "initial", last_moment).due_at == AWARE + 24 * HOUR
    later = facts(times={"classified_at": AWARE + 30 * HOUR})
    assert one("dora", "initial", later).due_at == AWARE + 34 * HOUR


def test_dora_counts_each_report_from_the_one_before_as_it_was_sent():
    assert one("dora", "intermediate", facts()).state == "waiting"
    initial = AWARE + 3 * HOUR
    sent = {("dora", "initial"): (initial,)}
    assert one("dora", "intermediate", facts(sent=sent)).due_at == initial + 72 * HOUR
    first, updated = AWARE + 2 * DAY, AWARE + 9 * DAY
    sent[("dora", "intermediate")] = (first, updated)
    # The latest updated one counts; 29 November 2026 is a Sunday, a month later a Tuesday.
    assert one("dora", "final", facts(sent=sent)).due_at == dt.datetime(2026, 12, 29, 9, 5, tzinfo=dt.UTC)


def test_dora_says_beside_a_weekend_that_noon_of_monday_may_be_open():
    clock = one("dora", "initial", facts(zone="Europe/Paris"))
    assert clock.due_at == AWARE + DAY  # a Saturday
    assert clock.latest_at == dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)


def test_nis2_final_is_a_month_after_the_notification_as_sent():
    sent = {("nis2", "notification"): (dt.datetime(2027, 1, 31, 8, 0, tzinfo=dt.UTC),)}
    clock = one("nis2", "final", facts(sent=sent))
    assert clock.due_at == dt.datetime(2027, 2, 28, 8, 0, tzinfo=dt.UTC)
    # A Sunday: read generously it ends with Monday.
    assert clock.latest_at == dt.datetime(2027, 3, 1, 23, 59, tzinfo=dt.UTC)


def test_cra_final_is_fourteen_days_after_a_fix_or_a_month_after_the_notification():
    fixed = AWARE + 4 * DAY
    exploited = facts(times={"fix_available_at": fixed}, traits=frozenset({"vulnerability"}))
    assert one("cra", "final_vulnerability", exploited).due_at == fixed + 14 * DAY
    assert one("cra", "final_incident", exploited).state == "not_applicable"
    incident = facts(sent={("cra", "notification"): (AWARE + DAY,)})
    assert one("cra", "final_vulnerability", incident).state == "not_applicable"
    assert one("cra", "final_incident", incident).due_at == dt.datetime(2026, 12, 21, 9, 5, tzinfo=dt.UTC)


def test_cra_does_not_hold_before_it_applies():
    before = Facts(times={"aware_at": dt.datetime(2026, 9, 10, 23, 0, tzinfo=dt.UTC)}, decisions=APPLIES)
    clock = one("cra", "warning", before)
    assert clock.state == "not_in_force"
    assert "2026-09-11" in clock.why
    assert (
        one("cra", "warning", replace(before, times={"aware_at": before.times["aware_at"] + HOUR})).state
        == "late"
    )


def test_sec_counts_business_days_from_materiality_in_new_york():
    # Monday before Thanksgiving: Tue, Wed, (Thu off), Fri, Mon.
    material = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.UTC)
    clock = one("sec", "filing", facts(times={"material_at": material}))
    assert clock.due_at == dt.datetime(2026, 11, 30, 22, 30, tzinfo=dt.UTC)
    assert one("sec", "filing", facts()).state == "waiting"


@pytest.mark.parametrize(
    ("found", "due"),
    [
        # 02:00 UTC on Saturday is still Friday in New York.
        (dt.datetime(2026, 3, 7, 2, 0, tzinfo=dt.UTC), dt.datetime(2026, 3, 12, 21, 30, tzinfo=dt.UTC)),
        # Over the new year: 31 December, (1 January off), a weekend; winter time.
        (dt.datetime(2026, 12, 30, 20, 0, tzinfo=dt.UTC), dt.datetime(2027, 1, 6, 22, 30, tzinfo=dt.UTC)),
        # New Year's Day of 2028 is a Saturday, so Friday the 31st is the day off.
        (dt.datetime(2027, 12, 29, 20, 0, tzinfo=dt.UTC), dt.datetime(2028, 1, 5, 22, 30, tzinfo=dt.UTC)),
    ],
)
def test_sec_over_weekends_the_new_year_and_the_clock_change(found, due):
    assert one("sec", "filing", facts(times={"material_at": found})).due_at == due


def test_ai_act_has_ten_days_for_a_death_and_two_for_a_widespread_infringement():
    death, both = frozenset({"death"}), frozenset({"death", "widespread"})
    assert one("ai_act", "report", facts(traits=death)).due_at == AWARE + 10 * DAY
    assert one("ai_act", "report", facts(traits=both)).due_at == AWARE + 2 * DAY
    linked = one("ai_act", "report", facts(times={"causal_link_at": AWARE + HOUR}))
    assert (linked.state, linked.due_at) == ("at_once", AWARE + 15 * DAY)


def test_a_processor_tells_the_controller_and_not_the_authority():
    both = facts(traits=frozenset({"for_others"}))
    assert one("gdpr33", "authority", both).state == "running"
    assert one("gdpr33", "controller", both).state == "at_once"
    only = facts(traits=frozenset({"none_ours"}))
    assert one("gdpr33", "authority", only).state == "not_applicable"
    assert one("gdpr33", "controller", facts()).state == "not_applicable"


def test_a_law_without_a_fixed_hour_is_due_at_once():
    high = facts(times={"high_risk_at": AWARE})
    clock = one("gdpr34", "people", high)
    assert (clock.state, clock.due_at) == ("at_once", None)
    assert one("gdpr34", "people", facts()).why == (
        "Begins when this is recorded: The risk to people was found to be high."
    )


def test_a_report_is_judged_by_the_first_time_it_was_sent():
    on_time = facts(sent={("gdpr33", "authority"): (AWARE + 71 * HOUR, AWARE + 90 * HOUR)})
    assert one("gdpr33", "authority", on_time).state == "sent"
    late = facts(sent={("gdpr33", "authority"): (AWARE + 73 * HOUR,)})
    assert one("gdpr33", "authority", late).state == "sent_late"


def test_decisions_are_told_with_their_reasons_and_can_be_taken_back():
    reason = "No personal data were in the package."
    none = facts(decisions={("gdpr33", ""): Decision("not_applicable", reason)})
    clock = one("gdpr33", "authority", none)
    assert (clock.state, clock.why, clock.due_at) == ("not_applicable", reason, None)
    one_only = facts(decisions={("nis2", "warning"): Decision("not_notify", "Not significant.")})
    assert one("nis2", "warning", one_only).state == "not_sent"
    assert one("nis2", "notification", one_only).state == "running"
    again = facts(decisions={("nis2", "warning"): Decision("notify")})
    assert one("nis2", "warning", again).state == "running"


def test_what_nobody_has_decided_runs_provisionally():
    clock = one("gdpr33", "authority", Facts(times={"aware_at": AWARE}))
    assert clock.provisional
    assert clock.state == "running"
    assert rung_reached(clock, AWARE + HOUR).name == "settle_begun"
    assert rung_reached(clock, AWARE + 60 * HOUR).name == "settle_half"


def test_a_new_version_of_a_rule_holds_from_its_day():
    old = replace(GDPR_AUTHORITY, effective_to=dt.date(2026, 11, 19))
    new = replace(
        GDPR_AUTHORITY,
        effective_from=dt.date(2026, 11, 20),
        version="next",
        duties=(replace(GDPR_AUTHORITY.duties[0], key="authority", note="new"),),
    )
    assert one("gdpr33", "authority", facts(), rules=(old, new)).regime.version == "next"
    before = Facts(times={"aware_at": AWARE - DAY}, decisions=APPLIES)
    assert one("gdpr33", "authority", before, rules=(old, new)).regime.version == old.version


def test_the_rules_hold_together():
    assert len({rule.key for rule in REGIMES}) == 7
    for rule in REGIMES:
        assert rule.source.startswith("https://"), rule.key
        assert rule.version, rule.key
        assert regime(rule.key) is rule
        for duty in rule.duties:
            assert duty.content, (rule.key, duty.key)
            assert (duty.needs | duty.unless) <= set(TRAITS)
            for way in duty.ways:
                kind, _, key = way.anchor.rpartition(":")
                assert (rule.duty(key) is not None) if kind == "report" else way.anchor in ANCHORS
                assert way.needs <= set(TRAITS)
                assert not way.gives_way_to or way.gives_way_to in ANCHORS
