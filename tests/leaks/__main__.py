"""`python -m tests.leaks [--full] [--incidents N]`: planted incidents published, corrected, and taken back, on two servers.

Two processes with a disk of their own stand on one database. Every public address of both is fetched, headers included, and the
error pages, the export and the mails beside them. One line a step; exit 1 when anything planted was found or a clean
sentence is missing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import email
import email.policy
import html
import importlib
import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from unittest import mock

from tests.services import postgres

ROOT = Path(__file__).resolve().parents[2]
PORTS = (8741, 8742)
SOON = 60.0
READER = "reader@outside.example"
PASSAGE = "The blue ledger of the harbour was open"


def _environment(folder: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
        "DEBRIEF_TESTING": "1",
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "core.settings",
    }


def get(port: int, path: str) -> tuple[int, str]:
    """Status, and headers and body as one text."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "identity"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, f"{path} {answer.headers} {answer.read().decode(errors='replace')}"
    except urllib.error.HTTPError as error:
        return error.code, f"{path} {error.headers} {error.read().decode(errors='replace')}"


class Run:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, incidents: int) -> None:
        self.folder, self.incidents = folder, incidents
        self.found = 0

    def say(self, step: str, leaked: dict[str, set[str]], missing: int, seconds: float, texts: int) -> None:
        """One line, and what leaked."""
        self.found += len(leaked) + missing
        print(
            f"{step}: texts {texts}, leaks {len(leaked)}, clean sentences missing {missing}, {seconds:.0f} s",
            flush=True,
        )
        for place, words in list(leaked.items())[:20]:
            print(f"  {place}: {sorted(words)}", flush=True)

    def everything(self) -> dict[str, str]:
        """Every public text of both servers, and what they say of addresses that are none."""
        from postmortems.models import PublicFile

        paths = list(PublicFile.objects.values_list("path", flat=True))
        paths += [
            "/public/none/",
            "/public/images/none.png",
            "/public/service/none/",
            "/robots.txt",
            "/search/?q=uploads",
        ]
        return {f"{port}{path}": get(port, path)[1] for port in PORTS for path in paths}

    def beside(self) -> dict[str, str]:
        """What else leaves the house: the export, the disks of both servers, the mails."""
        from django.core.management import call_command

        call_command("export_public", str(self.folder / "export"), stdout=io.StringIO())
        folders = [
            self.folder / "export" / "public",
            *(self.folder / str(port) / "public" for port in PORTS),
        ]
        return {
            str(path.relative_to(self.folder)): f"{path.name} {path.read_bytes().decode(errors='replace')}"
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        } | self.mails()

    def mails(self) -> dict[str, str]:
        """The mails to the one reader outside, with their texts as they are read there."""
        found = {}
        for path in (self.folder / "mail").rglob("*"):
            # One file holds what went out over one connection.
            for number, data in enumerate(path.read_bytes().split(b"\n" + b"-" * 79)):
                mail = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
                if READER in str(mail["To"]):
                    texts = [
                        part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
                    ]
                    lines = [*(f"{name}: {value}" for name, value in mail.items()), *texts]
                    found[f"mail/{path.name}/{number}"] = "\n".join(lines)
        return found

    def told(self, step: str, wanted: int) -> None:
        """Send what is planned; the reader outside has had so many mails by then."""
        from core.outbox import effects

        effects.drain()
        count = len(self.mails())
        print(f"{step}: mails to the reader outside {count} of {wanted}", flush=True)
        self.found += abs(count - wanted)

    def look(self, step: str, forbidden: set[str], planted, summaries) -> None:
        """Fetch all, search all."""
        from tests.leaks.planted import leaks

        started = time.monotonic()
        texts = self.everything() | self.beside()
        leaked = {place: words for place, text in texts.items() if (words := leaks(text, forbidden))}
        missing = 0
        for one, summary in zip(planted, summaries, strict=True):
            for port in PORTS:
                page = html.unescape(texts[f"{port}/public/{summary.slug}/"])
                missing += sum(line not in page for line in one.clean)
        self.say(step, leaked, missing, time.monotonic() - started, len(texts))


