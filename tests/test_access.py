"""Every address with every role: what is private is absent, for everybody else, whatever the verb."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from postmortems.analysis.actions import add_factor
from postmortems.authoring.actions import add_events, add_incident
from postmortems.followup.actions import add_action
from postmortems.models import CalendarFeed, Comment, FollowUpPolicy, NamedReader, SavedView
from postmortems.publication.actions import begin_summary, promise
from tests.conftest import NOW

SECRET = "Zanzibar-quokka"
# Answered without a sign-in, by design; each has tests of its own.
OPEN = {
    "accounts",
    "public",
    "subscriptions",
    "healthz",
    "readyz",
    "metrics",
    "_components",
    "invitations",
    "robots.txt",
    "favicon.ico",
}


def _walk(patterns, prefix=""):
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route


ROUTES = sorted(set(_walk(get_resolver("core.urls").url_patterns)))


def _fill(route: str, ids: dict[str, str]) -> str | None:
    """The address of a route with the secret postmortem's ids; None when a part has no value here."""
    route = (
        re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).replace("^", "").replace("$", "").replace("\\Z", "")
    )
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids.get(found.group(1), "\0"), route)
    return None if "\0" in path else "/" + path


@pytest.fixture
def house(make_user, make_team, make_postmortem):
    """A postmortem that only named people may know of, with one of everything in it, and the people around it."""
    owner = make_user("Owner")
    team = make_team("Storage")
    postmortem = make_postmortem(owner=owner, team=team, visibility="named", title=f"{SECRET} fell over")
    [event] = add_events(
        postmortem=postmortem, actor=owner, rows=[{"at": NOW, "text": f"{SECRET} stopped"}], now=NOW
    )
    factor = add_factor(
        postmortem=postmortem, actor=owner, values={"title": f"{SECRET} had no limit"}, now=NOW
    )
    action = add_action(
        postmortem=postmortem,
        actor=owner,
        values={"title": f"Limit {SECRET}", "owner": owner, "due_on": dt.date(2020, 1, 1)},
        now=NOW,
    )
    comment = Comment.objects.create(postmortem=postmortem, author=owner, body=SECRET)
    summary = begin_summary(postmortem=postmortem, actor=owner, now=NOW)
    pledge = promise(
        summary=summary, action=action, actor=owner, wording="A limit", due_month=dt.date(2027, 1, 1), now=NOW
    )
    view = SavedView.objects.create(owner=owner, name=SECRET)
    feed = CalendarFeed.objects.create(owner=owner, token_digest=SECRET)
    reader = make_user("Reader")
    NamedReader.objects.create(postmortem=postmortem, user=reader)
    section = postmortem.sections.first()
    incident = add_incident(
        postmortem=postmortem, actor=owner, values={"title": f"{SECRET} again", "started_at": NOW}, now=NOW
    )
    ids = {
        "pk": str(postmortem.pk),
        "key": section.key,
        "event": str(event.pk),
        "row": str(event.pk),
        "factor": str(factor.pk),
        "action": str(action.pk),
        "verb": "start",
        "comment": str(comment.pk),
        "view": str(view.pk),
        "feed": str(feed.pk),
        "promise": str(pledge.pk),
        "form": "markdown",
        "fmt": "markdown",
        "slug": team.slug,
        "version": "1",
        "number": "1",
        "token": "none",
        "policy": str(FollowUpPolicy.objects.create(team=team).pk),
        "person": "1",
        "incident": str(incident.pk),
        "revision": str(incident.history.latest("history_id").history_id),
        "step": section.key,
        "template": str(postmortem.template_version.template_id),
        "part": section.key,
        "regime": "gdpr33",
        "duty": "authority",
        "sent": "1",
        "audience": "executive",
        "reader": str(reader.pk),
    }
    from core.accounts.models import Membership

    colleague = make_user("Colleague")
    Membership.objects.create(user=colleague, team=team, role="manager")
    outsiders = {
        "outsider": make_user("Outsider"),
        "colleague who is not named": colleague,
        "administrator": make_user("Admin", is_administrator=True),
        "publisher": make_user("Publisher", is_publisher=True),
    }
    return {"ids": ids, "outsiders": outsiders, "owner": owner, "reader": reader, "postmortem": postmortem}


def _private(route: str) -> bool:
    return route.startswith(("postmortems/<int:pk>", "^postmortems/(?P<pk>", "actions/<int:action>"))


def _client(user=None) -> Client:
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user, backend="core.accounts.backends.AccountBackend")
    return client


def test_the_walk_reaches_the_private_addresses():
    assert len([route for route in ROUTES if _private(route)]) >= 30


def test_nobody_is_let_in_without_a_sign_in(house):
    client = _client()
    for route in ROUTES:
        path = _fill(route, house["ids"])
        if path is None or route.split("/")[0].strip("^$\\Z") in OPEN:
            continue
        for verb in ("get", "post"):
            answer = getattr(client, verb)(path)
            assert answer.status_code in (302, 401, 403, 404, 405), (verb, path, answer.status_code)
            assert SECRET not in answer.content.decode(errors="replace"), (verb, path)
            if answer.status_code == 302:
                assert "/accounts/login/" in answer["Location"], (verb, path, answer["Location"])


@pytest.mark.parametrize("role", ["outsider", "colleague who is not named", "administrator", "publisher"])
def test_what_is_private_is_absent_for_others(house, role):
    client = _client(house["outsiders"][role])
    for route in ROUTES:
        path = _fill(route, house["ids"])
        if path is None or route.startswith("accounts/logout"):
            continue
        for verb in ("get", "post"):
            answer = getattr(client, verb)(path)
            if _private(route):
                assert answer.status_code in (404, 405), (role, verb, path, answer.status_code)
            if hasattr(answer, "content"):
                assert SECRET not in answer.content.decode(errors="replace"), (role, verb, path)


def test_search_lists_feeds_and_exports_do_not_count_what_is_absent(house):
    client = _client(house["outsiders"]["outsider"])
    for path in (
        "/",
        "/postmortems/",
        f"/postmortems/?q={SECRET}",
        f"/search/?q={SECRET[:4]}",
        "/actions/?state=all",
        "/actions/export.csv?state=all",
        f"/actions/?postmortem={house['postmortem'].pk}",
        "/actions/board/",
        "/actions/calendar/?month=2020-01",
        "/insights/",
        "/insights/follow-through/",
        "/public/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = b"".join(answer).decode()
        assert SECRET not in text.replace(f'value="{SECRET}"', ""), path
    assert b"no postmortems" in client.get("/postmortems/").content


def test_a_reader_reads_and_does_not_write(house):
    client = _client(house["reader"])
    for route in ROUTES:
        path = _fill(route, house["ids"])
        if path is None or not _private(route):
            continue
        answer = client.get(path)
        assert answer.status_code in (200, 302, 403, 404, 405), (path, answer.status_code)
    assert SECRET in client.get(f"/postmortems/{house['postmortem'].pk}/").content.decode()
    before = house["postmortem"].text_version
    for route in ROUTES:
        path = _fill(route, house["ids"])
        if path is not None and _private(route) and "comments" not in route:
            answer = client.post(path)
            assert answer.status_code in (403, 404, 405, 422, 400), (path, answer.status_code)
    house["postmortem"].refresh_from_db()
    assert house["postmortem"].text_version == before
