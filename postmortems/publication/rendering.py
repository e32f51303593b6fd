"""From frozen revisions to the bytes of the public site: pages, history, feeds. Nothing else is read.

The renderer knows no request, no reader and no clock: the same revisions give the same bytes on every server, and
`export_public` writes them as they are served.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify

from core.templatetags.say import when
from postmortems.models import Promise, PublicRevision, PublicSummary, Removal
from postmortems.publication import feeds, showing
from postmortems.publication.parity import REASONS

HTML = "text/html; charset=utf-8"
PAGE = 100


@dataclass(frozen=True)
class Bytes:
    """One public address and what it answers; 410 for a summary that was withdrawn."""

    path: str
    content_type: str
    body: bytes
    status: int = 200


def published_summaries() -> list[PublicSummary]:
    """Everything that is public now, newest first, with its live revision."""
    return list(
        PublicSummary.objects.filter(reader="public", live_revision__isnull=False)
        # Not by the status: a withdrawn text that is written again stays withdrawn until it is published.
        .filter(withdrawn_at__isnull=True)
        .select_related("live_revision")
        .order_by("-first_published_at", "-pk")
    )


def address(content: dict) -> str:
    """The path of a summary."""
    return f"/public/{content['slug']}/"


def _instant(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _describe(shares: dict) -> str:
    """ "4 of 5 contributing factors and 12 of 15 timeline events are described here." """
    said = []
    for name, words in (("factors", "contributing factors"), ("events", "timeline events")):
        some, total = shares.get(name, [0, 0])
        if total:
            said.append(f"{some} of {total} {words}")
    return f"{' and '.join(said)} are described here." if said else ""


def _reasons(content: dict) -> str:
    """Why something is left out, as the end of a sentence."""
    said = [REASONS[name] for name in content.get("reasons", []) if name in REASONS]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def promise_lines(content: dict) -> list[dict]:
    """The promises of a revision with their state as it stands, from the chain of confirmed updates."""
    refs = [pledge["ref"] for pledge in content.get("promises", [])]
    chains = {pledge.pk: pledge for pledge in Promise.objects.filter(pk__in=refs).prefetch_related("updates")}
    lines = []
    for pledge in content.get("promises", []):
        chain = chains.get(pledge["ref"])
        said = [update for update in chain.updates.all() if update.confirmed_at] if chain else []
        last = said[-1] if said else None
        lines.append(
            {
                "wording": pledge["wording"],
                "due_month": dt.date.fromisoformat(pledge["due_month"]),
                "state": last.state if last else "planned",
                "label": last.get_state_display() if last else "planned",
                "note": last.note if last else "",
                "since": last.confirmed_at if last else None,
            }
        )
    return lines


def _what_was_removed(revisions: list[PublicRevision]) -> str:
    """The words for it, without what it was; asked only where something was removed."""
    if not any(revision.removed_at for revision in revisions):
        return ""
    kinds = set(Removal.objects.filter(summary=revisions[0].summary_id).values_list("what", flat=True))
    if kinds == {Removal.What.PICTURE}:
        return "A picture was"
    return "Text was" if Removal.What.PICTURE not in kinds else "Text and a picture were"


def context_of(content: dict, revisions: list[PublicRevision], images: str = showing.IMAGES) -> dict:
    """What the page template prints; `revisions` newest first, empty for a preview, whose `images` stand elsewhere."""
    first, last = (revisions[-1], revisions[0]) if revisions else (None, None)
    return {
        "content": content,
        "parts": [
            (part, showing.pictures_of(content, part["key"], base=images)) for part in content["parts"]
        ],
        "drawing": showing.drawing_of(content),
        "social": next(
            (settings.PUBLIC_URL + showing.image_path(one) for one in content.get("pictures", [])), ""
        ),
        "began": _instant(content["began_at"]),
        "ended": _instant(content["ended_at"]),
        "promises": promise_lines(content),
        "described": _describe(content.get("described", {})),
        "reasons": _reasons(content),
        "published": first.published_at if first else None,
        "corrected": last if last is not first else None,
        "removed": max((r.removed_at for r in revisions if r.removed_at), default=None),
        "what_was_removed": _what_was_removed(revisions),
        "address": address(content),
        "canonical": settings.PUBLIC_URL + address(content),
        "summary_text": feeds.shortened(content["lede"], 280),
    }


def page(content: dict, revisions: list[PublicRevision], images: str = showing.IMAGES) -> bytes:
    """The summary's page."""
    context = context_of(content, revisions, images)
    return render_to_string("postmortems/publication/public_summary.html", context).encode()


