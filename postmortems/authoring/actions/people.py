"""People of a postmortem: those involved, those who may read, the owner and the facilitator."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F

from core import audit
from core.accounts.models import Team, User
from core.transitions import MoveRefused
from postmortems.coaching.actions import roster_changed
from postmortems.models import Involved, NamedReader, Postmortem


@transaction.atomic
def add_involved(*, postmortem: Postmortem, actor: User, **columns) -> Involved:
    """Put a person on the roster; refused when the name is there already or they facilitate."""
    _not_facilitator(postmortem, columns.get("user"), columns.get("is_responder", True))
    try:
        with transaction.atomic():
            person = Involved.objects.create(postmortem=postmortem, **columns)
    except IntegrityError:
        raise MoveRefused(f"{columns['name']} is on the roster already.") from None
    audit.record(actor=actor, verb="add_involved", obj=person)
    roster_changed(postmortem=postmortem.pk)
    return person


@transaction.atomic
def change_involved(*, person: Involved, actor: User, **columns) -> Involved:
    """Correct an entry of the roster."""
    _not_facilitator(person.postmortem, columns.get("user"), columns.get("is_responder", True))
    for name, value in columns.items():
        setattr(person, name, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(columns))
    except IntegrityError:
        raise MoveRefused(f"{columns['name']} is on the roster already.") from None
    audit.record(actor=actor, verb="change_involved", obj=person)
    roster_changed(postmortem=person.postmortem_id)
    return person


@transaction.atomic
def remove_involved(*, person: Involved, actor: User) -> None:
    """Take a person off the roster."""
    audit.record(actor=actor, verb="remove_involved", obj=person)
    roster_changed(postmortem=person.postmortem_id)
    person.delete()


def _not_facilitator(postmortem: Postmortem, user: User | None, is_responder: bool) -> None:
    if user and is_responder and user.pk == postmortem.facilitator_id:
        raise MoveRefused(
            "The facilitator did not take part in the response; choose another facilitator first."
        )


@transaction.atomic
def change_access(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    visibility: str,
    team: Team,
    facilitator: User | None,
) -> None:
    """Who may read, the team, and the facilitator. Refused for a facilitator who responded."""
    if facilitator and postmortem.roster.filter(user=facilitator, is_responder=True).exists():
        raise MoveRefused("A responder doesn't facilitate; ask somebody who was not part of the response.")
    new = {"visibility": visibility, "team": team, "facilitator": facilitator}
    changed = {name: value for name, value in new.items() if getattr(postmortem, name) != value}
    if not changed:
        return
    _write(postmortem, actor, now, **changed)
    fields = {name: getattr(value, "pk", value) for name, value in changed.items()}
    audit.record(actor=actor, verb="change_access", obj=postmortem, fields=fields)


@transaction.atomic
def name_reader(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, user: User, may_edit: bool
) -> NamedReader:
    """Let one more person read, restricted parts too, and perhaps write; naming again changes the pen."""
    reader, _ = NamedReader.objects.update_or_create(
        postmortem=postmortem,
        user=user,
        defaults={"may_edit": may_edit},
        create_defaults={"may_edit": may_edit, "added_by": actor, "added_at": now},
    )
    audit.record(
        actor=actor, verb="name_reader", obj=postmortem, fields={"user": user.pk, "may_edit": may_edit}
    )
    return reader


@transaction.atomic
def drop_reader(*, reader: NamedReader, actor: User) -> None:
    """Take a person's naming back."""
    audit.record(actor=actor, verb="drop_reader", obj=reader.postmortem, fields={"user": reader.user_id})
    reader.delete()


@transaction.atomic
def hand_over(*, postmortem: Postmortem, actor: User, now: dt.datetime, owner: User) -> None:
    """Give the postmortem to its next owner; the one before stays a named reader with the pen."""
    if owner.pk == postmortem.owner_id:
        raise MoveRefused("This person owns it already.")
    before = postmortem.owner
    name_reader(postmortem=postmortem, actor=actor, now=now, user=before, may_edit=True)
    _write(postmortem, actor, now, owner=owner)
    audit.record(actor=actor, verb="hand_over", obj=postmortem, fields={"owner": owner.pk})


def _write(postmortem: Postmortem, actor: User, now: dt.datetime, **columns) -> None:
    for name, value in columns.items():
        setattr(postmortem, name, value)
    postmortem._history_user = actor
    postmortem._history_date = now
    postmortem.updated_at = now
    Postmortem.objects.filter(pk=postmortem.pk).update(version=F("version") + 1)
    postmortem.save(update_fields=[*columns, "updated_at"])
    postmortem.refresh_from_db(fields=["version"])
