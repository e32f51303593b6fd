"""The list and the board of actions by keyboard and by hand; one visit to each."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from postmortems.followup.actions import add_action
from postmortems.models import Action
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def some(scene):
    """Four open actions of the owner's team."""
    return [
        add_action(
            postmortem=scene.pm,
            actor=scene.owner,
            values={"title": f"Limit number {number}", "due_on": dt.date(2027, 1, number)},
            now=NOW,
        )
        for number in range(1, 5)
    ]


def test_rows_are_walked_ticked_and_changed_by_keyboard(open_for, scene, some):
    page = open_for(scene.owner, "/actions/")
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    expect(page.locator(".bulk-bar")).to_be_hidden()
    for key in ("j", "x", "j", "j"):
        page.keyboard.press(key)
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-picked-count]")).to_have_text("Change 3 actions")
    page.fill("#bulk-due_on", "2027-03-01")
    page.click("button[value=due]")
    expect(page.locator(".bulk-result")).to_contain_text("3 actions changed.")
    assert Action.objects.filter(due_on=dt.date(2027, 3, 1)).count() == 3
    # A row that somebody changed meanwhile is refused, and stays ticked as it now stands.
    page.check(f"[name=picked][value^='{some[3].pk}:']")
    Action.objects.filter(pk=some[3].pk).update(version=9)
    page.select_option("#bulk-verb", "start")
    page.click("button[value=state]")
    expect(page.locator(".bulk-result")).to_contain_text("Somebody changed this action")
    assert page.locator("[name=picked]:checked").input_value() == f"{some[3].pk}:9"
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "filter-q"
    page.keyboard.type("number 2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    assert "q=number%202" in page.url
    assert said == []


def test_one_long_word_in_a_title_pushes_no_column_out_of_sight(open_for, scene, some):
    Action.objects.filter(pk=some[0].pk).update(title=f"https://example.com/{'x' * 200}")
    page = open_for(scene.owner, "/actions/")
    box = page.locator(".scroll:has([data-rows])")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0, width


def test_a_card_is_moved_by_hand_by_menu_and_not_where_it_cannot_go(open_for, scene, some):
    page = open_for(scene.owner, "/actions/board/")
    column = "[data-state={}]".format
    card = page.locator(f"#action-{some[0].pk}")
    card.drag_to(page.locator(f"{column('in_progress')} h2"))
    expect(page.locator(f"{column('in_progress')} #action-{some[0].pk}")).to_be_visible()
    page.locator(f"#action-{some[1].pk}").drag_to(page.locator(f"{column('verified')} h2"))
    expect(page.locator("[data-board-says]")).to_contain_text("can't go to verified")
    # What a move needs in words is asked on its own page, which leads back here.
    page.locator(f"#action-{some[0].pk} [data-open]").focus()
    page.keyboard.press("m")
    page.locator(f"#action-{some[0].pk}").get_by_role("link", name="Mark as done…").click()
    page.fill("[name=text]", "A test refuses it")
    page.click("main button[type=submit]")
    page.wait_for_url("**/actions/board/")
    expect(page.locator(f"{column('done')} #action-{some[0].pk}")).to_be_visible()
    assert list(Action.objects.order_by("pk").values_list("status", flat=True)) == ["done"] + ["accepted"] * 3
