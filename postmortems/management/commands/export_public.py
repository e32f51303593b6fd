"""`manage.py export_public DIR`: the public site as static files, byte for byte what the server serves."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError

from postmortems.models import PublicFile

_LINK = re.compile(rb'(?:href|src)="([^"?#]+)"')


class Command(BaseCommand):
    """Write every public file, and the styles that the pages link to, into a folder for any web server."""

    help = "Write the public site as static files into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", help="a folder; made when it is not there")

    def handle(self, *, dir: str, **options) -> None:
        root = Path(dir)
        try:
            pages, styles, withdrawn = _write(root)
        except OSError as error:
            raise CommandError(f"{dir} can't be written: {error.strerror}.", returncode=2) from error
        self.stdout.write(f"{pages} public files and {styles} static files in {dir}")
        if withdrawn:
            # A static server has no status beside a file: who serves the folder is told which paths are gone.
            self.stdout.write("Answer 410 (gone) for: " + " ".join(withdrawn))


def target(root: Path, path: str) -> Path:
    """/public/x/ -> public/x/index.html; a path that would leave the folder is refused."""
    parts = PurePosixPath(path.lstrip("/")).parts
    if ".." in parts:
        raise CommandError(f"{path} would leave the folder.", returncode=2)
    return root.joinpath(*parts, *(["index.html"] if path.endswith("/") else []))


def _write(root: Path) -> tuple[int, int, list[str]]:
    linked: set[str] = set()
    withdrawn: list[str] = []
    pages = 0
    for file in PublicFile.objects.order_by("path").iterator(chunk_size=200):
        body = bytes(file.body)
        _put(target(root, file.path), body)
        linked |= {found.decode() for found in _LINK.findall(body)}
        if file.status != 200:
            withdrawn.append(file.path)
        pages += 1
    return pages, _copy_static(root, linked), withdrawn


def _copy_static(root: Path, linked: set[str]) -> int:
    """The static files among the links, under their own addresses."""
    prefix = "/" + settings.STATIC_URL.lstrip("/")
    copied = 0
    for link in sorted(linked):
        source = finders.find(link.removeprefix(prefix)) if link.startswith(prefix) else None
        if isinstance(source, str):
            _put(target(root, link), Path(source).read_bytes())
            copied += 1
    return copied


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
