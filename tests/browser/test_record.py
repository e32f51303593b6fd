"""The timeline by keyboard, in place, and on a phone."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from postmortems.authoring.actions import Text, add_events, save_section
from tests.browser.looking import faults
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNDER = """
() => [...document.querySelectorAll(".table.stacked td[data-label] > :not(input)")]
  .filter((one) => one.getBoundingClientRect().left < one.parentNode.getBoundingClientRect().left + 100)
  .map((one) => one.innerText)
"""
"""What lies under the name of a fact instead of beside it."""


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


def test_a_long_timeline_and_a_row_being_corrected_are_readable_for_everyone(scene, open_for):
    """The pages of the record as they stand are looked at in test_pages.py; this is one that only opens by a press."""
    rows = [
        {"at": NOW + dt.timedelta(minutes=n), "text": "word " * n, "kind": "decision", "was_known": "this"}
        for n in range(20)
    ]
    add_events(postmortem=scene.pm, actor=scene.owner, now=NOW, rows=rows)
    page = open_for(scene.owner, f"/postmortems/{scene.pm.pk}/events/", reduced_motion="reduce")
    page.get_by_role("link", name="Edit").first.click()
    expect(page.locator("tr.editing")).to_be_visible()
    assert faults(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    assert faults(page, again=True) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_each_change_is_named_first_and_its_facts_stand_beside_their_names(scene, open_for):
    for actor, body in ((scene.owner, "Uploads stopped and came back."), (scene.mate, "Uploads stopped.")):
        section = scene.section()
        save_section(section=section, actor=actor, now=NOW, text=Text(body, section.version))
    page = open_for(scene.mate, f"{scene.path}history/", viewport={"width": 390, "height": 844})
    for path in (f"{scene.path}history/", f"/postmortems/{scene.pm.pk}/history/"):
        page.goto(page.url.split("/postmortems/")[0] + path)
        rows = page.locator(".table.stacked tbody tr")
        expect(rows.first).to_be_visible()
        assert rows.count() >= 2, path
        expect(rows.first.locator("td").first.locator("time")).to_be_visible()
        for name in ("From", "To", "Who", "Words"):
            assert rows.first.locator(f"td[data-label={name}]").count() == 1, (path, name)
        assert page.evaluate(UNDER) == [], path
