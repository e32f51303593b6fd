"""The two faults of the main job, with real processes, on the database of this run."""

import pytest
from django.db import connection

from tests.faults import table
from tests.faults.sink import Accepted, Sink
from tests.faults.table import Outcome, outcome


@pytest.fixture
def on_this_database(monkeypatch):
    """The site under test uses the same kind of database as this run: SQLite, or the same PostgreSQL server."""
    if connection.vendor == "sqlite":
        monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.worker
def test_two_hundred_reminders_outlive_a_killed_worker_and_an_emptied_redis(on_this_database):
    result, rows, logs = table.run("worker killed and redis emptied", due=200, times=1, delay=0.005, settle=8)
    assert (result.due, result.sent, result.lost, result.doubled) == (200, 200, 0, 0), (
        f"{result}\n{rows}\n{logs}"
    )
    assert result.repeats <= 2  # the two processes of the worker that was killed
    assert rows["mail"] == {"sent": 200}
    assert rows["reminders"] == {"grouped": 200}


def _headers(message, numbers) -> bytes:
    return f"Message-ID: {message}\nX-Debrief-Reminders: {','.join(map(str, numbers))}\n\n".encode()


class _Site:
    """As much of a site as is counted."""

    def __init__(self, mails, killed):
        self.sink = Sink()
        self.sink.accepted = [Accepted(_headers(message, numbers), "x", 0.0) for message, numbers in mails]
        self.killed = killed


@pytest.mark.parametrize(
    ("mails", "killed", "expected"),
    [
        ([("a", (1,)), ("b", (2,))], 0, (0, 0, 0)),
        ([("a", (1,))], 0, (1, 0, 0)),
        ([("a", (1,)), ("a", (1,)), ("b", (2,))], 1, (0, 0, 1)),
        ([("a", (1,)), ("a", (1,)), ("b", (2,))], 0, (0, 1, 0)),
        ([("a", (1,)), ("a", (1,)), ("a", (1,)), ("b", (2,))], 1, (0, 1, 1)),
        ([("a", (1, 2)), ("b", (2,))], 2, (0, 1, 0)),
    ],
)
def test_what_is_lost_doubled_and_repeated_is_counted(mails, killed, expected):
    result = outcome(_Site(mails, killed), "a fault", 2, 1.0)
    assert (result.lost, result.doubled, result.repeats) == expected
    assert result.good == (expected[:2] == (0, 0))


def test_the_line_is_the_one_other_people_read():
    line = str(Outcome("worker killed", 200, 199, 1, 0, 12.3))
    assert line == "worker killed: due 200, sent 199, lost 1, doubled 0, repeats 1, 12 s"
