"""How the time of the readers of people's text grows with its length, on text made to be slow.

One line a reader: the piece that grows worst, with the time for eight times the length over eight times the time for it. One is linear
growth; quadratic work shows as eight.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date

from core.richtext import render
from postmortems.domain.importing import parse_document
from postmortems.domain.language import check, forget
from postmortems.domain.redaction import scan
from postmortems.domain.timeline import read
from tests import hostile

TIMES = 8
SIZES = (8_000, 8_000 * TIMES)
TRIES = 3
READERS: dict[str, tuple[tuple[str, ...], Callable[[str], object]]] = {
    "timeline": (hostile.TIMELINE, lambda text: read(text, date=date(2017, 1, 31))),
    "documents": (hostile.DOCUMENT, parse_document),
    "redaction": (hostile.REDACTION, scan),
    "coach": (hostile.LANGUAGE, lambda text: (forget(), check(text))),
    "Markdown": (hostile.MARKDOWN, render),
}


def seconds(reader: Callable[[str], object], text: str) -> float:
    """Seconds of processor for one reading: the least of several, as other work on the machine can only add."""
    taken = []
    for _ in range(TRIES):
        began = time.process_time()
        reader(text)
        taken.append(time.process_time() - began)
    return min(taken)


def lines() -> Iterator[str]:
    """The lines of the benchmark: reader, worst piece, growth beside linear, and the time for the longer text."""
    for name, (pieces, reader) in READERS.items():
        worst, piece, longest = 0.0, "", 0.0
        for one in pieces:
            small, large = (seconds(reader, hostile.repeated(one, size)) for size in SIZES)
            if (grown := large / max(small, 1e-4) / TIMES) > worst:
                worst, piece = grown, one
            longest = max(longest, large)
        yield (
            f"growth, {name}: at worst {worst:.2f} times linear ({piece!r}), "
            f"{longest * 1000:.0f} ms for {SIZES[1] // 1000} KB of the slowest of {len(pieces)} hostile pieces"
        )
