"""The demo, made once for each module that asks for it; what a test changes in it is undone after the test."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import override_settings

from core.accounts.models import User
from postmortems.demo.actions import seed

# The first start can be on any day; these are the awkward ones.
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo's rows, in a transaction around those of the module's tests."""
    folder = tmp_path_factory.mktemp("demo")
    around = transaction.atomic()
    # As that of Django's own TestCase: what must be the outermost transaction on a site may be inside of it.
    around._from_testcase = True
    with (
        django_db_blocker.unblock(),
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            VAR_DIR=folder,
            MEDIA_ROOT=folder / "media",
            PUBLIC_MIRROR_DIR=folder / "public",
            CELERY_BROKER_URL="memory://",
        ),
        around,
    ):
        seed(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded, db):
    """The people by the first part of their address; the site is filled."""
    return {user.email.partition("@")[0]: user for user in User.objects.all()}
