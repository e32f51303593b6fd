"""Scores the redaction engine against labelled texts: what must go, what must stay."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from postmortems.domain.redaction import Lists, Person, scan


@dataclass
class Score:
    """Counts over a labelled set; missed and extra hold lines for people to read."""

    must: int = 0
    found: int = 0
    roster: int = 0
    roster_found: int = 0
    secrets: int = 0
    secrets_found: int = 0
    others: int = 0
    others_found: int = 0
    harmless: int = 0
    harmless_touched: int = 0
    outside: int = 0
    outside_touched: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def lists_of(row: dict[str, Any]) -> Lists:
    return Lists(
        people=tuple(Person(name) for name in row.get("roster", [])),
        customers=tuple(row.get("customers", [])),
        internal_words=tuple(row.get("internal_words", [])),
    )


def score(rows: list[dict[str, Any]]) -> Score:
    total = Score()
    for row in rows:
        _add(total, row)
    return total


def _add(total: Score, row: dict[str, Any]) -> None:
    text = row["text"]
    findings = scan(text, lists_of(row))
    covered = {i for finding in findings for i in range(finding.start, finding.end)}
    labelled = {i for span in row["spans"] for i in range(span["start"], span["end"])}
    for span in row["spans"]:
        if span["class"] == "must":
            _add_span(total, row, span, all(i in covered for i in range(span["start"], span["end"])))
    if not row["spans"]:
        total.harmless += 1
        total.harmless_touched += bool(findings)
    total.outside += len(text) - len(labelled)
    total.outside_touched += len(covered - labelled)
    for finding in findings:
        if not labelled.issuperset(range(finding.start, finding.end)):
            total.extra.append(f"{row['id']} {finding.kind} {finding.excerpt!r} in {text[:120]!r}")


def _add_span(total: Score, row: dict[str, Any], span: dict[str, Any], ok: bool) -> None:
    total.must += 1
    total.found += ok
    if span["kind"] == "secret":
        total.secrets += 1
        total.secrets_found += ok
    if span["kind"] == "person" and span.get("in_roster"):
        total.roster += 1
        total.roster_found += ok
    elif span["kind"] == "person":
        total.others += 1
        total.others_found += ok
    if not ok:
        total.missed.append(
            f"{row['id']} {span['kind']} {row['text'][span['start'] : span['end']]!r} in {row['text'][:120]!r}"
        )
