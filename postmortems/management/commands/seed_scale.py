"""`manage.py seed_scale --postmortems N`: bulk content for load tests, 100,000 in minutes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from postmortems.demo.scale import grow
from postmortems.demo.scale_rows import Size


class Command(BaseCommand):
    """Write many postmortems of an ordinary size, past the actions and in batches."""

    help = "Write bulk content for load tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--postmortems", type=int, required=True)
        parser.add_argument("--events", type=int, default=15, help="rows of the timeline each")
        parser.add_argument("--actions", type=int, default=4, help="action items each")

    def handle(self, *, postmortems: int, events: int, actions: int, verbosity: int, **options) -> None:
        if postmortems < 1 or events < 0 or actions < 0:
            raise CommandError("Numbers are counted from one up; events and actions from zero.", returncode=2)

        def tell(line: str) -> None:
            if verbosity > 0:
                self.stderr.write(line)

        published = grow(size=Size(postmortems, events, actions), now=timezone.now(), tell=tell)
        self.stdout.write(f"{postmortems} postmortems written, {published} of them with a published summary")
