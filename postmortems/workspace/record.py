"""The whole of a postmortem as plain values: what JSON holds, and what comes back from it without loss.

`format` names the form. Rows name one another by their place in the list, from 1. Pictures are inside, in base64; their
addresses in texts are written as `images/<token>/`. People are named as the site shows them.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from core.taking import plain
from postmortems.analysis.queries import controls_of, learnings_of, links_of
from postmortems.authoring.queries import may_edit, roster_of
from postmortems.models import AcceptedRisk, Action, Attachment, Disclosure, Factor, Postmortem

FORMAT = "debrief-postmortem/1"
HEAD = ("title", "kind", "severity", "visibility", "zone", "trigger", "source_note")
SECTION = ("key", "title", "kind", "required", "body", "disclosure", "not_applicable_because")
EVENT = (
    "at",
    "ends_at",
    "precision",
    "approximate",
    "zone",
    "zone_assumed",
    "kind",
    "actor_role",
    "text",
    "source_url",
    "is_recollection",
    "was_known",
    "was_expected",
    "known_later",
    "disclosure",
    "source",
)
FACTOR = (
    "category",
    "type_key",
    "title",
    "role",
    "condition",
    "effect",
    "made_likely",
    "since_when",
    "confidence",
    "normal_work",
    "disclosure",
    "source",
)
RISK = ("role", "reason", "review_on", "accepted_at")
ACTION = (
    "title",
    "details",
    "status",
    "kind",
    "priority",
    "strength",
    "strength_confirmed",
    "owner_as_written",
    "due_on",
    "check_on",
    "ticket_url",
    "measure",
    "evidence",
    "done_at",
    "verified_at",
    "verification",
    "declined_because",
    "disclosure",
    "source",
)
HANDS = ("owner", "done_by", "verified_by")
CONTROL = ("title", "state", "note", "disclosure")
LEARNING = ("kind", "text", "disclosure")
INCIDENT = (
    "title",
    "note",
    "severity",
    "started_at",
    "detected_at",
    "acknowledged_at",
    "mitigated_at",
    "resolved_at",
    "disclosure",
)
PERSON = ("name", "handles", "role", "is_responder")
PICTURE = ("token", "content_type", "width", "height", "alternative_text", "disclosure")


def as_dict(context: dict) -> dict:
    """Everything that the reader of a workspace context may read, as plain values."""
    postmortem, user = context["postmortem"], context["user"]
    factors, events, actions = context["factors"], context["events"], context["actions"]
    factor_at = _places(factors)
    return {
        "format": FORMAT,
        "reference": postmortem.reference,
        "status": postmortem.status,
        "template": postmortem.template_version.template.key,
        **plain(postmortem, HEAD),
        "services": [service.name for service in context["services"]],
        "facts": plain(postmortem, postmortem.FACTS),
        "facts_not_applicable": postmortem.facts_not_applicable,
        "sections": [_portable(plain(section, SECTION), postmortem.pk) for section in context["sections"]],
        "timeline": [_portable(plain(event, EVENT), postmortem.pk) for event in events],
        "contributing_factors": _factors(factors, events),
        "made_more_likely": [
            [factor_at[link.source_id], factor_at[link.target_id]] for link in links_of(postmortem, factors)
        ],
        "action_items": _actions(actions, factor_at),
        "controls": [
            plain(row, CONTROL) | {"factors": _numbers(row.factors.all(), factor_at)}
            for _, rows in controls_of(postmortem, user)
            for row in rows
        ],
        "learnings": [
            plain(row, LEARNING)
            | {
                "factors": _numbers(row.factors.all(), factor_at),
                "actions": _numbers(row.actions.all(), _places(actions)),
            }
            for _, _, rows in learnings_of(postmortem, user)
            for row in rows
        ],
        "kind_facts": _kind_facts(postmortem),
        "incidents": [plain(incident, INCIDENT) for incident in _incidents(postmortem)],
        # The key to the roles is for those who hold the pen.
        "people_involved": (
            [plain(one, PERSON) for one in roster_of(postmortem)] if may_edit(postmortem, user) else []
        ),
        "pictures": _pictures(postmortem),
    }


def _places(rows: Sequence) -> dict[int, int]:
    return {row.pk: number for number, row in enumerate(rows, 1)}


def _numbers(rows, places: dict[int, int]) -> list[int]:
    return sorted(places[row.pk] for row in rows if row.pk in places)


def _portable(values: dict[str, Any], pk: int) -> dict[str, Any]:
    """Texts whose pictures are named without the number this site gave the postmortem."""
    for name in ("body", "text"):
        if name in values:
            values[name] = values[name].replace(f"/postmortems/{pk}/images/", "images/")
    return values


def _factors(factors: Sequence[Factor], events: Sequence) -> list[dict]:
    at = _places(events)
    shown: dict[int, list[int]] = {}
    through = Factor.evidence.through.objects.filter(factor__in=[factor.pk for factor in factors])
    for factor, event in through.values_list("factor_id", "timelineevent_id"):
        if event in at:
            shown.setdefault(factor, []).append(at[event])
    return [
        plain(factor, FACTOR)
        | {"number": number, "evidence": sorted(shown.get(factor.pk, [])), "accepted_risk": _risk(factor)}
        for number, factor in enumerate(factors, 1)
    ]


def _risk(factor: Factor) -> dict | None:
    risk: AcceptedRisk | None = getattr(factor, "accepted_risk", None)
    return plain(risk, RISK) if risk else None


def _actions(actions: Sequence[Action], factor_at: dict[int, int]) -> list[dict]:
    whole = Action.objects.select_related(*HANDS).in_bulk([action.pk for action in actions])
    rows = []
    for action in actions:
        row = whole[action.pk]
        hands = {name: getattr(row, name) for name in HANDS}
        rows.append(
            plain(row, ACTION)
            | {name: person.display_name if person else None for name, person in hands.items()}
            | {"answers": sorted(factor_at[pk] for pk, _ in action.answered if pk in factor_at)}
        )
    return rows


def _full(postmortem: Postmortem) -> bool:
    return bool(getattr(postmortem, "full_reader", False))


def _kind_facts(postmortem: Postmortem) -> dict | None:
    """The answers to the questions of the kind, for those who read restricted parts: single groups may be."""
    row = postmortem.kind_facts.filter(kind=postmortem.kind).first() if _full(postmortem) else None
    return {"values": row.values, "disclosures": row.disclosures} if row else None


def _incidents(postmortem: Postmortem):
    found = postmortem.incidents.all()
    return found if _full(postmortem) else found.exclude(disclosure=Disclosure.RESTRICTED)


def _pictures(postmortem: Postmortem) -> list[dict]:
    found = Attachment.objects.filter(postmortem=postmortem).order_by("pk")
    if not _full(postmortem):
        found = found.exclude(disclosure=Disclosure.RESTRICTED)
    return [
        plain(picture, PICTURE) | {"data": base64.b64encode(bytes(picture.data)).decode()}
        for picture in found
    ]
