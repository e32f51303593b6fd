"""Sentences and lines: where one ends, and whether a paragraph is several lines that stand on their own."""

import re

from postmortems.domain.importing.lines import Line

_END = re.compile(r"[.!?](?:[\"')\]]+)?(?=\s+[A-Z\"“(\[*_`0-9]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|no|mr|mrs|ms|dr|sr|jr|st|inc|v)|\b[A-Z])\.$", re.IGNORECASE
)


def first_sentence(text: str) -> str:
    """The first sentence of a text; the whole when it has only one."""
    for end in _END.finditer(text[:2000]):
        head = text[: end.end()]
        if len(head) > 20 and not _ABBREVIATION.search(head):
            return head
    return text


def own_lines(lines: list[Line]) -> list[Line] | None:
    """The paragraph's lines when each is a sentence of its own; None when it is one text broken into lines."""
    if len(lines) < 2:
        return None
    texts = [line.text.strip() for line in lines]
    starts = all(text[0].isupper() or text[0] in '[(`"“@#*' or text[0].isdigit() for text in texts)
    ends = sum(text.rstrip('*_)`"”')[-1:] in ".!?;" or len(text) < 60 for text in texts)
    return lines if starts and ends >= len(texts) - 1 else None
