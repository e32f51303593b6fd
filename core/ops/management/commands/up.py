"""`manage.py up`: the site in one terminal; what `make run` runs."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from honcho.printer import Message, Printer

from core import env
from core.ops import locks, parts, prepare, redis_server
from core.ops.launcher import Launcher, when_web_answers
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
            help="run this part alone (may be given more than once); Redis and the database are elsewhere",
        )

    def handle(self, *args, **options) -> None:
        """Everything that can refuse the start comes before anything is started."""
        self.begun = time.monotonic()
        self.printer = Printer(sys.stdout, width=len("debrief"))
        names = options["only"] or list(parts.ALL)
        own_redis = self._needs_own_redis(names, alone=bool(options["only"]))
        held = locks.take(settings.VAR_DIR, [*names, *(["redis"] if own_redis else [])])
        self._check(names, own_redis)
        self._prepare(names)
        status = self._run(names, own_redis)
        held.clear()
        sys.exit(status)

    def _say(self, line: str) -> None:
        self.printer.write(Message("line", line, dt.datetime.now(), "debrief", None))  # noqa: DTZ005

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
            raise RefusedError(f"Redis can't be reached at the address in REDIS_URL: {trouble}.")

    def _prepare(self, names: list[str]) -> None:
        with ThreadPoolExecutor(1) as side:
            static = side.submit(prepare.collect_static if "web" in names else lambda: False)
            missing = prepare.migrate()
            if missing:
                self._say(f"Database: {missing} migrations applied")
            if prepare.seed_demo():
                self._say("Demo content: written")
            if static.result():
                self._say("Static files: hashed and compressed")
        self.people = prepare.demo_people()
        connection.close()

    def _run(self, names: list[str], own_redis: bool) -> int:
        wanted = parts.chosen(names)
        child_env = os.environ | {"PYTHONUNBUFFERED": "1"}
        server, note = None, settings.VAR_DIR / "redis-url"
        if own_redis:
            server = redis_server.private(settings.VAR_DIR)
            child_env["REDIS_URL"] = server.url
            wanted.insert(0, parts.Part("redis", server.command, sweep=(server.folder, note)))
        launcher = Launcher(wanted, self.printer, child_env)
        if server:
            launcher.own_redis(server, note)
        if "web" in names:
            launcher.on_started = lambda: self._greet_later(launcher)
        try:
            launcher.loop()
        finally:
            if server:
                shutil.rmtree(server.folder, ignore_errors=True)
                note.unlink(missing_ok=True)
        # Asked to stop is a good end; a part that ended by itself is not, whatever it said.
        asked = launcher.returncode in (130, 143)
        return 0 if asked else launcher.returncode or 1

    def _greet_later(self, launcher: Launcher) -> None:
        host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".").replace("*", "localhost")
        address = parts.listen_address().replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - to ask, not to listen

        def greet() -> None:
            launcher.say(f"Ready in {time.monotonic() - self.begun:.1f} s: {settings.PUBLIC_URL}")
            if self.people:
                launcher.say(f"Sign in as {', '.join(self.people)}")
                launcher.say(f"Password   {prepare.DEMO_PASSWORD}")

        when_web_answers(f"http://{address}:{settings.PORT}/healthz", host, greet)
