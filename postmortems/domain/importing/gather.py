"""Each part of a document into the draft: rows out of the timeline, actions, factors, and the text that remains."""

from dataclasses import replace

from postmortems.domain.importing.actions import read_actions
from postmortems.domain.importing.blocks import Block, split
from postmortems.domain.importing.conditions import announced, read_factors, stated
from postmortems.domain.importing.draft import Draft, text_of, text_of_blocks
from postmortems.domain.importing.events import read_events
from postmortems.domain.importing.metadata import read_pair, take_pairs
from postmortems.domain.importing.model import ImportedText
from postmortems.domain.importing.outline import Part
from postmortems.domain.importing.rows import cut
from postmortems.domain.importing.strays import Context, stray_actions, timed_rows, without_rows

_LATE = {
    "actions",
    "lessons",
    "went_well",
    "went_wrong",
    "lucky",
    "evidence",
    "people",
    "open_questions",
    "not_taken",
}
_STORY = {
    "summary",
    "narrative",
    "background",
    "lessons",
    "impact",
    "detection",
    "response",
    "mitigation",
    "trigger",
    "factors",
}
_SHORT_PREAMBLE = 250


def gather(draft: Draft, parts: list[Part], context: Context) -> None:
    """Read every part; what only other parts can tell (causes announced in the story, stray actions) comes after."""
    last_late = max((index for index, part in enumerate(parts) if part.key in _LATE), default=len(parts))
    story: list[tuple[str, list[Block]]] = []
    for index, part in enumerate(parts):
        blocks = split(part.lines)
        key = part.key or _key_of_unknown(part, blocks, context, late=index > last_late)
        _HANDLERS.get(key, _text)(draft, part, blocks, context, key)
        story.append((key, blocks))
    if len(draft.factors) < 2:
        _more_factors(draft, story)
    if not draft.factors:
        for key, blocks in story:
            draft.factors.extend(stated(blocks) if key in _STORY | {"preamble"} else [])


def _more_factors(draft: Draft, story: list[tuple[str, list[Block]]]) -> None:
    """Conditions listed under "what went wrong", and lists that are announced as causes."""
    known = {factor.line for factor in draft.factors}
    for key, blocks in story:
        if key == "went_wrong":
            found = [replace(item, in_body=True) for item in read_factors(blocks, paragraphs=False).factors]
        else:
            found = announced(blocks) if key in _STORY | {"preamble"} else []
        draft.factors.extend(item for item in found if item.line not in known)


def _key_of_unknown(part: Part, blocks: list[Block], context: Context, *, late: bool) -> str:
    """A part whose heading says nothing: by what it holds, else the story, or "" (unplaced) at the end of a document."""
    if not context.has_timeline and len(timed_rows(blocks)) >= 3:
        return "timeline"
    checked = [block for block in blocks if block.kind == "item" and block.box]
    if not context.has_actions and len(checked) >= 2:
        return "actions"
    words = sum(len(line.text.split()) for line in part.lines)
    prose = any(block.kind in {"para", "item"} and len(block.text.split()) >= 6 for block in blocks)
    return "narrative" if prose and words >= 12 and not late else ""


def _preamble(draft: Draft, part: Part, blocks: list[Block], context: Context, _key: str) -> None:
    """The head of the document: its statements about itself, then the summary; a long text is summary and story."""
    pairs, taken, rest = take_pairs(blocks)
    draft.pairs.extend(pairs)
    draft.put("header", part, text_of_blocks(taken), first=False)
    rest = without_rows(draft, rest, context)
    words = sum(len(block.source.split()) for block in rest)
    prose = [block for block in rest if block.kind == "para"]
    if words <= _SHORT_PREAMBLE or len(prose) < 2:
        draft.put("summary", part, text_of_blocks(rest), first=False)
        return
    split_at = next(index for index, block in enumerate(rest) if block is prose[0]) + 1
    draft.put("summary", part, text_of_blocks(rest[:split_at]), first=False)
    draft.put("narrative", part, text_of_blocks(rest[split_at:]), first=False)


def _text(draft: Draft, part: Part, blocks: list[Block], context: Context, key: str) -> None:
    """A section of text; statements in it are read and stay where they are."""
    draft.pairs.extend(
        pair
        for line in part.lines[:400]
        if line.state == "text"
        and (pair := read_pair(line))
        and pair.meaning in _READ
        and len(pair.value.split()) <= 12
    )
    rest = without_rows(draft, blocks, context)
    if not context.has_actions and key in {"mitigation", "response", "lessons", "narrative", "summary"}:
        rest = stray_actions(draft, rest, context, imperative=key in {"mitigation", "response"})
    draft.put(key, part, text_of(part.lines) if rest is blocks else text_of_blocks(rest))


_READ = {
    "started",
    "detected",
    "acknowledged",
    "mitigated",
    "resolved",
    "severity",
    "services",
    "zone",
    "duration",
    "date",
}


def _timeline(draft: Draft, part: Part, blocks: list[Block], context: Context, _key: str) -> None:
    result = cut(blocks, part.title, sentences=True)
    events = read_events(result, list(context.lead), day=context.day, zone=context.zone)
    _rows(draft, part, "timeline", draft.events, events, result.prose)


def _actions(draft: Draft, part: Part, blocks: list[Block], context: Context, _key: str) -> None:
    found = read_actions(blocks, context.setting, title=part.title)
    _rows(draft, part, "actions", draft.actions, found.actions, found.prose)


def _factors(draft: Draft, part: Part, blocks: list[Block], context: Context, _key: str) -> None:
    rest = without_rows(draft, blocks, context)
    found = read_factors(rest)
    _rows(draft, part, "factors", draft.factors, found.factors, found.prose)


def _rows(draft: Draft, part: Part, key: str, kept: list, rows: list, prose: list[Block]) -> None:
    """Rows and the text around them. A second heading with nothing but rows travels in the first row's source."""
    if (
        key in draft.pieces
        and rows
        and not prose
        and part.heading
        and part.title != draft.pieces[key][0].title
    ):
        rows = [replace(rows[0], source=f"{text_of(part.heading)}\n{rows[0].source}"), *rows[1:]]
    else:
        draft.put(key, part, text_of_blocks(prose))
    kept.extend(rows)


def _header(draft: Draft, part: Part, blocks: list[Block], _context: Context, _key: str) -> None:
    pairs, _taken, _rest = take_pairs(blocks)
    draft.pairs.extend(pairs)
    draft.put("header", part, text_of(part.lines))


def _people(draft: Draft, part: Part, blocks: list[Block], _context: Context, _key: str) -> None:
    pairs, _taken, rest = take_pairs(blocks)
    draft.pairs.extend(replace(item, meaning=item.meaning or "people") for item in pairs)
    draft.people.extend(
        block.text for block in rest if block.kind in {"item", "para"} and len(block.text) < 300
    )
    draft.put("people", part, text_of(part.lines))


def _unplaced(draft: Draft, part: Part, _blocks: list[Block], _context: Context, _key: str) -> None:
    line = part.heading[0].number if part.heading else part.lines[0].number if part.lines else 1
    heading = text_of(part.heading[:1]).lstrip("# ").strip() or part.title
    draft.unplaced.append(ImportedText(heading, text_of(part.lines), line))


_HANDLERS = {
    "preamble": _preamble,
    "timeline": _timeline,
    "actions": _actions,
    "factors": _factors,
    "header": _header,
    "people": _people,
    "": _unplaced,
}
