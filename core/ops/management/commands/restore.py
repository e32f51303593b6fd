"""`manage.py restore FILE`: what a backup holds takes the place of what is here."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from core.ops import archive
from core.ops.refusal import RefusedError


class Command(BaseCommand):
    """Restores into an empty site, or into a full one when told to replace it."""

    help = "Puts a backup in the place of database and uploads. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also when this site holds people already")

    def handle(self, *args, **options) -> None:
        """The schema comes first, so that an empty database will do."""
        call_command("migrate", verbosity=0, interactive=False)
        if archive.holds_people() and not options["replace"]:
            raise RefusedError(
                "This site holds people and their work already; --replace puts the backup in its place."
            )
        counts = archive.restore(options["file"])
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables restored")
