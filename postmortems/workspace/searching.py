"""Searching what a person may read: titles, sections, timeline, factors and actions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.accounts.models import User
from postmortems.models import Action, Disclosure, Factor, Postmortem, Section, TimelineEvent

LIMIT = 50
AROUND = 90
PLACES = (
    (Section, "body", "section-{key}", "title"),
    (TimelineEvent, "text", "event-{pk}", None),
    (Factor, "title", "factor-{pk}", None),
    (Factor, "condition", "factor-{pk}", None),
    (Action, "title", "action-{pk}", None),
)


@dataclass(frozen=True)
class Hit:
    """One place where the words stand."""

    postmortem: Postmortem
    place: str
    anchor: str
    excerpt: SafeString


def words_of(text: str) -> list[str]:
    """The words that are looked for; at most eight, signs dropped."""
    return re.findall(r"[\w][\w.-]*", text)[:8]


def _all(field: str, words: list[str]) -> Q:
    wanted = Q()
    for word in words:
        wanted &= Q(**{f"{field}__icontains": word})
    return wanted


def excerpt(text: str, words: list[str]) -> SafeString:
    """A line of the text around the first word, every word marked."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.I)
    first = pattern.search(text)
    start = max(0, (first.start() if first else 0) - AROUND)
    piece = text[start : start + 2 * AROUND + 40].replace("\x02", " ").replace("\x03", " ")
    piece = " ".join(piece.split())
    marked = pattern.sub(lambda hit: f"\x02{hit.group()}\x03", piece)
    safe = escape(marked).replace("\x02", "<mark>").replace("\x03", "</mark>")
    return mark_safe(f"{'… ' if start else ''}{safe}")  # noqa: S308 - escaped above


def find(user: User, text: str) -> list[Hit]:
    """Where every word of `text` stands, newest postmortem first; titles before the rest."""
    words = words_of(text)
    if not words:
        return []
    visible = Postmortem.objects.kept().visible_to(user)
    named = visible.filter(_all("title", words)).order_by("-updated_at")[:LIMIT]
    hits = [Hit(found, "Title", "top", excerpt(found.title, words)) for found in named]
    full = Postmortem.objects.kept().restricted_readable_by(user).values("pk")
    for model, field, anchor, title in PLACES:
        rows = (
            model.objects.filter(_all(field, words), postmortem__in=visible.values("pk"))
            .filter(~Q(disclosure=Disclosure.RESTRICTED) | Q(postmortem__in=full))
            .select_related("postmortem")
            .order_by(F("postmortem__updated_at").desc(), "pk")[: LIMIT - len(hits)]
        )
        for row in rows:
            place = getattr(row, title) if title else model._meta.verbose_name.capitalize()
            where = anchor.format(pk=row.pk, key=getattr(row, "key", ""))
            hits.append(Hit(row.postmortem, place, where, excerpt(getattr(row, field), words)))
        if len(hits) >= LIMIT:
            break
    return hits
