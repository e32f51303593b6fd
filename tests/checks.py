"""`make check`: each check is run, whatever the others found; what failed is named at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """A name for the person, and the words of the command."""

    name: str
    words: tuple[str, ...]


def templates() -> tuple[str, ...]:
    """Every template in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.html"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(
        name for name in listed.stdout.splitlines() if "templates/" in name and (ROOT / name).exists()
    )


def checks() -> list[Check]:
    """All of them; the slow one first."""
    manage = (sys.executable, "manage.py")
    return [
        Check("types", (str(BIN / "mypy"), "core", "postmortems")),
        Check("format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
        Check("lint", (str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", ".")),
        Check("templates", (str(BIN / "djade"), "--check", "--target-version", "5.2", *templates())),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run")),
        Check("django", (*manage, "check", "--fail-level", "WARNING")),
        Check(
            "architecture",
            (sys.executable, "-m", "pytest", "-q", "tests/test_architecture.py", "-p", "no:cacheprovider"),
        ),
    ]


def run(check: Check, env: dict[str, str]) -> tuple[Check, int, str, float]:
    """One check: its status, what it said, and how long it took."""
    begun = time.monotonic()
    done = subprocess.run(
        check.words,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return check, done.returncode, done.stdout, time.monotonic() - begun


def main() -> int:
    """0 when all are clean."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="debrief-check-") as var, ThreadPoolExecutor(2) as both:
        env = os.environ | {"VAR_DIR": var, "DEBRIEF_TESTING": "1"}
        for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
            env.pop(name, None)
        for check, status, said, seconds in both.map(lambda check: run(check, env), checks()):
            sys.stdout.write(f"{check.name:<13} {'ok' if not status else 'not ok'}  {seconds:.1f} s\n")
            if status:
                failed.append(check.name)
                sys.stdout.write(said)
            sys.stdout.flush()
    sys.stdout.write(f"not ok: {', '.join(failed)}\n" if failed else "all ok\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
