"""What a file is, and its entries: the door to the readers of this folder."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date

from postmortems.domain.timeline import read as read_times

from . import alertmanager, gitlog, pagerduty, sheet, slack
from .model import Entry, Found, Gathering, NotReadable

PRODUCTS = {
    "slack": "Slack export (JSON, or the zip)",
    "alertmanager": "Prometheus Alertmanager (JSON)",
    "pagerduty": "PagerDuty log entries (JSON)",
    "git": "Git log",
    "csv": "Table (CSV)",
    "text": "Notes or a chat log (text)",
}
_MOST_BYTES = 40 * 1024 * 1024
_MOST_FILES = 5000
_DAY = re.compile(r"(?:^|/)(?:(?P<channel>[^/]+)/)?(?P<day>\d{4}-\d\d-\d\d)\.json$")
# A log line may begin with a bracket too: [13:02] …
_JSON = re.compile(r"\s*(?:\{|\[\s*[\[{\]])")
_SPEAKS = re.compile(
    r"^[<\[]?@?([\w][\w.'-]{1,30}(?: [A-Z][\w.'-]{1,20}){0,2})[>\]]?(?: \((?:APP|BOT|bot)\))?\s?:\s+(?=\S)"
)


def open_file(
    data: bytes,
    *,
    product: str = "",
    channel: str = "",
    day: date | None = None,
    zone: str = "",
    meant: dict[int, str] | None = None,
) -> Found:
    """Read the bytes of a file as what they are, or as `product` says (a key of PRODUCTS).

    `channel` chooses from a zip of several, `meant` says what the columns of a table mean, `day` and `zone` are for times
    that name none. NotReadable, in words for the person, for anything that can't be read.
    """
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(data, channel.strip().lstrip("#"))
    text = _text(data)
    if product in ("slack", "alertmanager", "pagerduty") or (not product and _JSON.match(text)):
        return _json(text, product)
    if product == "git" or (not product and gitlog.looks_like(text)):
        return gitlog.read(text)
    if product == "csv" or (not product and sheet.looks_like(text)):
        table = sheet.open_sheet(text)
        return sheet.read(table, meant if meant is not None else sheet.guess(table), day=day, zone=zone)
    return _notes(text, day, zone)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = data.decode("cp1252", errors="replace")
    if text.count("\0") or text.count("�") > len(text) // 20:
        raise NotReadable("This file is no text. Bring in JSON, a Slack zip, CSV, a Git log, or notes.")
    return text


def _json(text: str, product: str) -> Found:
    data = _parsed(text)
    if product == "pagerduty" or (not product and pagerduty.looks_like(data)):
        return pagerduty.read(data)
    if product == "alertmanager" or (not product and alertmanager.looks_like(data)):
        return alertmanager.read(data)
    if product == "slack" or _is_slack(data):
        return slack.read([("", data)])
    raise NotReadable("This JSON is of no kind known here: Slack, Alertmanager and PagerDuty are.")


def _is_slack(data: object) -> bool:
    rows = data.get("messages") if isinstance(data, dict) else data
    return isinstance(rows, list) and any(isinstance(row, dict) and "ts" in row for row in rows[:50])


def _parsed(text: str) -> object:
    """One JSON value, or one on each line."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        try:
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            where = f" at line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
            raise NotReadable(
                f"The JSON breaks off or has a mistake{where}. Export it again, or mend that line."
            ) from None
        return rows


def _zip(data: bytes, channel: str) -> Found:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _archive(archive, channel)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as problem:
        raise NotReadable(f"The zip can't be opened: {problem}.") from None


def _archive(archive: zipfile.ZipFile, channel: str) -> Found:
    members = [info for info in archive.infolist() if info.filename.endswith(".json")]
    if len(members) > _MOST_FILES or sum(info.file_size for info in members) > _MOST_BYTES:
        raise NotReadable("The zip is too large to read here. Bring in the days around the incident only.")
    days: dict[str, list[tuple[str, zipfile.ZipInfo]]] = {}
    for info in members:
        found = _DAY.search(info.filename)
        if found:
            days.setdefault(found["channel"] or "", []).append((found["day"], info))
    if not days:
        raise NotReadable(
            "No day of a channel was found in the zip: a Slack export has files such as general/2026-11-21.json."
        )
    if len(days) > 1 and channel not in days:
        raise NotReadable(
            f"This export holds {len(days)} channels. Name one and choose the file again: {', '.join(sorted(days)[:40])}."
        )
    name = channel if channel in days else next(iter(days))
    users = next((info for info in members if info.filename.rpartition("/")[2] == "users.json"), None)
    texts = [
        (day, _parsed(_text(_bounded(archive, info))))
        for day, info in sorted(days[name], key=lambda row: row[0])
    ]
    return slack.read(texts, _parsed(_text(_bounded(archive, users))) if users else None, name)


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member's bytes, no more than it says it has: a made-up size must not fill the memory."""
    with archive.open(info) as member:
        data = member.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise NotReadable("The zip says less of itself than it holds. Export it again.")
    return data


def _notes(text: str, day: date | None, zone: str) -> Found:
    """Text in any manner; a name before a colon is a speaker where it comes back, as in a chat."""
    reading = read_times(text, date=day, zone=zone)
    lines = text.splitlines()
    heads = [found[1] for event in reading.events if (found := _SPEAKS.match(event.text))]
    often = {name for name in heads if heads.count(name) > 1}
    gathering = Gathering()
    for row in reading.unread:
        gathering.leave(row.line, row.text, "No time that could be read")
    for event in reading.events:
        if event.at is None or event.at.tzinfo is None:
            gathering.leave(event.line, event.text, "No zone: name one above")
            continue
        head = _SPEAKS.match(event.text)
        name = head[1] if head and head[1] in often else ""
        gathering.entries.append(
            Entry(
                event.at,
                event.text[head.end() :] if head and name else event.text,
                event.line,
                precision=event.precision,
                speaker=gathering.speaks(name.lower(), name) if name else "",
                kind=event.kind,
                source_url=event.source_url,
                zone=event.zone or zone or "UTC",
                zone_assumed=event.zone_from in ("default", "none"),
                approximate=event.approximate,
                ends_at=event.end if event.end and event.end >= event.at else None,
                source=lines[event.line - 1][:8000] if 0 < event.line <= len(lines) else "",
            )
        )
    return gathering.found("Notes")
