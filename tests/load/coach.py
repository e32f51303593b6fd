"""How fast the language coach reads: 10 KB, the growth to 1 MB, and alex on the same text where it is installed.

Run with `python -m tests.load.coach`. For the comparison, install alex for the benchmark only
(`npm install --prefix var/alex alex@11`); without it that line is left out.
"""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from postmortems.domain.language import check
from tests.postmortems.domain.language.scoring import rows

ROOT = Path(__file__).parents[2]
ALEX = ROOT / "var" / "alex" / "node_modules" / "alex" / "index.js"
TEN_KB = 10 * 1024
# alex as a library, warmed up, so that the start of Node does not count against it.
NODE = """
import {readFileSync} from 'node:fs'
import {markdown} from 'ALEX'
const text = readFileSync(0, 'utf8')
markdown(text)
const times = []
for (let i = 0; i < 7; i++) { const began = performance.now(); markdown(text); times.push(performance.now() - began) }
times.sort((a, b) => a - b)
console.log(times[3])
"""


def text_of(size: int) -> str:
    """Paragraphs of five labelled sentences, one sentence in ten with a finding: still far more than in real prose."""
    fine = [row["text"] for row in rows() if row["label"] == "fine"]
    other = [row["text"] for row in rows() if row["label"] != "fine"]
    mixed = [other[i // 10 % len(other)] if i % 10 == 9 else fine[i % len(fine)] for i in range(len(fine))]
    page = "\n\n".join(" ".join(mixed[i : i + 5]) for i in range(0, len(mixed), 5)) + "\n\n"
    return (page * (size // len(page) + 1))[:size]


def median_ms(work: Callable[[], object], times: int) -> float:
    """The median of several runs in milliseconds of processor time."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def alex_ms(text: str) -> float | None:
    """The median time of alex on the text, or None where alex or Node is absent."""
    if not ALEX.exists():
        return None
    # A sentence at a time is how an editor asks; the whole text at once is how a build does.
    script = NODE.replace("ALEX", ALEX.as_uri())
    command = ["node", "--input-type=module", "-e", script]  # noqa: S607
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def lines() -> Iterator[str]:
    """The lines of the benchmark: `name: figure unit, ratio to baseline`."""
    small = text_of(TEN_KB)
    check(small)
    base = median_ms(lambda: check(small), 15)
    yield f"coach 10 KB: {base:.1f} ms, limit 25 ms"
    for size in (100 * 1024, 1024 * 1024):
        text = text_of(size)
        taken = median_ms(lambda text=text: check(text), 3)
        yield f"coach {size // 1024} KB: {taken:.0f} ms, {taken / base / (size / TEN_KB):.2f} times linear growth"
    other = alex_ms(small)
    if other is None:
        yield "coach beside alex: not measured, alex is not installed"
    else:
        yield f"coach beside alex, 10 KB: alex {other:.0f} ms, {other / base:.0f} times the coach"
        sentences = [row["text"] for row in rows()[:60]]
        ours = median_ms(lambda: [check(sentence) for sentence in sentences], 15) / len(sentences)
        theirs = sum(filter(None, map(alex_ms, sentences[:6]))) / 6
        yield f"coach beside alex, one sentence: alex {theirs:.1f} ms, {theirs / ours:.0f} times the coach"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
