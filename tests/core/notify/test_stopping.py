"""The weekly mail ends with one click, for the person it was sent to and nobody else."""

import re

import pytest
from django.test import Client

from core.audit import AuditEntry
from core.notify.stopping import stop_headers


@pytest.fixture
def address(make_user):
    user = make_user("ada")
    headers = stop_headers(user)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return user, re.fullmatch(r"<http://localhost:8000(/.+)>", headers["List-Unsubscribe"])[1]


def test_looking_changes_nothing_and_one_click_stops_it(address, make_user):
    user, path = address
    other = make_user("eve")
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    user.refresh_from_db()
    assert user.weekly_digest
    for _ in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert b"No more weekly mail" in answer.content
    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.weekly_digest, other.weekly_digest) == (False, True)
    assert AuditEntry.objects.filter(verb="stop_weekly_mail").count() == 1


def test_a_token_of_ones_own_making_stops_nothing(address):
    user, path = address
    for wrong in (path[:-2] + "/", f"/mail/weekly/stop/{user.pk}/", f"/mail/weekly/stop/{user.pk}:x/"):
        assert Client().post(wrong).status_code == 404
    user.refresh_from_db()
    assert user.weekly_digest
