"""Pages on PostgreSQL with 2,000 postmortems, each beside its baseline in the same run and the same server.

Signed-in pages stand beside a page that loads session and user and makes as many primary-key queries; a save beside
one row written with session and user; the public page beside a view that returns as many bytes (decisions.md, Speed).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.load.client import Figure, get, measure, post

ROOT = Path(__file__).resolve().parents[2]
PORT = int(os.environ.get("LOAD_PORT", "8199"))
ROUNDS = int(os.environ.get("LOAD_ROUNDS", "3"))
ONLY = os.environ.get("LOAD_ONLY", "")
SECONDS = float(os.environ.get("LOAD_SECONDS", "4"))


@dataclass
class Scenario:
    """A page, its baseline, and the ratio it has to reach."""

    name: str
    page: list[bytes]
    baseline: list[bytes]
    aim: float
    status: int = 200
    base_status: int = 200


@contextlib.contextmanager
def server(env: dict[str, str]):
    """The site with its baselines, as it is served: granian, two workers of two threads."""
    words = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(PORT),
    ]
    words += [
        "--workers",
        "2",
        "--blocking-threads",
        "2",
        "--log-level",
        "warning",
        "tests.load.site.wsgi:application",
    ]
    running = subprocess.Popen(words, cwd=ROOT, env=env)
    try:
        _wait_until_up()
        yield
    finally:
        running.terminate()
        running.wait(20)


def _wait_until_up() -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://localhost:{PORT}/healthz", timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def _manage(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=900
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {words[0]}: {done.stderr[-800:]}")
    return done.stdout


def run(database_url: str, redis_url: str, var: Path, postmortems: int = 2000) -> None:
    """Fill a database, measure, print one line for each page."""
    env = os.environ | {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "VAR_DIR": str(var),
        "DEBUG": "0",
        "PORT": str(PORT),
    }
    for words in (["migrate", "-v0"], ["prepare"], ["collectstatic", "--noinput", "-v0"]):
        _manage(env, *words)
    _manage(env, "seed_scale", "--postmortems", str(postmortems))
    with psycopg.connect(database_url, autocommit=True) as connection:
        # As on a site that has stood for a day; else the server's own housekeeping falls into the first figures.
        connection.execute("VACUUM ANALYZE")
    facts = _manage(env | {"DJANGO_SETTINGS_MODULE": "tests.load.site.settings"}, "shell", "-v0", "-c", FACTS)
    values = dict(line.split("=", 1) for line in facts.splitlines() if "=" in line)
    with server(env):
        for scenario in scenarios(values):
            if ONLY in scenario.name:
                _report(scenario)


def scenarios(values: dict[str, str]) -> list[Scenario]:
    """What is measured, with the number of queries each page makes counted beforehand."""
    cookie = f"sessionid={values['session']}; csrftoken={values['csrf']}"
    ids = values["ids"].split(",")
    sections = [pair.split(":") for pair in values["sections"].split(",")]
    public = values["public"].split(",")
    keys = lambda name: [get(f"/_load/keys/{max(0, int(values['q_' + name]) - 2)}/", cookie)]  # noqa: E731
    text = "A sentence about what was seen and what was done next. " * 18

    def form(pair: list[str], number: int) -> str:
        named = {"csrfmiddlewaretoken": values["csrf"], "body": f"{text}{number}", "version": pair[3]}
        return urllib.parse.urlencode(named | {"disclosure": "internal", "not_applicable_because": ""})

    saves = [
        post(f"/postmortems/{pair[1]}/sections/{pair[2]}/", form(pair, n), cookie)
        for n, pair in enumerate(sections)
    ]
    bare = [
        post("/_load/save/", urllib.parse.urlencode({"pk": pair[0], "body": text}), cookie)
        for pair in sections
    ]
    return [
        Scenario("list of 50", [get("/postmortems/", cookie)], keys("list"), 0.6),
        Scenario("workspace", [get(f"/postmortems/{pk}/", cookie) for pk in ids], keys("workspace"), 0.6),
        Scenario("search", [get("/search/?q=replica", cookie)], keys("search"), 0.0),
        Scenario("filter", [get("/postmortems/?status=draft&q=volume", cookie)], keys("filter"), 0.0),
        Scenario("actions", [get("/actions/", cookie)], keys("actions"), 0.0),
        Scenario("save of a section", saves, bare, 0.5, 302, 302),
        Scenario(
            "public page",
            [get(path) for path in public],
            [get(f"/_load/bytes/{values['public_bytes']}/")],
            0.8,
        ),
    ]


def _report(scenario: Scenario) -> None:
    """Page and baseline in turn, several rounds; the middle ratio counts, as the machine's speed drifts."""
    pairs: list[tuple[float, Figure, Figure]] = []
    if scenario.status == 200:  # what is made once is made; a save is never the same twice
        measure(PORT, scenario.page, seconds=SECONDS, expect=scenario.status)
    for _ in range(ROUNDS):
        base = measure(PORT, scenario.baseline, seconds=SECONDS, expect=scenario.base_status)
        page = measure(PORT, scenario.page, seconds=SECONDS, expect=scenario.status)
        pairs.append((page.rate / base.rate, page, base))
    ratio, page, base = sorted(pairs, key=lambda pair: pair[0])[len(pairs) // 2]
    print(
        f"{scenario.name}: {page.rate:.0f} requests/s (p50 {page.p50:.1f} ms, p95 {page.p95:.1f} ms), "
        f"{ratio:.2f} of its baseline of {base.rate:.0f}"
        + (f", to reach {scenario.aim}" if scenario.aim else ""),
        flush=True,
    )


FACTS = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from core.accounts.models import User
from postmortems.models import *
user = Postmortem.objects.filter(status='draft').first().owner
client = Client(SERVER_NAME='localhost')
client.force_login(user, backend='core.accounts.backends.AccountBackend')
visible = list(Postmortem.objects.kept().editable_by(user).filter(status='draft').values_list('pk', flat=True)[:300])
def queries(path):
    client.get(path)
    with CaptureQueriesContext(connection, ) as found:
        assert client.get(path).status_code == 200, path
    return len(found)
print('session=' + client.cookies['sessionid'].value)
print('csrf=' + 'a' * 32)
print('ids=' + ','.join(map(str, visible[:50])))
rows = Section.objects.filter(postmortem__in=visible, kind='text', disclosure='internal').values_list('pk', 'postmortem_id', 'key', 'version')[:2000]
print('sections=' + ','.join(':'.join(map(str, row)) for row in rows))
print('q_list=%d' % queries('/postmortems/'))
print('q_workspace=%d' % queries('/postmortems/%d/' % visible[0]))
print('q_search=%d' % queries('/search/?q=replica'))
print('q_filter=%d' % queries('/postmortems/?status=draft&q=volume'))
print('q_actions=%d' % queries('/actions/'))
paths = list(PublicFile.objects.filter(status=200, path__startswith='/public/').exclude(path__contains='history').exclude(path__contains='feed').exclude(path='/public/').exclude(path__contains='year').exclude(path__contains='sitemap')[:50].values_list('path', flat=True))
print('public=' + ','.join(paths))
print('public_bytes=%d' % len(bytes(PublicFile.objects.get(path=paths[0]).body)))
"""
