"""What stands under a tether ends with it, whoever is killed and however."""

import os
import signal
import subprocess
import sys

import pytest

from tests.core.ops.processes import PATIENCE, Marked, until

pytestmark = [pytest.mark.worker, pytest.mark.once]

# A launcher that holds one tethered command, through a reader in between as honcho has it.
LAUNCHER = """
import os, subprocess, sys
launcher = os.getpid()
if os.fork() == 0:
    tether = [sys.executable, "-m", "core.ops.tether", str(launcher), "--sweep", sys.argv[2], "--"]
    os._exit(subprocess.call(tether + [sys.executable, "-c", sys.argv[1], "the-command"], start_new_session=True))
print("status", os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
"""
# Has a child and a grandchild, as a pool of processes has.
FAMILY = "import os, time; os.fork(); os.fork(); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


@pytest.fixture
def tethered(tmp_path):
    """tethered(code) runs the code as a tethered command; tmp_path/left is what it leaves behind."""
    running = []

    def start(code: str, count: int) -> Marked:
        left = tmp_path / "left"
        left.mkdir()
        (left / "socket").write_text("")
        one = Marked([sys.executable, "-c", LAUNCHER, code, str(left)], dict(os.environ), tmp_path / "log")
        running.append(one)
        commands = lambda: [line for line in one.all().values() if line.endswith("the-command ")]  # noqa: E731
        until(
            lambda: len([line for line in commands() if "core.ops.tether" not in line]) == count,
            "the command",
        )
        # The keeper is a fork of the tether, with the same command line.
        until(lambda: len([line for line in commands() if "core.ops.tether" in line]) == 2, "the keeper")
        return one

    yield start
    for one in running:
        one.end()


def tether_and_keeper(running: Marked) -> list[int]:
    """Their numbers; the tether was there first."""
    return sorted(pid for pid, line in running.all().items() if "-m core.ops.tether" in line)


def test_the_commands_status_is_handed_on_and_its_leavings_swept(tmp_path):
    (tmp_path / "note").write_text("")
    words = [
        str(os.getpid()),
        "--sweep",
        str(tmp_path / "note"),
        "--",
        sys.executable,
        "-c",
        "raise SystemExit(7)",
    ]
    done = subprocess.run([sys.executable, "-m", "core.ops.tether", *words], timeout=PATIENCE)
    assert done.returncode == 7
    assert not (tmp_path / "note").exists()


def test_a_killed_launcher_takes_the_whole_family_along(tethered, tmp_path):
    running = tethered(FAMILY, 4)
    os.kill(running.pid, signal.SIGKILL)
    running.all_gone()
    assert not (tmp_path / "left").exists()


@pytest.mark.parametrize("which", [0, 1], ids=["tether", "keeper"])
def test_a_killed_tether_or_keeper_leaves_the_other_to_end_it(tethered, tmp_path, which):
    running = tethered(FAMILY, 4)
    os.kill(tether_and_keeper(running)[which], signal.SIGKILL)
    if which == 1:  # the tether notices the launcher, the keeper is not needed for that
        os.kill(running.pid, signal.SIGKILL)
    running.all_gone()
    assert not (tmp_path / "left").exists()


def test_a_killed_reader_ends_the_command(tethered):
    running = tethered(FAMILY, 4)
    reader = [
        pid
        for pid, line in running.all().items()
        if "import os, subprocess, sys" in line and pid != running.pid
    ]
    os.kill(reader[0], signal.SIGKILL)
    running.all_gone()


def test_a_killed_command_takes_its_children_along(tethered):
    running = tethered(FAMILY, 4)
    family = sorted(
        pid for pid, line in running.all().items() if line.endswith("the-command ") and "tether" not in line
    )
    os.kill(family[0], signal.SIGKILL)
    running.all_gone()
    assert "status 137" in running.said


def test_what_ignores_the_polite_signal_is_killed_in_the_end(tethered):
    running = tethered(STUBBORN, 1)
    until(lambda: "up" in running.said, "the command to ignore the signal")
    os.kill(tether_and_keeper(running)[0], signal.SIGTERM)
    running.all_gone()
    assert "status 137" in running.said
