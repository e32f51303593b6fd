"""Searching what a person may read: titles, sections, timeline, incidents, answers, factors and actions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.accounts.models import User
from postmortems.authoring.queries import answers_of, said
from postmortems.models import (
    Action,
    Disclosure,
    Factor,
    Incident,
    KindFacts,
    Postmortem,
    Reach,
    Section,
    TimelineEvent,
    reach_of,
)

LIMIT = 50
AROUND = 90
HEAD = ("postmortem_id", "postmortem__year", "postmortem__number", "postmortem__title")
# Where words are looked for, the anchor of such a row with the column it is made from, and a column with its name.
PLACES = (
    (Section, "body", "section-", "key", "title"),
    (TimelineEvent, "text", "event-", "pk", None),
    (Incident, "title", "incident-", "pk", None),
    (Factor, "title", "factor-", "pk", None),
    (Factor, "condition", "factor-", "pk", None),
    (Action, "title", "action-", "pk", None),
)


@dataclass(frozen=True)
class Hit:
    """One place where the words stand."""

    path: str
    reference: str
    title: str
    place: str
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
    reach = reach_of(user)
    hits = _in_titles(reach, words)
    for model, field, anchor, key, title in PLACES:
        if len(hits) >= LIMIT:
            break
        rows = (
            model.objects.filter(_all(field, words), Q(postmortem__discarded_at__isnull=True))
            .filter(reach.readable("postmortem__"))
            .filter(~Q(disclosure=Disclosure.RESTRICTED) | reach.full("postmortem__"))
            .order_by(F("postmortem__updated_at").desc(), "pk")
        )
        place = Value(model._meta.verbose_name.capitalize()) if title is None else F(title)
        for *head, where, text, name in rows.values_list(*HEAD, key, field, place)[: LIMIT - len(hits)]:
            hits.append(_hit(head, f"{anchor}{where}", name, excerpt(text, words)))
    return hits + _in_answers(reach, words, LIMIT - len(hits))


def _in_answers(reach: Reach, words: list[str], room: int) -> list[Hit]:
    """Answers to the questions of a kind; those of restricted groups for those who read them."""
    wanted = Q()
    for word in words:
        # Some databases keep letters beyond ASCII as JSON spells them.
        wanted &= Q(words__icontains=word) | Q(words__icontains=json.dumps(word)[1:-1])
    rows = (
        KindFacts.objects.annotate(
            words=Cast("values", TextField()),
            full=Case(When(reach.full("postmortem__"), then=Value(True)), default=Value(False)),
        )
        .filter(wanted, reach.readable("postmortem__"), kind=F("postmortem__kind"))
        .filter(postmortem__discarded_at__isnull=True)
        .select_related("postmortem")
        .order_by(F("postmortem__updated_at").desc(), "pk")
    )
    hits: list[Hit] = []
    for row in rows[:room] if room > 0 else ():
        answers = answers_of(row.kind, row).for_reader(full=row.full)
        for line in (line for group in answers.groups for line in said(answers, group, row.postmortem.zone)):
            if all(word.casefold() in line.text.casefold() for word in words):
                head = (row.postmortem_id, row.postmortem.year, row.postmortem.number, row.postmortem.title)
                hits.append(_hit(head, "top", line.label, excerpt(line.text, words)))
    return hits[:room]


def _in_titles(reach: Reach, words: list[str]) -> list[Hit]:
    found = Postmortem.objects.kept().within(reach).filter(_all("title", words)).order_by("-updated_at")
    rows = found.values_list("pk", "year", "number", "title")[:LIMIT]
    return [_hit(row, "top", "Title", excerpt(row[3], words)) for row in rows]


def _hit(head: Sequence, anchor: str, place: str, shown: SafeString) -> Hit:
    pk, year, number, title = head
    return Hit(f"/postmortems/{pk}/#{anchor}", f"PM-{year}-{number:03d}", title, place, shown)
