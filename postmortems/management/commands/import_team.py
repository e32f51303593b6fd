"""`manage.py import_team FILE`: an archive of export_team, read in whole or not at all."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from postmortems.authoring.actions import sync_templates
from postmortems.workspace.archive import NotRead, read_archive


class Command(BaseCommand):
    """Read a team's archive in. People get accounts without a password, and ask for one by mail."""

    help = "Read an archive of export_team in, whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the archive")

    def handle(self, *, file: str, **options) -> None:
        sync_templates(now=timezone.now())
        try:
            with Path(file).open("rb") as source:
                counts = read_archive(source)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.", returncode=2) from error
        except NotRead as problem:
            raise CommandError(f"{file}: {problem}", returncode=2) from problem
        self.stdout.write(f"{counts['Postmortem']} postmortems, {sum(counts.values())} rows from {file}")
