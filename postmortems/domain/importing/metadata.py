"""What a document says about itself: front matter, "Key: value" lines, and tables of two columns."""

import re
from dataclasses import dataclass

from postmortems.domain.importing.blocks import Block, cells, is_separator
from postmortems.domain.importing.lines import Line, plain
from postmortems.domain.importing.stamps import starts_with_stamp

_FRONT = re.compile(r"^([\w][\w .-]{0,60}?)\s*[:=]\s*(.*)$")
_PAIR = re.compile(
    r"^\s*(?:[-*+•]\s+)?(?:\*\*|__|\*|_)?([^\W\d_][^:|*_\[\]()<>@]{1,40}?)\s*(?:\([^()]{1,30}\))?\s*(?:\*\*|__|\*|_)?\s*:\s*(?:\*\*|__|\*|_)?\s*(\S.*)?$"
)
_MARKED = re.compile(
    r"^\s*(?:[-*+•]\s+)?(?:\*\*|__|\*|_)[^*_]{2,50}(?:\*\*|__|\*|_)?\s*:|^\s*(?:[-*+•]\s+)?(?:\*\*|__)[^*_]{2,50}:(?:\*\*|__)"
)
_QUOTES = " \"'"

NAMES: dict[str, str] = {
    "title": "title|incident title|incident name|name|subject|headline|issue name|postmortem title",
    "severity": "severity|sev|severity level|incident severity|priority|impact level|criticality|incident priority|sev level",
    "status": "status|state|incident status|postmortem status",
    "date": "incident date|date|date of incident|date of the incident|date(s)|dates|day|when|incident day|dates of incident",
    "author": "author|authors|written by|owner|owners|prepared by|postmortem owner|post-mortem owner|incident owner|reporter|report author|from|"
    "document owner|lead author|created by|owner of review process|dri",
    "people": "participants|attendees|responders|incident commander|ic|commander|incident lead|lead|on-call|on call|oncall|facilitator|"
    "people involved|involved|incident manager|scribe|team members|comms lead|communications lead|resolvers|responder|engineers involved|"
    "incident responders|meeting attendees|contributors|reviewers|reviewer|assignee|assignees|operations lead|tech lead|primary on-call|ops lead",
    "services": "services|service|affected services|affected service|services affected|service affected|component|components|affected components|"
    "system|systems|affected systems|system affected|systems affected|product|products|affected products|services impacted|impacted services|"
    "impacted service|affected system|affected product|service(s) affected|service(s)|affected component|products affected|application",
    "zone": "timezone|time zone|timezones|all times|times|time zone used|times are in|all times in",
    "started": "start time|started|start|incident start|began|begin|incident start time|started at|time of incident|start of incident|incident began|"
    "impact start|impact started|start of impact|impact start time|outage start|time started|start date|start date/time|start (utc)|"
    "time of first impact|beginning|opened|incident started|outage started|begin time|occurred|occurred at|time of occurrence|start date and time|"
    "start datetime|started on|first impact|date/time of start|incident start (utc)",
    "detected": "detected|detected at|time detected|detection time|detection|time of detection|identified|first detected|discovered|reported at|"
    "incident detected|discovered at|date detected|alert time|first alert|detected on|reported|incident declared|declared|declared at",
    "acknowledged": "acknowledged|acknowledged at|time acknowledged|ack|ack time|acked|response time|response started|time to acknowledge at|"
    "response began|first response|responded at",
    "mitigated": "mitigated|mitigated at|time mitigated|mitigation time|mitigation|impact mitigated|time of mitigation|incident mitigated|impact end|"
    "impact ended|end of impact|impact end time",
    "resolved": "resolved|resolved at|time resolved|resolution time|end time|end|ended|incident end|resolution|fixed|time of resolution|"
    "incident resolved|recovered|recovered at|incident end time|ended at|end of incident|outage end|time ended|closed|resolved on|end date|"
    "end date/time|time of recovery|finish|finished|restored|service restored|incident ended|end datetime|end date and time|restored at",
    "duration": "duration|incident duration|outage duration|total duration|time to detection|time to recovery|time to resolve|time to detect|"
    "time to resolution|time to mitigate|mttr|mttd|ttd|ttr|total time|downtime|length|time to acknowledge|tta|ttm",
    "kind": "type|incident type|category|kind|classification|incident category|type of incident",
    "tags": "tags|labels|keywords|slack channel|channel|incident channel|jira|ticket|incident ticket|tracking|tracking ticket|incident id|id|"
    "incident|incident number|incident link|number|case|slack|call|bridge|zoom|document|link|links|reference|references|version|last updated|"
    "updated|published|created|review date|meeting|postmortem date|post-mortem date|date of review|review meeting|meeting date|to|cc|bcc|sent|"
    "reply-to|message-id|confluence|runbook|dashboard|pagerduty|team|teams|department|environment|region|regions|customer|customers|"
    "team responsible|owning team|layout|slug|description|approver|approvers|affected regions|reported by|detected by|trigger type|location|"
    "published on|issue|recording|meeting notes|grafana|affected region|client|approved by|visibility|audience|confidentiality|distribution",
}  # fmt: skip
CANONICAL = {name: key for key, names in NAMES.items() for name in names.split("|")}


@dataclass(frozen=True)
class Pair:
    """One statement: the key as written, its meaning ("" when unknown), the value and its line."""

    key: str
    meaning: str
    value: str
    line: int


