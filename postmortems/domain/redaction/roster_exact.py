"""Names of the roster whose letters no other word has: where the text writes "Bø" as the roster does, the person is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from postmortems.domain.redaction.findings import Hit, Person
from postmortems.domain.redaction.name_forms import person_key
from postmortems.domain.redaction.view import View

_PART = re.compile(r"[^\W\d_]{2,}")


@lru_cache(maxsize=64)
def _parts(people: tuple[Person, ...]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """One pattern for the parts of names that hold a letter beyond a to z."""
    keys: dict[str, str] = {}
    for person in people:
        for part in _PART.findall(person.name):
            if not part.isascii() and ord(part[0]) < 0x2E80 and part[0].isupper():
                keys.setdefault(part, person_key(person))
    if not keys:
        return None, keys
    joined = "|".join(sorted(map(re.escape, keys), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])"), keys


def find_exact(seen: View, people: tuple[Person, ...]) -> Iterator[Hit]:
    """Parts of names in their own letters; positions are those of the folded view."""
    pattern, keys = _parts(people)
    if pattern is None or seen.origin is None:
        return
    for match in pattern.finditer(seen.source):
        start = bisect_left(seen.origin, match.start())
        end = bisect_left(seen.origin, match.end())
        if start < end:
            yield Hit(
                start,
                end,
                "person",
                0.95,
                "A person involved in the incident is named here.",
                keys[match.group()],
            )
