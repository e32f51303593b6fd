"""A postmortem that this site wrote out, read in again: JSON, or Markdown that nobody changed since."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.accounts.models import Team, User
from core.taking import NotTaken, build, listed
from postmortems.analysis.actions import take_in_factors, take_in_kept
from postmortems.authoring.actions import (
    begin,
    change_head,
    take_in_rest,
    take_in_rows,
    take_in_sections,
)
from postmortems.followup.actions import take_in_actions
from postmortems.models import Postmortem, TemplateVersion, TimelineEvent
from postmortems.workspace import record

_SEAL = re.compile(r"\n<!-- debrief-postmortem/1 sha256=([0-9a-f]{64})\n(\{.*\})\n-->\s*\Z", re.DOTALL)


def sealed(document: str, data: Mapping) -> str:
    """A Markdown document with the whole record in a comment at its end, tied to the text above it."""
    digest = hashlib.sha256(document.encode()).hexdigest()
    # Two hyphens end a comment; inside the JSON's strings they can be written otherwise.
    whole = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("--", "-\\u002d")
    return f"{document}\n<!-- {record.FORMAT} sha256={digest}\n{whole}\n-->\n"


def read_own(text: str) -> dict[str, Any] | None:
    """The record in a text that this site wrote; None for any other text, and for Markdown changed by hand since.

    Raises NotTaken for JSON that claims the form and can't be read.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    if text.lstrip().startswith("{") and record.FORMAT in text[:2000]:
        return _parsed(text)
    seal = _SEAL.search(text)
    if seal is None:
        return None
    same = hashlib.sha256(text[: seal.start()].encode()).hexdigest() == seal[1]
    return _parsed(seal[2]) if same else None


def without_seal(text: str) -> str:
    """A Markdown document without the record at its end: what its readers see."""
    return _SEAL.sub("\n", text.replace("\r\n", "\n"))


def _parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise NotTaken("The JSON of this postmortem breaks off or has a mistake.") from None
    if not isinstance(data, dict) or data.get("format") != record.FORMAT:
        raise NotTaken(f"This JSON is not of the form {record.FORMAT}.")
    return data


@transaction.atomic
def take_in(
    *,
    actor: User,
    team: Team,
    data: Mapping[str, Any],
    now: dt.datetime,
    visibility: str = "",
    owner: User | None = None,
) -> Postmortem:
    """A new draft that says all the record says, under a number of this site. Raises NotTaken and changes nothing."""
    head = build(Postmortem, data, record.HEAD, "The head")
    postmortem = begin(
        actor=actor,
        team=team,
        owner=owner,
        version=_version(str(data.get("template") or "")),
        title=head.title,
        now=now,
        **{name: getattr(head, name) for name in record.HEAD if name not in ("title", "visibility")},
        visibility=visibility or head.visibility,
    )
    _fill(postmortem, actor, data, now)
    postmortem.refresh_from_db()
    return postmortem


def _version(key: str) -> TemplateVersion:
    versions = TemplateVersion.objects.select_related("template").filter(template__team__isnull=True)
    found = versions.filter(template__key=key).order_by("-number").first()
    return found or versions.filter(template__key="outage").latest("number")


def _fill(postmortem: Postmortem, actor: User, data: Mapping[str, Any], now: dt.datetime) -> None:
    common: dict[str, Any] = {"postmortem": postmortem, "actor": actor, "now": now}
    tokens = take_in_rest(**common, data=data, names={"person": record.PERSON, "incident": record.INCIDENT})
    sections = [_housed(row, postmortem.pk, tokens) for row in listed(data, "sections", most=200)]
    take_in_sections(**common, rows=sections, names=record.SECTION)
    rows = [_housed(row, postmortem.pk, tokens) for row in listed(data, "timeline")]
    events: list[TimelineEvent] = take_in_rows(**common, rows=rows, names=record.EVENT)
    names = {
        "factor": record.FACTOR,
        "risk": record.RISK,
        "controls": record.CONTROL,
        "learnings": record.LEARNING,
    }
    factors = take_in_factors(**common, data=data, events=events, names=names)
    people = {person.display_name.casefold(): person for person in User.objects.filter(is_active=True)}
    actions = take_in_actions(**common, data=data, factors=factors, names=record.ACTION, people=people)
    take_in_kept(**common, data=data, factors=factors, actions=actions, names=names)
    facts = data.get("facts") or {}
    instants = build(Postmortem, facts, Postmortem.FACTS, "The facts")
    change_head(
        **common,
        version=postmortem.version,
        values={name: getattr(instants, name) for name in Postmortem.FACTS if facts.get(name)}
        | {"facts_not_applicable": _known_facts(data)},
        services=[
            str(name).strip()[:120] for name in listed(data, "services", most=200) if str(name).strip()
        ],
    )


def _known_facts(data: Mapping[str, Any]) -> list[str]:
    return [name for name in listed(data, "facts_not_applicable") if name in Postmortem.FACTS]


def _housed(row: Any, pk: int, tokens: Mapping[str, str]) -> Any:
    """A row whose text names its pictures by the addresses they have here."""
    if not isinstance(row, Mapping):
        return row
    found = dict(row)
    for name in ("body", "text"):
        if isinstance(found.get(name), str):
            for old, new in tokens.items():
                found[name] = found[name].replace(f"images/{old}/", f"/postmortems/{pk}/images/{new}/")
    return found
