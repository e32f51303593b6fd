"""Fixtures that make things, through the same actions as the site."""

import copy
import datetime as dt
import gc
import itertools
import os
from pathlib import Path

os.environ.setdefault("DEBRIEF_TESTING", "1")
# Not the folder of a site that may be running: its Redis is not the tests'.
os.environ.setdefault("VAR_DIR", str(Path(__file__).parents[1] / "var" / "tests"))
# Playwright keeps an event loop running in the thread of a browser test; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db.models.signals import post_migrate  # noqa: E402
from django.template.base import Template  # noqa: E402
from django.test.utils import instrumented_test_render, override_settings  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as search  # noqa: E402

from core.stack import roomy  # noqa: E402

# A slow machine is no failure. By itself pytest searches anew each time; `make test` says "settled": the same examples at each run,
# so that a change is judged by what it changed.
CALM = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
search.register_profile("searching", **CALM)
search.register_profile("settled", derandomize=True, database=None, **CALM)
search.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "searching"))

PERMISSIONS = "django.contrib.auth.management.create_permissions"

PASSWORD = "correct-horse-battery"  # noqa: S105
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


# Five thousand tests and what they import stay to the end: looking through all of it for what may go takes a seventh of the time.
gc.disable()


def pytest_collection_finish():
    """What has been collected stays; the rest is tidied less often than by itself."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    gc.enable()


# As a request has on the site; a seventh of the time of a test that asks for pages.
pytest.Function.setup = roomy(pytest.Function.setup)
pytest.Function.runtest = roomy(pytest.Function.runtest)

REAL = ("browser", "faults")
BUILT_IN: list[list] = []
"""The rows of the built-in templates, once this process has made them."""


def pytest_collection_modifyitems(items):
    """What drives a real browser or real processes is tried again when the machine was too busy, and says so.

    What may not ask the database is the same beside each: pytest-django refuses the asking.
    """
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        if folder in REAL or item.get_closest_marker("worker"):
            item.add_marker(pytest.mark.flaky(reruns=2))
        elif "db" not in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Rights are ours and not Django's, whose five hundred rows would be written anew after each test that empties the tables."""
    post_migrate.disconnect(dispatch_uid=PERMISSIONS)


@pytest.fixture(scope="session", autouse=True)
def _quick():
    """No test waits for a slow hash or talks to a broker, and of what a page is made of only the page itself is noted.

    Not in tests/settings.py: the sites that tests start take that too, and theirs are real.
    """
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        override_settings(PASSWORD_HASHERS=hashers, CELERY_BROKER_URL="memory://"),
        pytest.MonkeyPatch.context() as patch,
    ):
        # Django notes each part and each field of each form too, with a copy of its context: a twentieth of all the tests' time.
        patch.setattr(Template, "_render", _noted_once)
        yield


def _noted_once(self, context):
    """A page's rendering, told to the test client; what it includes is not."""
    if context.template is self and not (self.name or "").startswith("django/forms/"):
        return instrumented_test_render(self, context)
    return self.nodelist.render(context)


FOLDERS = itertools.count(1)


@pytest.fixture(autouse=True)
def _contained(settings, tmp_path_factory):
    """No test writes into the working tree, or finds what another has written. The folders are made by whom needs them."""
    own = tmp_path_factory.getbasetemp() / "own" / str(next(FOLDERS))
    settings.VAR_DIR = own
    settings.MEDIA_ROOT = own / "media"
    settings.PUBLIC_MIRROR_DIR = own / "public"
    # What one test remembers under an id is not about the next test's object of that id.
    cache.clear()


@pytest.fixture
def make_user(db):
    """A person: make_user("ada", is_publisher=True)."""
    from core.accounts.models import User

    numbers = itertools.count(1)

    def make(name: str = "", **fields):
        name = name or f"person{next(numbers)}"
        fields.setdefault("display_name", name.title())
        return User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.test", PASSWORD, **fields)

    return make


@pytest.fixture
def make_team(db):
    """A team with its people: make_team("Storage", members=[a], managers=[b], parent=other)."""
    from core.accounts.models import Membership, Team

    numbers = itertools.count(1)

    def make(name: str = "", *, members=(), managers=(), parent=None):
        name = name or f"Team {next(numbers)}"
        team = Team.objects.create(name=name, slug=name.lower().replace(" ", "-"), parent=parent)
        Membership.objects.bulk_create(
            [Membership(user=user, team=team, role="member") for user in members]
            + [Membership(user=user, team=team, role="manager") for user in managers]
        )
        return team

    return make


@pytest.fixture
def template_version(db):
    """The newest version of a built-in template: template_version("outage")."""
    from postmortems.authoring.actions import sync_templates
    from postmortems.models import Template, TemplateVersion

    def find(key: str = "outage"):
        if not Template.objects.exists():
            if not BUILT_IN:
                sync_templates(now=NOW)
                BUILT_IN.extend([list(Template.objects.all()), list(TemplateVersion.objects.all())])
            else:
                # The same rows as the action made the first time, in two statements and not in fifty.
                for model, rows in zip((Template, TemplateVersion), BUILT_IN, strict=True):
                    model.objects.bulk_create(copy.copy(row) for row in rows)
        return TemplateVersion.objects.filter(template__key=key).latest("number")

    return find


@pytest.fixture
def make_postmortem(make_user, make_team, template_version):
    """A postmortem, through the action that begins one.

    make_postmortem(owner=…, team=…, status="approved", visibility="named", title=…, severity=…). The owner is
    a member of the team.
    """
    from core.accounts.models import Membership
    from postmortems.authoring.actions import begin
    from postmortems.models import Postmortem

    def make(*, owner=None, team=None, status="draft", template="outage", now=NOW, **head):
        owner = owner or make_user()
        team = team or make_team()
        Membership.objects.get_or_create(user=owner, team=team)
        head.setdefault("title", "Uploads stopped after a configuration change")
        postmortem = begin(actor=owner, team=team, version=template_version(template), now=now, **head)
        if status != "draft":
            fields = {"status": status}
            if status in ("approved", "closed"):
                fields |= {"approved_at": now, "approved_text_version": postmortem.text_version}
            Postmortem.objects.filter(pk=postmortem.pk).update(**fields)
            postmortem.refresh_from_db()
        return postmortem

    return make


@pytest.fixture
def sign_in(db):
    """sign_in(user) gives a client of its own with that person signed in.

    The session of somebody who has been here for a while: two statements, where signing in anew takes nine.
    """
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    def make(user):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "core.accounts.backends.AccountBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        own = Client()
        own.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return own

    return make
