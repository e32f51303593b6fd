"""Sixty made-up incidents full of what must not leave the house: none of it is in any public byte."""

import html
import importlib
import random
import re
from urllib.parse import unquote

import pytest
from django.test import Client

from postmortems.authoring.actions import add_events, add_people, fill_sections
from postmortems.models import Action, Factor, Involved, OrganisationList, PublicFile, Section
from postmortems.publication import actions
from tests.conftest import NOW

INCIDENTS = 60
FIRST = [
    "Marguerite",
    "Thandeka",
    "Bjørn",
    "Przemysław",
    "Siobhán",
    "Aurelio",
    "Ngozi",
    "Yevgeniya",
    "Kwabena",
]
LAST = [
    "Okonkwo",
    "Lindqvist",
    "Abernathy",
    "Szczepański",
    "O'Driscoll",
    "Vandenberghe",
    "Mbeki-Jones",
    "Quintanilla",
]
HANDLES = ["mokonkwo", "thandi_l", "bjorn.dev", "pszcz", "sio-driscoll", "avdb99", "ngozimj", "yevquint"]
CUSTOMERS = ["Globex Corporation", "Initech", "Hooli Freight", "Umbrella & Sons", "Soylent-Foods"]
WORDS = ["kestrel-db-07", "project-heron", "ospreyd", "finch_cache"]
DOMAINS = ["corp.kestrel.test", "heron.internal"]
# Put together here, so that no scanner of repositories takes them for real ones.
SECRETS = [
    "AKIA" + "Q3EGRZ7TNB4XWPLD",
    "ghp_" + "a8Kq2LmX0vRt5YbN7cPd3JfHs6WzUe1GiOT9",
    "xoxb-" + "284719305582-593817264410-Zk3vQ8mTn2LbXr7YwPdC5JhS",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
]
ADDRESSES = ["10.42.17.203", "192.168.77.14", "fd12:3456:789a::4f2"]
MAILS = ["marguerite.okonkwo@kestrel.test", "oncall+night@heron.internal"]
SENTENCES = [
    "{person} saw that {host} refused uploads.",
    "Then {handle} restarted {host}, and **{person}** agreed.",
    "@{handle} wrote to {mail} about {customer}.",
    "{customer}'s uploads were refused for an hour; {first} called them.",
    "The dashboard https://grafana.{domain}/d/abc?var-host={host} was red.",
    "[The log of {host}](https://logs.{domain}/{handle}) names {address}.",
    "The token `{secret}` was valid for a day.",
    "```\ncurl -H 'Authorization: Bearer {secret}' http://{address}:8080/\n```",
    "| Who | Where |\n| --- | --- |\n| {person} | {host} |\n| {handle} | {address} |",
    "![{person} at the screen of {host}](/postmortems/1/images/abc/)",
    "> {first}: is {customer} back?\n>\n> {handle}: yes",
    "- {first} and {person} shared one terminal on {host}",
    "Between {address} and {host}.{domain} nothing was lost.",
    "{person}’s page, and {person}, who was on call ({handle}).",
    "See ssh://{handle}@{host}.{domain}/srv and mailto:{mail}.",
    "Everything was measured again by {person_upper}.",
]  # fmt: skip
SHAPES = ("what_happened", "impact", "summary", "detection", "resolution", "customer")


