"""Print what the importer finds in the shared documents beside what was counted by eye: python -m tests.postmortems.domain.importing.report"""

import json
import sys
from pathlib import Path

from postmortems.domain.importing import account, parse_document

HERE = Path(__file__).parent
SHARED = HERE.parents[4] / "shared" / "data" / "postmortems"


def show(line: str) -> None:
    """One line for the reader."""
    sys.stdout.write(f"{line}\n")


def words(text: str) -> int:
    """Words of a text."""
    return len(text.split())


def unplaced_share(doc, text: str) -> float:
    """Percentage of the document's words that stand under Unplaced."""
    return 100 * sum(words(f"{item.heading} {item.body}") for item in doc.unplaced) / max(1, words(text))


def main() -> int:
    """Print the table; 1 when a line was lost."""
    counted = json.loads((HERE / "counted.json").read_text())
    total = dict.fromkeys(("events", "actions", "factors", "lost"), 0)
    show(f"{'file':60} {'rows':>8} {'actions':>8} {'factors':>8} {'unplaced':>9} {'lost':>5}")
    for name, expected in counted.items():
        text = (SHARED / name).read_text()
        doc = parse_document(text, filename=name)
        lost = account(doc, text)
        found = {key: len(getattr(doc, key)) for key in ("events", "actions", "factors")}
        for key, number in found.items():
            total[key] += min(number, expected[key])
        total["lost"] += len(lost)
        cells = [f"{found[key]:>4}/{expected[key]:<3}" for key in found]
        mark = "" if found == {key: expected[key] for key in found} else "  <--"
        show(f"{name[:60]:60} {' '.join(cells)} {unplaced_share(doc, text):8.1f}% {len(lost):>5}{mark}")
    sums = {key: sum(row[key] for row in counted.values()) for key in ("events", "actions", "factors")}
    show(
        "all: "
        + ", ".join(f"{key} {total[key]}/{sums[key]}" for key in sums)
        + f", lines lost {total['lost']}"
    )
    return 1 if total["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
