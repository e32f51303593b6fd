"""The head of a postmortem: title and facts under one version, discarding a draft and taking that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState
from postmortems.models import DisclosureReport, Postmortem, PublicSummary, Service

from .purge import refuse_under_hold
from .wrote import wrote

UNDO_FOR = dt.timedelta(days=30)


class HeadChanged(Exception):  # noqa: N818 - an answer for two people
    """Somebody else changed title or facts first; `postmortem` is as it stands now."""

    def __init__(self, postmortem: Postmortem) -> None:
        super().__init__("Somebody else changed this.")
        self.postmortem = postmortem


@transaction.atomic
def change_head(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    version: int,
    values: Mapping,
    services: list[str] | None = None,
    reason: str | None = None,
) -> bool:
    """Write what differs of title and facts; True when something did. Raises HeadChanged on a stale version."""
    current = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if current.version != version:
        raise HeadChanged(current)
    changed = {name: value for name, value in values.items() if getattr(current, name) != value}
    had = sorted(current.services.values_list("name", flat=True))
    new_services = services is not None and sorted(services) != had
    if not changed and not new_services:
        return False
    if Postmortem.objects.filter(pk=current.pk, version=version).update(version=F("version") + 1) != 1:
        raise HeadChanged(Postmortem.objects.get(pk=current.pk))
    for name, value in {**changed, "version": version + 1}.items():
        setattr(current, name, value)
    if new_services:
        _set_services(current, services or [])
    current._history_user = actor
    current._history_date = now
    current._change_reason = reason
    current.save(update_fields=[*changed, "version"])
    audit.record(
        actor=actor,
        verb="change_head",
        obj=current,
        fields={**changed, **({"services": services} if new_services else {})},
    )
    wrote(postmortem=current, actor=actor, now=now)
    return True


def _set_services(postmortem: Postmortem, names: list[str]) -> None:
    Service.objects.bulk_create([Service(name=name) for name in names], ignore_conflicts=True)
    wanted = set(Service.objects.filter(name__in=names).values_list("pk", flat=True))
    links = Postmortem.services.through.objects
    links.filter(postmortem=postmortem).exclude(service_id__in=wanted).delete()
    # The through table is written directly: set() would write one history row for each link beside the one below.
    links.bulk_create(
        [Postmortem.services.through(postmortem=postmortem, service_id=pk) for pk in wanted],
        ignore_conflicts=True,
    )


def _refuse_in_public(postmortem: Postmortem) -> None:
    texts = PublicSummary.objects.filter(postmortem=postmortem, reader=PublicSummary.Reader.PUBLIC)
    if texts.filter(status=PublicSummary.Status.SCHEDULED).exists():
        raise MoveRefused("Its summary is set to be published. A publisher takes that time back first.")
    if texts.filter(live_revision__isnull=False, withdrawn_at__isnull=True).exists():
        raise MoveRefused("Its summary is public, so it stays. A publisher can withdraw the summary first.")


@transaction.atomic
def discard(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> None:
    """Put a draft aside; it can be taken back for 30 days.

    Refused for anything but a draft, while an evidence hold stands, once a report to an authority is recorded, and
    while its summary is public: nobody inside could correct, withdraw or remove that any more.
    """
    refuse_under_hold(postmortem)
    if DisclosureReport.objects.filter(postmortem=postmortem, struck_at__isnull=True).exists():
        raise MoveRefused("A report to an authority is recorded here, so it stays.")
    _refuse_in_public(postmortem)
    drafts = Postmortem.objects.filter(
        pk=postmortem.pk, status=Postmortem.Status.DRAFT, discarded_at__isnull=True
    )
    if drafts.update(discarded_at=now) != 1:
        raise MoveRefused("Only a draft can be discarded. Ask for changes or reopen it first.")
    postmortem.discarded_at = now
    audit.record(actor=actor, verb="discard", obj=postmortem)


@transaction.atomic
def take_back(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> None:
    """Bring a discarded draft back. Refused after 30 days."""
    found = Postmortem.objects.filter(pk=postmortem.pk, discarded_at__gte=now - UNDO_FOR)
    if found.update(discarded_at=None, updated_at=now) != 1:
        raise StaleState("This draft is no longer among the discarded ones.")
    postmortem.discarded_at = None
    audit.record(actor=actor, verb="take_back", obj=postmortem)
