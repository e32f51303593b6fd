"""Saving a section so that nobody's words are overwritten, and keeping what was there before."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from core.accounts.models import User
from core.prepared import prepared
from core.rows import update_row
from postmortems.domain.merging import merge
from postmortems.models import Postmortem, Section, SectionBase, kept_html

from .wrote import restored_from, wrote

HISTORY = Section.history
"""The library makes a new class for a manager at each look; a save looks three times."""
PAUSE = dt.timedelta(minutes=10)
OPEN = "autosave "
"""How the reason of a revision begins that may still grow."""


class TextConflict(Exception):  # noqa: N818 - an answer for two people, not a fault
    """Both changed the same lines (or what one started from is not known); nothing was written.

    `section` is as it stands now, `both` holds the lines of both sides. `need_base`: a browser that sends the text it
    started from may still see the two joined.
    """

    def __init__(self, section: Section, both: str, *, need_base: bool = False) -> None:
        super().__init__("Somebody else changed the same lines.")
        self.section = section
        self.both = both
        self.need_base = need_base


class _MovedOn(Exception):  # noqa: N818 - goes no further than this module
    """Somebody else's save came in between; nothing was written."""


@dataclass(frozen=True)
class Saved:
    """What came of a save: whether anything was written, and whether somebody else's lines came in."""

    section: Section
    changed: bool
    merged: bool


@dataclass(frozen=True)
class Text:
    """What a browser sends: the text, the version it started from and, where the version alone doesn't say it, the
    text it started from: while it saves by itself, its versions are not handed out to anybody else and not kept."""

    body: str
    version: int
    base: str | None = None


@transaction.atomic
def save_section(
    *,
    section: Section,
    actor: User,
    now: dt.datetime,
    text: Text,
    explicit: bool = True,
    reason: str = "",
    **columns,
) -> Saved:
    """Write a section's text; `columns` takes not_applicable_because and disclosure where they changed.

    An explicit save ends the revision it belongs to; autosaves of one person grow into one. Raises TextConflict.
    """
    if text.base is None and text.version == section.version:
        # As a rule nobody was in between, and the row that the page has just read is the row that is there: the
        # UPDATE says so, or says that it is not.
        current = copy.copy(section)
        with contextlib.suppress(_MovedOn):
            return _save(current, actor, now, text, explicit=explicit, reason=reason, columns=columns)
    current = Section.objects.select_for_update().get(pk=section.pk)
    current.postmortem = section.postmortem
    try:
        return _save(current, actor, now, text, explicit=explicit, reason=reason, columns=columns)
    except _MovedOn as moved:  # where the database can't lock a row
        raise TextConflict(Section.objects.get(pk=current.pk), text.body) from moved


def _save(
    current: Section, actor: User, now: dt.datetime, text: Text, *, explicit: bool, reason: str, columns: dict
) -> Saved:
    body = _joined(current, text)
    columns = {name: value for name, value in columns.items() if getattr(current, name) != value}
    merged = body != text.body
    if body == current.body and not columns:
        if explicit:
            _close(current, actor)
        return Saved(current, False, merged)
    before = Section(
        **{field.attname: getattr(current, field.attname) for field in Section._meta.concrete_fields}
    )
    _write(current, actor, now, body=body, **columns)
    begun = _revise(before, current, actor, now, explicit=explicit, reason=reason)
    if begun or explicit:
        # In between, the versions are known to the browser that makes them, and it keeps their text itself.
        _keep_bases([before, current], now)
        fields = {"version": current.version, **columns}
        audit.record(actor=actor, verb="write", obj=current, fields=fields)
    wrote(postmortem=current.postmortem, actor=actor, now=now)
    return Saved(current, True, merged)


def hand_out(*, section: Section, now: dt.datetime) -> None:
    """Keep the text that a form is about to show: the browser will name its version when it saves."""
    _keep_bases([section], now)


