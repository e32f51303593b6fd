"""What the pages about public summaries print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.prepared import prepared
from postmortems.authoring.queries import is_author
from postmortems.models import (
    Action,
    Disclosure,
    Kind,
    OrganisationList,
    Postmortem,
    Promise,
    PublicSummary,
    Signature,
    SigningRule,
)

CAPACITIES = ("publisher", "security", "legal")
"""In the order in which they are asked."""
HOLDS = {"publisher": "is_publisher", "security": "signs_security", "legal": "signs_legal"}
"""Capacity -> the field of a person that says so."""
HOUSE = {"exposure": ("publisher", "security"), "ai_behaviour": ("publisher", "security")}
"""Who has to sign, by kind of incident, where administrators set nothing; a publisher for every other kind."""


def holders(capacities: Iterable[str]) -> QuerySet[User]:
    """The people who hold one of these capacities."""
    wanted = Q(pk__in=[])
    for capacity in capacities:
        wanted |= Q(**{HOLDS[capacity]: True})
    return User.objects.filter(wanted, is_active=True)


def summary_of(postmortem: Postmortem) -> PublicSummary | None:
    """The public summary of a postmortem, if one was begun; one query."""
    return (
        PublicSummary.objects.filter(postmortem=postmortem, reader=PublicSummary.Reader.PUBLIC)
        .select_related("live_revision")
        .first()
    )


def state_of(postmortem: Postmortem) -> PublicSummary | None:
    """How the public summary stands, as far as the workspace prints it; one query without the texts."""
    found = _states(postmortem.pk)
    return found[0] if found else None


@prepared
def _states(postmortem: int) -> QuerySet[PublicSummary]:
    found = PublicSummary.objects.filter(postmortem=postmortem, reader=PublicSummary.Reader.PUBLIC)
    return found.only("status", "slug", "live_revision_id", "withdrawn_at")[:1]


def prepares(postmortem: Postmortem, user: User) -> bool:
    """Whether the link to the summary leads anywhere for this person, from rights the page has loaded already."""
    return user.is_publisher or bool(getattr(postmortem, "pen", False)) or bool(user.capacities)


def needed_capacities(summary: PublicSummary) -> tuple[str, ...]:
    """The capacities whose signature this summary needs: by its reader and kind, as administrators set them."""
    kind = summary.postmortem.kind
    rules = SigningRule.objects.filter(reader=summary.reader, kind__in=[kind, ""])
    held = {rule.kind: rule.capacities for rule in rules}
    wanted = held.get(kind) or HOUSE.get(kind) or held.get("") or ("publisher",)
    return tuple(capacity for capacity in CAPACITIES if capacity in wanted)


def signing_rules(reader: str = "public") -> dict[str, tuple[str, ...]]:
    """Kind of incident -> the capacities that have to sign, every kind in it; "" for kinds nothing was said about."""
    held = dict(SigningRule.objects.filter(reader=reader).values_list("kind", "capacities"))
    plain = tuple(held.get("") or ("publisher",))
    return {"": plain} | {kind: tuple(held.get(kind) or HOUSE.get(kind) or plain) for kind in Kind.values}


def valid_signatures(summary: PublicSummary) -> dict[str, Signature]:
    """Capacity -> the signature on the text as it stands.

    Signatures on earlier texts have lapsed, and those of people who wrote a part of it after they signed.
    """
    if not summary.text_digest:
        return {}
    rows = Signature.objects.filter(summary=summary, text_digest=summary.text_digest).select_related("signer")
    return {row.capacity: row for row in rows if not wrote_any(summary, row.signer)}


def wrote_any(summary: PublicSummary, user: User) -> bool:
    """Whether the person is an author of the summary or of the postmortem it tells."""
    return summary.history.filter(history_user=user).exists() or is_author(summary.postmortem, user)


def still_needed(summary: PublicSummary) -> tuple[str, ...]:
    """Capacities that have not signed the text as it stands."""
    signed = valid_signatures(summary)
    return tuple(capacity for capacity in needed_capacities(summary) if capacity not in signed)


def may_prepare(postmortem: Postmortem, user: User) -> bool:
    """Who may write the summary: those who hold the pen, and publishers who may read the postmortem.

    Also of a closed postmortem: promises and corrections outlive it.
    """
    return user.is_publisher or Postmortem.objects.editable_by(user).filter(pk=postmortem.pk).exists()


def can_sign_as(summary: PublicSummary, user: User) -> tuple[str, ...]:
    """The capacities this person could sign in now; none for an author of the postmortem or of the summary."""
    if wrote_any(summary, user):
        return ()
    return tuple(capacity for capacity in still_needed(summary) if capacity in user.capacities)


def public_promises(summary: PublicSummary) -> set[int]:
    """The promises that readers have seen: those of any published revision, also of one that was corrected since. One query."""
    contents = summary.revisions.values_list("content", flat=True)
    return {one["ref"] for content in contents for one in content.get("promises", ())}


def month_is_over(due_month: dt.date, now: dt.datetime) -> bool:
    """Whether the promised month has passed, in UTC, as the public page counts."""
    after = (due_month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return now.astimezone(dt.UTC).date() >= after


def promises_of(summary: PublicSummary, now: dt.datetime) -> list[Promise]:
    """The promises in order, each with `is_public` and `stands`: the state proposed or said last. Three queries.

    When the month is over it stands late at the best, whatever was proposed before.
    """
    public = public_promises(summary)
    found = list(summary.promises.select_related("action__owner").prefetch_related("updates"))
    for pledge in found:
        updates = list(pledge.updates.all())
        pledge.is_public = pledge.pk in public
        pledge.stands = updates[-1].state if updates else ""
        if pledge.stands in ("planned", "in_progress") and month_is_over(pledge.due_month, now):
            pledge.stands = "late"
    return found


def promisable(postmortem: Postmortem) -> list[Action]:
    """Actions that can be promised in public: open, not restricted, not promised yet."""
    return list(
        Action.objects.filter(postmortem=postmortem, promise__isnull=True)
        .exclude(status__in=["idea", "declined", "verified"])
        .exclude(disclosure=Disclosure.RESTRICTED)
    )


def lists_as_text() -> dict[str, str]:
    """Kind -> the words of the list, a line each."""
    words: dict[str, list[str]] = {kind: [] for kind in OrganisationList.Kind.values}
    for kind, value in OrganisationList.objects.order_by("value").values_list("kind", "value"):
        words[kind].append(value)
    return {kind: "\n".join(values) for kind, values in words.items()}
