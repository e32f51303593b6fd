"""One incident carried all the way: document, record, review, reminder, public summary; with the real worker.

By the names a person sees, with clicks and with the keyboard, on a site that was started a moment ago.
"""

import datetime as dt
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import people
from tests.browser.walk import enter, real_site
from tests.core.ops.processes import until

pytestmark = [pytest.mark.browser, pytest.mark.worker]

DOCUMENT = (Path(__file__).parent / "incident.md").read_text(encoding="utf-8")
TITLE = "Uploads refused after the storage quota was lowered"
ACTION = "Compare a new quota with the busiest region before it is accepted"
HOSTS = ("internal.example.com", "store-eu-07", "ada.obi", "Ada Obi")


@pytest.fixture
def site(tmp_path):
    with real_site(tmp_path / "var") as one:
        yield one


def bring_in(page):
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("link", name="New postmortem").first.click()
    page.get_by_role("link", name="Begin with an existing document").click()
    page.get_by_label("Paste the document").fill(DOCUMENT)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("tr.event")).to_have_count(8)
    expect(page.locator("article.factor")).to_have_count(3)
    expect(page.locator("article.action")).to_have_count(4)
    expect(page.get_by_text("1,842 uploads were refused")).to_be_visible()
    return page.url


def write_sections(page):
    """One with the live preview, in its place; one by keyboard alone."""
    part = page.get_by_role("region", name="Mitigation and recovery", exact=True)
    part.get_by_role("link", name="Write").click()
    part.locator("textarea[name=body]").press_sequentially("The *old quota* was put back in all regions.")
    expect(part.locator(".markdownx-preview em")).to_have_text("old quota")
    part.get_by_role("button", name="Save", exact=True).click()
    expect(part.locator(".prose em")).to_have_text("old quota")

    part = page.get_by_role("region", name="Trigger", exact=True)
    part.get_by_role("link", name="Write").focus()
    page.keyboard.press("Enter")
    part.locator("textarea[name=body]").focus()
    page.keyboard.type("A lower quota for the store.")
    page.keyboard.press("Tab")
    expect(part.locator("textarea[name=body]")).not_to_be_focused()
    part.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(part.locator(".prose")).to_have_text("A lower quota for the store.")


def write_timeline(page):
    timeline = page.locator("#timeline")
    timeline.locator("summary", has_text="Add a row").click()
    timeline.get_by_label("Day").fill("2026-11-12")
    timeline.get_by_label(re.compile(r"^Time")).fill("15:10")
    timeline.get_by_label("Kind").select_option("communication")
    timeline.get_by_label("What happened").fill("Support tells the people who wrote that uploads work again")
    page.keyboard.press("Enter")
    expect(timeline.locator("tr.event")).to_have_count(9)
    row = timeline.locator("tr.event", has_text="The queue of thumbnails is empty")
    row.get_by_role("link", name="Edit").click()
    editing = timeline.locator("tr.editing")
    editing.get_by_label("What happened").fill("The queue of late thumbnails is empty")
    editing.get_by_role("button", name="Save the row").click()
    expect(timeline.locator("tr.event", has_text="late thumbnails")).to_be_visible()


def write_facts(page):
    page.get_by_role("link", name="Edit the facts").click()
    page.get_by_label("Severity").select_option(label="SEV 2")
    for name, time in {
        "started_at": "13:05",
        "detected_at": "13:24",
        "acknowledged_at": "13:31",
        "mitigated_at": "14:16",
    }.items():
        page.locator(f"[name={name}_day]").fill("2026-11-12")
        page.locator(f"[name={name}_time]").fill(time)
    page.get_by_role("button", name="Save the facts").click()
    expect(page.get_by_role("complementary", name="Facts and state")).to_contain_text("1 h 11 min")


