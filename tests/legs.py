"""`make test`: brings what the tests need, runs all of them on SQLite and on PostgreSQL, and closes with pytest's line.

What has nothing to do with the database (marker `once`, and the pure domain) runs beside SQLite only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parents[1]
PURE = ("tests/postmortems/domain", "tests/test_architecture.py")
# Half of the time of a test with a browser or a worker is waiting: one process more than there are processors.
PROCESSES = str((os.cpu_count() or 1) + 1)
SUMMARY = re.compile(rb"^=+ .*\b(passed|failed|error|errors|no tests ran)\b.* =+$")


@dataclass(frozen=True)
class Need:
    """A program for a leg, and Debian's packages that bring it."""

    leg: str
    packages: tuple[str, ...]

    def is_there(self) -> bool:
        if self.leg == "PostgreSQL":
            return services.postgres_folder() is not None
        if self.leg == "browser":
            return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
        return services.redis_program() is not None


NEEDS = (
    Need("PostgreSQL", ("postgresql",)),
    Need("Redis", ("redis-server",)),
    Need("browser", ("chromium", "fonts-dejavu-core")),
)


def say(line: str) -> None:
    """A line of the runner's own."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def bring() -> list[Need]:
    """Install what is missing where that is allowed; what is missing after that, with how to get it."""
    missing = [need for need in NEEDS if not need.is_there()]
    if missing and not os.geteuid() and shutil.which("apt-get"):
        packages = [package for need in missing for package in need.packages]
        say(f"Installing {' '.join(packages)} with apt-get, for the tests")
        apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
        # RUNLEVEL=1: the packages' own services are not started; the tests start servers of their own.
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(
                apt + words, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True
            )
            if done.returncode:
                say(done.stderr.strip()[-1000:])
        missing = [need for need in missing if not need.is_there()]
    for need in missing:
        say(f"Left out: what needs {need.leg}. To have it: apt-get install {' '.join(need.packages)}")
    return missing


def leg(name: str, args: list[str], env: dict[str, str]) -> tuple[int, bytes]:
    """One run of pytest, shown as it goes; its status and its summary line."""
    say(f"\n{name}")
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        PROCESSES,
        "--dist",
        "worksteal",
        "-p",
        "no:cacheprovider",
        *args,
    ]
    running = subprocess.Popen(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    summary = b""
    for line in running.stdout:
        sys.stdout.buffer.write(line)
        sys.stdout.flush()
        if SUMMARY.match(re.sub(rb"\x1b\[[0-9;]*m", b"", line).strip()):
            summary = line
    return running.wait(), summary


def main(args: list[str]) -> int:
    """Both legs; the worse status of the two, and the worse summary line last."""
    begun = time.monotonic()
    without = {need.leg for need in bring()}
    with tempfile.TemporaryDirectory(prefix="debrief-tests-") as var:
        env = os.environ | {"DEBRIEF_TESTING": "1", "VAR_DIR": var, "TZ": "UTC"}
        # The processes that tests start by the dozen share what Python has compiled.
        env["PYTHONPYCACHEPREFIX"] = f"{var}/compiled"
        env.setdefault("HYPOTHESIS_PROFILE", "settled")
        for name in (
            "PYTHONDONTWRITEBYTECODE",
            "DATABASE_URL",
            "REDIS_URL",
            "SECRET_KEY",
            "DEBUG",
            "PORT",
            "PUBLIC_URL",
            "EMAIL_URL",
        ):
            env.pop(name, None)
        results = [leg("On SQLite", args, env)]
        if "PostgreSQL" not in without:
            ignored = [f"--ignore={path}" for path in PURE if (ROOT / path).exists()]
            with services.postgres() as url:
                results.append(
                    leg("On PostgreSQL", ["-m", "not once", *ignored, *args], env | {"DATABASE_URL": url})
                )
    # Of two good legs the later; the last line must not look good when the first leg failed.
    worst = max(reversed(results), key=lambda result: result[0])
    say(f"\n{len(results)} legs in {time.monotonic() - begun:.0f} s, all told:")
    sys.stdout.buffer.write(worst[1])
    sys.stdout.flush()
    return worst[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
