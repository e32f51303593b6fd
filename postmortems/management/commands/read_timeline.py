"""`manage.py read_timeline`: read the times in any text and print the events, and the lines that stayed unread."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from postmortems.domain.timeline import Event, Reading, is_zone, read


class UnreadableError(Exception):
    """The input can't be read; the message is one line."""


class Command(BaseCommand):
    help = "Read a timeline in any manner of writing: tables, lists, chat, logs, prose. Nothing is guessed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--date", help="YYYY-MM-DD: the day of times before any stated one")
        parser.add_argument("--zone", help="Area/City, PST, +01:00: the zone of times without one")
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='one JSON object with "text", and "date" and "zone" as they apply, a line in, one answer a line out',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            day, zone = _day(options["date"]), _zone(options["zone"])
            text = _text(options["file"])
            if options["jsonl"]:
                self._lines(text, day, zone)
                return
        except UnreadableError as problem:
            sys.stderr.write(f"read_timeline: {problem}\n")
            sys.exit(2)
        reading = read(text, date=day, zone=zone)
        as_json = options["format"] == "json"
        self.stdout.write(json.dumps(_answer(reading), ensure_ascii=False) if as_json else _table(reading))

    def _lines(self, text: str, day: date | None, zone: str | None) -> None:
        """Write the answers in order; every line is understood before the first answer is written."""
        given = [
            _given(line, number, day, zone) for number, line in enumerate(text.split("\n"), 1) if line.strip()
        ]
        for words, own_day, own_zone in given:
            reading = read(words, date=own_day, zone=own_zone)
            self.stdout.write(json.dumps(_answer(reading), ensure_ascii=False))


def _text(name: str) -> str:
    """The text of a file or of standard input. Raises UnreadableError."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise UnreadableError(f"can't read {name}: {problem.strerror or problem}") from problem
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableError(f"can't read {name}: not UTF-8 at byte {problem.start}") from problem


def _day(value: object, where: str = "--date") -> date | None:
    """A day given as YYYY-MM-DD. Raises UnreadableError."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value[:10] if isinstance(value, str) else "")
    except ValueError as problem:
        raise UnreadableError(f"{where}: {value} is not a day written as YYYY-MM-DD") from problem


def _zone(value: object, where: str = "--zone") -> str | None:
    """A zone that is known. Raises UnreadableError."""
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not is_zone(value):
        raise UnreadableError(f"{where}: {value} is not a zone such as Europe/Amsterdam, PST or +01:00")
    return value


def _given(line: str, number: int, day: date | None, zone: str | None) -> tuple[str, date | None, str | None]:
    """The text, day and zone of one line of input; what it doesn't say is as on the command line."""
    try:
        row = json.loads(line)
        text = row["text"]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise UnreadableError(f'line {number} is not a JSON object with "text"') from problem
    if not isinstance(text, str):
        raise UnreadableError(f'line {number}: "text" is not a string')
    own_day = _day(row.get("date"), f"line {number}, date")
    own_zone = _zone(row.get("zone"), f"line {number}, zone")
    return text, own_day or day, own_zone or zone


def _answer(reading: Reading) -> dict[str, Any]:
    """The reading as the contract has it, with the zone as written, the end of a range, the kind and the link added."""
    return {
        "events": [_event(event) for event in reading.events],
        "unread": [{"line": row.line, "text": row.text} for row in reading.unread],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "at": _moment(event, event.at),
        "precision": event.precision,
        "approximate": event.approximate,
        "zone_from": event.zone_from,
        "zone": event.zone,
        "text": event.text,
        "line": event.line,
        "end": _moment(event, event.end),
        "kind": event.kind,
        "source_url": event.source_url,
    }


def _moment(event: Event, at: datetime | None) -> str | None:
    """An instant in ISO 8601; of an event whose day alone is known, the day, since any hour would be invented."""
    if at is None:
        return None
    return at.date().isoformat() if event.precision == "day" else at.isoformat()


def _table(reading: Reading) -> str:
    """The events for a person, in columns, and the lines that a person has to look at."""
    rows = [
        (str(event.line), _shown(event), event.kind or "-", _short(event.text)) for event in reading.events
    ]
    rows = [("line", "time", "kind", "what"), *rows] if rows else []
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(3)]
    lines = ["  ".join([*(row[at].ljust(widths[at]) for at in range(3)), row[3]]).rstrip() for row in rows]
    if reading.unread:
        lines += ["", "Not read:", *(f"{row.line:>5}  {_short(row.text)}" for row in reading.unread)]
    return "\n".join([*lines, f"{len(reading.events)} events, {len(reading.unread)} lines not read"])


def _shown(event: Event) -> str:
    """A moment as a person reads it, always with its zone or the word that there is none."""
    if event.at is None:
        return "no time"
    form = {"day": "%Y-%m-%d", "second": "%Y-%m-%d %H:%M:%S"}.get(event.precision, "%Y-%m-%d %H:%M")
    zone = (event.zone if event.at.tzinfo else "") or "no zone"
    until = f" to {event.end:%H:%M}" if event.end else ""
    return f"{'about ' if event.approximate else ''}{event.at.strftime(form)}{until} {zone}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 100 else words[:99] + "…"