def write_factors(page):
    for kind, role, words in (
        (
            "No signal exists for this state",
            "Delayed detection",
            "The alert counts the errors of the service alone",
        ),
        (
            "Configuration goes live by a path without stages or checks",
            "Enabler",
            "Quotas are rolled out to all regions in one step",
        ),
    ):
        page.get_by_role("link", name="Add a factor").click()
        page.get_by_label("Which condition was it?").select_option(label=kind)
        page.get_by_label("In a few words").fill(words)
        page.get_by_label("The condition").fill(words)
        page.get_by_label("… which led to").fill("refused writes that nobody was told of")
        page.get_by_label("Its part in the incident").select_option(label=role)
        page.get_by_role("checkbox", name="Support opens an incident").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("heading", name=words)).to_be_visible()
    accept_risks(page)


def accept_risks(page):
    """A plan is approved when it answers what made the incident possible: here all of it is lived with for now."""
    ahead = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=90)).isoformat()
    open_ones = page.get_by_role("link", name="Accept the risk for now")
    for left in range(open_ones.count(), 0, -1):
        open_ones.first.click()
        page.get_by_label("Who decides, as a role").fill("Head of platform")
        page.get_by_label("Why it is accepted for now").fill("Stages come with the new pipeline in spring.")
        page.get_by_label("Looked at again on").fill(ahead)
        page.get_by_role("button", name="Accept for now").click()
        expect(open_ones).to_have_count(left - 1)


def add_action(page):
    """Owned by the colleague and some days late, so that the owner and a manager are told of it at once."""
    page.get_by_role("link", name="Add an action").click()
    form = page.locator("#new-action")
    form.get_by_label("What will change").fill(ACTION)
    form.get_by_label("Owner").select_option(label="Noor Visser")
    form.get_by_label("Due").fill((dt.datetime.now(dt.UTC).date() - dt.timedelta(days=5)).isoformat())
    form.get_by_role("button", name="Add the action").click()
    expect(page.locator("article.action", has_text=ACTION)).to_contain_text("5 days late")


def name_people(page, home):
    """The roster, which the summary leaves out, and the reader from communications."""
    page.get_by_role("link", name="People involved").click()
    # The document named its author, who stands on the roster already.
    page.get_by_role("link", name="Change Ada Obi").click()
    page.get_by_label("Handles").fill("aobi")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="Ada Obi")).to_contain_text("aobi")
    page.get_by_label("Name", exact=True).fill("Marisol Quintero")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("row", name="Marisol Quintero")).to_be_visible()
    page.goto(home)
    page.get_by_role("link", name="Who may read").click()
    named = page.get_by_role("region", name="Named people")
    named.get_by_label("Address").fill(people.COMMS)
    named.get_by_role("button", name="Add this person").click()
    expect(named.get_by_role("row", name="Tomas Reyes")).to_be_visible()
    page.goto(home)


def ask_for_review(page):
    page.get_by_role("link", name="Ask for review").click()
    page.get_by_role("checkbox", name="Noor Visser").check()
    page.get_by_role("button", name="Ask for review").click()
    expect(page.get_by_role("region", name="Reviewers")).to_contain_text("Noor Visser")
    expect(page.locator("main")).to_contain_text("In review")


def review(page, home):
    page.locator(f"main a[href='{urlsplit(home).path}']").first.click()
    page.get_by_role("link", name="Give your review").click()
    page.get_by_label("Comment", exact=True).fill("How many writes were refused *in each region*?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#comments article em")).to_have_text("in each region")
    page.get_by_role("button", name="Approve this text").click()
    expect(page.get_by_role("alert")).to_contain_text("One wording points at a person")
    said = page.locator("#language .coach", has_text="before approval")
    said.locator("summary").click()
    said.get_by_label("Why it should stand").fill("The address of the team’s contact, kept on purpose")
    page.keyboard.press("Enter")
    expect(page.locator("#language summary", has_text="Wordings that stand (1)")).to_be_visible()
    page.get_by_role("button", name="Approve this text").click()
    page.wait_for_url(home)
    expect(page.locator("main .tag", has_text="Approved")).to_be_visible()


