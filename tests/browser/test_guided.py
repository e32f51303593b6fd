"""Guided writing in a real browser, by keyboard alone: a security exposure from nothing to "ask for review"."""

import pytest
from playwright.sync_api import expect

from postmortems.authoring.queries import kind_facts
from postmortems.models import Postmortem, TemplateVersion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """
() => {
  const one = document.activeElement;
  const label = one.labels?.length ? [...one.labels].map((each) => each.innerText).join(" ") : "";
  return { name: one.name ?? "", words: one.getAttribute("aria-label") || label || one.innerText || "" };
}
"""


class Keys:
    """Somebody whose mouse is in a drawer."""

    def __init__(self, page):
        self.page = page

    def to(self, wanted, most=90):
        """Tab until the field with this name, or the control with these words, has the focus."""
        is_name = wanted == wanted.lower() and " " not in wanted
        for _ in range(most):
            at = self.page.evaluate(FOCUSED)
            if at["name"] == wanted or (not is_name and wanted in at["words"] and len(at["words"]) < 120):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, wanted, text):
        self.to(wanted)
        self.page.keyboard.type(text)

    def tick(self, wanted):
        self.to(wanted)
        self.page.keyboard.press("Space")

    def leave(self, *keys):
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.press(*keys)

    def at(self, heading):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)


def begin(keys):
    keys.to("template")
    for _ in range(10):
        if keys.page.evaluate("document.activeElement.closest('label')?.innerText").startswith("Security"):
            break
        keys.press("ArrowDown")
    keys.press("Space")
    keys.type("title", "A backup could be read by anybody")
    keys.to("Begin")
    keys.leave("Enter")


def facts(keys):
    keys.at("The facts")
    keys.type("severity", "SEV 2")
    keys.type("started_at_day", "11022026")
    keys.type("started_at_time", "09:00")
    keys.leave("Control+Enter")
    keys.at("People involved")
    keys.leave("Alt+ArrowDown")


def exposure(keys):
    keys.at("Summary")
    keys.type("body", "A backup lay in a place that anybody could read for eight days, until it was closed.")
    keys.leave("Control+Enter")
    keys.at("What was exposed")
    keys.tick("Passwords, keys or tokens")
    keys.leave("Control+Enter")
    keys.at("Exposure window")
    keys.type("facts-window_start_day", "11022026")
    keys.type("facts-window_start_time", "09:00")
    keys.type("facts-window_start_basis", "A deploy")
    keys.type("facts-window_end_day", "11102026")
    keys.type("facts-window_end_time", "17:30")
    keys.type("facts-window_end_basis", "A log")
    keys.leave("Control+Enter")


def access(keys):
    """ "No evidence of access" is refused until the interval that the logs cover is named."""
    keys.at("Access, possible and seen")
    keys.tick("Anybody on the internet")
    keys.type("facts-access_found", "No evidence")
    keys.leave("Control+Enter")
    summary = keys.page.locator(".error-summary")
    expect(summary).to_contain_text("holds only for the time that the logs cover")
    keys.type("facts-logs_from_day", "11012026")
    keys.type("facts-logs_from_time", "00:00")
    keys.type("facts-logs_to_day", "11202026")
    keys.type("facts-logs_to_time", "00:00")
    keys.to("Save")
    keys.leave("Enter")


def rows(keys):
    keys.at("Timeline")
    keys.type("date", "11022026")
    keys.type("time", "09:00")
    keys.type("text", "A rollout made the store readable without a sign-in")
    keys.press("Control+Enter")
    expect(keys.page.locator("tr.event")).to_have_count(1)
    keys.to("Go on to Detection")
    keys.leave("Enter")
    keys.at("Detection")
    keys.leave("Alt+ArrowDown")


def the_rest(keys):
    keys.at("Containment")
    keys.to("This does not apply")
    keys.press("Enter")
    keys.type("not_applicable_because", "the store was deleted whole, with all its copies")
    keys.leave("Control+Enter")
    keys.at("Trigger")
    keys.leave("Alt+ArrowDown")
    for number, condition in enumerate(
        ("New stores are readable by default", "No check looks at who can read a store")
    ):
        keys.at("Contributing factors")
        expect(keys.page.locator("article.factor")).to_have_count(number)
        keys.type("title", condition)
        keys.leave("Control+Enter")
    keys.to("Go on to")
    keys.leave("Enter")