class Planted:
    """One incident's people and things, and the strings that would give them away."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        pick = self.random.sample
        self.people = [
            (f"{first} {last}", handle)
            for first, last, handle in zip(pick(FIRST, 3), pick(LAST, 3), pick(HANDLES, 3), strict=True)
        ]

    def sentence(self) -> str:
        """A sentence with some of it in."""
        choose = self.random.choice
        name, handle = choose(self.people)
        return choose(SENTENCES).format(
            person=name,
            person_upper=name.upper(),
            first=name.split()[0],
            handle=handle,
            host=choose(WORDS),
            customer=choose(CUSTOMERS),
            domain=choose(DOMAINS),
            secret=choose(SECRETS),
            address=choose(ADDRESSES),
            mail=choose(MAILS),
        )

    def text(self, most: int = 4) -> str:
        """Some sentences."""
        return "\n\n".join(self.sentence() for _ in range(self.random.randint(1, most)))

    @property
    def forbidden(self) -> set[str]:
        """What must not be found, in small letters."""
        names = {part for name, _ in self.people for part in (name, *name.split())}
        handles = {handle for _, handle in self.people}
        things = {*CUSTOMERS, *WORDS, *DOMAINS, *SECRETS, *ADDRESSES, *MAILS}
        return {text.casefold() for text in names | handles | things} | {"kestrel", "zanzibar-restricted"}


@pytest.fixture
def publish_one(make_team, make_user, publisher, template_version):
    """Begins, replaces, signs and publishes one planted incident; its summary."""
    for kind, values in (("customer", CUSTOMERS), ("word", WORDS), ("domain", [*DOMAINS, "kestrel.test"])):
        OrganisationList.objects.bulk_create(OrganisationList(kind=kind, value=value) for value in values)
    owner = make_user("Owner")
    team = make_team("Storage", members=[owner])
    version = template_version("outage")

    def make(planted: Planted):
        from postmortems.authoring.actions import begin

        title = f"Uploads stopped on {planted.random.choice(WORDS)}, seen by {planted.people[0][0]}"
        postmortem = begin(
            actor=owner, team=team, version=version, title=title, visibility="organisation", now=NOW
        )
        add_people(
            postmortem=postmortem,
            actor=owner,
            people=[
                Involved(name=name, handles=[handle], role=f"Responder {n}")
                for n, (name, handle) in enumerate(planted.people, 1)
            ],
        )
        sections = list(postmortem.sections.filter(kind="text"))
        bodies = {section.key: (section.title, planted.text()) for section in sections}
        fill_sections(postmortem=postmortem, actor=owner, bodies=bodies, now=NOW)
        hidden = planted.random.choice(sections)
        Section.objects.filter(pk=hidden.pk).update(disclosure="restricted", body="Zanzibar-restricted words")
        rows = [{"at": NOW, "text": planted.sentence(), "kind": "action"} for _ in range(3)]
        rows.append({"at": NOW, "text": "Zanzibar-restricted row", "disclosure": "restricted"})
        add_events(postmortem=postmortem, actor=owner, rows=rows, now=NOW)
        Factor.objects.create(
            postmortem=postmortem, title=planted.sentence()[:200], condition=planted.sentence()
        )
        Factor.objects.create(postmortem=postmortem, title="Zanzibar-restricted", disclosure="restricted")
        summary = actions.begin_summary(postmortem=postmortem, actor=owner, now=NOW)
        # A person writes on, and forgets what they know.
        values = {
            "lede": f"We are sorry. {planted.sentence()}",
            "services": ["Uploads", planted.random.choice(WORDS)],
            "parts": [
                {**part, "body": part["body"] + "\n\n" + planted.sentence()} if n % 3 == 0 else part
                for n, part in enumerate(summary.parts)
            ],
        }
        actions.change_text(summary=summary, actor=owner, version=summary.version, values=values, now=NOW)
        action = Action.objects.create(
            postmortem=postmortem, team=team, title=planted.sentence(), owner=owner
        )
        actions.promise(
            summary=summary,
            action=action,
            actor=owner,
            wording=f"We will write to {planted.random.choice(CUSTOMERS)} and {planted.people[1][0]}",
            due_month=NOW.date(),
            now=NOW,
        )
        summary.refresh_from_db()
        actions.replace_all(summary=summary, actor=owner, version=summary.version, now=NOW)
        digest = actions.ask_signatures(summary=summary, actor=owner, now=NOW)
        actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
        actions.publish(summary=summary, actor=publisher, now=NOW)
        summary.refresh_from_db()
        return summary

    return make


def _leaks(text: str, forbidden: set[str]) -> set[str]:
    seen = html.unescape(unquote(text)).casefold()
    return {word for word in forbidden if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", seen)}


@pytest.mark.once
@pytest.mark.parametrize("share", range(4))
def test_nothing_planted_is_found_in_any_public_byte(publish_one, settings, monkeypatch, share):
    # Each publication makes the index and the feeds anew; here once, at the end, is enough.
    module = importlib.import_module("postmortems.publication.actions.publish")
    monkeypatch.setattr(module, "refresh_files", lambda **kwargs: None)
    planted = [Planted(number) for number in range(share, INCIDENTS, 4)]
    summaries = [publish_one(one) for one in planted]
    actions.refresh_all(now=NOW)
    client = Client()
    for one, summary in zip(planted, summaries, strict=True):
        for path in (f"/public/{summary.slug}/", f"/public/{summary.slug}/history/"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
            assert _leaks(f"{path} {headers} {answer.content.decode()}", one.forbidden) == set(), path
    everything = set().union(*(one.forbidden for one in planted))
    for path in ("/public/", "/public/feed.atom", "/public/feed.json", "/public/sitemap.xml"):
        assert _leaks(client.get(path).content.decode(), everything) == set(), path
    for row in PublicFile.objects.all():
        assert _leaks(f"{row.path} {bytes(row.body).decode()}", everything) == set(), row.path
    files = [file for file in settings.PUBLIC_MIRROR_DIR.iterdir() if file.is_file()]
    assert len(files) >= 2 * len(planted)
    for file in files:
        assert _leaks(f"{file.name} {file.read_bytes().decode()}", everything) == set(), file.name


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
        assert _leaks(f"words {text}, words", one.forbidden), text
    assert _leaks("nothing here", one.forbidden) == set()
