"""The record beside the public text, part by part, with what differs marked and why something was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.templatetags.say import when
from postmortems.domain import redaction
from postmortems.domain.comparing import Comparison, Piece, compare
from postmortems.domain.redaction import Pseudonyms
from postmortems.models import PublicSummary
from postmortems.publication.drafting import PUBLISHABLE, sentence_of, sources_for
from postmortems.publication.scanning import lists_for
from postmortems.publication.showing import plain

LEAST_SAME = 0.5


@dataclass(frozen=True)
class Row:
    """One line of the table: the internal side, the public side, and whether they differ. None where there is no such line."""

    inside: tuple[Piece, ...] | None
    outside: tuple[Piece, ...] | None
    changed: bool


@dataclass(frozen=True)
class Beside:
    """One part of the summary: its rows, and (what stands inside, what replaces it, why) of each finding."""

    title: str
    rows: tuple[Row, ...]
    replaced: tuple[tuple[str, str, str], ...]


def _inside(summary: PublicSummary) -> dict[str, str]:
    """Public part -> the internal text that feeds it; nothing that is restricted."""
    postmortem = summary.postmortem
    texts = {part: "\n\n".join(body for _, body in found) for part, found in sources_for(postmortem).items()}
    events = [
        f"- {'about ' if event.approximate else ''}{when(event.at)} {' '.join(event.text.split())}"
        for event in postmortem.events.filter(disclosure__in=PUBLISHABLE)
    ]
    factors = [f"- {sentence_of(factor)}" for factor in postmortem.factors.filter(disclosure__in=PUBLISHABLE)]
    for part, lines in (("timeline", events), ("factors", factors)):
        texts[part] = "\n\n".join(filter(None, [texts.get(part, ""), "\n".join(lines)]))
    return texts


def side_by_side(title: str, left: str, right: str) -> Beside:
    """Two texts of one field, line by line."""
    return Beside(title, _rows(compare(left, right)), ())


def _pair(left: tuple[Piece, ...] | None, right: tuple[Piece, ...]) -> Row:
    """Two lines in one row. Where little is the same, single words that happen to agree say nothing: each is marked whole."""
    if left is not None:
        same = sum(len(piece.text) for piece in right if not piece.changed)
        if same < LEAST_SAME * max(_length(left), _length(right)):
            whole = [(Piece("".join(piece.text for piece in side), changed=True),) for side in (left, right)]
            return Row(whole[0], whole[1], changed=True)
    return Row(left, right, changed=True)


def _length(pieces: tuple[Piece, ...]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _rows(difference: Comparison) -> tuple[Row, ...]:
    """Removed and added lines that follow one another share a row."""
    rows: list[Row] = []
    waiting: list[tuple[Piece, ...]] = []
    for line in difference.lines:
        if line.sign == "-":
            waiting.append(line.pieces)
        elif line.sign == "+":
            rows.append(_pair(waiting.pop(0) if waiting else None, line.pieces))
        else:
            rows += [Row(left, None, changed=True) for left in waiting]
            waiting = []
            rows.append(Row(line.pieces, line.pieces, changed=False))
    return (*rows, *(Row(left, None, changed=True) for left in waiting))


def _outside(summary: PublicSummary) -> Iterator[tuple[str, str, str]]:
    """(key, title, public text) of every part. The opening is begun from what happened, so both stand beside it."""
    for part in summary.parts:
        key, title, body = part["key"], part["title"], part["body"]
        if key == "what_happened" and summary.lede.strip():
            title, body = f"Opening and {title[:1].lower()}{title[1:]}", f"{summary.lede}\n\n{body}"
        yield key, title, body


def beside(summary: PublicSummary) -> list[Beside]:
    """Every part that says something on either side."""
    lists, names = lists_for(summary.postmortem), Pseudonyms(summary.pseudonyms)
    texts = _inside(summary)
    found = []
    for key, title, outside in _outside(summary):
        inside = texts.get(key, "")
        if not (inside.strip() or outside.strip()):
            continue
        why = {
            (finding.excerpt, finding.replacement): finding.why
            for finding in redaction.scan(inside, lists, pseudonyms=names)
        }
        difference = compare("\n".join(plain(inside)), "\n".join(plain(outside)))
        replaced = tuple((excerpt, stand_in, said) for (excerpt, stand_in), said in why.items())
        found.append(Beside(title, _rows(difference), replaced))
    return found
