"""A real browser: Debian's Chromium, started the way a container allows."""

import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    """Without a browser these tests are left out, and say why."""
    if CHROMIUM:
        return
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
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


@pytest.fixture(autouse=True)
def _styles_under_their_plain_names(settings):
    """The test server serves the files as they lie in the tree; it knows no hashed names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def enter(page, live_server):
    """enter(user) signs a person in through the sign-in page and gives the page."""

    def make(user, password="correct-horse-battery"):
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("[name=login]", user.email)
        page.fill("[name=password]", password)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.click("main button[type=submit]")
        return page

    return make
