"""Timeline rows read into events: what `timeline.read` makes of them, with each row's own text and source."""

import re
from datetime import date

from postmortems.domain import timeline
from postmortems.domain.importing.blocks import cells
from postmortems.domain.importing.model import ImportedEvent
from postmortems.domain.importing.rows import Cut, Row

_PLACEHOLDER = re.compile(r"^[\W\d?HhMmYyDdx]*$")
_URL = re.compile(r"https?://[^\s<>()\[\]\"']+")


def read_events(cut: Cut, lead: list[str], *, day: date | None, zone: str | None) -> list[ImportedEvent]:
    """Read the rows; `lead` are lines from elsewhere in the document that may carry the zone ("All times in UTC")."""
    fed = [(text, None) for text in lead] + cut.fed
    text = "\n".join(_one_line(line) for line, _row in fed)
    reading = timeline.read(text, date=day, zone=zone)
    found: dict[int, timeline.Event] = {}
    for event in reading.events:
        found.setdefault(event.line, event)
    rows = [(row, found.get(index + 1)) for index, (_text, row) in enumerate(fed) if row is not None]
    return [_event(row, event) for row, event in rows]


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
    if row.text and (event is None or not event.text.strip(" .-:")):
        return "" if event is not None else row.fed
    if event is not None and event.text.strip():
        return event.text
    if row.whole and "|" in row.fed:
        parts = [cell for cell in cells(row.fed) if cell]
        told = [cell for cell in parts if not _PLACEHOLDER.match(cell)]
        return " ".join(told[-1:] if event is not None else parts)
    return row.fed.removeprefix("- ")


def _url(text: str) -> str:
    found = _URL.search(text)
    return found.group(0).rstrip(".,;") if found else ""
