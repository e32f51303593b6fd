"""The exact text that is signed and frozen, and the digest that names it."""

from __future__ import annotations

import hashlib
import json
import re

from postmortems.models import PublicPicture, PublicSummary
from postmortems.publication import repeats
from postmortems.publication.parity import described, reasons_of

# A picture of the record never crosses by its address: what crosses was chosen, and stands in "pictures".
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def content_of(summary: PublicSummary) -> dict:
    """Everything the public page is made of, as plain values; the only thing public pages read."""
    pictures = _pictures(summary)
    with_picture = {picture["part"] for picture in pictures}
    content = {
        "slug": summary.slug,
        "title": summary.title,
        "lede": _IMAGE.sub(r"\1", summary.lede),
        "parts": [
            {**part, "body": _IMAGE.sub(r"\1", part["body"])}
            for part in summary.parts
            if part["body"].strip() or part["key"] in with_picture
        ],
        "began_at": summary.began_at.isoformat() if summary.began_at else "",
        "ended_at": summary.ended_at.isoformat() if summary.ended_at else "",
        "services": list(summary.services),
        "promises": [
            {"ref": promise.pk, "wording": promise.wording, "due_month": promise.due_month.isoformat()}
            for promise in summary.promises.all()
        ],
        "described": described(summary),
        "reasons": reasons_of(summary),
    }
    # Only where there are any, so that a text signed before pictures were known keeps its name.
    more = {"pictures": pictures, "repeats": repeats.frozen(summary)}
    return content | {name: rows for name, rows in more.items() if rows}


def _pictures(summary: PublicSummary) -> list[dict]:
    """The pictures of the working text, by their content; the bytes stand in PublicPicture."""
    chosen = PublicPicture.objects.filter(summary=summary, in_text=True).defer("data")
    return [
        {
            "digest": one.digest,
            "part": one.part,
            "alt": one.alternative_text,
            "caption": one.caption,
            "type": one.content_type,
            "width": one.width,
            "height": one.height,
        }
        for one in chosen
    ]


def digest_of(content: dict) -> str:
    """The name of an exact text: SHA-256 over its canonical JSON."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
