"""Seal every secret with the first key of today, so that keys of before can be taken away."""

from django.core.management.base import BaseCommand

from core import secretbox
from core.templatetags.say import count_of


class Command(BaseCommand):
    """manage.py reseal"""

    help = "Seals tokens and addresses with the first of ENCRYPTION_KEYS (or with SECRET_KEY)."

    def handle(self, *args, **options) -> None:
        """Exit 1 when something can't be opened any more."""
        done, lost = secretbox.reseal()
        self.stdout.write(f"{count_of(done, 'secret')} sealed with the first key.")
        if lost:
            self.stderr.write(
                f"{count_of(lost, 'secret')} can't be opened with the keys given and stay as they are."
            )
            raise SystemExit(1)
