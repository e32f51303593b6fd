"""Two publishers at the same moment: with real threads where the database has row locks, one after the other elsewhere."""

import threading

import pytest
from django.db import connection, connections

from core.transitions import MoveRefused
from postmortems.models import PublicRevision
from postmortems.publication import actions
from tests.conftest import NOW


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_publish_once(make_summary, publisher, make_user):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; the stale object is tested in test_publish.py")
    summary = make_summary("signed")
    people = [publisher, make_user("Second", is_publisher=True)]
    start, done = threading.Barrier(2), []

    def run(actor):
        start.wait(120)
        try:
            done.append(actions.publish(summary=summary, actor=actor, now=NOW).number)
        except MoveRefused as refused:
            done.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(actor,)) for actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert PublicRevision.objects.count() == 1
    assert len(done) == 2
    assert done.count(1) == 1
    assert any("published or changed since" in str(answer) for answer in done)
