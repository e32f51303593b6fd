"""`manage.py prepare`: what a site needs in its database after `migrate`; safe to run at every start."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from postmortems.authoring.actions import sync_templates


class Command(BaseCommand):
    """Bring the built-in templates up to date."""

    help = "Bring built-in content up to date; run it after migrate."

    def handle(self, **options) -> None:
        added = sync_templates(now=timezone.now())
        self.stdout.write(f"Templates up to date ({added} new versions).")
