"""`manage.py backup FILE`: database and uploads in one archive, while the site runs."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from core.ops import archive
from core.ops.refusal import RefusedError


class Command(BaseCommand):
    """Writes the archive aside and puts it in place when it is whole."""

    help = "Writes database and uploads into one archive. Keep it as safe as the site: it holds private text."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options) -> None:
        """Numbers only on the way out."""
        try:
            counts = archive.backup(options["file"])
        except OSError as error:
            raise RefusedError(f"{options['file']} can't be written: {error.strerror}.") from error
        size = options["file"].stat().st_size
        self.stdout.write(
            f"{sum(counts.values())} rows of {len(counts)} tables, {size:,} bytes: {options['file']}"
        )