@pytest.fixture
def writer(scene):
    """Somebody who may begin one, and somebody who can be asked."""
    TemplateVersion.objects.get(template__key="exposure", number=1)
    return scene.mate


def test_an_exposure_is_written_by_keyboard_alone_until_a_review_is_asked_for(writer, scene, open_for):
    page = open_for(writer, "/postmortems/new/", locale="en-US", viewport={"width": 1280, "height": 900})
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    keys = Keys(page)
    begin(keys)
    expect(page.locator(".guide-progress")).to_contain_text("left for what a review waits for")
    for part in (facts, exposure, access, rows, the_rest):
        part(keys)
    # Everything that is missing is a link to where it is done; nothing is left that a review waits for.
    expect(page.locator(".guide-progress")).to_contain_text("Nothing more is needed for a review")
    keys.to("Ask for a review")
    keys.leave("Enter")
    keys.tick("Owner")
    keys.leave("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    made = Postmortem.objects.get(title="A backup could be read by anybody")
    assert made.status == "in_review"
    assert kind_facts(made).values["access_found"] == "none"
    assert made.sections.get(key="containment").not_applicable_because.startswith("the store was deleted")
    assert problems == []
    _whole_and_back(page, made)


def _whole_and_back(page, made):
    """The other way to write is one key away, and is remembered."""
    page.goto(page.url.replace("/review/", "/guide/summary/"))
    page.get_by_role("button", name="Whole document").press("Enter")
    page.wait_for_url(f"**/postmortems/{made.pk}/#section-summary")
    page.locator("body").press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.closest('.section') !== null")
    page.goto(page.url.split("/postmortems/")[0] + "/postmortems/new/")
    page.get_by_text("Short form").click()
    page.get_by_label("Title").fill("Another one")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/postmortems/*/")
    assert "/guide/" not in page.url


def test_facts_that_were_typed_are_saved_on_the_way_and_leaving_otherwise_asks_first(scene, open_for):
    page = open_for(scene.mate, f"/postmortems/{scene.pm.pk}/guide/facts/", locale="en-US")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    trigger = page.get_by_label("Trigger")
    trigger.fill("A certificate ran out")
    services = page.get_by_label("Services")
    services.press_sequentially("vault")
    services.press("Alt+ArrowDown")  # in a text the arrows belong to the text
    page.locator(".rail").get_by_text("People involved").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.get_by_role("heading", level=1)).to_have_text("The facts")
    page.get_by_role("link", name="Go on to People involved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People involved")
    scene.pm.refresh_from_db()
    assert scene.pm.trigger == "A certificate ran out"
    assert asked == ["beforeunload"]
    # What was typed into a row is asked for as well; what was only looked at is not.
    page.get_by_label("Name", exact=True).press_sequentially("Ada")
    page.get_by_role("link", name="Back to The facts").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] * 2
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#roster tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Back to The facts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The facts")
    assert asked == ["beforeunload"] * 2


def test_why_a_section_does_not_apply_is_asked_about_when_it_was_not_saved(scene, open_for):
    page = open_for(scene.mate, f"/postmortems/{scene.pm.pk}/guide/impact/", locale="en-US")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    # The text saves itself and is never asked about.
    page.get_by_role("textbox", name="Impact").press_sequentially("Nobody waited.")
    expect(page.locator("form[data-unsent]")).to_have_count(0)
    page.get_by_text("This does not apply, or is for other readers").click()
    page.get_by_label("Not applicable, because").press_sequentially("nothing was served that night")
    page.locator(".rail").get_by_text("The facts").click(no_wait_after=True)
    expect(page.locator("form[data-unsent]")).to_have_count(1)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: "/impact/" not in url)
    assert asked == ["beforeunload"]
    section = scene.pm.sections.get(key="impact")
    assert (section.body, section.not_applicable_because) == (
        "Nobody waited.",
        "nothing was served that night",
    )
