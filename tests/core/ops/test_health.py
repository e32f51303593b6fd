"""/healthz, /readyz and /metrics: what they tell, and what they never tell."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from core.notify.models import Delivery
from core.ops import health
from core.outbox.models import OutboxItem


@pytest.fixture(autouse=True)
def _nothing_heard():
    """No heartbeat of another test."""
    cache.delete_many(["alive:worker", "alive:beat"])


@pytest.fixture
def no_database(monkeypatch):
    """A database that is away."""

    def away(*args, **kwargs):
        raise OperationalError("connection refused at secret-host")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)


def test_the_process_answers_without_asking_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_a_missing_worker_is_degraded_and_still_ready(client, db):
    answer = client.get("/readyz")
    found = answer.json()
    assert answer.status_code == 200
    assert found["state"] == "degraded"
    assert found["parts"]["database"]["state"] == "ok"
    assert found["parts"]["worker"]["state"] == "degraded"


def test_a_worker_and_a_beat_that_were_heard_of_are_well(client, db):
    health.alive("worker")
    health.alive("beat")
    parts = client.get("/readyz").json()["parts"]
    assert (parts["worker"]["state"], parts["beat"]["state"]) == ("ok", "ok")


def test_a_worker_that_fell_silent_is_degraded(client, db, time_machine):
    health.alive("worker")
    time_machine.move_to(time.time() + health.SILENT_AFTER + 1)
    assert client.get("/readyz").json()["parts"]["worker"]["state"] == "degraded"


def test_without_the_database_it_is_not_ready_and_names_no_host(client, no_database):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["state"] == "down"
    assert answer.json()["parts"]["database"] == {"state": "down", "detail": "OperationalError"}
    assert b"secret-host" not in answer.content
    assert client.get("/healthz").status_code == 200


def test_a_check_that_breaks_is_a_finding(client, db, monkeypatch):
    monkeypatch.setitem(health._checks, "odd", lambda: 1 / 0)
    found = client.get("/readyz")
    assert found.status_code == 200
    assert found.json()["parts"]["odd"] == {"state": "degraded", "detail": "ZeroDivisionError"}


def test_metrics_count_by_state(client, make_user):
    past = timezone.now() - timezone.timedelta(minutes=5)
    OutboxItem.objects.create(kind="a", key="a", due_at=past)
    OutboxItem.objects.create(kind="a", key="b", state="given_up", last_error="a private word")
    OutboxItem.objects.create(kind="a", key="c", state="claimed", claimed_until=past, claim_token="x")
    Delivery.objects.create(
        kind="a", channel="mail", recipient=make_user("ann"), key="k", message_id="m", state="failed"
    )
    said = client.get("/metrics").content.decode()
    assert 'debrief_outbox_items{state="planned"} 1.0' in said
    assert 'debrief_outbox_items{state="given_up"} 1.0' in said
    assert 'debrief_outbox_waiting{why="due"} 1.0' in said
    assert 'debrief_outbox_waiting{why="lapsed"} 1.0' in said
    assert 'debrief_deliveries{state="failed"} 1.0' in said
    assert 'debrief_part_up{part="database"} 1.0' in said
    assert "ann" not in said.lower().replace("planned", "")
    assert "private" not in said


def test_metrics_know_no_titles(client, make_postmortem):
    make_postmortem(title="Unmistakable title", status="in_review")
    said = client.get("/metrics").content.decode()
    assert 'debrief_postmortems{status="in_review"} 1.0' in said
    assert "Unmistakable" not in said


def test_metrics_without_the_database_still_answer(client, no_database):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert 'debrief_part_up{part="database"} 0.0' in answer.content.decode()


def test_metrics_take_a_token_when_one_is_set(client, db, monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "let-me-in")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer let-me-out"}).status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer let-me-in"}).status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_they_are_read_only(client, db, address):
    assert client.post(address).status_code == 405
