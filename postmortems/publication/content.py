"""The exact text that is signed and frozen, and the digest that names it."""

from __future__ import annotations

import hashlib
import json
import re

from postmortems.models import PublicSummary

_ITEM = re.compile(r"^\s{0,3}(?:[-*+]|\d+[.)])\s+\S", re.M)


def content_of(summary: PublicSummary) -> dict:
    """Everything the public page is made of, as plain values; the only thing public pages read."""
    postmortem = summary.postmortem
    bodies = {part["key"]: part["body"] for part in summary.parts}
    return {
        "slug": summary.slug,
        "title": summary.title,
        "lede": summary.lede,
        "parts": [part for part in summary.parts if part["body"].strip()],
        "began_at": summary.began_at.isoformat() if summary.began_at else "",
        "ended_at": summary.ended_at.isoformat() if summary.ended_at else "",
        "services": list(summary.services),
        "promises": [
            {"ref": promise.pk, "wording": promise.wording, "due_month": promise.due_month.isoformat()}
            for promise in summary.promises.all()
        ],
        "described": {
            "factors": _share(bodies.get("factors", ""), postmortem.factors.count()),
            "events": _share(bodies.get("timeline", ""), postmortem.events.count()),
        },
        "reasons": list(summary.withheld.get("reasons", [])),
    }


def _share(body: str, total: int) -> list[int]:
    """How many are described, as items of a list, of how many there are."""
    return [min(len(_ITEM.findall(body)), total), total]


def digest_of(content: dict) -> str:
    """The name of an exact text: SHA-256 over its canonical JSON."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