def _house(now: dt.datetime):
    from core.accounts.models import Membership, Team, User
    from postmortems.authoring.actions import sync_templates
    from postmortems.models import Subscriber, TemplateVersion
    from tests.leaks.house import House, keep_lists

    keep_lists()
    Subscriber.objects.create(digest="reader", address=READER, confirmed_at=now)
    owner = User.objects.create_user("owner@example.test", display_name="Owner")
    publisher = User.objects.create_user("comms@example.test", display_name="Comms", is_publisher=True)
    second = User.objects.create_user("second@example.test", display_name="Second", signs_legal=True)
    team = Team.objects.create(name="Storage", slug="storage")
    Membership.objects.create(user=owner, team=team)
    sync_templates(now=now)
    version = TemplateVersion.objects.filter(template__key="outage").latest("number")
    return House(owner, publisher, team, version, now), second


def run(folder: Path, incidents: int) -> int:
    """All of it; how much was found."""
    from django.utils import timezone

    import postmortems.tasks  # noqa: F401 - makes the effects known
    from postmortems.models import Removal
    from postmortems.publication import actions
    from tests.leaks.planted import Planted

    one_run, now = Run(folder, incidents), timezone.now()
    house, second = _house(now)
    planted = [Planted(number) for number in range(incidents)]
    started = time.monotonic()
    # Each publication makes the index and the feeds anew; for so many at once, one time at the end is enough.
    module = importlib.import_module("postmortems.publication.actions.publish")
    with mock.patch.object(module, "refresh_files", lambda **kwargs: None):
        summaries = [house.publish(one, picture=one.number % 4 == 0) for one in planted]
    actions.refresh_all(now=timezone.now())
    print(f"published: {incidents} incidents, {time.monotonic() - started:.0f} s", flush=True)
    one_run.told("as published", incidents)
    forbidden = set().union(*(one.forbidden for one in planted))
    one_run.look("as published", forbidden, planted, summaries)
    for one, summary in list(zip(planted, summaries, strict=True))[::5]:
        house.correct(summary, one, passage=f"{PASSAGE}.")
    one_run.told("after a correction of every fifth", incidents + len(summaries[::5]))
    one_run.look("after a correction of every fifth", forbidden, planted, summaries)
    told = get(PORTS[1], f"/public/{summaries[0].slug}/")[1]
    if PASSAGE not in told:
        print("the passage that is to be removed was never public", flush=True)
        one_run.found += 1
    for summary in summaries[::5]:
        actions.remove_passage(summary=summary, actor=house.publisher, passage=PASSAGE, now=timezone.now())
    began = time.monotonic()
    for removal in Removal.objects.all():
        actions.confirm_removal(removal=removal, actor=second, now=timezone.now())
    while any(
        PASSAGE in get(port, f"/public/{summary.slug}/")[1] for port in PORTS for summary in summaries[::5]
    ):
        if time.monotonic() - began > SOON:
            break
        time.sleep(0.5)
    print(f"removed everywhere after {time.monotonic() - began:.1f} s", flush=True)
    one_run.look("after a removal", forbidden | {PASSAGE.casefold()}, planted, summaries)
    return one_run.found


def main() -> int:
    """Start two servers on one database, and look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="two hundred incidents instead of twelve")
    parser.add_argument("--incidents", type=int)
    given = parser.parse_args()
    incidents = given.incidents or (200 if given.full else 12)
    with tempfile.TemporaryDirectory(prefix="leaks-") as name, postgres() as database:
        folder = Path(name)
        os.environ.update(_environment(folder, database))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        servers = []
        try:
            for port in PORTS:
                (folder / str(port)).mkdir()
                command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
                own = _environment(folder / str(port), database)
                servers.append(
                    subprocess.Popen(
                        command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                    )
                )
            _wait()
            found = run(folder, incidents)
        finally:
            for server in servers:
                server.terminate()
    print("nothing leaked" if not found else f"{found} found", flush=True)
    return int(bool(found))


def _wait() -> None:
    for port in PORTS:
        for _ in range(240):
            try:
                if get(port, "/healthz")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(0.5)
        else:
            raise SystemExit(f"the server on port {port} did not start")


if __name__ == "__main__":
    sys.exit(main())
