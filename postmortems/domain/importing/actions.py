"""Action items read from lists, tables, checkboxes, headings and plain lines."""

import re
from dataclasses import dataclass, field, replace

from postmortems.domain.importing.action_titles import LINKS_ONLY, NUMBERED, title_of
from postmortems.domain.importing.blocks import Block
from postmortems.domain.importing.fields import Fields, read_fields
from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.model import ImportedAction
from postmortems.domain.importing.sentences import own_lines
from postmortems.domain.importing.tables import action_rows
from postmortems.domain.importing.verbs import starts_with_verb
from postmortems.domain.importing.wording import is_task, kind_hint
from postmortems.domain.strength import suggest

_NOTHING = re.compile(
    r"^\W*(?:none|n/?a|tbd|tba|todo|nothing|not applicable|no action items?|\.{3}|…|to be (?:added|determined|done)|pending)?\W*$",
    re.I,
)
_LABEL = re.compile(r"^\W*(?:owner|assignee|dri|due|due date|deadline|eta|status|priority|ticket|issue|link|jira|type|team|pr|tracking|responsible|completed)s?\b\W{0,5}[:=]", re.IGNORECASE)  # fmt: skip
_BULLETS = {"-", "*", "+", "•", "–", "‣", "◦"}
_FINISHED = re.compile(r"\b(?:completed?|done|finished)\b", re.IGNORECASE)


@dataclass
class Found:
    """Actions found in a part, and the blocks that stay text."""

    actions: list[ImportedAction] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    group: str = ""
    depth: int = 0
    parent: str = ""
    announces: bool = False
    finished: bool = False


@dataclass(frozen=True)
class Setting:
    """What the reading of one action leans on: the year for dates without one, and the document's link references."""

    year: int | None
    references: dict[str, str]


def read_actions(blocks: list[Block], setting: Setting, *, title: str = "") -> Found:
    """Read the blocks of an action part; headings inside it are groups, or actions when they are worded so.

    Under a title such as "Immediate actions (completed)" all of them are done.
    """
    found = Found(finished=bool(_FINISHED.search(title)))
    rows = any(block.kind in {"item", "table"} for block in blocks)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        below = _below(blocks, index) if block.kind == "heading" else []
        if block.kind == "heading" and _heading_is_action(block, below):
            index += len(below)
            _add(found, [block, *below], block.text, "\n\n".join(item.source for item in below), setting)
        else:
            _one(found, block, setting, rows=rows and not _alone_in_group(blocks, index))
        index += 1
    found.prose.extend(Block("para", [line]) for line in found.pending)
    return found


def _one(found: Found, block: Block, setting: Setting, *, rows: bool) -> None:
    if block.kind != "item":
        found.announces = False
    if block.kind == "heading":
        found.group, found.depth = plain(block.text), 0
        found.pending.extend(block.lines)
    elif block.kind == "table":
        _table(found, block, setting)
    elif block.kind == "item" and not _NOTHING.match(plain(block.text)):
        _item(found, block, setting)
    elif block.kind == "para" and not rows:
        _para(found, block, setting)
    else:
        found.prose.append(block)


def _below(blocks: list[Block], index: int) -> list[Block]:
    """The blocks under a heading, up to the next heading."""
    end = index + 1
    while end < len(blocks) and blocks[end].kind != "heading":
        end += 1
    return blocks[index + 1 : end]


def _heading_is_action(block: Block, below: list[Block]) -> bool:
    """A numbered heading or one that begins with a verb, with text below it instead of rows."""
    text = plain(block.text)
    bare = NUMBERED.sub("", text)
    if any(
        item.kind == "table" or (item.kind == "item" and not _LABEL.match(plain(item.text))) for item in below
    ):
        return False
    long = len(bare.split()) >= 3
    told = any(item.kind == "para" for item in below)
    return long and (bare != text or starts_with_verb(bare) or told)


def _alone_in_group(blocks: list[Block], index: int) -> bool:
    """A paragraph under a group's heading, with no rows under the same heading."""
    start = index
    while start >= 0 and blocks[start].kind != "heading":
        if blocks[start].kind in {"item", "table"}:
            return False
        start -= 1
    return start >= 0 and not any(block.kind in {"item", "table"} for block in _below(blocks, start))


