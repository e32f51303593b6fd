"""What is gathered while a document is read: sections by key, rows, and the statements about the document itself."""

from dataclasses import dataclass, field

from postmortems.domain.importing.account import normal
from postmortems.domain.importing.blocks import Block
from postmortems.domain.importing.lines import Line
from postmortems.domain.importing.metadata import Pair
from postmortems.domain.importing.model import (
    ImportedAction,
    ImportedEvent,
    ImportedFactor,
    ImportedSection,
    ImportedText,
)
from postmortems.domain.importing.outline import Part


@dataclass
class Piece:
    """The text of one part, on its way into a section."""

    title: str
    heading: list[Line]
    body: str
    line: int


@dataclass
class Draft:
    """The gathered pieces of a document."""

    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    events: list[ImportedEvent] = field(default_factory=list)
    actions: list[ImportedAction] = field(default_factory=list)
    factors: list[ImportedFactor] = field(default_factory=list)
    unplaced: list[ImportedText] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    def put(self, key: str, part: Part, body: str, *, first: bool = True) -> None:
        """Add text to a section. With `first` the part's heading comes with it (once for each part)."""
        title = part.title if first else ""
        if not title and not body.strip():
            return
        heading = part.heading if first else []
        line = heading[0].number if heading else part.lines[0].number if part.lines else 1
        self.pieces.setdefault(key, []).append(Piece(title, heading, body, line))

    def sections(self) -> list[ImportedSection]:
        """The sections, the pieces of each joined under their headings, in the order of the document."""
        made = [_join(key, pieces) for key, pieces in self.pieces.items()]
        return sorted(made, key=lambda section: section.line)


def _join(key: str, pieces: list[Piece]) -> ImportedSection:
    """The first heading is the section's title; the others, and one whose links the title cannot hold, go into the body."""
    title = next((piece.title for piece in pieces if piece.title), "")
    bodies: list[str] = []
    shown = {""}
    for piece in pieces:
        raw = "\n".join(line.text for line in piece.heading)
        plain_title = normal(raw) == normal(piece.title) or normal(raw).endswith(normal(piece.title))
        if piece.heading and (piece.title != title or not plain_title) and piece.title not in shown:
            bodies.append(raw.strip() if raw.lstrip().startswith("#") else raw)
        shown.add(piece.title)
        bodies.append(piece.body.strip("\n"))
    return ImportedSection(
        key, title, "\n\n".join(body for body in bodies if body.strip()), min(piece.line for piece in pieces)
    )


def text_of(lines: list[Line]) -> str:
    """Lines as they stood, without blank ones around."""
    return "\n".join(line.text.rstrip() for line in lines).strip("\n")


def text_of_blocks(blocks: list[Block]) -> str:
    """Blocks as text in the order of the document; items of one list stay together."""
    blocks = sorted(blocks, key=lambda block: block.lines[0].number)
    parts: list[str] = []
    for index, block in enumerate(blocks):
        close = index > 0 and block.kind == blocks[index - 1].kind in {"item", "table"}
        parts.append(("\n" if close else "\n\n") if parts else "")
        parts.append("\n".join(line.text.rstrip() for line in block.lines))
    return "".join(parts)
