"""A PostgreSQL of its own that can be killed and started again, with the server's own settings: commits are durable."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tests import services


class Cluster:
    """Use as a context manager; `url` is for DATABASE_URL."""

    def __init__(self) -> None:
        programs = services.postgres_folder()
        if programs is None:
            raise services.MissingError("PostgreSQL")
        self._programs = programs
        self._as_owner, owner = services.owner_of_servers()
        self._folder = Path(tempfile.mkdtemp(prefix="dfpg"))
        shutil.chown(self._folder, owner)
        self._running: subprocess.Popen | None = None
        self.url = f"postgres://postgres@{str(self._folder).replace('/', '%2F')}/postgres"

    def __enter__(self) -> Cluster:
        words = ["initdb", "-D", str(self._folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        words[0] = str(self._programs / "initdb")
        subprocess.run(
            [*self._as_owner, *words, "--locale=C.UTF-8"], cwd="/", check=True, capture_output=True
        )
        self.start()
        return self

    def __exit__(self, *exc) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = [str(self._programs / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [*self._as_owner, *words, "-c", "listen_addresses="], cwd="/", stdout=log, stderr=log
            )
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """As a machine that fails would: SIGQUIT makes the server drop every connection without finishing anything."""
        if self._running is not None:
            self._running.send_signal(signal.SIGQUIT)
            self._running.wait(30)
            self._running = None
