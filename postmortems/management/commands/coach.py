"""`manage.py coach`: read a document with the language coach, for a terminal, a hook or a build."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from postmortems.domain.language import SCOPES, SEVERITIES, Result, check

FAILING = {"block": {"block"}, "warn": {"block", "warn"}}


class UnreadableError(Exception):
    """The input can't be read; the message is one line."""


class Command(BaseCommand):
    help = "Read a text and say where its wording blames or judges, why, and what to write instead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--scope", choices=SCOPES, default="text")
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='one JSON object with "text" a line in, one answer a line out',
        )
        parser.add_argument(
            "--fail-on", choices=("block", "warn"), help="exit 1 on a finding of this severity or graver"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = _read(options["file"])
            answers = self._answers(text, options)
        except UnreadableError as problem:
            sys.stderr.write(f"coach: {problem}\n")
            sys.exit(2)
        failing = FAILING.get(options["fail_on"], set())
        if any(finding.severity in failing for result in answers for finding in result.findings):
            sys.exit(1)

    def _answers(self, text: str, options: dict[str, Any]) -> list[Result]:
        """Write the answers and give them back; every line is read before the first answer is written."""
        if options["jsonl"]:
            results = [
                _check_line(line, number, options["scope"])
                for number, line in enumerate(text.split("\n"), 1)
                if line.strip()
            ]
            self.stdout.writelines(
                json.dumps(_as_json(result), ensure_ascii=False) + "\n" for result in results
            )
            return results
        result = check(text, scope=options["scope"])
        self.stdout.write(
            json.dumps(_as_json(result), ensure_ascii=False)
            if options["format"] == "json"
            else _as_table(text, result)
        )
        return [result]


def _read(name: str) -> str:
    """The text of a file or of standard input, its line ends as they stand. Raises UnreadableError."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise UnreadableError(f"can't read {name}: {problem.strerror or problem}") from problem
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UnreadableError(f"can't read {name}: not UTF-8 at byte {problem.start}") from problem


def _check_line(line: str, number: int, scope: str) -> Result:
    try:
        given = json.loads(line)
        text, own_scope, people = given["text"], given.get("scope", scope), given.get("people", [])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise UnreadableError(f'line {number} is not a JSON object with "text"') from problem
    if not isinstance(text, str) or own_scope not in SCOPES or not _is_roster(people):
        raise UnreadableError(f"line {number}: text, scope or people is not of the expected form")
    return check(text, scope=own_scope, people=people)


def _is_roster(people: object) -> bool:
    """Whether it is a list of names, or of objects with a name and a list of handles."""
    if not isinstance(people, list):
        return False
    for person in people:
        if isinstance(person, str):
            continue
        if not isinstance(person, dict) or not isinstance(person.get("name", ""), str):
            return False
        handles = person.get("handles", [])
        if not (isinstance(handles, list) and all(isinstance(handle, str) for handle in handles)):
            return False
    return True


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "findings": [asdict(finding) for finding in result.findings],
        "words": result.words,
        "language": result.language,
    }


def _as_table(text: str, result: Result) -> str:
    """The findings for a person: place, severity, words, and below them the reason and another wording."""
    if result.language == "other":
        return "The coach reads English only; this text seems to be in another language."
    lines = []
    for finding in sorted(result.findings, key=lambda f: f.start):
        line = text.count("\n", 0, finding.start) + 1
        column = finding.start - (text.rfind("\n", 0, finding.start) + 1) + 1
        lines.append(
            f"{line}:{column}  {finding.severity:5}  {finding.rule:4} {' '.join(finding.excerpt.split())}"
        )
        lines.append(f"        {finding.why}")
        lines.append(
            f"        instead: {finding.suggestion}"
            if finding.suggestion
            else f"        ask: {finding.question}"
        )
    counts = ", ".join(f"{sum(f.severity == s for f in result.findings)} {s}" for s in SEVERITIES)
    return "\n".join([*lines, f"{result.words} words: {counts}"])
