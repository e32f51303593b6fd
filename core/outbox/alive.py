"""Whose claim is it, and does that process still live?

A claim names the machine, the process and when it began. On the same machine a claim of a process that is gone is
given free at once; claims of other machines wait for the end of their lease.
"""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
from pathlib import Path

_PROC = Path("/proc")


@functools.cache
def machine() -> str:
    """This boot of this machine, in this process namespace: the ground on which process numbers mean anything."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text()
        space = os.readlink(_PROC / "self/ns/pid")
    except OSError:
        # Without /proc nothing can be said about other processes; a random word never matches.
        return secrets.token_hex(3)
    return hashlib.sha256(f"{boot}{space}".encode()).hexdigest()[:6]


def _began(pid: int) -> str:
    """When the process began, in ticks since boot; "" when it is not there or only a zombie."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else format(int(fields[19]), "x")


def new_token() -> str:
    """A token for one claim by this process, at most 32 characters."""
    pid = os.getpid()
    return f"{machine()}.{pid:x}.{_began(pid) or '0'}.{secrets.token_hex(3)}"


def is_here(token: str) -> bool:
    """Whether the process that made the token lives on this machine."""
    parts = token.split(".")
    return len(parts) == 4 and parts[0] == machine() and _began(int(parts[1], 16)) == parts[2]


def is_dead(token: str) -> bool:
    """Whether the process that made the token is known to be gone."""
    parts = token.split(".")
    if len(parts) != 4 or parts[0] != machine():
        return False
    return _began(int(parts[1], 16)) != parts[2]
