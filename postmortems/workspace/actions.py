"""Bringing a document in: everything it says, in the structure, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from core.accounts.models import Team, User
from postmortems.analysis.actions import add_many as add_factors
from postmortems.authoring.actions import UNPLACED, add_events, add_people, begin, change_head, fill_sections
from postmortems.domain.importing import ImportedDocument, ImportedEvent, parse_document, plain
from postmortems.domain.templates import section as library_section
from postmortems.domain.timeline import zones
from postmortems.followup.actions import add_many as add_actions
from postmortems.models import Involved, Postmortem, TemplateVersion
from postmortems.workspace.taking_in import read_own, take_in, without_seal

TITLE = "Untitled postmortem"


@dataclass(frozen=True)
class Brought:
    """The draft an import made, and what was found."""

    postmortem: Postmortem
    document: ImportedDocument | None


def _version(key: str) -> TemplateVersion:
    """The newest version of the template the document looks like; the one for outages when there is none."""
    versions = TemplateVersion.objects.select_related("template")
    found = versions.filter(template__key=key).order_by("-number").first()
    return found or versions.filter(template__key="outage").latest("number")


def _instant(at: dt.datetime) -> dt.datetime:
    """A time without a zone is taken in UTC, and marked as assumed."""
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _row(event: ImportedEvent, at: dt.datetime) -> dict:
    start = _instant(at)
    end = _instant(event.end) if event.end else None
    return {
        "at": start,
        "ends_at": end if end and end >= start else None,
        "precision": event.precision if event.precision in ("second", "minute", "hour", "day") else "day",
        "approximate": event.approximate,
        "zone": event.zone[:64],
        "zone_assumed": event.zone_from == "none",
        "kind": event.kind,
        "text": event.text,
        "source_url": event.source_url[:1000],
        "source": event.source,
    }


def _undated(events: Iterable[ImportedEvent]) -> str:
    """Rows whose time can't be read, kept as they stood; those of a table in a table of their own."""
    parts = ["**Rows whose time could not be read**"]
    for tabled, rows in groupby((event.source for event in events), key=_is_row):
        lines = list(rows)
        if tabled:
            cells = max(line.count("|") for line in lines) - 1
            lines = ["| As written |" + " … |" * (cells - 1), "|" + "---|" * cells, *lines]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) if len(parts) > 1 else ""


def _is_row(source: str) -> bool:
    return source.startswith("|") and "\n" not in source


def _says_more(title: str, key: str) -> bool:
    """Whether a heading of the document says something that the section's own title does not."""
    known = library_section(key)
    own = {key.replace("_", " "), known.title.casefold() if known else ""}
    return bool(title) and title.casefold().strip(" :") not in own


def _bodies(document: ImportedDocument) -> dict[str, tuple[str, str]]:
    """Section key -> (title, Markdown); the document's own heading stays where it says something else."""
    bodies: dict[str, tuple[str, str]] = {}
    for part in document.sections:
        title, body = part.title_in_source.strip(), part.body
        if _says_more(title, part.key):
            body = f"### {title}\n\n{body}"
        held = bodies.get(part.key, ("", ""))[1]
        bodies[part.key] = (title or part.key.title(), "\n\n".join(filter(None, [held, body.strip("\n")])))
    undated = _undated(event for event in document.events if event.at is None)
    if undated:
        title, held = bodies.get("timeline", ("Timeline", ""))
        bodies["timeline"] = (title, "\n\n".join(filter(None, [held, undated])))
    left = [f"### {text.heading}\n\n{text.body}" if text.heading else text.body for text in document.unplaced]
    if left:
        bodies[UNPLACED] = ("Unplaced", "\n\n".join(left))
    return bodies


def _zone(document: ImportedDocument) -> str:
    """The zone the incident is told in: the one most rows name, when there is a place whose clocks show the same."""
    rows = [event for event in document.events if event.at is not None and event.at.tzinfo]
    named = [event.zone for event in rows if event.zone]
    # Of two as frequent ones the first in the document.
    best = max(dict.fromkeys(named), key=named.count) if named else "UTC"
    return zones.home(best, (event.at for event in rows if event.zone == best)) or "UTC"


