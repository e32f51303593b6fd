"""Secrets at rest: sealed in the database, opened by today's keys, resealed when the key changes."""

import io

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection

from core import env, secretbox
from core.notify.models import Channel
from core.secretbox import Secret, Unreadable

WORD = "slack://hidden-token-of-the-room"


@pytest.fixture
def channel(db):
    return Channel.objects.create(name="Room", service="Slack", address=WORD)


def _held(channel) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notify_channel WHERE id = %s", [channel.pk])
        return cursor.fetchone()[0]


def test_the_database_and_its_dumps_hold_no_secret(channel):
    assert "hidden-token" not in _held(channel)
    found = Channel.objects.get(pk=channel.pk)
    assert found.address.reveal() == WORD
    assert "hidden-token" not in serializers.serialize("json", [found])
    assert "hidden-token" not in f"{found.address} {found.address!r} {vars(found)}"


def test_what_a_backup_holds_comes_back_sealed_once(channel):
    dump = serializers.serialize("jsonl", [Channel.objects.get()])
    Channel.objects.update(address="")
    for found in serializers.deserialize("jsonl", dump):
        Channel.objects.all().delete()
        Channel.objects.bulk_create([found.object])
    assert Channel.objects.get().address.reveal() == WORD


def test_two_secrets_alike_look_different(db):
    assert Secret.of("alike").sealed != Secret.of("alike").sealed


def test_a_key_is_changed_while_the_site_runs(channel, settings):
    settings.ENCRYPTION_KEYS = ["a-new-key-that-is-long-enough-to-be-one"]
    assert Channel.objects.get().address.reveal() == WORD
    before = _held(channel)
    said = io.StringIO()
    call_command("reseal", stdout=said)
    assert "1 secret" in said.getvalue()
    assert _held(channel) != before
    settings.SECRET_KEY = "another-secret-key-altogether-0123456789"
    settings.SECRET_KEY_FALLBACKS = []
    assert Channel.objects.get().address.reveal() == WORD


def test_the_key_of_before_is_a_fallback(channel, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-altogether-0123456789"
    assert Channel.objects.get().address.reveal() == WORD


def test_a_lost_key_is_said_and_nothing_is_lost_by_resealing(channel, settings):
    before = _held(channel)
    settings.SECRET_KEY = "another-secret-key-altogether-0123456789"
    with pytest.raises(Unreadable):
        Channel.objects.get().address.reveal()
    assert secretbox.reseal() == (0, 1)
    assert _held(channel) == before


def test_a_key_too_short_to_be_one_stops_the_start(monkeypatch):
    monkeypatch.setenv("ENCRYPTION_KEYS", "short")
    with pytest.raises(env.BadSettingError):
        env.keys("ENCRYPTION_KEYS")


def test_every_column_with_secrets_is_found():
    names = {(model.__name__, name) for model, name in secretbox.columns()}
    assert {
        ("Channel", "address"),
        ("TrackerConnection", "token"),
        ("TrackerConnection", "hook_secret"),
    } <= names
