"""Passwords by their own form, and behind the account that every system has: "kelp-Forest!22", "root: Bratkartoffel12"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import PLACEHOLDER, secret_hit
from postmortems.domain.redaction.positions import Tokens, at_words
from postmortems.domain.redaction.secret_strength import SURE, strength

# What nobody writes but for a password: capitals, small letters, digits, and a sign among them.
_SIGN = re.compile(r"[!#$%^&*](?=[\w!#$%^&*-])(?!=)")
_BEFORE_SIGN = re.compile(r"(?<![\w@/.:=+$%&#?\\-])[A-Za-z\d][\w.-]{0,30}$")
_BEHIND_SIGN = re.compile(r"[!#$%^&*][\w.!#$%^&*-]{1,30}(?![\w/=({@])")
_OF_THREE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)")
# "auth=("metrics", "…")", "user viewer/viewer1"
_TUPLE = re.compile(r"\bauth ?= ?\([\"'“]([^\"'”\n]{2,40})[\"'”], ?[\"'“]([^\"'”\n]{3,80})[\"'”]\)")
_DATABASE = re.compile(
    r"\b(?:PDO|mysqli|mysqli_connect|mysql_connect|getConnection|pg_connect)\((?:[\"'][^\"'\n]{1,120}[\"'], ?){2}[\"']([^\"'\n]{3,80})[\"']"
)
_SHOUTED = re.compile(r"(?<![\w-])(?:PASSWORD|PASSWD|SECRET|PASS) ([a-z\d][^\s\"'`,;()]{5,60})")
_OF_SHARE = re.compile(r"(?<![\w%])[a-z][\w.-]{1,20}%([^\s%\"'`]{4,40})")
_LEET = re.compile(r"(?<![\w./@-])(?:admin|root):([a-z]+\d+([a-z]{3,20})\d{0,4})(?![\w./:-])")
_OF_USER = re.compile(r"(?:user|login|account) ([a-z][\w.-]{2,20})/([^\s/\"'`<>]{4,40})(?![\w/])")
_USERS = frozenset(("user", "login", "account"))
_ROOTS = frozenset(("root", "admin", "administrator"))
_QUOTED_USER = re.compile(
    r"\b(?:root|admin|administrator): (([A-Za-z]{4,20})\d{1,5}[!?]?)(?=[\"'`”]|[ \t]*(?:\n|$))"
)


def _signed(text: str, *, spoken_of: bool) -> Iterator[Hit]:
    """A password that a text about passwords holds anywhere: "kelp-Forest!22"."""
    for sign in _SIGN.finditer(text):
        counted = sign.group() == "#" and text[sign.end() : sign.end() + 1].isdigit()
        if not (spoken_of or counted or sign.group() in "!$^"):
            continue
        left = _BEFORE_SIGN.search(text, max(0, sign.start() - 32), sign.start())
        right = _BEHIND_SIGN.match(text, sign.start()) if left else None
        if left and right and _made_up(left.group(), right.group().rstrip(".,!?*")):
            yield secret_hit(left.start(), left.group() + right.group().rstrip(".,!?*"), 0.65)


def _made_up(left: str, right: str) -> bool:
    """Whether the two sides of a sign make a password, and no "Issue#7"."""
    if left.isalpha() and right[1:].isdigit() and is_english(left.lower()):
        return False
    value = left + right
    return len(value) > 7 and _OF_THREE.match(value) is not None and strength(value) == SURE


def _in_calls(text: str) -> Iterator[Hit]:
    """Account and password in a pair of brackets, and the third argument of a call that opens a database."""
    for match in _TUPLE.finditer(text) if "auth=" in text or "auth =" in text else ():
        for group in (1, 2):
            if not PLACEHOLDER.match(match.group(group)):
                yield secret_hit(match.start(group), match.group(group), 0.75)
    called = "PDO(" in text or "connect(" in text or "Connection(" in text or "mysqli(" in text
    for match in _DATABASE.finditer(text) if called else ():
        if not PLACEHOLDER.match(match.group(1)):
            yield secret_hit(match.start(1), match.group(1), 0.8)


def _in_settings(text: str) -> Iterator[Hit]:
    """ "PASSWORD figos-e-nozes", "bia%C0rtica" of a share, "admin:s4rdinha"."""
    for match in _SHOUTED.finditer(text) if "PASS" in text or "SECRET" in text else ():
        value = match.group(1).rstrip(".,:")
        if (value.count("-") > 1 or strength(value)) and not PLACEHOLDER.match(value):
            yield secret_hit(match.start(1), value, 0.75)
    for match in _OF_SHARE.finditer(text) if "%" in text and ("smb" in text or "cifs" in text) else ():
        yield secret_hit(match.start(1), match.group(1).rstrip(".,"), 0.75)
    for match in _LEET.finditer(text) if "dmin:" in text or "root:" in text else ():
        if not is_english(match.group(2)):
            yield secret_hit(match.start(), match.group(), 0.7)


def find_made_up(tokens: Tokens, *, spoken_of: bool) -> Iterator[Hit]:
    """Passwords by their form, in a pair of an account and a password, behind "root:"."""
    text = tokens.text
    yield from _signed(text, spoken_of=spoken_of)
    yield from _in_calls(text)
    yield from _in_settings(text)
    for match in at_words(tokens, _USERS, _OF_USER):
        value = match.group(2).rstrip(".,;:!?)")
        if any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and len(value) > 4:
            yield secret_hit(match.start(1), f"{match.group(1)}/{value}", 0.7)
    for match in at_words(tokens, _ROOTS, _QUOTED_USER):
        if not is_english(match.group(2)):
            yield secret_hit(match.start(1), match.group(1), 0.7)