def _item(found: Found, block: Block, setting: Setting) -> None:
    """A list item; one that is indented under another may be its detail."""
    last = found.actions[-1] if found.actions else None
    nested = last is not None and not found.pending and block.depth > found.depth
    listed = last is not None and not found.pending and found.announces and block.marker in _BULLETS
    if last is not None and (listed or (nested and _is_detail(block))):
        found.actions[-1] = _extend(last, block, setting)
        return
    if not nested:
        found.depth = block.depth
    _add(
        found,
        [block],
        block.text,
        "\n".join(block.extra),
        setting,
        checked=block.checked,
        group=found.parent if nested else "",
    )
    found.parent = found.parent if nested else found.actions[-1].title
    found.announces = block.text.rstrip("*_ ").endswith(":") and block.marker not in _BULLETS


def _is_detail(block: Block) -> bool:
    """Labels, links and remarks belong to the item above; an item that begins with a verb stands on its own."""
    text = block.text
    return bool(_LABEL.match(plain(text)) or LINKS_ONLY.match(text)) or not (
        starts_with_verb(plain(text))
        or block.checked is not None
        or starts_with_verb(NUMBERED.sub("", plain(text)))
    )


def _extend(action: ImportedAction, block: Block, setting: Setting) -> ImportedAction:
    fields = read_fields(block.text, year=setting.year, references=setting.references)
    label = plain(block.text)
    done = fields.done or bool(
        re.match(r"^\W*(?:status|completed)\b.{0,6}\b(?:done|closed|complete|yes)", label, re.IGNORECASE)
    )
    return replace(
        action,
        detail="\n".join(part for part in (action.detail, block.source.strip()) if part),
        owner_text=action.owner_text or fields.owner,
        due=action.due or fields.due,
        ticket_url=action.ticket_url or fields.ticket or _first_url(block.text),
        state="done" if done else action.state,
        priority=action.priority or fields.priority,
        source=f"{action.source}\n{block.source}",
    )


def _first_url(text: str) -> str:
    found = re.search(r"https?://[^\s<>()\[\]|]+", text)
    return found.group(0).rstrip(".,;") if found else ""


def _para(found: Found, block: Block, setting: Setting) -> None:
    """Plain lines: each an action when each is a sentence of its own, or the whole paragraph as one."""
    lines = own_lines(block.lines)
    if lines is None:
        text = block.text
        if text.rstrip("*_ ").endswith(":") or _NOTHING.match(plain(text)) or not is_task(text):
            found.prose.append(block)
            return
        _add(found, [block], text, "", setting)
        return
    for line in lines:
        single = Block("para", [line], text=line.text.strip())
        if is_task(single.text):
            _add(found, [single], single.text, "", setting)
        else:
            found.prose.append(single)


def _table(found: Found, block: Block, setting: Setting) -> None:
    rows, head = action_rows(block)
    if rows is None:
        found.prose.append(block)
        return
    found.pending.extend(head)
    for row in rows:
        if _NOTHING.match(plain(row.title)):
            found.pending.append(row.line)
            continue
        _add(
            found,
            [Block("table", [row.line])],
            row.title,
            "",
            setting,
            given=row.fields(setting.year),
            kind=row.kind,
            detail=row.detail,
        )


def _add(
    found: Found, blocks: list[Block], text: str, below: str, setting: Setting, *, checked: bool | None = None,
    group: str = "", given: Fields | None = None, kind: str = "", detail: str = "",
) -> None:  # fmt: skip
    """Add one action, with the pending head lines in its source."""
    raw = "\n".join(block.source for block in blocks)
    read = read_fields(f"{raw}", year=setting.year, references=setting.references)
    title, rest = title_of(text)
    fields = _prefer(given, read) if given is not None else read
    number = blocks[0].lines[0].number
    lines = [*(line.text for line in found.pending), raw]
    found.pending = []
    group = group or found.group
    found.actions.append(
        ImportedAction(
            title=title,
            detail="\n\n".join(part for part in (rest, below, detail) if part.strip()),
            owner_text=fields.owner,
            due=fields.due,
            ticket_url=fields.ticket,
            state="done"
            if checked or fields.done or found.finished or _FINISHED.search(found.group)
            else "open",
            kind=kind_hint(kind or found.group) or suggest(title).kind,
            priority=fields.priority,
            group=group,
            line=number,
            source="\n".join(lines),
        )
    )


def _prefer(given: Fields, read: Fields) -> Fields:
    return Fields(
        given.owner or read.owner,
        given.due or read.due,
        given.ticket or read.ticket,
        given.done,
        given.priority,
    )
