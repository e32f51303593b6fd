"""The outbox: planned once, done once, tried again, given up, and never in a request's way."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from core.outbox import actions, alive, claims, effects, nudge, registry
from core.outbox.models import OutboxItem

State = OutboxItem.State


@pytest.fixture
def handled(monkeypatch):
    """A registry of its own; handled("kind", effect, every=0) registers."""
    monkeypatch.setattr(registry, "_handlers", {})

    def register(kind, effect, **how):
        registry._register(registry.Handler(kind, effect, **how))

    return register


def later(seconds):
    return timezone.now() + dt.timedelta(seconds=seconds)


def test_planning_the_same_key_twice_plans_it_once(db):
    first = actions.plan(kind="mirror", key="mirror:12", object_id=12)
    assert actions.plan(kind="mirror", key="mirror:12", object_id=12) == first
    actions.plan_many(
        [OutboxItem(kind="mirror", key="mirror:12"), OutboxItem(kind="mirror", key="mirror:13")]
    )
    assert OutboxItem.objects.count() == 2


def test_what_is_due_is_done_and_what_is_not_waits(db, handled):
    seen = []
    handled("mirror", lambda item: seen.append(item.object_id))
    actions.plan(kind="mirror", key="a", object_id=1)
    actions.plan(kind="mirror", key="b", object_id=2, due_at=later(60))
    assert effects.drain() == 1
    assert effects.drain() == 0
    assert seen == [1]
    assert OutboxItem.objects.get(key="a").finished_at is not None
    assert OutboxItem.objects.get(key="b").state == State.PLANNED


def test_one_fault_does_not_hold_up_the_others_and_keeps_no_text(db, handled):
    seen = []

    def effect(item):
        if item.object_id == 1:
            raise ValueError("the private words of a section")
        seen.append(item.object_id)

    handled("mirror", effect)
    for number in (1, 2):
        actions.plan(kind="mirror", key=f"k{number}", object_id=number)
    effects.drain()
    assert seen == [2]
    failed = OutboxItem.objects.get(key="k1")
    assert (failed.state, failed.attempts, failed.last_error) == (State.PLANNED, 1, "ValueError")
    assert failed.due_at > later(5)


def test_waits_grow_with_jitter_up_to_an_hour():
    waits = [claims.backoff(attempt).total_seconds() for attempt in range(1, 14)]
    assert 7.5 <= waits[0] <= 12.5
    assert all(wait <= 4500 for wait in waits)
    assert len({claims.backoff(3) for _ in range(10)}) > 1


def test_it_gives_up_after_the_last_attempt_and_keeps_why(db, handled, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    def effect(item):
        raise ConnectionRefusedError(111, "Connection refused")

    handled("mirror", effect, attempts=3)
    actions.plan(kind="mirror", key="a")
    for _ in range(5):
        effects.drain()
        time_machine.shift(7200)
    item = OutboxItem.objects.get()
    assert (item.state, item.attempts) == (State.GIVEN_UP, 3)
    assert item.last_error == "ConnectionRefusedError: Connection refused"
    assert actions.plan_again(key="a")
    assert OutboxItem.objects.get().state == State.PLANNED


def test_an_effect_can_wait_without_being_counted_or_give_up_at_once(db, handled):
    def away(item):
        raise registry.Later(30, "The mail server is away")

    def never(item):
        raise registry.GiveUp("The row is gone")

    handled("away", away)
    handled("never", never)
    actions.plan(kind="away", key="a")
    actions.plan(kind="never", key="b")
    effects.drain()
    waiting, given_up = OutboxItem.objects.order_by("key")
    assert (waiting.state, waiting.attempts, waiting.last_error) == (
        State.PLANNED,
        0,
        "The mail server is away",
    )
    assert (given_up.state, given_up.last_error) == (State.GIVEN_UP, "The row is gone")


def test_a_kind_nobody_here_knows_is_kept_for_newer_workers(db, handled):
    actions.plan(kind="tomorrow", key="a")
    effects.drain()
    item = OutboxItem.objects.get()
    assert (item.state, item.attempts) == (State.PLANNED, 0)


def test_a_row_is_never_held_by_two(db):
    actions.plan(kind="mirror", key="a")
    first = claims.take(10)
    assert [item.key for item in first.items] == ["a"]
    assert claims.take(10) is None


def test_a_claim_that_was_lost_finishes_nothing(db, handled):
    seen = []
    handled("mirror", lambda item: seen.append(1))
    actions.plan(kind="mirror", key="a")
    lost = claims.take(10)
    OutboxItem.objects.update(claim_token="somebody.else.0.1")
    effects.run(lost)
    assert seen == []
    assert OutboxItem.objects.get().state == State.CLAIMED


def test_claims_past_their_lease_and_of_dead_processes_are_freed(db):
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    machine = alive.machine()
    tokens = {
        "lapsed": ("other.1.1.1", later(-1)),
        "dead": (f"{machine}.{gone.pid:x}.5.1", later(60)),
        "living": (alive.new_token(), later(60)),
        # The clock was set forward while it works; Celery's time limit is what ends one that hangs.
        "busy": (alive.new_token(), later(-3600)),
        "elsewhere": ("other.1.1.2", later(60)),
    }
    for key, (token, until) in tokens.items():
        OutboxItem.objects.create(
            kind="x", key=key, state=State.CLAIMED, claim_token=token, claimed_until=until
        )
    assert claims.release() == 2
    assert set(OutboxItem.objects.filter(state=State.PLANNED).values_list("key", flat=True)) == {
        "lapsed",
        "dead",
    }


def test_a_living_process_is_late_by_the_monotonic_clock_only(db, monkeypatch):
    """The clock is set forward while it works: it has one more lease, measured otherwise, to renew its claim."""
    token = alive.new_token()
    item = OutboxItem.objects.create(
        kind="x", key="a", state=State.CLAIMED, claim_token=token, claimed_until=later(-3600)
    )
    seconds = [1000.0]
    monkeypatch.setattr(claims.time, "monotonic", lambda: seconds[0])
    assert claims.release() == 0
    seconds[0] += claims.LEASE - 1
    assert claims.release() == 0
    OutboxItem.objects.filter(pk=item.pk).update(claimed_until=later(-1800))  # a sign of life
    seconds[0] += 2
    assert claims.release() == 0
    seconds[0] += claims.LEASE + 1
    assert claims.release() == 1


def test_rows_are_given_back_when_the_database_comes_back(db, monkeypatch):
    actions.plan(kind="mirror", key="a")
    claim = claims.take(10)
    away = [OperationalError("no"), OperationalError("no")]

    class Rows:
        class objects:  # noqa: N801 - as the model has it
            @staticmethod
            def filter(**wanted):
                if away:
                    raise away.pop()
                return OutboxItem.objects.filter(**wanted)

    monkeypatch.setattr(claims.connection, "close", lambda: None)
    monkeypatch.setattr(claims.time, "sleep", lambda seconds: None)
    with monkeypatch.context() as patched:
        patched.setattr(claims, "OutboxItem", Rows)
        assert claims.give_back(claim.token, patience=60)
    assert OutboxItem.objects.get().state == State.PLANNED


def test_work_that_breaks_off_gives_its_rows_back(db, monkeypatch):
    actions.plan(kind="mirror", key="a")

    def gone(claim):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(effects, "run", gone)
    with pytest.raises(OperationalError):
        effects.drain()
    assert OutboxItem.objects.get().state == State.PLANNED


def test_a_number_taken_by_another_process_later_is_not_the_dead_one():
    machine, pid, _, nonce = alive.new_token().split(".")
    assert not alive.is_dead(f"{machine}.{pid}.{alive._began(os.getpid())}.{nonce}")
    assert alive.is_dead(f"{machine}.{pid}.1.{nonce}")


def test_what_a_batch_leaves_over_is_planned_again(db, handled):
    def some(items, claim):
        claim.done(items[:1])

    handled("many", some, many=True)
    actions.plan_many([OutboxItem(kind="many", key=key) for key in "abc"])
    effects.run(claims.take(10))
    assert sorted(OutboxItem.objects.values_list("state", flat=True)) == ["done", "planned", "planned"]


def test_what_recurs_is_one_row_that_is_planned_again_and_remembers(db, handled, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC), tick=False)
    handled("sweep", lambda item: {"count": item.payload.get("count", 0) + 1}, every=30)
    for _ in range(3):
        effects.sweep()
        effects.drain()
        effects.drain()
    assert OutboxItem.objects.get().payload == {"count": 1}
    time_machine.shift(31)
    effects.drain()
    assert OutboxItem.objects.get().payload == {"count": 2}


def test_what_recurs_is_never_given_up(db, handled, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    def effect(item):
        raise ValueError

    handled("sweep", effect, every=30)
    effects.ensure_recurring()
    for _ in range(20):
        effects.drain()
        time_machine.shift(7200)
    assert OutboxItem.objects.get().state == State.PLANNED


def test_tidying_deletes_what_was_done_a_month_ago_and_keeps_what_was_given_up(db):
    old = later(-31 * 86400)
    for key, state, at in (("a", "done", old), ("b", "given_up", old), ("c", "done", timezone.now())):
        OutboxItem.objects.create(kind="x", key=key, state=state, finished_at=at)
    assert effects.tidy() == 1
    assert set(OutboxItem.objects.values_list("key", flat=True)) == {"b", "c"}


def test_a_worker_is_told_after_the_commit_only(db, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(nudge, "run", told.append)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        item = actions.plan(kind="x", key="a")
        assert told == []
    assert told == [[item.pk]]


def test_a_redis_that_is_away_breaks_nothing_and_is_said_once(monkeypatch, caplog):
    tries = []

    def refuse(*args, **kwargs):
        tries.append(args)
        raise ConnectionRefusedError

    monkeypatch.setattr(nudge._sender, "send_task", refuse)
    monkeypatch.setattr(nudge.app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(nudge, "_away_until", 0.0)
    for _ in range(3):
        nudge.run([1])
    assert len(tries) == 1
    assert caplog.text.count("Redis is away") == 1
