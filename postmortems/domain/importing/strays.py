"""Rows that stand outside a part of their own: timeline lines, ticked boxes and tickets in the text of a section."""

import re
from dataclasses import dataclass
from datetime import date

from postmortems.domain.importing.actions import Setting, read_actions
from postmortems.domain.importing.blocks import Block
from postmortems.domain.importing.draft import Draft
from postmortems.domain.importing.events import read_events
from postmortems.domain.importing.lines import plain
from postmortems.domain.importing.rows import cut
from postmortems.domain.importing.sentences import own_lines
from postmortems.domain.importing.verbs import starts_with_verb

_TRACKED = re.compile(
    r"\b(?:tickets?|issues?|tasks?|jira|prs?)\b.{0,80}\b(?:to track|track(?:ing|ed)?|follow)\b.{0,80}:\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """What holds for the whole document."""

    day: date | None
    zone: str | None
    lead: tuple[str, ...]
    setting: Setting
    has_timeline: bool
    has_actions: bool


def timed_rows(blocks: list[Block]) -> list[tuple[str, object]]:
    """Rows that begin with a time, in lists, tables and lines; sentences do not count."""
    return [row for row in cut(blocks, "", sentences=False).fed if row[1] is not None]


def without_rows(draft: Draft, blocks: list[Block], context: Context) -> list[Block]:
    """Take timeline rows and ticked boxes out of a text that has no part of its own for them."""
    if not context.has_timeline and len(timed_rows(blocks)) >= 3:
        result = cut(blocks, "", sentences=False)
        draft.events.extend(read_events(result, list(context.lead), day=context.day, zone=context.zone))
        blocks = sorted(result.prose, key=lambda block: block.lines[0].number)
    boxes = [block for block in blocks if block.kind == "item" and block.box]
    if boxes:
        found = read_actions(boxes, context.setting)
        draft.actions.extend(found.actions)
        taken = {id(block) for block in boxes} - {id(block) for block in found.prose}
        blocks = [block for block in blocks if id(block) not in taken]
    return blocks


def stray_actions(draft: Draft, blocks: list[Block], context: Context, *, imperative: bool) -> list[Block]:
    """Lists of tickets that a sentence announces, and lines that begin with a verb in a part about the way out."""
    rest: list[Block] = []
    tracked = False
    for block in blocks:
        if block.kind == "para":
            tracked = bool(_TRACKED.search(plain(block.text[-300:])))
        ordered = imperative and block.kind == "para" and _commands(block)
        if (tracked and block.kind == "item") or ordered:
            found = read_actions([block], context.setting)
            draft.actions.extend(found.actions)
            rest.extend(found.prose)
        else:
            rest.append(block)
    return (
        rest
        if len(rest) != len(blocks) or any(a is not b for a, b in zip(rest, blocks, strict=True))
        else blocks
    )


def _commands(block: Block) -> bool:
    lines = own_lines(block.lines)
    return lines is not None and all(starts_with_verb(plain(line.text)) for line in lines)
