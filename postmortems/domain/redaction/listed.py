"""Finds the customers and the internal words that the organisation keeps on its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.view import fold
from postmortems.domain.redaction.words import is_word

_CUSTOMER_WHY = "A customer from the organisation's list is named here."
_WORD_WHY = "This word is on the organisation's list of internal names."
_LEGAL = re.compile(
    r",?\s+(?:inc|ltd|llc|gmbh|corp|corporation|plc|ag|sa|bv|b\.v|pty|oy|ab|as|co|company|limited|group)\.?$",
    re.I,
)


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """One pattern for all names, found by its first letters; spaces in a name stand for any gap, hyphen or underscore."""
    forms: dict[str, str] = {}
    for name in names:
        plain = " ".join(fold(name).split())
        for form in (plain, _LEGAL.sub("", plain)):
            if form and any(c.isalnum() for c in form):
                forms.setdefault(" ".join(re.split(r"[\s_-]+", form.lower())), plain)
    if not forms:
        return None, {}
    parts = sorted(forms, key=len, reverse=True)
    joined = "|".join(r"[\s_-]{0,3}".join(re.escape(piece) for piece in part.split(" ")) for part in parts)
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.I), forms


def _hits(text: str, names: tuple[str, ...], kind: str, why: str) -> Iterator[Hit]:
    pattern, forms = _pattern(names)
    if pattern is None:
        return
    squeezed = {form.replace(" ", ""): plain for form, plain in forms.items()}
    for match in pattern.finditer(text):
        written = match.group()
        form = re.sub(r"[\s_-]+", "", written.lower())
        # A customer called Target is meant with a capital; "the target" is not.
        if kind == "customer" and is_word(form) and written.islower():
            continue
        yield Hit(match.start(), match.end(), kind, 0.97, why, squeezed.get(form, written).lower())


def find_listed(text: str, customers: tuple[str, ...], words: tuple[str, ...]) -> Iterator[Hit]:
    """Every mention of a listed customer, or of a listed host or code name."""
    for hit in _hits(text, customers, "customer", _CUSTOMER_WHY):
        yield Hit(hit.start, hit.end, hit.kind, hit.confidence, hit.why, "customer:" + hit.key)
    for hit in _hits(text, words, "hostname", _WORD_WHY):
        machine = any(c.isdigit() or c == "." for c in hit.key)
        kind = "internal-ref" if " " in hit.key else "hostname"
        yield Hit(
            hit.start, hit.end, kind, hit.confidence, hit.why, ("host:" if machine else "service:") + hit.key
        )
