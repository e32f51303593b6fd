"""Made-up incidents full of what must not leave the house: none of it is in any public byte, and clean words stay.

A share of them runs here; `python -m tests.leaks --full` publishes two hundred and asks two servers.
"""

import html
import importlib

import pytest
from django.test import Client

from postmortems.models import PublicFile
from postmortems.publication import actions
from tests.conftest import NOW
from tests.leaks.house import House, keep_lists
from tests.leaks.planted import CUSTOMERS, SECRETS, Planted, leaks

INCIDENTS = 24


@pytest.fixture
def house(make_team, make_user, publisher, template_version):
    keep_lists()
    owner = make_user("Owner")
    return House(owner, publisher, make_team("Storage", members=[owner]), template_version("outage"), NOW)


@pytest.mark.once
@pytest.mark.parametrize("share", range(4))
def test_nothing_planted_is_found_in_any_public_byte(house, settings, monkeypatch, share):
    # Each publication makes the index and the feeds anew; here once, at the end, is enough.
    module = importlib.import_module("postmortems.publication.actions.publish")
    monkeypatch.setattr(module, "refresh_files", lambda **kwargs: None)
    planted = [Planted(number) for number in range(share, INCIDENTS, 4)]
    summaries = [house.publish(one, picture=one.number % 3 == 0) for one in planted]
    house.correct(summaries[0], planted[0])
    actions.refresh_all(now=NOW)
    client = Client()
    for one, summary in zip(planted, summaries, strict=True):
        for path in (f"/public/{summary.slug}/", f"/public/{summary.slug}/history/"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
            text = answer.content.decode()
            assert leaks(f"{path} {headers} {text}", one.forbidden) == set(), path
            if not path.endswith("history/"):
                assert [line for line in one.clean if line not in html.unescape(text)] == []
    everything = set().union(*(one.forbidden for one in planted))
    for row in PublicFile.objects.all():
        assert leaks(f"{row.path} {bytes(row.body).decode(errors='replace')}", everything) == set(), row.path
    files = [file for file in settings.PUBLIC_MIRROR_DIR.iterdir() if file.is_file()]
    assert len(files) >= 2 * len(planted)
    for file in files:
        assert leaks(f"{file.name} {file.read_bytes().decode(errors='replace')}", everything) == set(), (
            file.name
        )


def test_the_search_for_leaks_finds_them():
    one = Planted(1)
    name, handle = one.people[0]
    for text in (
        name,
        name.upper(),
        handle,
        f"%20{handle}%20",
        CUSTOMERS[0],
        SECRETS[0],
        "corp.kestrel.test",
    ):
        assert leaks(f"words {text}, words", one.forbidden), text
    assert leaks("nothing here", one.forbidden) == set()
