"""`manage.py prepare`: what a site needs in its database after `migrate`; safe to run at every start."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from postmortems.authoring.actions import sync_templates
from postmortems.publication.actions import refresh_all


class Command(BaseCommand):
    """Bring the built-in templates and the public files up to date with this release."""

    help = "Bring built-in content up to date; run it after migrate."

    def handle(self, **options) -> None:
        now = timezone.now()
        added = sync_templates(now=now)
        refresh_all(now=now)
        self.stdout.write(f"Templates up to date ({added} new versions).")
