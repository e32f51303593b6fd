"""Scores of the coach on labelled sentences, by the rule of `docs/coach-labelling.md`; also runs as a script."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from postmortems.domain.language import Finding, check

OWN = Path(__file__).with_name("labelled.jsonl")
TRAINING = Path(__file__).with_name("training.jsonl")
BLOCK, HELD = 50, 10  # neighbours in the file are alike, so every tenth block of it is held back as a whole
HARD = range(20, 30)  # lots kept because the coach was wrong about them: to learn from, not to measure with
LEFT_OUT = frozenset({"naming", "animated", "evasion"})


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float
    f1: float


def rows(path: Path = OWN, split: str = "") -> list[dict]:
    """The labelled rows of a file, of one split where it is given."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if not split or row["split"] == split]


def training(*, held: bool) -> list[dict]:
    """The sentences the weights are learned from, or those that are held back from it."""
    found = enumerate(rows(TRAINING))
    return [row for number, row in found if _is_held(number, row) == held]


def _is_held(number: int, row: dict) -> bool:
    return row["lot"] not in HARD and number // BLOCK % HELD == HELD - 1


def judged(text: str) -> list[Finding]:
    """The findings a sentence is judged on: block and warn, without naming, animated language and evasion."""
    return [f for f in check(text).findings if f.severity != "nudge" and f.category not in LEFT_OUT]


def score(labelled: list[dict]) -> Score:
    """Precision, recall and F1 of "not fine"."""
    counts = Counter((bool(judged(row["text"])), row["label"] != "fine") for row in labelled)
    hit, wrong, lost = counts[True, True], counts[True, False], counts[False, True]
    precision, recall = hit / (hit + wrong), hit / (hit + lost)
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def by_category(labelled: list[dict]) -> dict[tuple[str, str], tuple[int, int]]:
    """For each label and category: how many are judged as labelled, of how many."""
    right: Counter = Counter()
    total: Counter = Counter()
    for row in labelled:
        key = (row["label"], row["category"])
        total[key] += 1
        right[key] += bool(judged(row["text"])) == (row["label"] != "fine")
    return {key: (right[key], total[key]) for key in sorted(total)}


def report() -> str:
    """The table of `docs/coach.md`."""
    lines = ["| part | sentences | precision | recall | F1 |", "|---|---|---|---|---|"]
    for split in ("tune", "held", "probe"):
        part = rows(split=split)
        got = score(part)
        lines.append(f"| {split} | {len(part)} | {got.precision:.3f} | {got.recall:.3f} | {got.f1:.3f} |")
    part = training(held=True)
    got = score(part)
    lines.append(
        f"| training, held back | {len(part)} | {got.precision:.3f} | {got.recall:.3f} | {got.f1:.3f} |"
    )
    lines += ["", "| label | category | tune | held | probe |", "|---|---|---|---|---|"]
    parts = [by_category(rows(split=split)) for split in ("tune", "held", "probe")]
    for key in sorted({key for part in parts for key in part}):
        lines.append(f"| {key[0]} | {key[1]} | " + " | ".join(_share(part, key) for part in parts) + " |")
    return "\n".join(lines)


def _share(part: dict[tuple[str, str], tuple[int, int]], key: tuple[str, str]) -> str:
    return "{} of {}".format(*part[key]) if key in part else "none"


if __name__ == "__main__":
    print(report())  # noqa: T201
