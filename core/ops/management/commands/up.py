"""`manage.py up`: the site in one terminal; what `make run` runs."""

from __future__ import annotations

import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from honcho.printer import Printer

from core import env
from core.ops import locks, parts, prepare, redis_server
from core.ops.launcher import SPEAKER, Launcher, Stage, line
from core.ops.refusal import RefusedError


class Command(BaseCommand):
    """Checks that the start can be, prepares, and starts the parts; asked to stop, it stops all of them."""

    help = "Runs the site: web server, worker, beat and, unless REDIS_URL names one, Redis."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--only is for sites on several machines."""
        parser.add_argument(
            "--only",
            action="append",
            choices=parts.ALL,
            help="run this part alone (may be given more than once); Redis is then named by REDIS_URL",
        )

    def handle(self, *args, **options) -> None:
        """Everything that can refuse the start comes before anything is started."""
        self.printer = Printer(sys.stdout, width=len(SPEAKER))
        names = options["only"] or list(parts.ALL)
        wanted = parts.chosen(names)
        own_redis = self._needs_own_redis(names, alone=bool(options["only"]))
        held = locks.take(settings.VAR_DIR, [*names, *(["redis"] if own_redis else [])])
        self._check(names, own_redis)
        self._prepare(names)
        status = self._run(wanted, own_redis)
        del held
        sys.exit(status)

    def _needs_own_redis(self, names: list[str], *, alone: bool) -> bool:
        if env.text("REDIS_URL"):
            return False
        if alone and not settings.REDIS_URL and set(names) - {"web"}:
            raise RefusedError("REDIS_URL is empty; a worker or beat by itself needs to know where Redis is.")
        return not alone

    def _check(self, names: list[str], own_redis: bool) -> None:
        if "web" in names:
            prepare.check_port(parts.listen_address(), settings.PORT)
        prepare.check_database()
        if own_redis:
            redis_server.binary()
            return
        trouble = redis_server.answers(settings.REDIS_URL) if settings.REDIS_URL else ""
        if trouble:
            raise RefusedError(f"Redis can't be reached at the address in REDIS_URL: {trouble.rstrip('.')}.")

    def _prepare(self, names: list[str]) -> None:
        # Workers render public pages too, and those name the hashed files.
        renders = bool({"web", "worker"} & set(names))
        with ThreadPoolExecutor(1) as side:
            static = side.submit(prepare.collect_static if renders else lambda: False)
            missing = prepare.migrate()
            if missing:
                self.printer.write(line(f"Database: {missing} migrations applied"))
            if static.result():
                self.printer.write(line("Static files: hashed and compressed"))
        if renders:
            prepare.built_in()
            if prepare.seed_demo():
                self.printer.write(line("Demo content: written"))
        self.people = prepare.demo_people()
        connection.close()

    def _run(self, wanted: list[parts.Part], own_redis: bool) -> int:
        child_env = os.environ | {"PYTHONUNBUFFERED": "1"}
        note = settings.VAR_DIR / "redis-url"
        stages, server = [], None
        if own_redis:
            server = redis_server.private(settings.VAR_DIR)
            child_env["REDIS_URL"] = server.url
            stages.append(_redis_stage(server, note))
        # The pages come first: a worker that starts beside them would take half of the machine meanwhile.
        stages += [Stage((part,), _web_trouble, patience=60.0) for part in wanted if part.name == "web"]
        stages += [Stage(tuple(part for part in wanted if part.name != "web"))]
        launcher = Launcher(stages, self.printer, child_env, self._greeting)
        try:
            launcher.loop()
        finally:
            if server:
                shutil.rmtree(server.folder, ignore_errors=True)
                note.unlink(missing_ok=True)
        return launcher.status

    def _greeting(self) -> list[str]:
        lines = [f"Started in {_age():.1f} s: {settings.PUBLIC_URL}"]
        if self.people:
            lines += [f"Sign in as {', '.join(self.people)}", f"Password   {prepare.DEMO_PASSWORD}"]
        return lines


def _redis_stage(server: redis_server.Server, note: Path) -> Stage:
    def trouble() -> str:
        found = redis_server.answers(server.url)
        if not found:
            # Commands typed in another terminal find it by this note (core/env.py).
            note.write_text(server.url, encoding="utf-8")
        return found

    part = parts.Part("redis", server.command, sweep=(server.folder, note))
    return Stage((part,), trouble, patience=30.0, refusal="Redis did not start:")


def _web_trouble() -> str:
    """ "" when /healthz answers."""
    host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".").replace("*", "localhost")
    address = parts.listen_address().replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - to ask, not to listen
    request = urllib.request.Request(  # noqa: S310 - our own http address
        f"http://{address}:{settings.PORT}/healthz", headers={"Host": host}
    )
    try:
        with urllib.request.urlopen(request, timeout=2):  # noqa: S310
            return ""
    except (urllib.error.URLError, OSError) as error:
        return str(error)


def _age() -> float:
    """Seconds since this process began."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
