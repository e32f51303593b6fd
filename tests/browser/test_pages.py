"""Every page a signed-in person meets, with content in it: readable for everyone and usable by keyboard alone.

The pages are found by asking every address of the site, so that a new one is looked at without being named here.
"""

import datetime as dt
import itertools
from types import SimpleNamespace

import pytest
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from core.accounts.models import Membership
from postmortems.analysis.actions import accept_risk, add_factor
from postmortems.authoring.actions import (
    Text,
    add_events,
    add_involved,
    change_head,
    name_reader,
    save_section,
)
from postmortems.followup.actions import add_action, move
from postmortems.models import Action, Comment, Postmortem, PublicSummary, ReviewRequest, Section
from postmortems.publication import actions as public
from postmortems.publication import middleware
from postmortems.publication.content import content_of, digest_of
from tests.browser.looking import Listener
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

BODY = """Uploads were refused for *74 minutes*. See [the graph](https://example.test/graph).

| Region | Refused |
|:-------|--------:|
| north  |   1,204 |

- [x] told support
- [ ] told everyone

```
store: quota exceeded, and a line that is a good deal longer than the width of a telephone held upright
```

> The alert was silent.[^1]

[^1]: It counts the errors of the service alone.
"""
# Room -> at least so many pages, so that the walk can't come back empty-handed.
LEAST = {
    "coaching": 3,
    "authoring": 12,
    "analysis": 4,
    "followup": 4,
    "reviewing": 1,
    "publication": 2,
    "workspace": 5,
    "accounts": 4,
    "notify": 2,
}


ELSEWHERE = {"ops"}
"""Looked at in test_look.py."""


@pytest.fixture(autouse=True)
def _own_mirror(monkeypatch):
    monkeypatch.setattr(middleware, "_mirrors", {})
    monkeypatch.setattr("postmortems.publication.mirror.EVERY", 0)


def fill(pm, owner, reader) -> SimpleNamespace:
    """Something of everything, in a draft."""
    pm.refresh_from_db()
    change_head(
        postmortem=pm,
        actor=owner,
        now=NOW,
        version=pm.version,
        values={
            "severity": "sev2",
            "started_at": NOW - dt.timedelta(hours=2),
            "detected_at": NOW,
            "trigger": "A quota",
        },
        services=["uploads", "thumbnails"],
    )
    for section in Section.objects.filter(postmortem=pm, kind="text").select_related("postmortem")[:4]:
        save_section(section=section, actor=owner, now=NOW, text=Text("Begun.", section.version))
        section.refresh_from_db()
        save_section(section=section, actor=owner, now=NOW, text=Text(BODY, section.version))
    kinds = ["change", "impact", "detection", "decision", "recovery"]
    rows = [
        {
            "at": NOW - dt.timedelta(minutes=100 - 20 * n),
            "text": f"Row *{n}* of the store",
            "kind": kind,
            "was_known": "A graph",
        }
        for n, kind in enumerate(kinds)
    ]
    events = add_events(postmortem=pm, actor=owner, rows=rows, now=NOW)
    factors = [
        add_factor(
            postmortem=pm,
            actor=owner,
            values={"title": title, "type_key": "", "condition": "It was there"},
            now=NOW,
        )
        for title in ("Quotas go out in one step", "The alert counts something else")
    ]
    accept_risk(
        factor=factors[0],
        actor=owner,
        role="head of storage",
        reason="Until spring",
        review_on=dt.date(2099, 1, 1),
        now=NOW,
    )
    actions = [
        add_action(
            postmortem=pm,
            actor=owner,
            values={"title": title, "owner": owner, "due_on": due, "measure": "No refused write"},
            now=NOW,
        )
        for title, due in (
            ("Compare a quota with the highest use", dt.date(2026, 11, 1)),
            ("Roll out by region", None),
        )
    ]
    person = add_involved(
        postmortem=pm, actor=owner, name="Marisol Quintero", handles=["mq"], role="Responder 1"
    )
    name_reader(postmortem=pm, actor=owner, user=reader, may_edit=False, now=NOW)
    section = Section.objects.filter(postmortem=pm, kind="text").first()
    root = Comment.objects.create(postmortem=pm, author=reader, body="How *many*?", section=section)
    Comment.objects.create(postmortem=pm, author=owner, body="1,204", parent=root)
    return SimpleNamespace(
        pm=pm, section=section, event=events[0], factor=factors[1], action=actions[0], person=person
    )


@pytest.fixture
def site(make_user, make_team, make_postmortem, sign_in):
    """A draft and a published one, and the people around them; the owner also runs the site."""
    owner = make_user("Ada Obi", is_administrator=True)
    comms = make_user("Tomas Reyes", is_publisher=True)
    reviewer = make_user("Noor Visser")
    team = make_team("Storage", members=[owner, reviewer])
    Membership.objects.filter(user=owner, team=team).update(role="manager")
    draft = fill(make_postmortem(owner=owner, team=team), owner, comms)
    out = fill(make_postmortem(owner=owner, team=team, title="Thumbnails were late for a day"), owner, comms)
    move(
        action=out.action,
        actor=owner,
        verb="finish",
        text="A test refuses it: https://example.test/1",
        now=NOW,
    )
    Postmortem.objects.filter(pk=out.pm.pk).update(status="in_review")
    ReviewRequest.objects.create(postmortem=out.pm, reviewer=reviewer, round=1, asked_by=owner, asked_at=NOW)
    make_postmortem(owner=owner, team=team, title="A draft nobody wanted")
    summary = _published(out, owner, comms)
    public.begin_summary(postmortem=draft.pm, actor=owner, now=NOW)
    return SimpleNamespace(
        owner=owner, comms=comms, reviewer=reviewer, team=team, draft=draft, out=out, summary=summary
    )


