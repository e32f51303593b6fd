"""A finding as a browser needs it."""

from __future__ import annotations

from collections.abc import Callable

from postmortems.coaching.queries import House
from postmortems.coaching.wording import category_name
from postmortems.domain import language

MOST = 200  # nobody reads more beside an editor; the review page shows all


def places(text: str) -> Callable[[int], int]:
    """From a place counted in characters to one counted as browsers count: an emoji is two there."""
    wide = [at for at, letter in enumerate(text) if ord(letter) > 0xFFFF] if not text.isascii() else []
    if not wide:
        return lambda at: at
    before = [0] * (len(text) + 1)
    for at in wide:
        before[at + 1] = 1
    total = 0
    for at, step in enumerate(before):
        total += step
        before[at] = total
    return lambda at: at + before[at]


def as_json(text: str, result: language.Result, house: House) -> dict:
    """The answer to a keystroke."""
    place = places(text)
    return {
        "language": result.language,
        "findings": [
            {
                "start": place(one.start),
                "end": place(one.end),
                "rule": one.rule,
                "title": house.title_of(one.rule),
                "category": category_name(one.category),
                "severity": one.severity,
                "excerpt": one.excerpt,
                "why": one.why,
                "source": one.source,
                "suggestion": one.suggestion,
                "question": one.question,
            }
            for one in result.findings[:MOST]
        ],
    }