def history(summary: PublicSummary, revisions: list[PublicRevision]) -> bytes:
    """The revisions of a summary, each with what it changed."""
    older = {revision.number: revision for revision in revisions}
    entries = [
        {
            "revision": revision,
            "changes": showing.differences(older[revision.number - 1].content, revision.content)
            if revision.number - 1 in older
            else None,
        }
        for revision in revisions
    ]
    content = revisions[0].content
    context = {
        "content": content,
        "entries": entries,
        "what_was_removed": _what_was_removed(revisions),
        "canonical": settings.PUBLIC_URL + address(content) + "history/",
    }
    return render_to_string("postmortems/publication/public_history.html", context).encode()


def pages_of(summary: PublicSummary) -> list[Bytes]:
    """The page and the history of one summary; what says that it was withdrawn, when it was."""
    if summary.reader != PublicSummary.Reader.PUBLIC:
        return []  # a brief is frozen like a summary and never becomes a file
    revisions = list(summary.revisions.order_by("-number"))
    if not revisions:
        return []
    path = address(revisions[0].content)
    if summary.withdrawn_at:
        context = {"when": when(summary.withdrawn_at), "note": summary.withdrawn_note}
        body = render_to_string("postmortems/publication/public_withdrawn.html", context).encode()
        return [Bytes(path, HTML, body, 410), Bytes(f"{path}history/", HTML, body, 410)]
    return [
        Bytes(path, HTML, page(revisions[0].content, revisions)),
        Bytes(f"{path}history/", HTML, history(summary, revisions)),
        *_images(revisions[0].content),
    ]


def image_paths(summary: PublicSummary) -> list[str]:
    """The addresses of the pictures that a published summary shows."""
    content = summary.live_revision.content if summary.live_revision else {}
    return [showing.image_path(one) for one in content.get("pictures", [])]


def _images(content: dict) -> list[Bytes]:
    """The pictures of a revision."""
    named = {one["digest"]: one for one in content.get("pictures", [])}
    held = showing.picture_bytes(set(named)) if named else {}
    return [Bytes(showing.image_path(named[key]), named[key]["type"], data) for key, data in held.items()]


def common_pages(summaries: list[PublicSummary]) -> list[Bytes]:
    """The index, a page for each year and service, the feeds and the site map."""
    rows = [
        {
            "content": summary.live_revision.content,
            "began": _instant(summary.live_revision.content["began_at"]),
            "published": summary.first_published_at,
            "corrected": summary.live_revision.published_at if summary.live_revision.number > 1 else None,
            "path": address(summary.live_revision.content),
        }
        for summary in summaries
    ]
    years = sorted({(row["began"] or row["published"]).year for row in rows}, reverse=True)
    services = _services(rows)
    choices = Choices(years, services)
    files = [_index("/public/", "", rows, choices)]
    for year in years:
        chosen = [row for row in rows if (row["began"] or row["published"]).year == year]
        files.append(_index(f"/public/year/{year}/", str(year), chosen, choices))
    for slug, name in services:
        chosen = [row for row in rows if name in row["content"]["services"]]
        files.append(_index(f"/public/service/{slug}/", name, chosen, choices))
    files.append(Bytes("/public/feed.atom", "application/atom+xml; charset=utf-8", feeds.atom(rows[:PAGE])))
    files.append(
        Bytes("/public/feed.json", "application/feed+json; charset=utf-8", feeds.json_feed(rows[:PAGE]))
    )
    files.append(Bytes("/public/sitemap.xml", "application/xml; charset=utf-8", feeds.sitemap(rows)))
    return files


def _services(rows: list[dict]) -> list[tuple[str, str]]:
    """(address, public name) of every service that a summary names, by name; two names never share an address."""
    names = sorted({name for row in rows for name in row["content"]["services"]}, key=str.casefold)
    found: dict[str, str] = {}
    for name in names:
        base = slugify(name)[:60] or "service"
        slug = next(s for s in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if s not in found)
        found[slug] = name
    return list(found.items())


@dataclass(frozen=True)
class Choices:
    """By what the index can be narrowed."""

    years: list[int]
    services: list[tuple[str, str]]


def _index(path: str, chosen: str, rows: list[dict], choices: Choices) -> Bytes:
    context = {"rows": rows, "choices": choices, "chosen": chosen, "canonical": settings.PUBLIC_URL + path}
    return Bytes(path, HTML, render_to_string("postmortems/publication/public_index.html", context).encode())
