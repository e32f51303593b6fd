"""`manage.py redact`: find what should not be published in a text, and print the text with it replaced."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from postmortems.domain.redaction import Finding, Lists, Person, redact


class UnreadableError(Exception):
    """The input can't be read; the message is one line."""


class Command(BaseCommand):
    help = (
        "Find names, addresses, secrets and internal references in a text, and print it with them replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--people", help="a file: one name a line, handles after a comma")
        parser.add_argument("--customers", help="a file: one customer a line")
        parser.add_argument("--internal-words", help="a file: one host or code name a line")
        parser.add_argument("--internal-domains", default="", help="domains with commas between")
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='one JSON object with "text" a line in, one answer a line out',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lists = _lists(options)
            text = _read(options["file"])
            if options["jsonl"]:
                answers = [_answer_line(line, number, lists) for number, line in _numbered(text)]
            else:
                answers = [_answer(text, lists, table=options["format"] == "table")]
        except UnreadableError as problem:
            sys.stderr.write(f"redact: {problem}\n")
            sys.exit(2)
        self.stdout.writelines(answer + "\n" for answer in answers)


def _read(name: str) -> str:
    """The text of a file or of standard input, its line ends as they stand. Raises UnreadableError."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        raise UnreadableError(
            f"can't read {name!r}: {getattr(problem, 'strerror', None) or problem}"
        ) from problem
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UnreadableError(f"can't read {name!r}: not UTF-8 at byte {problem.start}") from problem


def _numbered(text: str) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _entries(name: str | None) -> tuple[str, ...]:
    """The entries of a list file; empty lines and lines that begin with "# " are left out."""
    if not name:
        return ()
    lines = (line.strip() for line in _read(name).removeprefix("\ufeff").splitlines())
    return tuple(line for line in lines if line and not line.startswith("# "))


def _lists(options: dict[str, Any]) -> Lists:
    people = []
    for line in _entries(options["people"]):
        name, *handles = (part.strip() for part in line.split(","))
        people.append(Person(name, tuple(handle for handle in handles if handle)))
    return Lists(
        people=tuple(people),
        customers=_entries(options["customers"]),
        internal_domains=tuple(
            part.strip() for part in options["internal_domains"].split(",") if part.strip()
        ),
        internal_words=_entries(options["internal_words"]),
    )


def _answer_line(line: str, number: int, lists: Lists) -> str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise UnreadableError(f"line {number} is not JSON") from problem
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UnreadableError(f'line {number} has no "text"')
    return _answer(row["text"], _with_row(row, number, lists), table=False)


def _with_row(row: dict[str, Any], number: int, lists: Lists) -> Lists:
    """The lists of the command with those of one line added; the people may stand under "people" or "roster"."""
    people = (_person(entry, number) for key in ("people", "roster") for entry in _listed(row, key, number))
    return Lists(
        people=lists.people + tuple(people),
        customers=lists.customers + tuple(map(str, _listed(row, "customers", number))),
        internal_domains=lists.internal_domains + tuple(map(str, _listed(row, "internal_domains", number))),
        internal_words=lists.internal_words + tuple(map(str, _listed(row, "internal_words", number))),
    )


def _listed(row: dict[str, Any], key: str, number: int) -> list[Any]:
    value = row.get(key)
    if value is None:
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        raise UnreadableError(f'line {number}: "{key}" is not a list')
    return value


def _person(entry: Any, number: int) -> Person:
    if isinstance(entry, str):
        return Person(entry)
    if isinstance(entry, dict) and isinstance(entry.get("name"), str):
        handles = entry.get("handles") or ()
        if isinstance(handles, str):
            handles = (handles,)
        return Person(entry["name"], tuple(map(str, handles)), str(entry.get("role") or ""))
    raise UnreadableError(f"line {number}: a person has no name")


def _answer(text: str, lists: Lists, *, table: bool) -> str:
    redacted, findings = redact(text, lists)
    if table:
        return _as_table(text, redacted, findings)
    # Half a surrogate pair can stand in JSON as an escape, never in UTF-8.
    plain = text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
    answer = {"findings": [_as_json(finding) for finding in findings], "text": redacted}
    return json.dumps(answer, ensure_ascii=not plain)


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "start": finding.start,
        "end": finding.end,
        "kind": finding.kind,
        "excerpt": finding.excerpt,
        "replacement": finding.replacement,
        "confidence": finding.confidence,
        "why": finding.why,
    }


def _as_table(text: str, redacted: str, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "Nothing found that should stay inside."
    rows = [("line", "kind", "text", "replacement", "why")]
    for finding in findings:
        line = str(text.count("\n", 0, finding.start) + 1)
        excerpt = " ".join(finding.excerpt.split())
        short = excerpt if len(excerpt) <= 40 else excerpt[:39] + "…"
        rows.append((line, finding.kind, short, finding.replacement, finding.why))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*(row[i].ljust(widths[i]) for i in range(4)), row[4]]).rstrip() for row in rows]
    noun = "passage" if len(findings) == 1 else "passages"
    return "\n".join(
        [
            *lines,
            "",
            f"{len(findings)} {noun} to settle. The text with them replaced:",
            "",
            redacted.rstrip("\n"),
        ]
    )
