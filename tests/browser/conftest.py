"""A real browser: Debian's Chromium, started the way a container allows."""

from pathlib import Path

import pytest
from django.test.testcases import _StaticFilesHandler
from playwright.sync_api import expect

from tests import services
from tests.core.ops.processes import PATIENCE

# What is waited for comes, on a busy machine later.
expect.set_options(timeout=PATIENCE * 1000)
CHROMIUM = services.browser_program()


def pytest_collection_modifyitems(items):
    """Without a browser these tests are left out, and say why.

    What a page looks like does not depend on the database: one of the two is enough for all but the walk, which goes
    through the real worker.
    """
    for item in items:
        if not item.path.is_relative_to(Path(__file__).parent):
            continue
        if item.path.name != "test_walk.py":
            item.add_marker(pytest.mark.once)
        if not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="no browser here; apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """What pytest-playwright starts; without a system browser its own, if it has been installed."""
    own = {"executable_path": CHROMIUM} if CHROMIUM else {}
    return (
        browser_type_launch_args
        | own
        | {"args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]}
    )


@pytest.fixture(scope="session", autouse=True)
def _styles_are_kept():
    """The test server lets the browser keep scripts and styles, as the site does; each page would ask for all of them again."""
    ask = _StaticFilesHandler.serve

    def serve(handler, request):
        answer = ask(handler, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_StaticFilesHandler, "serve", serve)
        yield


@pytest.fixture(scope="session")
def browser(browser):
    """Every window it opens is as patient."""
    begin = browser.new_context

    def new_context(**options):
        context = begin(**options)
        context.set_default_timeout(PATIENCE * 1000)
        return context

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "new_context", new_context)
        yield browser


@pytest.fixture(autouse=True)
def _styles_under_their_plain_names(settings):
    """The test server serves the files as they lie in the tree; it knows no hashed names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def enter(page, live_server, sign_in):
    """enter(user) gives the page with that person signed in; the sign-in page itself has a test of its own."""

    def make(user):
        cookie = sign_in(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return make


@pytest.fixture
def scene(make_user, make_team, make_postmortem):
    """owner and mate of one team, their postmortem `pm`, and section() for its summary as it stands."""
    from postmortems.models import Section

    owner, mate = make_user("owner"), make_user("mate", time_zone="Europe/Amsterdam")
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, zone="Europe/Amsterdam")

    class Scene:
        pass

    found = Scene()
    found.__dict__.update(owner=owner, mate=mate, pm=pm, path=f"/postmortems/{pm.pk}/sections/summary/")
    found.section = lambda: Section.objects.select_related("postmortem").get(postmortem=pm, key="summary")
    return found


@pytest.fixture
def open_for(browser, live_server, sign_in):
    """open_for(user, path) gives a page of a browser of its own with that person signed in."""
    contexts = []

    def make(user, path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield make
    for context in contexts:
        # A page that goes saves once more; that must not meet the next test's empty database.
        context.unroute_all(behavior="ignoreErrors")
        context.set_offline(True)
    for context in contexts:
        context.pages[0].wait_for_timeout(300)
        context.close()
