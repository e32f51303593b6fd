"""Finding and ending real processes in tests: everything started carries a mark in its environment."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0
"""Seconds until a test gives up on something that comes. None is about how fast it comes: a machine may be busy with ten other things."""
SOON = 30.0
"""Seconds for what must be gone, on such a machine."""


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(done: Callable[[], object], what: str, seconds: float = PATIENCE):
    """Wait for a true answer and return it."""
    end = time.monotonic() + seconds
    while not (answer := done()):
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)
    return answer


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first of pytest's processes makes, and all of them read."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with folder.with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder


class Marked:
    """A command whose descendants can all be found, wherever they went."""

    def __init__(self, words: list[str], env: dict[str, str], log: Path) -> None:
        self.mark = f"TEST_MARK={uuid.uuid4().hex}"
        self.log = log
        name, _, value = self.mark.partition("=")
        self.temp = Path(tempfile.mkdtemp(prefix="t-"))
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=env | {name: value, "TMPDIR": str(self.temp), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def all(self) -> dict[int, str]:
        """Every live process that carries the mark, with its command line."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                # Redis writes its title over its environment; its socket's path is in the title.
                if self.mark.encode() not in (entry / "environ").read_bytes() and str(self.temp) not in line:
                    continue
                if (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                    continue
                found[int(entry.name)] = line
            except OSError:
                continue
        return found

    def find(self, *words: str, without: str = "core.ops.tether") -> int:
        """The first process whose command line has all the words, once there is one."""

        def look() -> int | None:
            for pid, line in sorted(self.all().items()):
                if all(word in line for word in words) and (not without or without not in line):
                    return pid
            return None

        return until(look, f"a process with {words}")

    def ended(self) -> int:
        """Waits until the command itself has ended; its status."""
        return self.process.wait(PATIENCE)

    def all_gone(self) -> None:
        """Fails, naming them, when processes are left."""
        try:
            until(lambda: not self.all(), "everything to end", SOON)
        except AssertionError:
            raise AssertionError(f"left running: {self.all()}\n{self.said}") from None
        assert not list(self.temp.glob("debrief-*")), "a folder is left behind"

    def end(self) -> None:
        """Clean up after a test, whatever it left."""
        for _ in range(100):
            left = self.all()
            if not left:
                break
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass  # it went by itself
            time.sleep(0.02)
        self.ended()
        shutil.rmtree(self.temp, ignore_errors=True)


def site_env(var_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a site of its own: SQLite and Redis in var_dir, no demo content, and one process of each kind."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    own = {"VAR_DIR": str(var_dir), "DEBRIEF_TESTING": "1", "DEBUG": "0", "PORT": str(free_port())}
    # A real site: what pytest runs with (tests/settings.py) is not its own.
    own |= {"WEB_WORKERS": "1", "WORKER_PROCESSES": "1", "DJANGO_SETTINGS_MODULE": "core.settings"}
    return kept | own | more


def site(var_dir: Path, *words: str, **more: str) -> Marked:
    """`manage.py up` in a folder of its own."""
    var_dir.mkdir(parents=True, exist_ok=True)
    env = site_env(var_dir, **more)
    running = Marked([sys.executable, "manage.py", "up", *words], env, var_dir / "up.log")
    running.port = int(env["PORT"]) if env["PORT"].isdigit() else 0
    return running


def fetch(running: Marked, path: str) -> tuple[int, bytes]:
    """Status and body of an address of that site; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{running.port}{path}", timeout=SOON) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except (urllib.error.URLError, OSError):
        return 0, b""
