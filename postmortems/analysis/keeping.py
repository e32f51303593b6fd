"""Controls, links between conditions, and what there is to keep: written and taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from core import audit
from core.accounts.models import User
from core.scrub import scrub
from core.transitions import MoveRefused, StaleState
from postmortems.authoring.actions import wrote
from postmortems.models import Control, Factor, FactorLink, Learning, Postmortem

Kept = Control | Learning
LINKS = {Control: ("factors",), Learning: ("factors", "actions")}


@transaction.atomic
def keep(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    values: Mapping[str, Any],
    model: type[Kept],
    row: Kept | None = None,
    version: int = 0,
) -> Kept:
    """Write a control or a learning, new or (`row`, still at `version`) changed. Many-to-many values are lists of rows."""
    links = {name: values[name] for name in LINKS[model] if name in values}
    columns = {name: value for name, value in values.items() if name not in LINKS[model]}
    if row is None:
        row = model(postmortem=postmortem, created_at=now, **columns)
    elif not model.objects.filter(pk=row.pk, version=version).update(version=F("version") + 1):
        raise StaleState("Somebody changed this since you opened it. Look at how it stands now.")
    else:
        row.refresh_from_db()
        for name, value in columns.items():
            setattr(row, name, value)
    row._history_user = actor
    row.save()
    for name, rows in links.items():
        getattr(row, name).set(rows)
    audit.record(actor=actor, verb=f"keep_{model._meta.model_name}", obj=row, fields=columns)
    wrote(postmortem=postmortem, actor=actor, now=now)
    return row


@transaction.atomic
def take_out(*, row: Kept, actor: User, now: dt.datetime) -> None:
    """Take a control or a learning out; its revisions stay in the history."""
    postmortem = row.postmortem
    audit.record(actor=actor, verb=f"remove_{row._meta.model_name}", obj=row)
    row._history_user = actor
    row.delete()
    wrote(postmortem=postmortem, actor=actor, now=now)


@transaction.atomic
def link(*, postmortem: Postmortem, actor: User, source: Factor, target: Factor, now: dt.datetime) -> None:
    """Say that one condition made another more likely."""
    if source.pk == target.pk:
        raise MoveRefused("A condition does not make itself more likely. Choose two.")
    try:
        with transaction.atomic():
            made = FactorLink.objects.create(source=source, target=target)
    except IntegrityError:
        raise MoveRefused("These two are linked already.") from None
    audit.record(actor=actor, verb="link_factors", obj=made, fields={"from": source.pk, "to": target.pk})
    wrote(postmortem=postmortem, actor=actor, now=now)


@transaction.atomic
def unlink(*, found: FactorLink, postmortem: Postmortem, actor: User, now: dt.datetime) -> None:
    """Take a link back."""
    audit.record(
        actor=actor, verb="unlink_factors", obj=found, fields={"from": found.source_id, "to": found.target_id}
    )
    found.delete()
    wrote(postmortem=postmortem, actor=actor, now=now)


def purge_kept(*, postmortem: Postmortem, passage: str, hole: str) -> int:
    """Take a passage out of controls, learnings and what they were before, for good; how many rows held it."""
    changed = 0
    for model, texts in ((Control, ("title", "note")), (Learning, ("text",))):
        rows = model.objects.filter(postmortem=postmortem)
        changed += scrub(model.history.filter(id__in=rows.values("pk")), texts, passage, hole)
        changed += scrub(rows, texts, passage, hole)
    return changed
