"""What administrators do with connections to trackers."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.outbox import actions as outbox
from core.secretbox import Secret
from postmortems.models import TrackerConnection, TrackerLink

CHECK = "followup.tracker_check"
COLUMNS = ("name", "base_url", "project", "account", "issue_type", "readers")
SECRETS = ("token", "hook_secret")


@transaction.atomic
def save_connection(
    *,
    connection: TrackerConnection | None,
    product: str,
    actor: User,
    values: Mapping[str, Any],
    now: dt.datetime,
) -> TrackerConnection:
    """Connect a project, or change how it is connected; secrets are there only when they were typed."""
    new = connection is None
    connection = connection or TrackerConnection(product=product, made_by=actor, created_at=now)
    columns = {name: values[name] for name in COLUMNS}
    columns |= {name: Secret.of(values[name]) for name in SECRETS if values.get(name)}
    for name, value in columns.items():
        setattr(connection, name, value)
    connection.last_error = ""
    if new:
        connection.save()
    else:
        connection.save(update_fields=[*columns, "last_error"])
    connection.teams.set(values["teams"])
    verb = "connect_tracker" if new else "change_tracker"
    audit.record(actor=actor, verb=verb, obj=connection, fields=columns)
    plan_check(connection, now)
    return connection


def plan_check(connection: TrackerConnection, now: dt.datetime) -> None:
    """Have it found out whether the project can be reached."""
    key = f"{CHECK}:{connection.pk}"
    if not outbox.plan_again(key=key, due_at=now):
        outbox.plan(kind=CHECK, key=key, object_id=connection.pk, due_at=now)


@transaction.atomic
def pause_connection(*, connection: TrackerConnection, actor: User, paused: bool) -> None:
    """Ask it nothing and create nothing there for a while, or go on."""
    if TrackerConnection.objects.filter(pk=connection.pk, is_paused=not paused).update(is_paused=paused):
        audit.record(actor=actor, verb="pause_tracker" if paused else "resume_tracker", obj=connection)


@transaction.atomic
def remove(*, connection: TrackerConnection, actor: User, now: dt.datetime) -> None:
    """Forget its secrets; the links of actions stay as addresses and are not read any more."""
    moved = TrackerConnection.objects.filter(pk=connection.pk, removed_at__isnull=True).update(
        removed_at=now, is_paused=True, token="", hook_secret=""
    )
    if moved:
        TrackerLink.objects.filter(connection=connection).update(next_read_at=None)
        audit.record(actor=actor, verb="remove_tracker", obj=connection)


@transaction.atomic
def make_hook_secret(*, connection: TrackerConnection, actor: User) -> str:
    """A new secret for its webhook, shown once; the one before is no longer believed."""
    made = secrets.token_urlsafe(32)
    TrackerConnection.objects.filter(pk=connection.pk).update(hook_secret=Secret.of(made), hook_heard_at=None)
    audit.record(actor=actor, verb="make_tracker_secret", obj=connection)
    return made
