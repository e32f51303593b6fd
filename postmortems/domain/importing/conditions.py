"""Contributing factors read from a document: lists and tables of causes, paragraphs of a root-cause part, and lists
elsewhere that a sentence announces as causes ("... was the result of several issues:")."""

import re
from dataclasses import dataclass, field

from postmortems.domain.importing.blocks import Block, cells, head_length, is_separator
from postmortems.domain.importing.factor_words import guess_factor, guess_role
from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.model import ImportedFactor
from postmortems.domain.importing.sentences import first_sentence, own_lines

_NOTHING = re.compile(r"^\W*(?:none|n/?a|tbd|unknown|\.{3}|…|to be (?:added|determined))?\W*$", re.IGNORECASE)
_MAIN = re.compile(
    r"\b(?:biggest|main|primary|largest|key|most important|principal) (?:contributing )?(?:factor|cause)\b",
    re.IGNORECASE,
)
_CAUSAL = re.compile(
    r"\b(?:because|due to|caused?|causing|causes|result(?:ed|ing|s)? (?:in|of|from)|led to|leads to|lack of|missing|therefore|reason|since|"
    r"as (?:the|a|it|we|no) .{3,60}(?:n['’]t|not|never)|did(?:n['’]t| not) (?:check|validate|have|cover|include)|trigger(?:ed)?|allowed|bug)\b",
    re.IGNORECASE,
)
_EFFECT_LEAD = re.compile(
    r"\b(?:would|could|led to|happen(?:ing|ed)?|resulted in|conclusions?|similar to)\b[^:]{0,60}:\W*$",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:caused by|result of|due to|because of|attributed to)\b.{0,60}\b(?:factors?|issues?|problems?|causes?|conditions?|things|reasons|bugs?|failures?|errors?)\b[^:]{0,60}:\W*$|"
    r"\b(?:following|these|two|three|four|five|several|multiple|many|\d) (?:\w+ ){0,2}(?:factors|causes|conditions|circumstances|root causes|bugs|defects|faults|failures)\b[^:]{0,80}:\W*$|"
    r"\bfollowing (?:\w+ ){0,2}(?:issues|problems|errors) (?:were|was|are) .{0,20}\b(?:causes?|reasons?|responsible)\b[^:]{0,60}:\W*$|"
    r"\bfollowing situation occurred\W*:\W*$|\bcontributing factors?\b[^:.]{0,80}:\W*$|\broot causes?\b[^:.]{0,80}:\W*$",
    re.IGNORECASE,
)
_NOT_ANNOUNCED = re.compile(
    r"\b(?:would|could|should|will|fix(?:ed|es)?|solutions?|address(?:ed|es)?|template|consists?|answers?)\b[^:]{0,80}:\W*$",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(?:the|our|its) (?:primary |main |underlying |technical )?root causes? (?:(?:of|for|behind) [^.]{3,80}? )?(?:was|were|is|are) "
    r"(?!(?:still|not|never|un\w+|being|yet|identified\W|found\W|fundamentally)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:\*\*|__)?(?:root |contributing |underlying )?(?:causes?|factors?)(?:\(s\))?(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"^\W*(?:https?://|!\[|see\b|for (?:more|details))", re.IGNORECASE)


@dataclass
class Conditions:
    """Factors, and the blocks that stay text."""

    factors: list[ImportedFactor] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    depth: int = 0


def read_factors(blocks: list[Block], *, paragraphs: bool = True) -> Conditions:
    """Read a part about causes: its lists and tables, or its paragraphs where it has neither (if `paragraphs`)."""
    found = Conditions()
    listed = any(block.kind == "item" for block in blocks) or any(_is_factor_table(block) for block in blocks)
    for index, block in enumerate(blocks):
        if block.kind == "item" and not _effects_of(blocks, index):
            _item(found, block)
        elif _is_factor_table(block):
            _table(found, block)
        elif block.kind == "para":
            _para(found, block, listed=listed, paragraphs=paragraphs, alone=len(blocks) == 1)
        else:
            found.prose.append(block)
    found.prose.extend(Block("para", [line]) for line in found.pending)
    return found


def announced(blocks: list[Block]) -> list[ImportedFactor]:
    """Items of lists that a sentence before them announces as causes; they also stay in the text they stand in."""
    result: list[ImportedFactor] = []
    depth = -1
    for index, block in enumerate(blocks):
        if block.kind != "item":
            depth = -1 if block.kind != "code" else depth
        elif depth >= 0 and block.depth == depth:
            result.append(_factor(block.text, block.lines, in_body=True))
        elif (
            index
            and _is_announcement(blocks[index - 1])
            and (blocks[index - 1].kind == "para" or block.depth > blocks[index - 1].depth)
        ):
            depth = block.depth
            result.append(_factor(block.text, block.lines, in_body=True))
        elif depth >= 0 and block.depth < depth:
            depth = -1
    return result


def stated(blocks: list[Block]) -> list[ImportedFactor]:
    """Sentences that say outright what the root cause was, for documents that have no part about causes."""
    result = []
    for block in blocks:
        if block.kind != "para" or len(block.text) > 5000:
            continue
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", block.text):
            if _STATED.search(sentence) and len(sentence.split()) > 6 and not sentence.endswith(":"):
                result.append(_factor(sentence, block.lines, in_body=True))
    return result[:3]


def _is_announcement(block: Block) -> bool:
    text = plain(block.text[-400:]) if block.kind in {"para", "item"} else ""
    return bool(_ANNOUNCES.search(text)) and not _NOT_ANNOUNCED.search(text)


def _effects_of(blocks: list[Block], index: int) -> bool:
    """Whether the list is announced as consequences or as examples, not as causes."""
    start = index
    while start > 0 and blocks[start - 1].kind == "item":
        start -= 1
    before = blocks[start - 1] if start else None
    return (
        before is not None and before.kind == "para" and bool(_EFFECT_LEAD.search(plain(before.text[-300:])))
    )


def _factor(
    text: str, lines: list[Line], *, in_body: bool = False, head: list[Line] | None = None
) -> ImportedFactor:
    words = re.sub(r"^\d{1,2}[.)]\s+", "", _LABEL.sub("", text.strip(), count=1))
    bare = plain(words)
    source = "\n".join(line.text for line in [*(head or []), *lines])
    return ImportedFactor(words, guess_factor(bare), guess_role(bare), lines[0].number, source, in_body)


def _item(found: Conditions, block: Block) -> None:
    """A list item is a factor; what is indented under it belongs to it."""
    if _NOTHING.match(plain(block.text)):
        found.prose.append(block)
        return
    if found.factors and block.depth > found.depth and not found.factors[-1].in_body:
        last = found.factors[-1]
        source = f"{last.source}\n{block.source}"
        found.factors[-1] = ImportedFactor(
            f"{last.text}\n{block.source}", last.factor_key, last.role, last.line, source
        )
        return
    found.depth = block.depth
    found.factors.append(_factor("\n\n".join([block.text, *block.extra]), block.lines))


def _is_factor_table(block: Block) -> bool:
    return block.kind == "table" and sum(not is_separator(line.text) for line in block.lines) > 1


def _table(found: Conditions, block: Block) -> None:
    """Every row but the head is a factor, in the words of its longest cells."""
    head = block.lines[: head_length(block.lines)]
    for line in block.lines[len(head) :]:
        told = [cell for cell in cells(line.text) if len(cell.split()) > 1] or [
            cell for cell in cells(line.text) if cell
        ]
        text = ": ".join(told)
        if is_separator(line.text) or _NOTHING.match(text):
            found.prose.append(Block("para", [line]))
            continue
        found.factors.append(_factor(text, [line], head=head))
        head = []
    if head:
        found.prose.append(Block("table", list(head)))


def _para(found: Conditions, block: Block, *, listed: bool, paragraphs: bool, alone: bool) -> None:
    text = plain(block.text)
    if listed and _MAIN.search(text):
        found.factors.append(_factor(block.text, block.lines))
        return
    separate = not listed and paragraphs and len(block.lines) >= (2 if alone else 3)
    lines = own_lines(block.lines) if separate else None
    if (
        lines
        and len(found.factors) == 0
        and not text.endswith(":")
        and all(len(line.text.split()) < 40 for line in lines)
    ):
        found.factors.extend(_factor(line.text, [line]) for line in lines)
    elif not listed and paragraphs and _is_condition(found, text):
        found.factors.append(_factor(block.text, block.lines))
    else:
        found.prose.append(block)


def _is_condition(found: Conditions, text: str) -> bool:
    """The first paragraph of a root-cause part is one; later ones when they speak of causes."""
    if _NOTHING.match(text) or _TAIL.match(text) or text.rstrip("*_ ").endswith(":") or len(text.split()) < 4:
        return False
    return not found.factors or bool(_CAUSAL.search(text) and first_sentence(text))
