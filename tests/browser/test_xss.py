"""Nothing that somebody wrote runs in a reader's browser, with the Content-Security-Policy switched off.

A hundred texts go through every field that takes text, and are looked at wherever they are shown: nothing may run, no
other host may be asked, and no element may carry what could run or lead to a scheme that is not allowed.
"""

import json
import xml.etree.ElementTree as ET
from itertools import islice
from urllib.parse import urlencode

import pytest

from postmortems.models import Action, Factor, TimelineEvent
from postmortems.publication import middleware
from postmortems.workspace.actions import import_document
from tests.browser import poisoned
from tests.browser.dangerous import TEXTS, WITHOUT_NUL, Watch
from tests.conftest import NOW
from tests.core.ops.processes import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def looker(browser, live_server, sign_in):
    """looker(user) gives a page without the security policy, and its watch."""
    contexts = []

    def make(user=None):
        context = browser.new_context(bypass_csp=True, base_url=live_server.url)
        contexts.append(context)
        watch = Watch(context, live_server.url)
        if user:
            cookie = sign_in(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page(), watch

    yield make
    for context in contexts:
        # A page that goes saves once more; that must not meet the next test's empty database.
        context.set_offline(True)
        context.close()


@pytest.fixture
def record(make_user, make_team, make_postmortem):
    publisher = make_user("publisher", is_publisher=True)
    return poisoned.record(make_user, make_team, make_postmortem, publisher)


@pytest.fixture(autouse=True)
def _own_mirror(monkeypatch):
    monkeypatch.setattr(middleware, "_mirrors", {})
    monkeypatch.setattr("postmortems.publication.mirror.EVERY", 0)


def batched(texts, size):
    """The texts, so many at a time."""
    rest = iter(texts)
    while some := tuple(islice(rest, size)):
        yield some


def _visit(page, watch, paths) -> list[str]:
    wrong = []
    for path in paths:
        answer = page.goto(path)
        if answer.status >= 500:
            wrong.append(f"{answer.status} {path}")
        # What is folded away is opened: closed details hold elements that load late.
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wrong += watch.faults(page)
    return wrong


@pytest.mark.once
def test_there_are_enough_of_them():
    assert len(set(TEXTS)) >= 60


@pytest.mark.once
def test_the_watch_sees_a_page_that_lets_a_text_through(looker):
    page, watch = looker()
    shown = ""
    page.route(
        "**/broken/",
        lambda route: route.fulfill(content_type="text/html", body=f"<!doctype html><p>{shown}</p>"),
    )
    for shown in [*TEXTS[6:8], TEXTS[0], TEXTS[21], TEXTS[25], TEXTS[30], TEXTS[32], TEXTS[35]]:  # noqa: B007
        page.goto("/broken/", wait_until="commit")
        until(lambda: watch.faults(page), shown)


@pytest.mark.once
def test_nothing_runs_on_the_pages_of_the_record(record, looker):
    pm = record.pm
    rows = {
        model: model.objects.filter(postmortem=pm).first().pk for model in (TimelineEvent, Factor, Action)
    }
    home = f"/postmortems/{pm.pk}/"
    page, watch = looker(record.owner)
    assert page.goto(home).status == 200
    assert page.locator("tr.event").count() == len(TEXTS)
    assert (
        _visit(
            page,
            watch,
            [
                home,
                f"{home}review/",
                f"{home}export/html/",
                f"{home}sections/summary/",
                f"{home}sections/summary/history/",
                f"{home}events/",
                f"{home}events/{rows[TimelineEvent]}/",
                f"{home}events/paste/",
                f"{home}facts/",
                f"{home}title/",
                f"{home}roster/",
                f"{home}access/",
                f"{home}discard/",
                f"{home}factors/new/",
                f"{home}factors/{rows[Factor]}/",
                f"{home}factors/{rows[Factor]}/remove/",
                f"{home}factors/{rows[Factor]}/risk/",
                f"/actions/{rows[Action]}/",
                f"/actions/{rows[Action]}/finish/",
                "/actions/?state=all",
                "/actions/?state=all&page=2",
                "/postmortems/",
                "/search/?q=x",
                "/profile/",
                "/",
            ],
        )
        == []
    )


@pytest.mark.once
def test_nothing_runs_for_a_reader_who_may_not_write(record, looker):
    page, watch = looker(record.publisher)
    actions = Action.objects.filter(postmortem=record.pm).order_by("pk").values_list("pk", flat=True)
    home = f"/postmortems/{record.pm.pk}/"
    paths = [
        home,
        f"{home}events/",
        f"/actions/{actions[0]}/",
        f"/actions/{actions[1]}/",
        f"/actions/{actions.last()}/",
    ]
    assert _visit(page, watch, paths) == []
    assert page.locator(".written").count() == 3


@pytest.mark.once
def test_nothing_runs_in_history_and_comparison(record, looker):
    page, watch = looker(record.owner)
    path = f"/postmortems/{record.pm.pk}/sections/summary/history/"
    page.goto(path)
    revisions = record.section.history.order_by("pk").values_list("pk", flat=True)
    first, last = revisions.first(), revisions.last()
    assert _visit(page, watch, [f"{path}?from={first}&to={last}"]) == []
    assert page.locator(".diff").count()


@pytest.mark.once
def test_nothing_runs_in_an_imported_document(make_user, make_team, looker, template_version):
    owner = make_user("owner")
    team = make_team("Storage", members=[owner])
    template_version()
    lines = [line for line in poisoned.PLAIN if "|" not in line]
    document = "\n\n".join(
        [
            f"# {lines[6]}",
            *(f"## {line}\n\n{line}" for line in lines),
            "## Timeline\n\n| Time | What |\n|---|---|",
            *(f"| 2026-11-12 13:{n % 60:02d} UTC | {line} |" for n, line in enumerate(lines)),
            "## Root causes",
            *(f"- {line}" for line in lines),
            "## Action items",
            *(f"- [ ] {line} (owner: {line}) [t]({line})" for line in lines),
        ]
    )
    made = import_document(actor=owner, team=team, text=document, now=NOW)
    page, watch = looker(owner)
    home = f"/postmortems/{made.postmortem.pk}/"
    assert _visit(page, watch, [home, f"{home}review/", f"{home}export/html/", f"{home}summary/", "/"]) == []


@pytest.mark.once
def test_nothing_runs_in_a_preview(record, looker):
    page, watch = looker(record.owner)
    page.goto(f"/postmortems/{record.pm.pk}/sections/summary/")
    wrong = watch.faults(page)
    answers = page.evaluate(
        """async (texts) => {
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value, all = [];
          for (const content of texts) {
            const body = new URLSearchParams({ content });
            const answer = await fetch("/markdownx/markdownify/", { method: "POST", body, headers: { "X-CSRFToken": token } });
            const shown = document.createElement("div");
            shown.className = "markdownx-preview";
            shown.innerHTML = await answer.text();
            document.body.append(shown);
            all.push(answer.status);
          }
          return all;
        }""",
        [*TEXTS, poisoned.WHOLE],
    )
    assert set(answers) == {200}
    assert wrong + watch.faults(page) == []


@pytest.mark.once
def test_nothing_runs_when_a_text_is_typed_and_comes_back(record, looker):
    page, watch = looker(record.owner)
    home = f"/postmortems/{record.pm.pk}/"
    page.goto(f"{home}facts/")
    page.fill("[name=zone]", '"><img src=x onerror=__hit(9)>')
    page.get_by_role("button", name="Save the facts").click()
    page.get_by_role("alert").first.wait_for()
    wrong = watch.faults(page)
    page.goto(f"{home}events/{TimelineEvent.objects.filter(postmortem=record.pm).first().pk}/")
    page.fill("[name=source_url]", "javascript:__hit(0)")
    page.get_by_role("button", name="Save the row").click()
    page.get_by_role("alert").first.wait_for()
    wrong += watch.faults(page)
    page.goto(f"{home}actions/new/")
    page.fill("[name=title]", "<img src=x onerror=__hit(6)> must be more careful")
    page.wait_for_response("**/actions/hint/**") if hasattr(
        page, "wait_for_response"
    ) else page.wait_for_timeout(800)
    wrong += watch.faults(page)
    page.goto(f"{home}events/paste/")
    page.fill(
        "[name=text]",
        "\n".join(f"2026-11-12 13:{n % 60:02d} UTC {line}" for n, line in enumerate(poisoned.PLAIN)),
    )
    page.get_by_role("button", name="Read it").click()
    page.locator("[name$=text]").nth(3).wait_for()
    assert wrong + watch.faults(page) == []


def test_nothing_runs_from_the_address(scene, looker):
    page, watch = looker(scene.owner)
    # Every text stands once in some name of every page; where there is one name only, a few share it.
    pages = (
        ("/search/", ("q",)),
        ("/accounts/login/", ("next",)),
        ("/postmortems/", ("q", "status", "severity", "kind", "team", "mine", "page")),
        (
            "/actions/",
            ("q", "state", "owner", "team", "priority", "sort", "strength", "postmortem", "late", "page"),
        ),
    )
    addresses = []
    for path, names in pages:
        for texts in batched(TEXTS, len(names) if len(names) > 1 else 12):
            said = dict(zip(names, texts, strict=False)) if len(names) > 1 else {names[0]: " ".join(texts)}
            addresses.append(f"{path}?{urlencode(said)}")
    for text in (TEXTS[9], TEXTS[5], "\0", "javascript:__hit(0)", "//foreign.test/1"):
        addresses += [f"{path}?{urlencode(dict.fromkeys(names, text))}" for path, names in pages]
    assert _visit(page, watch, addresses) == []


@pytest.mark.once
def test_nothing_runs_on_the_way_to_the_public_or_there(record, looker):
    summary = poisoned.summary(record)
    page, watch = looker(record.publisher)
    home = f"/postmortems/{record.pm.pk}/"
    wrong = _visit(page, watch, [f"{home}summary/", f"{home}summary/preview/"])
    reader, outside = looker()
    path = f"/public/{summary.slug}/"
    assert reader.goto(path).status == 200
    wrong += _visit(reader, outside, [path, f"{path}history/", "/public/"])

    atom = reader.request.get("/public/feed.atom").text()
    entry = ET.fromstring(atom).find(f"{ATOM}entry")
    feed = json.loads(reader.request.get("/public/feed.json").text())["items"][0]
    assert entry.find(f"{ATOM}summary").get("type", "text") == "text"
    htmls = [entry.findtext(f"{ATOM}content"), feed["content_html"]]
    reader.goto("/public/")
    reader.evaluate(
        "(all) => { for (const html of all) { const one = document.createElement('div'); one.innerHTML = html; document.body.append(one); } }",
        htmls,
    )
    assert wrong + outside.faults(reader) == []
    assert len(WITHOUT_NUL) == len(TEXTS)
