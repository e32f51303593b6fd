"""Passwords by their own form, and behind the account that every system has: "kelp-Forest!22", "root: Bratkartoffel12"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import secret_hit
from postmortems.domain.redaction.secret_strength import SURE, strength

# What nobody writes but for a password: capitals, small letters, digits, and a sign among them.
_SIGN = re.compile(r"[!#$%^&*](?=[\w!#$%^&*-])(?!=)")
_BEFORE_SIGN = re.compile(r"(?<![\w@/.:=+$%&#?\\-])[A-Za-z\d][\w.-]{0,30}$")
_BEHIND_SIGN = re.compile(r"[!#$%^&*][\w.!#$%^&*-]{1,30}(?![\w/=({@])")
_OF_THREE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)")
_QUOTED_USER = re.compile(
    r"\b(?:root|admin|administrator): (([A-Za-z]{4,20})\d{1,5}[!?]?)(?=[\"'`”]|[ \t]*(?:\n|$))"
)


def find_made_up(text: str, *, spoken_of: bool) -> Iterator[Hit]:
    """A password that a text about passwords holds anywhere: "kelp-Forest!22"."""
    for sign in _SIGN.finditer(text):
        if not spoken_of and sign.group() not in "!$^":
            continue
        left = _BEFORE_SIGN.search(text, max(0, sign.start() - 32), sign.start())
        right = _BEHIND_SIGN.match(text, sign.start()) if left else None
        if left is None or right is None:
            continue
        value = (left.group() + right.group()).rstrip(".,!?*")
        if len(value) > 7 and _OF_THREE.match(value) and strength(value) == SURE:
            yield secret_hit(left.start(), value, 0.65)
    for match in _QUOTED_USER.finditer(text) if "root: " in text or "dmin" in text else ():
        if not is_english(match.group(2)):
            yield secret_hit(match.start(1), match.group(1), 0.7)