def pair(key: str, value: str, line: int) -> Pair:
    """Make a pair, finding what its key means."""
    clean = plain(key).strip(" :*_")
    name = clean.casefold()
    meaning = CANONICAL.get(name) or CANONICAL.get(re.sub(r"\s*\([^)]*\)", "", name), "")
    return Pair(clean, meaning, value.strip(), line)


def front_matter(lines: list[Line]) -> tuple[list[Pair], int]:
    """The pairs of a YAML (---) or TOML (+++) head, and the number of lines it takes; ([], 0) when there is none."""
    first = next((index for index, line in enumerate(lines) if not line.blank), len(lines))
    fence = lines[first].text.strip() if first < len(lines) else ""
    if fence not in {"---", "+++"}:
        return [], 0
    end = next(
        (
            i
            for i in range(first + 1, min(len(lines), first + 200))
            if lines[i].text.strip() in {fence, "..."}
        ),
        0,
    )
    body = lines[first + 1 : end]
    if not end or not body or not _is_front(body):
        return [], 0
    pairs: list[Pair] = []
    for line in body:
        found = _FRONT.match(line.text)
        if found and not line.text.startswith((" ", "\t", "-")):
            pairs.append(pair(found.group(1), _unquote(found.group(2)), line.number))
        elif pairs and not line.blank and not line.text.startswith("["):
            last = pairs[-1]
            pairs[-1] = Pair(last.key, last.meaning, f"{last.value}\n{line.text}".strip("\n"), last.line)
    return pairs, end + 1


def _is_front(body: list[Line]) -> bool:
    """Mostly keys, lists and continuations, and no blank line followed by prose."""
    likely = sum(
        bool(_FRONT.match(line.text)) or line.text.startswith((" ", "\t", "-", "[", "#", "]")) or line.blank
        for line in body
    )
    return bool(_FRONT.match(body[0].text) or body[0].text.startswith(("#", "["))) and likely >= 0.9 * len(
        body
    )


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def read_pair(line: Line) -> Pair | None:
    """A "Key: value" line, or None; a time such as "14:05: rebooted" and an address are none."""
    text = line.text
    if len(text) > 2000 or starts_with_stamp(text):
        return None
    found = _PAIR.match(text)
    if not found or len(found.group(1).split()) > 6 or (found.group(2) or "").startswith("//"):
        return None
    return pair(found.group(1), _strip_marks(found.group(2) or ""), line.number)


def read_pairs(line: Line) -> list[Pair]:
    """All pairs of a line; several stand side by side as in "**Severity**: 2 | **Status**: resolved"."""
    first = read_pair(line)
    if first is None or " | " not in line.text or line.text.lstrip().startswith("|"):
        return [first] if first else []
    parts = [read_pair(Line(line.number, part)) for part in line.text.split(" | ")]
    return [item for item in parts if item] if all(parts) else [first]


def _strip_marks(value: str) -> str:
    value = value.strip()
    return value[:-2].rstrip() if value.endswith(("**", "__")) and value.count(value[-2:]) == 1 else value


def is_marked(line: Line) -> bool:
    """Whether the key of the line is set in bold or italics."""
    return bool(_MARKED.match(line.text))


def table_pairs(block: Block) -> list[Pair] | None:
    """The pairs of a table with two columns whose first holds known keys, or with known keys as its head; else None."""
    lines = [line for line in block.lines if not is_separator(line.text)]
    rows = [cells(line.text) for line in lines]
    if not rows or any(starts_with_stamp(row[0]) for row in rows[1:]):
        return None
    pairs = [
        pair(row[0], " ".join(row[1:]), line.number)
        for row, line in zip(rows, lines, strict=True)
        if any(row)
    ]
    known = sum(bool(item.meaning) for item in pairs)
    if len(rows[0]) == 2 and known >= max(1, (len(pairs) - 1) * 0.4):
        return pairs
    head = [pair(cell, "", lines[0].number) for cell in rows[0]]
    if len(rows) == 2 and sum(bool(item.meaning) for item in head) >= 2:
        return [pair(key, value, lines[1].number) for key, value in zip(rows[0], rows[1], strict=False)]
    return None


def take_pairs(blocks: list[Block]) -> tuple[list[Pair], list[Block], list[Block]]:
    """Divide the blocks of a document's head into its pairs, the blocks they stood in, and the rest.

    Known keys count anywhere; unknown ones where they are set in bold or stand between known ones.
    """
    pairs: list[Pair] = []
    taken: list[Block] = []
    rest: list[Block] = []
    for block in blocks:
        found = _pairs_of(block)
        if found:
            pairs.extend(found)
            taken.append(block)
        else:
            rest.append(block)
    return pairs, taken, rest


def _pairs_of(block: Block) -> list[Pair]:
    if block.kind == "table":
        return table_pairs(block) or []
    if block.kind not in {"para", "item"}:
        return []
    found: list[tuple[Line, Pair | None]] = []
    for line in block.lines:
        read: list[Pair | None] = list(read_pairs(line))
        found += [(line, item) for item in read or [None]]
    pairs = [item for _line, item in found if item is not None]
    known = sum(bool(item.meaning) or is_marked(line) for line, item in found if item is not None)
    short = all(len(item.value.split()) <= 30 for item in pairs)
    if not pairs or found[0][1] is None or not known or known * 2 < len(pairs) or not short:
        return []
    if len(pairs) == 1 and not pairs[0].meaning and len(pairs[0].value.split()) > 12:
        return []
    return pairs if len(pairs) * 2 >= len(found) else []
