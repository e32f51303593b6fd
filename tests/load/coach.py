"""How fast the language coach reads, and alex on the same texts in the same run where it is installed.

Run with `python -m tests.load.coach`. For the comparison, install alex for the benchmark only
(`npm install --prefix var/alex alex@11`); without it those lines are left out.

Both are libraries in a process that is warm. They take turns: a handful of texts to one, the same texts to the other. No text comes
twice, and what the coach remembers of sentences is emptied before each, so that it reads every text for the first time. Of three
readings of a text the quickest counts, for both, as other work on the machine can only add. The ratio is that of the medians. A second figure says how long the coach takes where it remembers all sentences but one, as in an editor.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from postmortems.domain.language import check, forget
from tests.postmortems.domain.language.scoring import rows

ROOT = Path(__file__).parents[2]
ALEX = ROOT / "var" / "alex" / "node_modules" / "alex" / "index.js"
DOCUMENTS = ROOT.parent / "shared" / "data" / "postmortems"
KB = 1024
TURN, TRIES = 10, 3
NODE = """
import {createInterface} from 'node:readline'
import {markdown} from 'ALEX'
for await (const line of createInterface({input: process.stdin})) {
  const text = JSON.parse(line), began = performance.now()
  markdown(text)
  console.log(performance.now() - began)
}
"""


def paragraphs() -> list[str]:
    """Prose of real postmortems where the test data is at hand, else paragraphs of labelled sentences, one in twenty with a finding."""
    if DOCUMENTS.exists():
        texts = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.iterdir())]
        return [part for text in texts for part in text.split("\n\n") if part.strip()]
    fine = [row["text"] for row in rows() if row["label"] == "fine"]
    other = [row["text"] for row in rows() if row["label"] != "fine"]
    mixed = [other[i // 20 % len(other)] if i % 20 == 19 else fine[i % len(fine)] for i in range(1000)]
    return [" ".join(mixed[i : i + 5]) for i in range(0, len(mixed), 5)]


def texts(size: int, count: int) -> Iterator[str]:
    """Different texts of a size: paragraphs in another order each time."""
    parts, order = paragraphs(), random.Random(size)  # noqa: S311
    for _ in range(count):
        page = ""
        while len(page) < size:
            page += order.choice(parts) + "\n\n"
        yield page[:size]


def sentences(count: int) -> list[str]:
    """Single sentences as an editor asks for them."""
    return [row["text"] for row in random.Random(1).sample(rows(), count)]  # noqa: S311


def coach_ms(text: str, *, known: bool = False) -> float:
    """The time of one reading in milliseconds of the clock: never seen, or known but for a last sentence."""
    forget()
    if known:
        check(text)
        text += "\n\nThe engineer forgot the lease."
    began = time.perf_counter()
    check(text)
    return (time.perf_counter() - began) * 1000


@contextmanager
def alex() -> Iterator[Callable[[str], float] | None]:
    """A function that says how long alex takes for a text, in a warm process of its own; None where it is not installed."""
    if not ALEX.exists():
        yield None
        return
    command = ["node", "--input-type=module", "-e", NODE.replace("ALEX", ALEX.as_uri())]  # noqa: S607
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:

        def ask(text: str) -> float:
            node.stdin.write(json.dumps(text) + "\n")
            node.stdin.flush()
            return float(node.stdout.readline())

        for text in texts(10 * KB, 25):
            ask(text)
        yield ask
        node.stdin.close()


def beside(name: str, several: list[str], ask: Callable[[str], float] | None) -> str:
    """One line of the comparison."""
    ours: list[float] = []
    again: list[float] = []
    theirs: list[float] = []
    for start in range(0, len(several), TURN):
        turn = several[start : start + TURN]
        ours += [min(coach_ms(text) for _ in range(TRIES)) for text in turn]
        again += [min(coach_ms(text, known=True) for _ in range(TRIES)) for text in turn]
        theirs += [min(ask(text) for _ in range(TRIES)) for text in turn] if ask else []
    mine, known = statistics.median(ours), statistics.median(again)
    if not theirs:
        return f"coach, {name}: {mine:.3g} ms ({known:.3g} in an editor); alex is not installed"
    other = statistics.median(theirs)
    return f"coach, {name}: {mine:.3g} ms ({known:.3g} in an editor), alex {other:.3g} ms, {other / mine:.0f} times the coach"


def growth() -> Iterator[str]:
    """The time for 10 KB of processor, and how it grows to 1 MB."""
    base = 0.0
    for size, count in ((10 * KB, 15), (100 * KB, 5), (KB * KB, 3)):
        taken = []
        for text in texts(size, count):
            forget()
            began = time.process_time()
            check(text)
            taken.append((time.process_time() - began) * 1000)
        mine = statistics.median(taken)
        base = base or mine
        yield f"coach, {size // KB} KB alone: {mine:.3g} ms, {mine / base / (size / 10 / KB):.2f} times linear growth"


def lines() -> Iterator[str]:
    """The lines of the benchmark: `name: figure unit, ratio to baseline`."""
    for text in texts(10 * KB, 25):
        check(text)
    yield from growth()
    with alex() as ask:
        yield beside("one sentence", sentences(200), ask)
        for size, count in ((KB, 60), (10 * KB, 30), (100 * KB, 8)):
            yield beside(f"{size // KB} KB", list(texts(size, count)), ask)


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
