"""What a rule finds in text that is there already; only in documents that the person asking may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge

from core.accounts.models import User
from postmortems.coaching import queries
from postmortems.domain import language
from postmortems.models import (
    Action,
    Comment,
    Disclosure,
    Factor,
    Postmortem,
    PublicSummary,
    Section,
    TimelineEvent,
)

NEWEST, MOST_TEXT, SHOWN = 200, 1_000_000, 6


@dataclass(frozen=True)
class Passage:
    """A piece of what people wrote: where it stands, and as what the coach reads it."""

    postmortem: int
    place: str
    anchor: str
    scope: str
    text: str


@dataclass(frozen=True)
class Hit:
    """One place where the rule is found."""

    postmortem: int
    title: str
    place: str
    anchor: str
    excerpt: str


@dataclass(frozen=True)
class Preview:
    """How often a rule is found in how many of the documents that were read, with the first places."""

    hits: int
    documents: int
    read: int
    first: tuple[Hit, ...]


def of_rule(user: User, rule: str) -> Preview:
    """What a rule of the coach finds, whatever the organisation made of it."""
    silenced = frozenset(queries.RULES) - {rule}
    scopes = queries.RULES[rule].scopes
    return _look(user, scopes, lambda text, scope: language.check(text, scope=scope, silenced=silenced))


def of_own(user: User, rule: language.OwnRule) -> Preview:
    """What a rule of the organisation would find."""
    silenced, own = frozenset(queries.RULES), (rule,)
    return _look(
        user, rule.scopes, lambda text, scope: language.check(text, scope=scope, silenced=silenced, own=own)
    )


def _look(user: User, scopes: frozenset[str], check: Callable[[str, str], language.Result]) -> Preview:
    """Read the newest documents, a bounded amount of text."""
    newest = (
        Postmortem.objects.kept().visible_to(user).order_by("-updated_at", "-id").values_list("pk", "title")
    )
    titles = dict(newest[:NEWEST])
    hits, left = 0, MOST_TEXT
    found_in: set[int] = set()
    read: set[int] = set()
    first: list[Hit] = []
    for passage in _passages(titles):
        if left < 0:
            break
        if passage.scope not in scopes or not passage.text.strip():
            continue
        left -= len(passage.text)
        read.add(passage.postmortem)
        for finding in check(passage.text, passage.scope).findings:
            hits += 1
            found_in.add(passage.postmortem)
            if len(first) < SHOWN:
                pk = passage.postmortem
                first.append(Hit(pk, titles[pk], passage.place, passage.anchor, finding.excerpt))
    return Preview(hits, len(found_in), len(read), tuple(first))


def _passages(titles: dict[int, str]) -> Iterator[Passage]:
    """Everything people wrote in these documents, document by document; restricted parts are nobody's preview."""
    named = (Passage(pk, "Title", "top", "text", titles[pk]) for pk in sorted(titles, reverse=True))
    kinds = (_sections, _rows, _factors, _actions, _comments, _summaries)
    yield from merge(named, *(kind(titles) for kind in kinds), key=lambda passage: -passage.postmortem)


def _open(model, titles: Iterable[int]):
    rows = model.objects.filter(postmortem__in=titles).exclude(disclosure=Disclosure.RESTRICTED)
    return rows.order_by("-postmortem_id", "id")


def _sections(titles: Iterable[int]) -> Iterator[Passage]:
    rows = _open(Section, titles).exclude(body="").order_by("-postmortem_id", "position")
    for pk, title, key, body in rows.values_list("postmortem_id", "title", "key", "body").iterator():
        yield Passage(pk, title, f"section-{key}", "text", body)


def _rows(titles: Iterable[int]) -> Iterator[Passage]:
    for pk, row, text in _open(TimelineEvent, titles).values_list("postmortem_id", "pk", "text").iterator():
        yield Passage(pk, "Timeline", f"event-{row}", "text", text)


def _factors(titles: Iterable[int]) -> Iterator[Passage]:
    columns = ("postmortem_id", "pk", "title", "condition", "effect", "made_likely")
    for pk, row, *texts in _open(Factor, titles).values_list(*columns).iterator():
        yield Passage(pk, "Contributing factors", f"factor-{row}", "text", "\n\n".join(filter(None, texts)))


def _actions(titles: Iterable[int]) -> Iterator[Passage]:
    for pk, row, title in _open(Action, titles).values_list("postmortem_id", "pk", "title").iterator():
        yield Passage(pk, "Action items", f"action-{row}", "action", title)


def _comments(titles: Iterable[int]) -> Iterator[Passage]:
    """Remarks, without those on restricted parts and the answers to them."""
    rows = Comment.objects.filter(postmortem__in=titles)
    for part in ("section", "event", "factor", "action"):
        rows = rows.exclude(**{f"{part}__disclosure": Disclosure.RESTRICTED})
        rows = rows.exclude(**{f"parent__{part}__disclosure": Disclosure.RESTRICTED})
    for pk, body in rows.order_by("-postmortem_id", "id").values_list("postmortem_id", "body").iterator():
        yield Passage(pk, "Comments", "", "comment", body)


def _summaries(titles: Iterable[int]) -> Iterator[Passage]:
    """Public summaries as they were published: before that, fewer people may read them."""
    rows = PublicSummary.objects.filter(
        postmortem__in=titles,
        reader=PublicSummary.Reader.PUBLIC,
        status=PublicSummary.Status.PUBLISHED,
        live_revision__isnull=False,
    ).order_by("-postmortem_id")
    for pk, content in rows.values_list("postmortem_id", "live_revision__content").iterator():
        parts = [part.get("body", "") for part in content.get("parts", ())]
        texts = [content.get("title", ""), content.get("lede", ""), *parts]
        yield Passage(pk, "Public summary", "", "public", "\n\n".join(filter(None, texts)))
