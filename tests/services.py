"""PostgreSQL and Redis started for tests, load and faults, in folders of their own, gone when the process is.

Each stands under the tether that `make run` uses, so that a test run that is killed leaves no server behind.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import redis as redis_client

from core.ops import redis_server

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60.0
# Test data is thrown away: nothing waits for the disk.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class MissingError(Exception):
    """A program that a test leg needs and that is not on this machine."""


def postgres_folder() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them out of the PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def browser_program() -> str | None:
    """Chromium under one of its names; its headless shell does the same for less."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def redis_program() -> str | None:
    """The redis-server that tests use, if there is one."""
    with contextlib.suppress(Exception):
        return redis_server.binary()
    return None


def owner_of_servers() -> tuple[list[str], str]:
    """PostgreSQL won't run as root: the words that make it another's process, and who that is."""
    if os.geteuid():
        return [], getpass.getuser()
    names = {user.pw_name for user in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    user = pwd.getpwnam(name)
    words = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return words, name


@contextlib.contextmanager
def _tethered(words: list[str], folder: Path) -> Iterator[subprocess.Popen]:
    tether = [sys.executable, "-m", "core.ops.tether", str(os.getpid()), "--sweep", str(folder), "--"]
    log = folder / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            tether + words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield running
    finally:
        running.terminate()
        running.wait(20)


def _wait(running: subprocess.Popen, folder: Path, connect, errors) -> None:
    end = time.monotonic() + SECONDS
    while True:
        try:
            connect()
        except errors as error:
            if running.poll() is not None or time.monotonic() > end:
                said = (folder / "log").read_text(errors="replace") if folder.exists() else str(error)
                raise RuntimeError(f"A server for the tests did not start: {said[-2000:]}") from error
            time.sleep(0.05)
        else:
            return


@contextlib.contextmanager
def postgres(settings: dict[str, str] | None = None) -> Iterator[str]:
    """A private cluster; its address for DATABASE_URL, with a database `debrief` in it.

    `settings` replaces the hasty ones: a benchmark passes {} for the server's own defaults.
    """
    programs = postgres_folder()
    if not programs:
        raise MissingError("PostgreSQL")
    as_owner, owner = owner_of_servers()
    folder = Path(tempfile.mkdtemp(prefix="debrief-pg-"))
    shutil.chown(folder, owner)
    data = folder / "data"
    init = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync"]
    done = subprocess.run(
        [*as_owner, *init, "-E", "UTF8", "--locale=C.UTF-8"],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")
    options = [
        word for pair in (HASTE if settings is None else settings).items() for word in ("-c", "=".join(pair))
    ]
    words = [
        str(programs / "postgres"),
        "-D",
        str(data),
        "-k",
        str(folder),
        "-c",
        "listen_addresses=",
        *options,
    ]
    with _tethered([*as_owner, *words], folder) as running:
        address = {"host": str(folder), "user": "postgres", "dbname": "postgres", "autocommit": True}
        _wait(running, folder, lambda: psycopg.connect(**address).close(), psycopg.OperationalError)
        with psycopg.connect(**address) as connection:
            connection.execute("CREATE DATABASE debrief")
        yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/debrief"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A private Redis that keeps its data in a folder of its own; its address for REDIS_URL."""
    data = Path(tempfile.mkdtemp(prefix="debrief-redis-"))
    server = redis_server.private(data)
    try:
        with _tethered(list(server.command), server.folder) as running:
            client = redis_client.Redis.from_url(server.url)
            _wait(running, server.folder, client.ping, redis_client.RedisError)
            client.close()
            yield server.url
    finally:
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(server.folder, ignore_errors=True)
