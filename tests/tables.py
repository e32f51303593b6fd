"""Every table straight from the models, and every migration noted as made: `python -m tests.tables`.

For sites that a test starts: the migrations take half a minute, and are tested by themselves
(tests/core/ops/test_schema.py).
"""

import os

import django
from django.core.management import call_command
from django.test.utils import override_settings


class NoMigrations:
    """For MIGRATION_MODULES: no application has any."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def make() -> None:
    """Fill the empty database that the environment names."""
    with override_settings(MIGRATION_MODULES=NoMigrations()):
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    call_command("migrate", fake=True, verbosity=0, interactive=False)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    django.setup()
    make()
