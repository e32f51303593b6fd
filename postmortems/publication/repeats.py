"""Repeats told as repeats: which published summary an incident resembles, and what readers are told of it.

Suggested from postmortems that the person may read, confirmed by a person, in words of their own. What is frozen is
the address of the earlier summary, its day and those words; neither title nor condition of the other crosses by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts.models import User
from core.templatetags.say import day
from postmortems.analysis.queries import similar_to
from postmortems.models import PublicSummary, Repeat

WORDS = "A condition like this one was part of an earlier incident."
LOOKED_AT = 30


@dataclass(frozen=True)
class Suggestion:
    """An earlier published summary that this one resembles, and why, for the person inside."""

    earlier: PublicSummary
    conditions: tuple[str, ...]
    services: tuple[str, ...]


def earlier_published(summary: PublicSummary):
    """What is public now and was before this one."""
    # By its time and not by its status: a withdrawn text that is written anew is withdrawn until it is published again.
    found = PublicSummary.objects.filter(
        reader="public", live_revision__isnull=False, withdrawn_at__isnull=True
    )
    if summary.first_published_at:
        found = found.filter(first_published_at__lt=summary.first_published_at)
    return found.exclude(pk=summary.pk).select_related("live_revision")


def suggestions(summary: PublicSummary, user: User) -> list[Suggestion]:
    """Earlier summaries with the same condition in the same service, that nobody has answered yet."""
    alike = {
        row.postmortem.pk: row
        for row in similar_to(summary.postmortem, user, limit=LOOKED_AT)
        if row.likeness.is_repeat
    }
    if not alike:
        return []
    answered = Repeat.objects.filter(summary=summary).values("earlier")
    found = earlier_published(summary).filter(postmortem__in=alike).exclude(pk__in=answered)
    return [
        Suggestion(one, alike[one.postmortem_id].conditions, alike[one.postmortem_id].likeness.services)
        for one in found.order_by("-first_published_at", "-pk")
    ]


def told(summary: PublicSummary) -> list[Repeat]:
    """What readers are told, as far as the earlier summary is public now."""
    rows = Repeat.objects.filter(summary=summary, is_told=True, earlier__live_revision__isnull=False)
    return list(rows.filter(earlier__withdrawn_at__isnull=True).select_related("earlier"))


def frozen(summary: PublicSummary) -> list[dict[str, str]]:
    """The repeats as they stand in the frozen text."""
    return [
        {
            "slug": row.earlier.slug,
            "published": day(row.earlier.first_published_at),
            "wording": row.wording,
        }
        for row in told(summary)
        if row.earlier.first_published_at
    ]
