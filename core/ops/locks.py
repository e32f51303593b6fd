"""One launcher for each part of the site and var folder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from core.ops.refusal import RefusedError

PATIENCE = 10.0


def take(var_dir: Path, names: Iterable[str]) -> list[TextIO]:
    """Hold var_dir/run/NAME.lock for each name until this process and its forks are gone; RefusedError when held.

    The forks that read the parts' output hold the locks too: a launcher killed with -9 leaves them locked until
    the last of its parts has ended, so that two Redis never write the same files.
    """
    folder = var_dir / "run"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_take(folder / f"{name}.lock") for name in names]
    except OSError as error:
        raise RefusedError(f"VAR_DIR is {var_dir}, where nothing can be kept: {error.strerror}.") from error


def _take(path: Path) -> TextIO:
    file = path.open("a+")
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(path)
            if _is_alive(holder) or time.monotonic() > end:
                raise RefusedError(
                    f"Debrief is already running with the folder {path.parent.parent} (process {holder}); stop it"
                    " first, or name another folder: VAR_DIR=… PORT=… make run."
                ) from None
            time.sleep(0.1)  # its launcher was killed, and its parts are ending
            continue
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return file


def _holder(path: Path) -> int:
    try:
        return int(path.read_text() or 0)
    except ValueError:
        return 0


def _is_alive(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()
