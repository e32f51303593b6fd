"""`manage.py seed_demo`: people, teams and three postmortems of a made-up organisation; safe to run again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from postmortems.demo.actions import seed
from postmortems.demo.people import PASSWORD


class Command(BaseCommand):
    """Fill an empty site with the demo; where it is there already nothing changes."""

    help = "Write the demo: people, teams and three postmortems of a made-up organisation."

    def handle(self, **options) -> None:
        if seed(now=timezone.now()):
            self.stdout.write(f"Demo content written; sign in as engineer@demo.test, password {PASSWORD}.")
        else:
            self.stdout.write("The demo is there already; nothing was changed.")