def manage(page):
    """The list of everyone's actions, and what the site itself says to a manager."""
    page.get_by_role("navigation").get_by_role("link", name="Actions").click()
    row = page.get_by_role("row", name=ACTION)
    expect(row).to_contain_text("Noor Visser")
    expect(row).to_contain_text("5 days late")
    page.goto("/inbox/")
    until(lambda: page.reload() and page.get_by_role("link", name=ACTION).count(), "the manager's inbox")
    page.get_by_role("link", name=ACTION).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ACTION)


def prepare_summary(page, home):
    page.goto(home)
    page.get_by_role("link", name="Begin the summary").click()
    page.get_by_role("button", name="Begin the summary").click()
    page.get_by_label("Opening").fill(
        "On 12 November 2026 new uploads were refused for 71 minutes. We are sorry for the interruption. "
        "Questions go to help@internal.example.com or to store-eu-07.internal.example.com."
    )
    page.get_by_role("button", name="Save the text").click()
    expect(page.locator("#findings .findings")).to_contain_text("help@internal.example.com")
    page.get_by_role("button", name="Ask for signatures").click()
    expect(page.get_by_role("alert")).to_contain_text("not settled yet")
    page.get_by_role("button", name="Replace all").click()
    expect(page.locator("#findings")).to_contain_text("find nothing that is not settled")
    expect(page.get_by_label("Opening")).to_have_value(re.compile(r"We are sorry.+\[email\]"))
    page.get_by_role("button", name="Ask for signatures").click()
    expect(page.locator("main")).to_contain_text("Awaiting signatures")


def sign_and_publish(page, home):
    page.goto(home)
    page.get_by_role("link", name="Go to the summary").click()
    page.get_by_role("button", name="Sign as publisher").click()
    expect(page.locator("#signing")).to_contain_text("signed publisher: Tomas Reyes")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="The public page").wait_for()
    return page.get_by_role("link", name="The public page").get_attribute("href")


def read_in_public(browser, site, home, path):
    """Signed out, in a browser that has never been here."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto(home)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    # Every web server looks at the number of the public bytes at least once in a second.
    until(lambda: page.goto(path).status == 200, "the public page")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("new uploads were refused for 71 minutes")
    assert not [word for word in HOSTS if word in page.content()]
    page.goto("/public/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    feed = json.loads(context.request.get("/public/feed.json").text())
    assert [item["title"] for item in feed["items"]] == [TITLE]
    atom = context.request.get("/public/feed.atom").text()
    assert TITLE in atom
    assert not [word for word in HOSTS if word in atom + json.dumps(feed)]
    context.close()


def meets_nothing(page, home):
    """Somebody of another team: the page is not there, nor anything of it in lists and search."""
    assert page.goto(home).status == 404
    for path in ("/postmortems/", "/actions/?state=all", "/search/?q=quota", "/inbox/"):
        page.goto(path)
        assert ACTION not in page.content(), path
        assert TITLE not in page.content(), path


def test_one_incident_from_a_document_to_the_public(browser, site):
    engineer = enter(browser, site, people.ENGINEER)
    home = bring_in(engineer)
    write_sections(engineer)
    write_timeline(engineer)
    write_facts(engineer)
    write_factors(engineer)
    add_action(engineer)
    name_people(engineer, home)
    ask_for_review(engineer)

    colleague = enter(browser, site, people.COLLEAGUE)
    review(colleague, home)

    reminded = until(
        lambda: [
            mail for mail in site.mails() if people.COLLEAGUE in mail[0] and ACTION in mail[1] + mail[2]
        ],
        "the reminder's mail",
    )
    assert len(reminded) == 1
    assert f"{site.url}/actions/" in reminded[0][2]

    manager = enter(browser, site, people.MANAGER)
    manage(manager)

    prepare_summary(engineer, home)
    comms = enter(browser, site, people.COMMS)
    path = sign_and_publish(comms, home)
    read_in_public(browser, site, home, path)
    outsider = enter(browser, site, people.OUTSIDER)
    meets_nothing(outsider, home)

    until(site.all_parts_answer, "worker and beat to be heard of")
    for page in (engineer, colleague, manager, comms, outsider):
        assert page.problems == []
        page.context.close()
    assert "Traceback" not in site.running.said, site.running.said
