"""The demo, made once for each test that asks for it."""

import datetime as dt

import pytest

from core.accounts.models import User
from postmortems.demo.actions import seed

# The first start can be on any day; these are the awkward ones.
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def demo(db):
    """The people by the first part of their address; the site is filled."""
    seed(now=NOW)
    return {user.email.partition("@")[0]: user for user in User.objects.all()}
