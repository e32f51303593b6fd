"""The real site for a walk through it: `manage.py up` in a folder of its own, on the database of this run."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.browser.people import PASSWORD
from tests.core.ops.processes import PATIENCE, ROOT, Marked, fetch, site, site_env, until


@contextlib.contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """The variable that names a fresh database on the server of this run; nothing for SQLite in the folder."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield {}
        return
    import psycopg

    name = f"walk_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class RealSite:
    """A running site: where it is, what it said, and the mail it wrote."""

    def __init__(self, var: Path, env: dict[str, str]) -> None:
        # Not as in other tests: hashed and compressed files, as on a site that people use.
        self.var, self.env = var, env | {"DEBRIEF_TESTING": "0", "WEB_WORKERS": "1", "WORKER_PROCESSES": "1"}
        self.running: Marked = site(var, **self.env)
        self.url = f"http://localhost:{self.running.port}"

    def wait_until_it_serves(self) -> None:
        """The pages answer, and worker and beat have been heard of."""
        started = lambda: "Started in" in self.running.said or self.running.process.poll() is not None  # noqa: E731
        until(started, "the site to start")
        assert "Started in" in self.running.said, self.running.said

    def all_parts_answer(self) -> bool:
        """Whether /readyz calls every part well."""
        status, body = fetch(self.running, "/readyz")
        return status == 200 and all(
            part["state"] == "ok"
            for name, part in json.loads(body)["parts"].items()
            if name in ("database", "redis", "worker", "beat")
        )

    def people(self) -> None:
        """The people of the walk."""
        env = site_env(self.var, **self.env)
        subprocess.run(
            [sys.executable, "-m", "tests.browser.people"], cwd=ROOT, env=env, check=True, timeout=PATIENCE
        )

    def mails(self) -> list[tuple[str, str, str]]:
        """(to, subject, text) of what was sent; a file may hold several mails."""
        found = []
        for path in sorted((self.var / "mail").glob("*.log")):
            for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                mail = message_from_bytes(raw.strip(), policy=policy.default)
                if mail["To"]:
                    text = mail.get_body(("plain",))
                    found.append((mail["To"], mail["Subject"], text.get_content() if text else ""))
        return found


@contextlib.contextmanager
def real_site(var: Path) -> Iterator[RealSite]:
    """Started, with its people; ended, with everything it started, afterwards."""
    with own_database() as env:
        one = RealSite(var, env)
        try:
            one.wait_until_it_serves()
            one.people()
            yield one
        finally:
            one.running.end()


def _problem(said) -> list[str]:
    """What the console calls an error; an answer of 404 or 422 is an answer."""
    refused = "Failed to load resource" in said.text and re.search("status of 4(04|22)", said.text)
    return [] if said.type != "error" or refused else [f"{said.location}: {said.text}"]


def enter(browser, site: RealSite, email: str):
    """A page of a browser of its own with that person signed in through the form; problems are kept on it."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda said: page.problems.extend(_problem(said)))
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site.url}/")
    return page
