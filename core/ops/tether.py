"""Runs one command that must not outlive whoever asked for it: `python -m core.ops.tether PID [--sweep PATH]… -- command …`.

A launcher that is killed with -9 can't stop its children, so each child stands under a tether. The tether gives
the command a session of its own and ends that whole session when the command ends, when the process PID (the
launcher) is gone, when whoever reads the command's output is gone, or when the tether is asked to stop. A second
process, the keeper, does the same should the tether itself be killed. `--sweep` names what is removed at the end.

Only the standard library: it starts in a few hundredths of a second, and nothing it needs can be missing.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

GRACE = 4.5  # a little less than the five seconds after which the launcher loses patience with a tether
PR_SET_PDEATHSIG = 1
ASKED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def die_with_parent(parent: int) -> None:
    """Ask the kernel to end this process politely when its parent goes; run between fork and exec."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED)
    if os.getppid() != parent:  # it went before the request was made
        os._exit(0)


def in_session(leader: int) -> list[int]:
    """The live processes of the session that `leader` opened, whoever their parent is by now; no zombies."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # The name in brackets may hold spaces; behind it come state, parent, group, session.
            state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue  # gone while the folder was being read
        if int(session) == leader and state != "Z":
            found.append(int(entry.name))
    return found


def send(pid: int, what: signal.Signals) -> None:
    """A signal to a process that may be gone."""
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        pass  # nothing left to tell


def end_session(leader: int) -> None:
    """Ask the command to stop, wait GRACE seconds, then kill what is left of its session."""
    send(leader, signal.SIGTERM)
    end = time.monotonic() + GRACE
    while (left := in_session(leader)) and time.monotonic() < end:
        # Its own children are asked only once it has gone: a worker lets its pool finish what it is doing.
        if leader not in left:
            for pid in left:
                send(pid, signal.SIGTERM)
        time.sleep(0.05)
    while left := in_session(leader):
        for pid in left:
            send(pid, signal.SIGKILL)
        time.sleep(0.02)


def watch(pids: list[int]) -> tuple[select.poll, dict[int, int]]:
    """A poll object that wakes when one of the processes ends, and which descriptor stands for which."""
    poll, by_descriptor = select.poll(), {}
    for pid in pids:
        descriptor = os.pidfd_open(pid)
        poll.register(descriptor, select.POLLIN)
        by_descriptor[descriptor] = pid
    return poll, by_descriptor


def sweep(paths: list[str]) -> None:
    """Remove what the command leaves behind: a socket's folder, a note of its address."""
    for path in map(Path, paths):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def keep(tether: int, leader: int, paths: list[str]) -> None:
    """The keeper: waits for the tether's end, sees that nothing of the command is left, and goes."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # holding the output open would hide the command's end from its reader
        os.dup2(quiet, descriptor)
    try:
        watch([tether])[0].poll()
    except ProcessLookupError:
        pass  # it has gone already, which is what was waited for
    if in_session(leader):
        end_session(leader)
    sweep(paths)


def run(launcher: int, paths: list[str], command: list[str]) -> int:
    """Run the command until it ends or must end; its exit status."""
    reader, me = os.getppid(), os.getpid()
    wake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(waker)
    for number in ASKED:
        signal.signal(number, lambda *_: None)
    try:
        poll, others = watch([launcher, reader])
    except ProcessLookupError:
        sweep(paths)
        return 0
    child = subprocess.Popen(  # noqa: S603 - the launcher's own list of words, no shell
        command, start_new_session=True, preexec_fn=lambda: die_with_parent(me)
    )
    if not os.fork():
        os.setsid()
        keep(me, child.pid, paths)
        os._exit(0)
    own = os.pidfd_open(child.pid)
    poll.register(own, select.POLLIN)
    poll.register(wake, select.POLLIN)
    woken = [descriptor for descriptor, _ in poll.poll()]
    end_session(child.pid)
    status = child.wait()
    sweep(paths)
    if any(others.get(descriptor) == launcher for descriptor in woken):
        # The process between has nobody left to hand our lines to, and could wait for ever to do so.
        send(reader, signal.SIGKILL)
    return 128 - status if status < 0 else status


def main(words: list[str]) -> int:
    """Read the words of the command line."""
    cut = words.index("--")
    paths = [path for flag, path in zip(words[1:cut:2], words[2:cut:2], strict=True) if flag == "--sweep"]
    return run(int(words[0]), paths, words[cut + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