@transaction.atomic
def import_document(
    *,
    actor: User,
    team: Team,
    text: str,
    now: dt.datetime,
    filename: str = "",
    visibility: str = "team",
    owner: User | None = None,
) -> Brought:
    """Turn Markdown or plain text into a draft. Nothing is dropped: what fits nowhere stands under *Unplaced*.

    What this site wrote out itself comes back as it was, from JSON or from Markdown that nobody changed (`document` is
    then None). Raises NotTaken for such a file that can't be.
    """
    own = read_own(text)
    if own is not None:
        made = take_in(actor=actor, team=team, data=own, now=now, visibility=visibility, owner=owner)
        return Brought(made, None)
    document = parse_document(without_seal(text), filename=filename)
    postmortem = begin(
        actor=actor,
        team=team,
        owner=owner,
        version=_version(document.template_key),
        title=(document.title.strip() or TITLE)[:200],
        severity=document.severity,
        visibility=visibility,
        zone=_zone(document),
        source_note="\n".join(f"{name}: {value}" for name, value, _ in document.metadata),
        now=now,
    )
    fill_sections(postmortem=postmortem, actor=actor, bodies=_bodies(document), now=now)
    rows = [_row(event, event.at) for event in document.events if event.at is not None]
    add_events(postmortem=postmortem, actor=actor, rows=rows, now=now)
    add_factors(postmortem=postmortem, actor=actor, rows=[_factor(one) for one in document.factors], now=now)
    known = _team_by_name(team)
    add_actions(
        postmortem=postmortem,
        actor=actor,
        rows=[_action(one, now, known) for one in document.actions],
        now=now,
    )
    people = [
        Involved(name=one.name[:120], handles=list(one.handles), role=one.role[:80])
        for one in document.people
    ]
    add_people(postmortem=postmortem, actor=actor, people=people)
    facts = {f"{name}_at": _instant(fact.at) for name, fact in document.facts.items()}
    change_head(
        postmortem=postmortem,
        actor=actor,
        version=postmortem.version,
        values={name: at for name, at in facts.items() if name in Postmortem.FACTS},
        services=list(dict.fromkeys(name.strip()[:120] for name in document.services if name.strip()))
        or None,
        now=now,
    )
    postmortem.refresh_from_db()
    return Brought(postmortem, document)


def _factor(one) -> dict:
    """A factor as written: the text is its title when it is short, its condition when it is not."""
    told = "\n\n".join(filter(None, map(plain, one.text.split("\n\n"))))
    words = " ".join(told.split())
    short = len(words) <= 200
    return {
        "type_key": one.factor_key,
        "title": words if short else f"{words[:190].rsplit(' ', 1)[0]} …",
        "condition": "" if short else told,
        "role": one.role or "enabler",
        "source": one.source,
    }


def _team_by_name(team: Team) -> dict[str, User]:
    """The people of the team by name, handle and address; a name that two of them have names nobody."""
    known: dict[str, User] = {}
    twice: set[str] = set()
    for person in User.objects.filter(memberships__team=team, is_active=True):
        for name in filter(None, {person.display_name.casefold(), person.handle.casefold(), person.email}):
            twice |= {name} & known.keys()
            known[name] = person
    return {name: person for name, person in known.items() if name not in twice}


def _action(one, now: dt.datetime, known: dict[str, User]) -> dict:
    """An action as written; what the document marks as done is done, on the document's word."""
    words = " ".join(one.title.split())
    long = words if len(words) > 300 else ""
    done = {"status": "done", "done_at": now, "evidence": "Marked as done in the imported document."}
    return {
        **(done if one.state == "done" else {"status": "accepted"}),
        "title": words if not long else f"{words[:290].rsplit(' ', 1)[0]} …",
        "details": "\n\n".join(filter(None, [long, one.detail])),
        "owner": known.get(one.owner_text.strip().lstrip("@").casefold()),
        "owner_as_written": one.owner_text[:200],
        "due_on": one.due,
        "ticket_url": one.ticket_url[:1000],
        "kind": one.kind,
        "priority": one.priority or "p2",
        "source": one.source,
    }
