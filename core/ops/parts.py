"""The parts of the site that run as processes, and the words that start each."""

from __future__ import annotations

import os
import shlex
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core import env

ALL = ("web", "worker", "beat")


@dataclass(frozen=True)
class Part:
    """One process of the site: its name in the output, its words, and what to remove when it has ended."""

    name: str
    words: tuple[str, ...]
    sweep: tuple[Path, ...] = ()

    def shell_line(self, launcher: int) -> str:
        """The line that starts it under a tether to the launcher, as honcho takes it."""
        swept = [word for path in self.sweep for word in ("--sweep", str(path))]
        tether = [sys.executable, "-m", "core.ops.tether", str(launcher), *swept, "--", *self.words]
        return f"exec {shlex.join(tether)}"


def listen_address() -> str:
    """Where the web server listens: this machine alone, unless this is a real site or LISTEN says otherwise."""
    return env.text("LISTEN") or ("0.0.0.0" if settings.PRODUCTION else "127.0.0.1")  # noqa: S104


def web() -> Part:
    """Granian in WSGI mode, a process for each core: a Python process uses one."""
    workers = env.integer("WEB_WORKERS", min(4, os.cpu_count() or 1), low=1, high=64)
    threads = env.integer("WEB_THREADS", 2, low=1, high=64)
    options = {
        "--interface": "wsgi",
        "--host": listen_address(),
        "--port": str(settings.PORT),
        "--workers": str(workers),
        "--blocking-threads": str(threads),
        "--workers-kill-timeout": "3",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    granian = (sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers")
    return Part("web", (*granian, "core.wsgi:application"))


def worker() -> Part:
    """A Celery worker; workers on several machines need nothing of each other."""
    processes = env.integer("WORKER_PROCESSES", 2, low=1, high=64)
    name = f"worker-{os.getpid()}@{socket.gethostname()}"
    # In a container it is often root, on purpose; the warning would be the longest text of a quiet start.
    quiet = (sys.executable, "-W", "ignore:You're running the worker with superuser")
    celery = (*quiet, "-m", "celery", "-q", "-A", "core.celery", "worker")
    alone = ("--without-gossip", "--without-mingle", "-n", name, "-c", str(processes))
    return Part("worker", (*celery, *alone))


def beat() -> Part:
    """Celery's clock. Several may run: what they start claims rows, and a row is claimed once."""
    celery = (sys.executable, "-m", "celery", "-q", "-A", "core.ops.beat", "beat")
    return Part("beat", (*celery, "--pidfile="))


BUILDERS = {"web": web, "worker": worker, "beat": beat}


def chosen(names: Iterable[str]) -> list[Part]:
    """The parts of these names, in the order they start."""
    return [BUILDERS[name]() for name in ALL if name in set(names)]
