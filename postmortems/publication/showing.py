"""What a public page shows beside its text: the incident drawn, its pictures, and what a correction changed."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass, replace

from core.richtext import render
from postmortems.domain import truth
from postmortems.domain.comparing import Comparison, compare
from postmortems.domain.picture import draw
from postmortems.domain.picture_parts import Band, Mark, Picture
from postmortems.models import PublicPicture

IMAGES = "/public/images/"
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
FEWEST = 2
ENDED = {"mitigated": "over"}
_BREAK = re.compile(r"</(?:p|li|h[1-6]|tr|pre|blockquote)>|<br ?/?>")
_ITEM = re.compile(r"<li[^>]*>\s*(?:<p>)?")
_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh])")
_TAG = re.compile(r"<[^>]+>")


def image_path(picture: dict) -> str:
    """The public address of a picture: its content's digest, so that it never changes."""
    return f"{IMAGES}{picture['digest'][:40]}.{EXTENSIONS.get(picture['type'], 'png')}"


@dataclass(frozen=True)
class Shown:
    """A picture as the page prints it."""

    src: str
    alt: str
    caption: str
    width: int
    height: int


def pictures_of(content: dict, part: str, *, base: str = IMAGES) -> list[Shown]:
    """The pictures that stand under one part; `base` is where a preview gets them from."""
    return [
        Shown(
            image_path(one).replace(IMAGES, base, 1), one["alt"], one["caption"], one["width"], one["height"]
        )
        for one in content.get("pictures", [])
        if one["part"] == part
    ]


def picture_bytes(digests: set[str]) -> dict[str, bytes]:
    """Digest -> the bytes of a chosen picture."""
    rows = PublicPicture.objects.filter(digest__in=digests).values_list("digest", "data")
    return {digest: bytes(data) for digest, data in rows}


def _instant(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def drawing_of(content: dict) -> dict[str, Picture] | None:
    """The incident drawn from the public words alone, wide and narrow; None when there is too little to draw."""
    facts = {"started": _instant(content["began_at"]), "mitigated": _instant(content["ended_at"])}
    timeline = next((part["body"] for part in content["parts"] if part["key"] == "timeline"), "")
    marks = [
        Mark(dt.datetime.combine(claim.date, claim.at, tzinfo=truth.zone_of(claim.zone) or dt.UTC))
        for claim in truth.claims_in(timeline)
        if claim.kind == "time" and claim.at is not None and claim.date is not None
    ]
    if len(marks) + sum(1 for at in facts.values() if at) < FEWEST or len(marks) < FEWEST:
        return None
    return {
        "wide": _affected(draw(facts=facts, marks=marks, zone=dt.UTC)),
        "narrow": _affected(draw(facts=facts, marks=marks, zone=dt.UTC, width=350)),
    }


def _affected(picture: Picture) -> Picture:
    """The same, with the time in which people were affected as a band."""
    flags = tuple(replace(flag, text=_in_public(flag.text)) for flag in picture.flags)
    words = tuple(_in_public(line) for line in picture.words)
    bands = picture.bands
    if len(picture.stems) == FEWEST and not bands:
        (left, _), (right, _) = picture.stems
        label = "affected" if right - left > 70 else ""
        bands = (Band(left, round(right - left, 1), "undetected", label),) if right - left >= 1 else ()
    return replace(picture, flags=flags, words=words, bands=bands)


def _in_public(text: str) -> str:
    return text.replace("mitigated", ENDED["mitigated"]).replace("Mitigated", "Over")


def plain(markdown: str) -> list[str]:
    """A text as readers see it, line by line, without a sign of its markup."""
    shown = _BREAK.sub("\n", _ITEM.sub("\u2022 ", _CELL.sub(" \u00b7 ", render(markdown))))
    lines = html.unescape(_TAG.sub("", shown)).split("\n")
    return [line.strip() for line in lines if line.strip()]


def _lines(content: dict) -> list[str]:
    """Everything of a revision that readers see, as lines."""
    lines = [content["title"], *plain(content["lede"])]
    for name, label in (("began_at", "Began"), ("ended_at", "Ended")):
        at = _instant(content[name])
        lines += [f"{label} {at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"] if at else []
    if content["services"]:
        lines.append(f"Services: {', '.join(content['services'])}")
    for part in content["parts"]:
        lines += [part["title"], *plain(part["body"])]
        lines += [f"Picture: {shown.alt}" for shown in pictures_of(content, part["key"])]
    return lines + [f"Promised: {pledge['wording']}" for pledge in content.get("promises", [])]


def differences(before: dict, after: dict) -> Comparison:
    """What changed between two revisions, in the words that readers see, with the changed words marked."""
    return compare("\n".join(_lines(before)), "\n".join(_lines(after)))
