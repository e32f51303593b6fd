"""`manage.py export_team SLUG FILE`: everything a team has, as one archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.accounts.models import Team
from postmortems.workspace.archive import write_archive


class Command(BaseCommand):
    """Write a team's postmortems with their history, comments, pictures, actions and summaries."""

    help = "Write everything a team has into one archive, restricted parts included."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("team", help="the slug of the team")
        parser.add_argument("file", help="the archive to write; it is readable by you alone")

    def handle(self, *, team: str, file: str, **options) -> None:
        found = Team.objects.filter(slug=team).first()
        if found is None:
            raise CommandError(f"There is no team with the slug {team}.", returncode=2)
        path = Path(file)
        try:
            path.touch(mode=0o600)
            with path.open("wb") as to:
                counts = write_archive(team=found, to=to, now=timezone.now())
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}.", returncode=2) from error
        self.stdout.write(f"{counts['Postmortem']} postmortems, {sum(counts.values())} rows in {file}")
