"""`make test`: brings what the tests need, runs all of them on SQLite and on PostgreSQL, and closes with pytest's line.

What has nothing to do with the database (marker `once`, and the pure domain) runs beside SQLite only. The two legs go side by side:
much of a browser's and a worker's test is waiting. What the second says is shown when the first has ended.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parents[1]
NONE_RAN = 5  # as pytest says it
WALK = "tests/browser/test_walk.py"
PURE = ("tests/postmortems/domain", "tests/test_architecture.py")
PROCESSES = os.cpu_count() or 1
FOREIGN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "PORT", "PUBLIC_URL", "EMAIL_URL")
"""What a shell may have set for a site, and the tests decide themselves."""
SUMMARY = re.compile(rb"^=+ .*\b(passed|failed|error|errors|no tests ran)\b.* =+$")


@dataclass(frozen=True)
class Need:
    """A program for a leg, and Debian's packages that bring it; `quicker` is what does the same for less, where it is to be had."""

    leg: str
    packages: tuple[str, ...]
    quicker: tuple[str, ...] = ()

    def is_there(self) -> bool:
        if self.leg == "PostgreSQL":
            return services.postgres_folder() is not None
        if self.leg == "browser":
            return services.browser_program() is not None
        return services.redis_program() is not None


NEEDS = (
    Need("PostgreSQL", ("postgresql",)),
    Need("Redis", ("redis-server",)),
    Need(
        "browser", ("chromium", "fonts-dejavu-core"), quicker=("chromium-headless-shell", "fonts-dejavu-core")
    ),
)


def say(line: str) -> None:
    """A line of the runner's own."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _apt(words: list[str]) -> str:
    """What apt-get complained about; nothing when it went well."""
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    # RUNLEVEL=1: the packages' own services are not started; the tests start servers of their own.
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(apt + words, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.stderr.strip()[-1000:] or f"apt-get ended with {done.returncode}" if done.returncode else ""


def install(need: Need) -> None:
    """Its packages, the quicker ones if this Debian has them."""
    trouble = ""
    for packages in filter(None, (need.quicker, need.packages)):
        say(f"Installing {' '.join(packages)} with apt-get, for the tests")
        trouble = _apt(["install", "-y", "--no-install-recommends", *packages])
        if not trouble:
            return
    say(trouble)


def bring() -> list[Need]:
    """Install what is missing where that is allowed; what is missing after that, with how to get it."""
    missing = [need for need in NEEDS if not need.is_there()]
    if missing and not os.geteuid() and shutil.which("apt-get"):
        if trouble := _apt(["update"]):
            say(trouble)
        for need in missing:
            install(need)
        missing = [need for need in missing if not need.is_there()]
    for need in missing:
        say(f"Left out: what needs {need.leg}. To have it: apt-get install {' '.join(need.packages)}")
    return missing


class Leg:
    """One run of pytest, whose lines are shown as they come or kept until they are asked for."""

    def __init__(self, name: str, processes: int, args: list[str], env: dict[str, str]) -> None:
        self.name, self.summary = name, b""
        words = [sys.executable, "-m", "pytest", "-n", str(processes), "--dist", "worksteal"]
        words += ["-p", "no:cacheprovider"]
        # A file and not a pipe: nobody reads the second leg while the first is shown.
        self.said = tempfile.TemporaryFile()  # noqa: SIM115
        self.running = subprocess.Popen(
            words + args, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=self.said
        )

    def show(self) -> int:
        """Everything it says until it ends, and its status."""
        say(f"\n{self.name}")
        reader, rest, ended = os.dup(self.said.fileno()), b"", False
        at = 0
        while not ended:
            ended = self.running.poll() is not None
            while some := os.pread(reader, 65536, at):
                at += len(some)
                *lines, rest = (rest + some).split(b"\n")
                for line in lines:
                    self._line(line + b"\n")
            if not ended:
                time.sleep(0.2)
        self._line(rest)
        os.close(reader)
        return self.running.returncode

    def _line(self, line: bytes) -> None:
        sys.stdout.buffer.write(line)
        sys.stdout.flush()
        if SUMMARY.match(re.sub(rb"\x1b\[[0-9;]*m", b"", line).strip()):
            self.summary = line

    def end(self) -> None:
        """Ends it with its children when the runner is interrupted."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)
            self.running.wait()
        self.said.close()


def environment(var: str) -> dict[str, str]:
    """What both legs run in: nothing of a site's settings, and one place for what Python compiles, kept between runs."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    own = {"DEBRIEF_TESTING": "1", "TZ": "UTC", "PYTHONPYCACHEPREFIX": str(ROOT / "var" / "compiled")}
    return {"HYPOTHESIS_PROFILE": "settled"} | kept | own | {"VAR_DIR": tempfile.mkdtemp(dir=var)}


def compile_once(env: dict[str, str]) -> subprocess.Popen:
    """What Python compiles of the site and the tests, kept before five processes would each do it for themselves."""
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    compiled = Path(env["PYTHONPYCACHEPREFIX"])
    words = [sys.executable, "-c", ""] if compiled.exists() else words
    return subprocess.Popen(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def main(args: list[str]) -> int:
    """Both legs; the worse status of the two, and the worse summary line last."""
    begun = time.monotonic()
    without = {need.leg for need in bring()}
    with tempfile.TemporaryDirectory(prefix="debrief-tests-") as var, contextlib.ExitStack() as stack:
        compiling = compile_once(environment(var))
        url = "" if "PostgreSQL" in without else stack.enter_context(services.postgres())
        compiling.wait()
        # The browsers are in the first leg: while one waits for a page, another can work. The walk goes once, where workers are many.
        words = [f"--ignore={WALK}"] if url else []
        legs = [Leg("On SQLite", PROCESSES + 1, [*words, *args], environment(var))]
        stack.callback(legs[0].end)
        if url:
            words = ["-m", "not once", *(f"--ignore={path}" for path in PURE if (ROOT / path).exists())]
            own = environment(var) | {"DATABASE_URL": url}
            legs.append(Leg("On PostgreSQL", PROCESSES, [*words, *args], own))
            stack.callback(legs[1].end)
        results = [(one.show(), one.summary) for one in legs]
    # Where one leg has none of the tests that were asked for, the other speaks for both.
    ran = [result for result in results if result[0] != NONE_RAN] or results
    # Of two good legs the later; the last line must not look good when the first leg failed.
    worst = max(reversed(ran), key=lambda result: result[0])
    say(f"\n{len(results)} legs in {time.monotonic() - begun:.0f} s, all told:")
    sys.stdout.buffer.write(worst[1])
    sys.stdout.flush()
    return worst[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