def _published(out, owner, comms) -> PublicSummary:
    made = public.begin_summary(postmortem=out.pm, actor=owner, now=NOW)
    second = Action.objects.filter(postmortem=out.pm).exclude(pk=out.action.pk).get()
    public.promise(
        summary=made,
        action=second,
        actor=owner,
        wording="Quotas go out step by step",
        due_month=dt.date(2027, 2, 1),
        now=NOW,
    )
    made.refresh_from_db()
    public.change_text(
        summary=made, actor=owner, version=made.version, values={"lede": "Uploads were refused."}, now=NOW
    )
    made.refresh_from_db()
    digest = digest_of(content_of(made))
    PublicSummary.objects.filter(pk=made.pk).update(status="awaiting_signatures", text_digest=digest)
    public.sign(summary=made, actor=comms, capacity="publisher", digest=digest, now=NOW)
    public.publish(summary=made, actor=comms, now=NOW)
    made.refresh_from_db()
    return made


def names(patterns, room="") -> list[str]:
    """The name of every address, with its room."""
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else room
            found += names(entry.url_patterns, inner)
        elif entry.name:
            found.append(room + entry.name)
    return found


def pages_of(room: str, site, client) -> list[str]:
    """The addresses of a room that answer the owner with a whole page."""
    draft = site.draft
    ids = {
        "pk": draft.pm.pk,
        "key": draft.section.key,
        "event": draft.event.pk,
        "factor": draft.factor.pk,
        "action": draft.action.pk,
        "verb": "finish",
        "person": draft.person.pk,
        "slug": site.team.slug,
        "form": "html",
        "rule": "D1",
    }
    if room == "accounts":
        ids["pk"] = site.reviewer.pk
    found = []
    for name in names(get_resolver().url_patterns):
        if not name.startswith(f"{room}:") or name.endswith(":page"):
            continue
        path = _address(name, ids)
        if path and _is_page(client.get(path)):
            found.append(path)
    return list(dict.fromkeys(found))


def _is_page(answer) -> bool:
    whole = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return whole and b"<html" in b"".join(answer)


def _address(name: str, ids: dict) -> str | None:
    """The address of a name with those of the ids it takes; None when it takes others."""
    for count in range(4):
        for keys in itertools.combinations(ids, count):
            try:
                return reverse(name, kwargs={key: ids[key] for key in keys})
            except NoReverseMatch:
                continue
    return None


@pytest.fixture
def listener(browser, live_server, sign_in):
    """listener(user) gives a page of that person, ready to look."""
    contexts = []

    def make(user=None):
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        if user:
            cookie = sign_in(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return Listener(context.new_page(), live_server.url)

    yield make
    for context in contexts:
        # A page that goes saves once more; that must not meet the next test's empty database.
        context.set_offline(True)
        context.close()


def test_no_room_is_forgotten():
    rooms = {name.partition(":")[0] for name in names(get_resolver().url_patterns) if ":" in name}
    assert rooms - ELSEWHERE == set(LEAST)


def assert_none(faults) -> None:
    """Fails with every fault on a line of its own."""
    found = list(faults)
    assert not found, "\n".join(["what people would meet:", *found])


@pytest.mark.parametrize("room", LEAST)
def test_pages_of_a_room_are_readable_for_everyone(room, site, listener, sign_in):
    paths = pages_of(room, site, sign_in(site.owner))
    assert len(paths) >= LEAST[room], paths
    look = listener(site.owner)
    assert_none(fault for path in paths for fault in look.look_at(path))


def test_pages_in_other_states_are_readable_for_everyone(site, listener):
    out, draft = f"/postmortems/{site.out.pm.pk}/", f"/postmortems/{site.draft.pm.pk}/"
    revisions = site.draft.section.history.order_by("pk").values_list("pk", flat=True)
    history = f"{draft}sections/{site.draft.section.key}/history/"
    looks = {
        site.owner: [
            f"{out}summary/",
            f"{history}?from={revisions.first()}&to={revisions.last()}",
            "/actions/?state=all&sort=-title",
            "/actions/?state=declined",
            "/search/?q=quota",
            "/search/?q=nothing-like-it",
            "/postmortems/?status=closed",
        ],
        site.comms: [draft, f"{out}summary/", f"/actions/{site.draft.action.pk}/", "/", "/inbox/"],
        site.reviewer: [out, f"{out}review/"],
    }
    wrong = []
    for user, paths in looks.items():
        look = listener(user)
        wrong += [fault for path in paths for fault in look.look_at(path)]
    assert_none(wrong)


def test_public_pages_are_readable_for_everyone(site, listener):
    path = f"/public/{site.summary.slug}/"
    look = listener()
    assert_none(fault for one in ("/public/", path, f"{path}history/") for fault in look.look_at(one))
