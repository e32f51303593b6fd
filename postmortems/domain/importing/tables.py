"""Tables of action items: which column is what, from the words of the head."""

import re
from dataclasses import dataclass
from datetime import date

from postmortems.domain.importing.blocks import Block, cells, head_length, is_separator
from postmortems.domain.importing.fields import Fields, priority_word, read_date, read_owner, read_ticket
from postmortems.domain.importing.lines import Line, plain

_COLUMNS = (
    ("title", r"^(?:action(?: items?)?|description|task|title|items?|what|to ?do|follow[- ]?up(?: items?)?|action to take|improvement|remediation|summary|measure|corrective action|work|deliverable|activity|recommendation|name|details?)\b"),
    ("owner", r"owner|assign|responsible|\bwho\b|\bdri\b|\blead\b|person|team|contact"),
    ("due", r"\bdue\b|deadline|\beta\b|\bwhen\b|target|by when|completion date|\bdate\b"),
    ("ticket", r"ticket|jira|\bbugs?\b|issue|link|tracking|\burl\b|reference|\bpr\b|work item"),
    ("state", r"status|state|done|complete|progress"),
    ("priority", r"priorit|^p$|\bprio\b|severity|urgency"),
    ("kind", r"type|kind|category|class"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _COLUMNS)
_DONE = re.compile(
    r"^\W*(?:done|complete[d]?|closed|fixed|merged|resolved|shipped|yes|x)\b|[✅✓✔☑]|:white_check_mark:|\bdone\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\b(?:not|in progress|todo|to do|open|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class ActionRow:
    """One row of a table of actions."""

    line: Line
    title: str
    values: dict[str, str]
    detail: str

    @property
    def kind(self) -> str:
        """The words of the type column."""
        return self.values.get("kind", "")

    def fields(self, year: int | None) -> Fields:
        """The row's fields, read from their columns."""
        values = self.values
        state = values.get("state", "")
        link = read_ticket(values.get("ticket", ""), {}) or _address(values.get("ticket", ""))
        return Fields(
            owner=_owner(values.get("owner", "")),
            due=_due(values.get("due", ""), year),
            ticket=link,
            done=bool(_DONE.search(state) and not _UNDONE.search(state))
            or self.title.strip().startswith("~~"),
            priority=priority_word(values.get("priority", "")),
        )


def action_rows(block: Block) -> tuple[list[ActionRow] | None, list[Line]]:
    """The rows and the head's lines; (None, []) when no column can be the action itself."""
    lines = [line for line in block.lines if not is_separator(line.text)]
    if not lines:
        return None, []
    names = columns(cells(lines[0].text))
    headed = "title" in names or head_length(block.lines) > 0
    body = lines[1:] if headed else lines
    if not body:
        return None, []
    rows = [cells(line.text) for line in body]
    if "title" not in names:
        names += [""] * (max(len(row) for row in rows) - len(names))
        names[_longest(rows)] = "title"
    head = [line for line in block.lines if is_separator(line.text) or (headed and line is lines[0])]
    return [_row(line, row, names) for line, row in zip(body, rows, strict=True)], head


def columns(head: list[str]) -> list[str]:
    """The meaning of each column; each meaning is given once, to the column that fits best."""
    names = [""] * len(head)
    for index, cell in enumerate(head):
        text = plain(cell).strip()
        names[index] = next(
            (name for name, pattern in _PATTERNS if pattern.search(text) and name not in names), ""
        )
    return names


def _longest(rows: list[list[str]]) -> int:
    width = max(len(row) for row in rows)
    return max(range(width), key=lambda index: sum(len(row[index]) for row in rows if index < len(row)))


def _row(line: Line, row: list[str], names: list[str]) -> ActionRow:
    values = {name: row[index] for index, name in enumerate(names) if name and index < len(row)}
    spare = [
        row[index]
        for index in range(len(row))
        if (index >= len(names) or not names[index]) and row[index].strip()
    ]
    spare = [text for text in spare if not re.fullmatch(r"\W*\d{0,3}\W*", text)]
    return ActionRow(line, values.get("title", ""), values, " · ".join(spare))


def _owner(cell: str) -> str:
    text = plain(cell)
    return (
        ""
        if re.fullmatch(r"\W*(?:tbd|n/?a|none|unassigned|\?)?\W*", text, re.IGNORECASE)
        else text or read_owner(cell)
    )


def _due(cell: str, year: int | None) -> date | None:
    return read_date(plain(cell), year)


def _address(cell: str) -> str:
    found = re.search(r"https?://[^\s<>()\[\]|]+", cell)
    bare = re.sub(r"\b(?:TODO|DONE|n/a)\b", "", plain(cell)).strip(" -–—")
    return found.group(0) if found else bare if re.search(r"\d", bare) else ""
