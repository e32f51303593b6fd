"""Makes `.venv` and puts the pinned packages in it: `python3 core/ops/install.py run|dev`.

Runs before anything is installed, so: the standard library only, and no import of this project. What is there
already is recognised by a digest of the requirements files, so that a second call costs a few hundredths of a second.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
FILES = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


class InstallError(Exception):
    """The one sentence shown when the environment can't be made."""


def say(line: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def base() -> str:
    """What an environment is bound to: the interpreter, and the folder its scripts name."""
    return f"{UV} python{sys.version_info[0]}.{sys.version_info[1]} {ROOT}"


def has_base() -> bool:
    """Whether `.venv` was made by this file, for this folder and interpreter."""
    stamp = VENV / "stamp-base"
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == base()


def digest(kind: str) -> str:
    """Stands for everything that decides what is installed."""
    total = hashlib.sha256(base().encode())
    for name in FILES[kind]:
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def is_there(kind: str) -> bool:
    """Whether the environment holds at least what `kind` needs."""
    for held in {kind, "dev"}:
        stamp = VENV / f"stamp-{held}"
        if has_base() and stamp.exists() and stamp.read_text() == digest(held):
            return True
    return False


def call(words: list[str], otherwise: str) -> None:
    """Run a command quietly; on failure its last lines, and the sentence."""
    env = os.environ | {"UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy"), "VIRTUAL_ENV": str(VENV)}
    done = subprocess.run(  # noqa: S603 - fixed words
        words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        say("\n".join(done.stdout.decode(errors="replace").splitlines()[-8:]))
        raise InstallError(otherwise)


def make_venv() -> None:
    """An environment with uv in it, which installs in a tenth of pip's time."""
    say("Making .venv")
    call(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "Python can't make an environment here; on Debian and Ubuntu the package python3-venv is missing.",
    )
    call(
        [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", UV],
        "The package index can't be reached, so nothing could be installed.",
    )
    (VENV / "stamp-base").write_text(base())


def install(kind: str) -> None:
    """Bring the environment to what the requirements files say."""
    begun = time.monotonic()
    if not has_base():
        make_venv()
    say(f"Installing the packages of {FILES[kind][-1]}")
    call(
        [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--compile-bytecode", "--python", str(PYTHON)]
        + ["-r", FILES[kind][-1]],
        f"The packages of {FILES[kind][-1]} could not all be installed.",
    )
    (VENV / f"stamp-{kind}").write_text(digest(kind))
    say(f"The environment is ready ({time.monotonic() - begun:.0f} s)")


def main(kind: str) -> int:
    """Install unless it is there; 2 with one sentence when that can't be done."""
    if is_there(kind):
        return 0
    # Two terminals at once: the second waits, and then finds everything done.
    with (ROOT / "requirements.txt").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if not is_there(kind):
                install(kind)
        except InstallError as error:
            say(str(error))
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
