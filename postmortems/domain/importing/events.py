"""Timeline rows read into events: what `timeline.read` makes of them, with each row's own text and source."""

import re
from dataclasses import replace
from datetime import date

from postmortems.domain import timeline
from postmortems.domain.importing.blocks import cells
from postmortems.domain.importing.model import ImportedEvent
from postmortems.domain.importing.rows import Cut, Row

_AFTER = re.compile(
    r"^.*?\d(?:\s*[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,5}|[+-]\d{2}:?\d{2})\)?)?\s*[-–—:]\s+(\D.*)$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"^[\W\d?HhMmYyDdx]*$")
_URL = re.compile(r"https?://[^\s<>()\[\]\"']+")


def read_events(cut: Cut, lead: list[str], *, day: date | None, zone: str | None) -> list[ImportedEvent]:
    """Read the rows; `lead` are lines from elsewhere in the document that may carry the zone ("All times in UTC")."""
    texts: list[str] = []
    owners: list[Row | None] = []
    for text, row in [(text, None) for text in lead] + cut.fed:
        for line in _spelled(text, row, texts[-1] if texts else ""):
            texts.append(line)
            owners.append(row)
    found: dict[int, list[timeline.Event]] = {}
    for event in timeline.read("\n".join(texts), date=day, zone=zone).events:
        row = owners[event.line - 1] if event.line <= len(owners) else None
        if row is not None:
            found.setdefault(id(row), []).append(event)
    rows = [row for _text, row in cut.fed if row is not None]
    _leave_untimed(cut, rows, found)
    events = []
    for row in rows:
        read = found.get(id(row), [])
        events += _told(row, read) if row.told is not None else [_event(row, read[0] if read else None)]
    return events


def _leave_untimed(cut: Cut, rows: list[Row], found: dict[int, list[timeline.Event]]) -> None:
    """A told paragraph in which the reader found no time stays prose."""
    blocks = {id(row.told): row.told for row in rows if row.told is not None}
    timed = {id(row.told) for row in rows if id(row) in found}
    cut.prose.extend(block for key, block in blocks.items() if key not in timed)


def _told(row: Row, events: list[timeline.Event]) -> list[ImportedEvent]:
    """The events of one sentence; the sentences around it go with the first and the last."""
    made = [_event(replace(row, text=[]), event) for event in events]
    if made:
        made[0] = replace(made[0], text=" ".join([*row.before, made[0].text]))
        made[-1] = replace(made[-1], text=" ".join([made[-1].text, *row.text]))
    return made


def _spelled(text: str, row: Row | None, before: str) -> list[str]:
    """The lines for the reader: one a row, apart from the line before unless both are items or both belong to a table.

    A time that heads a text goes as a heading with the text's words below, their digits masked: times inside the text
    are no rows of their own.
    """
    line = " ".join(text.split())
    kind = line[:1]
    lines = [line] if kind in {"-", "|"} and before.startswith(kind) else ["", line]
    if row is not None and row.adopts:
        words = " ".join(" ".join(row.text).split())[:400]
        lines = [
            "",
            f"### {line.strip('*_ ')}",
            "",
            re.sub(r"\d", "n", re.sub(r"[`#|>]", " ", words)).strip(" -") or "Row",
        ]
    return lines


def _event(row: Row, event: timeline.Event | None) -> ImportedEvent:
    source = "\n".join(line.text for line in row.lines)
    text = "\n".join(part for part in (_words(row, event), *row.text) if part.strip())
    if event is None:
        return ImportedEvent(None, "day", False, "none", "", text, row.line, "", _url(text), None, source)
    return ImportedEvent(
        at=event.at,
        precision=event.precision,
        approximate=event.approximate,
        zone_from=event.zone_from,
        zone=event.zone,
        text=text,
        line=row.line,
        kind=event.kind,
        source_url=event.source_url or _url(text),
        end=event.end,
        source=source,
    )


def _words(row: Row, event: timeline.Event | None) -> str:
    """The row's own words: the reader's text, or the row as written when it could not be read."""
    if row.adopts and row.text:
        return _after_stamp(row.fed) if event is not None else row.fed
    if event is not None and event.text.strip():
        return event.text
    if row.whole and "|" in row.fed:
        parts = [cell for cell in cells(row.fed) if cell]
        told = [cell for cell in parts if not _PLACEHOLDER.match(cell)]
        return " ".join(told[-1:] if event is not None else parts)
    return row.fed.removeprefix("- ")


def _after_stamp(text: str) -> str:
    """The words of a heading after its time: "13:35 Deployment begins"."""
    found = _AFTER.match(text)
    return found.group(1).strip(" -–—:*_") if found else ""


def _url(text: str) -> str:
    found = _URL.search(text)
    return found.group(0).rstrip(".,;") if found else ""
