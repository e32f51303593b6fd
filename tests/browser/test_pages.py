"""Every page a signed-in person meets, with content in it: readable for everyone and usable by keyboard alone.

The pages are found by asking every address of the site, so that a new one is looked at without being named here.
"""

from types import SimpleNamespace

import pytest
from django.urls import URLResolver, get_resolver, reverse

from core.accounts.models import Membership
from postmortems.authoring.actions import create_template
from postmortems.followup.actions import move
from postmortems.models import Postmortem, ReviewRequest
from postmortems.publication import actions as public
from postmortems.publication import middleware
from tests.browser.disclosed import disclosed
from tests.browser.filled import fill, published
from tests.browser.looking import Listener
from tests.browser.outside import outside
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Room -> at least so many pages, so that the walk can't come back empty-handed. The rooms of a line are walked in one site.
LEAST = (
    {"authoring": 12},
    {"coaching": 3, "followup": 8, "analysis": 4},
    {"publication": 4, "notify": 2, "accounts": 4},
    {"workspace": 5, "disclosure": 4, "insights": 3, "reviewing": 1},
)


ELSEWHERE = {"ops"}
"""Looked at in test_look.py."""


@pytest.fixture(autouse=True)
def _own_mirror(monkeypatch):
    monkeypatch.setattr(middleware, "_mirrors", {})
    monkeypatch.setattr("postmortems.publication.mirror.EVERY", 0)


@pytest.fixture
def site(make_user, make_team, make_postmortem, sign_in):
    """A draft and a published one, and the people around them; the owner also runs the site."""
    owner = make_user("Ada Obi", is_administrator=True, signs_legal=True)
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
    summary = published(out, owner, comms)
    public.begin_summary(postmortem=draft.pm, actor=owner, now=NOW)
    disclosed(draft.pm, owner, comms)
    away = outside(draft.action, owner, team)
    exposure = make_postmortem(
        owner=owner, team=team, template="exposure", title="A store anybody could read"
    )
    template = create_template(
        actor=owner,
        now=NOW,
        name="Queue incident",
        description="Jobs waited.",
        kind="outage",
        team=None,
        source=draft.pm.template_version.template,
    )
    return SimpleNamespace(
        away=away,
        exposure=exposure,
        template=template,
        owner=owner,
        comms=comms,
        reviewer=reviewer,
        team=team,
        draft=draft,
        out=out,
        summary=summary,
    )


def names(patterns, room="", taken=frozenset()) -> list[tuple[str, frozenset[str]]]:
    """The name of every address, with its room, and the ids that are in it."""
    found = []
    for entry in patterns:
        ids = taken | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else room
            found += names(entry.url_patterns, inner, ids)
        elif entry.name:
            found.append((room + entry.name, ids))
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
        "incident": draft.incident.pk,
        "step": draft.section.key,
        "template": site.template.pk,
        "part": "impact",
        "audience": "executive",
        "channel": site.away.channel.pk,
        "tracker": site.away.tracker.pk,
        "product": "jira",
        "regime": "gdpr33",
        "duty": "authority",
    }
    if room == "accounts":
        ids["pk"] = site.reviewer.pk
    found = []
    for name, taken in names(get_resolver().url_patterns):
        if not name.startswith(f"{room}:") or name.endswith(":page") or not taken <= ids.keys():
            continue
        path = reverse(name, kwargs={key: ids[key] for key in taken})
        if _is_page(client.get(path)):
            found.append(path)
    return list(dict.fromkeys(found))


def _is_page(answer) -> bool:
    whole = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return whole and b"<html" in b"".join(answer)


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
    rooms = {name.partition(":")[0] for name, _ in names(get_resolver().url_patterns) if ":" in name}
    assert rooms - ELSEWHERE == {room for rooms in LEAST for room in rooms}


def assert_none(faults) -> None:
    """Fails with every fault on a line of its own."""
    found = list(faults)
    assert not found, "\n".join(["what people would meet:", *found])


@pytest.mark.parametrize("rooms", LEAST, ids="+".join)
def test_pages_of_a_room_are_readable_for_everyone(rooms, site, listener, sign_in):
    client = sign_in(site.owner)
    paths = {room: pages_of(room, site, client) for room in rooms}
    assert {room: least for room, least in rooms.items() if len(paths[room]) < least} == {}
    look = listener(site.owner)
    assert_none(fault for room in rooms for path in paths[room] for fault in look.look_at(path))


def test_pages_in_other_states_are_readable_for_everyone(site, listener):
    out, draft = f"/postmortems/{site.out.pm.pk}/", f"/postmortems/{site.draft.pm.pk}/"
    revisions = site.draft.section.history.order_by("pk").values_list("pk", flat=True)
    history = f"{draft}sections/{site.draft.section.key}/history/"
    looks = {
        site.owner: [
            f"{out}summary/",
            f"{history}?from={revisions.first()}&to={revisions.last()}",
            *(f"{draft}guide/{step}/" for step in ("facts", "timeline", "factors", "review")),
            *(f"/postmortems/{site.exposure.pk}/{page}" for page in ("guide/access/", "kind/", "")),
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
