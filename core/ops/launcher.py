"""Runs the parts of the site in one terminal with honcho, each line prefixed by who says it.

honcho starts the processes, joins their output and stops them together. Added here: Redis comes first and must
answer before the others start, and a part whose reader was killed counts as stopped (honcho would wait for ever).
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Message, Printer

from core.ops.parts import Part
from core.ops.redis_server import Server, answers
from core.ops.refusal import RefusedError

REDIS_SECONDS = 30.0


class Launcher(Manager):
    """honcho's manager over parts of this site."""

    def __init__(self, parts: list[Part], printer: Printer, env: dict[str, str]) -> None:
        super().__init__(printer)
        for part in parts:
            self.add_process(part.name, part.shell_line(os.getpid()), env=env)
        self.redis: Server | None = None
        self.redis_note: Path | None = None
        self.on_started: Callable[[], None] = lambda: None

    def own_redis(self, server: Server, note: Path) -> None:
        """Start this private server before everything else, and leave its address in `note`."""
        self.redis, self.redis_note = server, note

    def say(self, line: str) -> None:
        """A line of the launcher's own, from any thread."""
        self.events.put(Message("line", line, dt.datetime.now(), "debrief", None))  # noqa: DTZ005 - as honcho

    @property
    def stopping(self) -> bool:
        """Whether the parts have been asked to stop."""
        return self._terminating

    def _start(self) -> None:
        waiting = dict(self._processes)
        if self.redis:
            self._processes = {"redis": waiting.pop("redis")}
            super()._start()
            self._wait_for_redis(self.redis)
            started, self._processes = self._processes, waiting
            super()._start()
            self._processes = started | waiting
        else:
            super()._start()
        self.on_started()

    def _wait_for_redis(self, server: Server) -> None:
        process = self._processes["redis"]["process"]
        end = time.monotonic() + REDIS_SECONDS
        while trouble := answers(server.url):
            if self.stopping or not process.is_alive() or time.monotonic() > end:
                self.kill()
                process.join()
                raise RefusedError(f"Redis did not start: {self._last_words() or trouble}")
            time.sleep(0.02)
        if self.redis_note:
            self.redis_note.write_text(server.url, encoding="utf-8")

    def _last_words(self) -> str:
        """The last line a part said before it ended."""
        said = ""
        while not self.events.empty():
            message = self.events.get()
            if message.type == "line" and message.data.strip():
                said = message.data.decode(errors="replace").strip()
        return said

    def _killall(self, force: bool = False) -> None:
        # A part that hasn't told its number yet can't be asked; without its reader its tether ends it.
        for process in self._processes.values():
            if "pid" not in process and "process" in process:
                process["process"].kill()
                process["returncode"] = -signal.SIGKILL
        super()._killall(force)

    def _all_started(self) -> bool:
        return all("pid" in process or "returncode" in process for process in self._processes.values())

    def _all_stopped(self) -> bool:
        for process in self._processes.values():
            if "returncode" not in process and not process["process"].is_alive():
                process["returncode"] = process["process"].exitcode or 0
        return super()._all_stopped()


def when_web_answers(url: str, host: str, then: Callable[[], None], seconds: float = 60.0) -> None:
    """Call `then` from a thread of its own once the address answers."""

    def wait() -> None:
        request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310 - our own http address
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(request, timeout=2):  # noqa: S310
                    then()
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)

    threading.Thread(target=wait, daemon=True).start()
