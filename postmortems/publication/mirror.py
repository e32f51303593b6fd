"""This server's copy of the public bytes: on disk, and in memory, also when the database is away.

Published bytes and a generation number live in the database. At most once in `EVERY` seconds a request looks at the
number; when it rose, what changed is fetched and written to disk. Should the database not answer, what is there is
served, and the next look waits a little longer.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import brotli
from django.db import DatabaseError, connection

from postmortems.models import PublicFile, PublicGeneration

log = logging.getLogger(__name__)

EVERY = 1.0
WHEN_AWAY = 5.0
LEAST_TO_COMPRESS = 400
INDEX = "index.json"


@dataclass(frozen=True)
class Held:
    """One public answer, ready to send, with its compressed forms."""

    content_type: str
    status: int
    etag: str
    modified: str
    body: bytes
    br: bytes
    gz: bytes


class Mirror:
    """The copy of one process; `clock` counts seconds and is replaced in tests."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = Path(folder)
        self.clock = clock
        self.files: dict[str, Held] = {}
        self.generation = -1
        self.next_look = 0.0
        self.looked = False
        self.lock = threading.Lock()
        self._load()

    def get(self, path: str) -> Held | None:
        """What is served at a path, after a look at the database when one is due."""
        # One request looks while the others are served what is there; only before the first look do they wait.
        if self.clock() >= self.next_look and self.lock.acquire(blocking=not self.looked):
            try:
                if self.clock() >= self.next_look:
                    self._look()
                self.looked = True
            finally:
                self.lock.release()
        return self.files.get(path)

    def _look(self) -> None:
        try:
            number = PublicGeneration.objects.filter(pk=1).values_list("number", flat=True).first() or 0
            if number != self.generation:
                self._fetch(number)
            self.next_look = self.clock() + EVERY
        except (DatabaseError, OSError) as error:
            # The bytes that are there are still the truth as of the last look.
            log.warning("public mirror without its database: %s", type(error).__name__)
            self.next_look = self.clock() + WHEN_AWAY
            connection.close()

    def _fetch(self, number: int) -> None:
        wanted = dict(PublicFile.objects.values_list("path", "etag"))
        new = [
            path for path, etag in wanted.items() if path not in self.files or self.files[path].etag != etag
        ]
        files = {path: held for path, held in self.files.items() if wanted.get(path) == held.etag}
        for start in range(0, len(new), 200):
            for row in PublicFile.objects.filter(path__in=new[start : start + 200]):
                files[row.path] = held(
                    row.content_type, row.status, row.etag, row.modified_at.isoformat(), bytes(row.body)
                )
        self.files, self.generation = files, number
        self._write(new)

    def _write(self, new: list[str]) -> None:
        """Bodies by their digest, then the index in one rename: a reader never sees half of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in new:
            if path in self.files:
                _replace(self.folder / self.files[path].etag, self.files[path].body)
        index = {
            path: [one.content_type, one.status, one.etag, one.modified] for path, one in self.files.items()
        }
        _replace(self.folder / INDEX, json.dumps({"generation": self.generation, "files": index}).encode())
        kept = {one.etag for one in self.files.values()} | {INDEX}
        for file in self.folder.iterdir():
            if file.name not in kept and not file.name.startswith("."):
                file.unlink(missing_ok=True)  # what was removed leaves this disk too

    def _load(self) -> None:
        """What the disk holds from before, for a start without a database."""
        try:
            index = json.loads((self.folder / INDEX).read_text(encoding="utf-8"))
            files = {
                path: held(kind, status, etag, modified, (self.folder / etag).read_bytes())
                for path, (kind, status, etag, modified) in index["files"].items()
            }
        except (OSError, ValueError, KeyError):
            return
        self.files, self.generation = files, index["generation"]


def _replace(path: Path, body: bytes) -> None:
    own = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    own.write_bytes(body)
    own.replace(path)


def held(content_type: str, status: int, etag: str, modified: str, body: bytes) -> Held:
    """A file with its compressed forms, made once when it arrives."""
    # A picture is compressed already.
    worth = len(body) >= LEAST_TO_COMPRESS and not content_type.startswith("image/")
    return Held(
        content_type=content_type,
        status=status,
        etag=etag,
        modified=modified,
        body=body,
        br=brotli.compress(body, quality=6) if worth else b"",
        gz=gzip.compress(body, 6, mtime=0) if worth else b"",
    )
