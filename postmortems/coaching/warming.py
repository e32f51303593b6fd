"""What a web server does once when it starts, so that nobody's first word waits for it."""

from __future__ import annotations

from postmortems.domain.language import check

SENTENCES = (
    "The operator failed to notice the alert. We should have tested it, and it was just a simple restart."
)


def warm() -> None:
    """Read the rules, the learned weights and the lists of words: about half a second, once in each process."""
    check(SENTENCES, people=["Ada Obi"])
