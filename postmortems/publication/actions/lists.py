"""Changing the lists the organisation keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from core import audit
from core.accounts.models import User
from postmortems.models import OrganisationList, SigningRule


@transaction.atomic
def keep_lists(*, actor: User, values: Mapping[str, Sequence[str]], now: dt.datetime) -> None:
    """Make each list exactly what is given; `values` maps a kind to its words.

    Texts that are public already are not scanned again by this: somebody who adds a word looks at them.
    """
    for kind, words in values.items():
        held = OrganisationList.objects.filter(kind=kind)
        held.exclude(value__in=words).delete()
        OrganisationList.objects.bulk_create(
            [OrganisationList(kind=kind, value=word) for word in words], ignore_conflicts=True
        )
    audit.record(
        actor=actor, verb="keep_lists", obj=actor, fields={kind: len(words) for kind, words in values.items()}
    )


@transaction.atomic
def keep_signing_rules(
    *, actor: User, rules: Mapping[str, Sequence[str]], now: dt.datetime, reader: str = "public"
) -> None:
    """Set which capacities have to sign, by kind of incident ("" for every other kind); at least one each."""
    for kind, capacities in rules.items():
        SigningRule.objects.update_or_create(
            reader=reader,
            kind=kind,
            defaults={"capacities": list(capacities), "changed_by": actor, "changed_at": now},
        )
    audit.record(
        actor=actor, verb="keep_signing_rules", obj=actor, fields={k: len(v) for k, v in rules.items()}
    )
