"""The timeline by keyboard, and the pages of the record for everybody: axe, and the width of a phone."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from postmortems.authoring.actions import add_events
from tests.browser.test_editor import write
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ten_rows_by_keyboard_alone(scene, open_for):
    page = open_for(scene.mate, f"/postmortems/{scene.pm.pk}/events/")
    page.fill("#id_new_date", "2026-11-19")
    page.locator("#id_new_time").focus()
    for number in range(10):
        page.keyboard.type(f"14:{number:02d}")
        for _ in range(4):
            page.keyboard.press("Tab")  # about, zone, kind, text
        page.keyboard.type(f"row {number}")
        page.keyboard.press("Enter")
        expect(page.locator("tr.event")).to_have_count(number + 1)
        expect(page.locator("#id_new_time")).to_be_focused()
    assert list(scene.pm.events.values_list("text", flat=True)) == [f"row {n}" for n in range(10)]


def test_a_row_is_corrected_in_place_and_brought_back(scene, open_for):
    add_events(postmortem=scene.pm, actor=scene.owner, now=NOW, rows=[{"at": NOW, "text": "first words"}])
    page = open_for(scene.mate, f"/postmortems/{scene.pm.pk}/events/")
    page.get_by_role("link", name="Edit").click()
    page.locator("tr.editing textarea[name=text]").fill("better words")
    page.keyboard.press("Control+Enter")
    expect(page.locator("tr.event")).to_contain_text("better words")
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Delete the row").click()
    expect(page.locator("tr.event")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tr.event")).to_contain_text("better words")


@pytest.mark.parametrize(
    "path",
    [
        "sections/summary/",
        "sections/summary/history/",
        "events/",
        "events/paste/",
        "events/bring/",
        "facts/",
        "access/",
        "roster/",
        "title/",
        "discard/",
    ],
)
def test_axe_finds_nothing(scene, open_for, path):
    rows = [{"at": NOW, "text": "first", "kind": "decision", "was_known": "this", "disclosure": "customer"}]
    add_events(postmortem=scene.pm, actor=scene.owner, now=NOW, rows=rows)
    write(scene, "**text** for [all](https://example.test)", by=scene.owner)
    for scheme in ("light", "dark"):
        page = open_for(scene.owner, f"/postmortems/{scene.pm.pk}/{path}", color_scheme=scheme)
        page.wait_for_load_state("networkidle")
        if path == "events/":
            page.get_by_role("link", name="Edit").click()
            expect(page.locator("tr.editing")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_page_is_no_wider_than_a_phone(scene, open_for):
    rows = [{"at": NOW + dt.timedelta(minutes=n), "text": "word " * n, "kind": "action"} for n in range(20)]
    add_events(postmortem=scene.pm, actor=scene.owner, now=NOW, rows=rows)
    for path in (
        "sections/summary/",
        "events/",
        "facts/",
        "events/paste/",
        "access/",
        "sections/summary/history/",
    ):
        page = open_for(
            scene.owner, f"/postmortems/{scene.pm.pk}/{path}", viewport={"width": 390, "height": 844}
        )
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
