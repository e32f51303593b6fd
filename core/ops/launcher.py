"""Runs the parts of the site in one terminal with honcho, each line prefixed by who says it.

honcho starts the processes, joins their output and stops them together. Added here: parts start in stages (Redis
must answer before the others begin, and the pages come before the worker), and a part whose reader was killed counts
as stopped, where honcho would wait for ever.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from honcho.manager import Manager
from honcho.printer import Message, Printer

from core.ops.parts import Part
from core.ops.refusal import RefusedError

SPEAKER = "debrief"


def line(text: str) -> Message:
    """Something the launcher itself says, as honcho's printer takes it."""
    return Message("line", text, dt.datetime.now(), SPEAKER, None)  # noqa: DTZ005 - honcho prints local time


@dataclass(frozen=True)
class Stage:
    """Parts that start together. `trouble` answers "" once they are ready; `patience` is how long that is awaited.

    With a `refusal` the start is refused, in these words and the trouble, should they not get ready; without one
    the next stage begins all the same.
    """

    parts: tuple[Part, ...]
    trouble: Callable[[], str] = lambda: ""
    patience: float = 10.0
    refusal: str = ""


class Launcher(Manager):
    """honcho's manager over stages of this site's parts; `greeting` gives the lines said when all have started."""

    def __init__(
        self, stages: list[Stage], printer: Printer, env: dict[str, str], greeting: Callable[[], list[str]]
    ) -> None:
        super().__init__(printer)
        self._stages = stages
        self._greeting = greeting
        for part in (part for stage in stages for part in stage.parts):
            self.add_process(part.name, part.shell_line(os.getpid()), env=env)

    def _start(self) -> None:
        for stage in self._stages:
            for part in stage.parts:
                self._begin(self._processes[part.name])
            self._wait(stage)
        threading.Thread(target=self._greet, daemon=True).start()

    @property
    def status(self) -> int:
        """What the launcher ends with: asked to stop is a good end; a part that ended by itself is not, whatever it said."""
        return 0 if self.returncode in (130, 143) else self.returncode or 1

    def _begin(self, process: dict) -> None:
        if self._terminating:
            process["returncode"] = 0
            return
        obj = process["obj"]
        process["process"] = multiprocessing.Process(name=obj.name, target=obj.run, args=(self.events, True))
        process["process"].start()

    def _wait(self, stage: Stage) -> None:
        readers = [self._processes[part.name].get("process") for part in stage.parts]
        end = time.monotonic() + stage.patience
        while not self._terminating and (trouble := stage.trouble()):
            if time.monotonic() > end or not all(reader.is_alive() for reader in readers):
                if stage.refusal:
                    self._refuse(stage, trouble)
                return
            time.sleep(0.02)

    def _refuse(self, stage: Stage, trouble: str) -> None:
        self.kill()
        for process in self._processes.values():
            if "process" in process:
                process["process"].join()
        raise RefusedError(f"{stage.refusal} {self._last_words() or trouble}")

    def _last_words(self) -> str:
        """The last line a part said before it ended."""
        said = ""
        while not self.events.empty():
            message = self.events.get()
            if message.type == "line" and message.data.strip():
                said = message.data.decode(errors="replace").strip()
        return said

    def _greet(self) -> None:
        # honcho tells of each start when it comes to it; the address should stand below all that.
        while not self._all_started():
            time.sleep(0.02)
        if not self._terminating:
            for text in self._greeting():
                self.events.put(line(text))

    def _killall(self, force: bool = False) -> None:
        for process in self._processes.values():
            if "pid" not in process and "returncode" not in process:
                # It hasn't told its number yet and can't be asked; without its reader its tether ends it.
                if "process" in process:
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