def _keep_bases(sections: list[Section], now: dt.datetime) -> None:
    # A text handed out again is kept 30 days from then.
    SectionBase.objects.bulk_create(
        [SectionBase(section_id=one.pk, version=one.version, body=one.body, kept_at=now) for one in sections],
        update_conflicts=True,
        update_fields=["kept_at"],
        unique_fields=["section", "version"],
    )


def _joined(current: Section, text: Text) -> str:
    """The text to write: as sent when nobody was in between, otherwise joined with what they wrote."""
    if text.version == current.version and text.base is None:
        return text.body
    base = text.base
    if base is None:
        base = (
            SectionBase.objects.filter(section=current, version=text.version)
            .values_list("body", flat=True)
            .first()
        )
    if base is None:
        if text.body == current.body:
            return current.body
        raise TextConflict(current, f"{current.body}\n\n{text.body}".strip("\n"), need_base=True)
    found = merge(base, text.body, current.body)
    if found.conflict:
        raise TextConflict(current, found.text)
    return found.text


def _write(current: Section, actor: User, now: dt.datetime, **columns) -> None:
    # The row is locked where the database can lock one; the version in the condition holds everywhere.
    values = {**columns, "html": kept_html(columns["body"]), "updated_at": now, "updated_by_id": actor.pk}
    version = current.version + 1
    known = {"version": current.version}
    if update_row(Section, current.pk, {**values, "version": version}, where=known) != 1:
        raise _MovedOn
    for name, value in {**values, "version": version}.items():
        setattr(current, name, value)


def _stage(postmortem: Postmortem) -> str:
    """A word that is another one after each change of state, also there and back again."""
    asked, approved = postmortem.review_asked_at, postmortem.approved_at
    return f"{postmortem.status} {asked.timestamp() if asked else 0:.0f} {approved.timestamp() if approved else 0:.0f}"


@prepared
def _last(section: int) -> QuerySet:
    return HISTORY.filter(id=section).order_by("-history_id")[:1]


def _latest(section: Section):
    found = _last(section.pk)
    return found[0] if found else None


def _revise(before: Section, current: Section, actor: User, now, *, explicit: bool, reason: str) -> bool:
    """Let the open revision of the same person grow, or begin a new one; True when one was begun."""
    mark = OPEN + _stage(current.postmortem)
    latest = _latest(current)
    why = reason or ("" if explicit else mark)
    if latest and not reason and _grows(latest, actor, mark, now):
        tracked = {field.attname: getattr(current, field.attname) for field in HISTORY.model.tracked_fields}
        HISTORY.filter(history_id=latest.history_id).update(
            **tracked, history_date=now, history_change_reason=why
        )
        return False
    if latest is None:
        # A template's empty section has no revision yet; without one the first text could not be compared.
        HISTORY.bulk_history_create(
            [before], default_date=before.updated_at, default_user=before.updated_by or actor
        )
    HISTORY.bulk_history_create(
        [current], default_date=now, default_user=actor, default_change_reason=why, update=True
    )
    return True


def _grows(latest, actor: User, mark: str, now: dt.datetime) -> bool:
    same_hand = latest.history_user_id == actor.pk and latest.history_change_reason == mark
    return same_hand and now - latest.history_date <= PAUSE


def _close(section: Section, actor: User) -> None:
    """An explicit save of what autosave already wrote ends the revision."""
    latest = _latest(section)
    if (
        latest
        and latest.history_user_id == actor.pk
        and (latest.history_change_reason or "").startswith(OPEN)
    ):
        HISTORY.filter(history_id=latest.history_id).update(history_change_reason="")


@transaction.atomic
def restore_section(*, section: Section, actor: User, now: dt.datetime, revision) -> Saved:
    """Bring back the text of a revision, as a revision of its own on top of what stands now."""
    current = Section.objects.select_for_update().get(pk=section.pk)
    current.postmortem = section.postmortem
    return save_section(
        section=current,
        actor=actor,
        now=now,
        text=Text(revision.body, current.version),
        reason=restored_from(revision, section.postmortem.zone),
        not_applicable_because=revision.not_applicable_because,
    )
