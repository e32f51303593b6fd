"""The coach while somebody writes, in a real browser: underlines, reasons, another wording by one key, undo, dismissal."""

import pytest
from playwright.sync_api import expect

from postmortems.authoring.actions import Text, hand_out, save_section
from postmortems.models import LanguageDecision, QuietRule, Section
from tests.browser.looking import faults
from tests.conftest import NOW
from tests.core.ops.processes import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELD = "textarea[name=body]"
BLAMING = "The disk was full. The operator failed to notice the alert."
REWRITTEN = "The disk was full. The operator had no ____ to notice the alert."
# The field's text and its picture have one height only if every line breaks at the same word.
TALL = """() => {
  const field = document.querySelector("textarea[name=body]"), text = document.querySelector(".coach-text");
  return field.scrollHeight - text.getBoundingClientRect().height - 2 * parseFloat(getComputedStyle(field).paddingTop);
}"""


@pytest.fixture
def scene(make_user, make_team, make_postmortem):
    """mate of the owner's team, a reader, their postmortem."""
    owner, mate = make_user("owner"), make_user("mate")
    reader = make_user("reader")
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, visibility="organisation")

    class Scene:
        pass

    found = Scene()
    found.__dict__.update(owner=owner, mate=mate, reader=reader, pm=pm, home=f"/postmortems/{pm.pk}/")
    found.path = f"/postmortems/{pm.pk}/sections/summary/"
    return found


@pytest.fixture
def open_for(browser, live_server, sign_in):
    """open_for(user, path) gives a page of a browser of its own with that person signed in; `page.problems` collects."""
    contexts = []

    def make(user, path, **options):
        context = browser.new_context(**({"viewport": {"width": 1400, "height": 900}} | options))
        contexts.append(context)
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.problems = []
        page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda problem: page.problems.append(str(problem)))
        page.goto(live_server.url + path)
        return page

    yield make
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")
        # A page that goes saves once more; that must not meet the next test's empty database.
        context.set_offline(True)
        context.pages[0].goto("about:blank")
    for context in contexts:
        # What the server was asked before is answered before its tables are emptied.
        context.pages[0].wait_for_timeout(800)
        context.close()


def caret(page):
    return page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")


def write(pm, body, *, by):
    section = Section.objects.select_related("postmortem").get(postmortem=pm, key="summary")
    hand_out(section=section, now=NOW)
    save_section(section=section, actor=by, now=NOW, text=Text(body, section.version))


def test_a_blaming_sentence_is_explained_rewritten_by_one_key_and_brought_back(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).press_sequentially(BLAMING)
    hit = page.locator(".coach-hit")
    expect(hit).to_have_text("The operator failed to notice")
    assert caret(page) == [len(BLAMING), len(BLAMING)]
    card = page.locator(".coach-panel .coach")
    expect(card).to_contain_text("measures a person against a result we know now")
    expect(card.locator(".sug")).to_have_text("The operator had no ____ to notice")
    expect(page.locator("body > [role=status].visually-hidden")).to_contain_text("1 suggestion")

    page.keyboard.press("Alt+BracketRight")
    assert caret(page) == [19, 48]
    page.keyboard.press("Alt+Enter")
    expect(page.locator(FIELD)).to_have_value(REWRITTEN)
    first = REWRITTEN.index("____")
    assert caret(page) == [first, first + 4]
    page.keyboard.press("Control+z")
    expect(page.locator(FIELD)).to_have_value(BLAMING)
    expect(hit).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(page.locator(FIELD)).to_have_value(REWRITTEN)
    assert page.problems == []


def test_a_text_that_begins_with_a_finding_is_gone_through_from_there(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).press_sequentially("We should have noticed. The on-call was careless.")
    expect(page.locator(".coach-hit")).to_have_count(2)
    page.keyboard.press("Control+Home")
    places = []
    for _ in range(3):
        page.keyboard.press("F8")
        places.append(caret(page))
    assert places[0] == places[2] == [0, 22] and places[1][0] > 22


def test_the_underline_lies_under_the_words_and_follows_the_text(scene, open_for):
    long = "\n\n".join(
        ["Plain words about a disk that was full " + "and so on " * (number % 7) for number in range(60)]
    )
    write(scene.pm, f"{long}\n\n{BLAMING}", by=scene.owner)
    page = open_for(scene.mate, scene.path)
    hit = page.locator(".coach-hit")
    expect(hit).to_have_count(1)
    page.locator(FIELD).focus()
    page.keyboard.press("F8")
    # The words selected in the field and the underline are one place: both are drawn by the same metrics.
    box, field = hit.bounding_box(), page.locator(FIELD).bounding_box()
    assert field["y"] <= box["y"] <= field["y"] + field["height"]
    for width in range(900, 1500, 37):
        page.set_viewport_size({"width": width, "height": 900})
        until(lambda: abs(page.evaluate(TALL)) <= 2, f"the copy to be as tall as the field at {width}")  # noqa: B023
    page.keyboard.press("Control+Home")
    page.keyboard.type("Before. ")
    expect(hit).to_have_text("The operator failed to notice")


def test_a_wording_is_dismissed_with_a_reason_that_the_review_page_shows(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).press_sequentially(BLAMING)
    expect(page.locator(".coach-hit")).to_have_count(1)
    page.keyboard.press("Alt+BracketLeft")
    page.keyboard.press("Alt+Backspace")
    reason = page.get_by_label("Why it should stand. Reviewers read it.")
    expect(reason).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".coach-dismiss [role=status]")).to_contain_text("Say in a sentence")
    reason.fill("A quote from the chat.")
    page.keyboard.press("Enter")
    expect(page.locator(".coach-hit")).to_have_count(0)
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value(BLAMING)
    assert LanguageDecision.objects.get().decided_by == scene.mate
    page.keyboard.press("End")
    page.keyboard.type(" It was.")
    page.wait_for_timeout(600)
    expect(page.locator(".coach-hit")).to_have_count(0)
    page.goto(page.url.split("/postmortems/")[0] + scene.home + "review/")
    page.get_by_text("Wordings that stand").click()
    expect(page.locator("#language")).to_contain_text("A quote from the chat.")


def test_a_hint_is_turned_off_for_oneself(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).press_sequentially("He restarted the node in the second rack.")
    page.get_by_role("button", name="Turn this hint off for me").click()
    expect(page.locator(".coach-hit")).to_have_count(0)
    assert QuietRule.objects.get().user == scene.mate
    other = open_for(scene.owner, scene.path)
    other.locator(FIELD).fill("He restarted the node in the second rack.")
    expect(other.locator(".coach-hit")).to_have_count(1)


def test_a_comment_is_coached_before_it_is_sent_and_a_reader_may_leave_it(scene, open_for):
    page = open_for(scene.reader, scene.home + "review/")
    field = page.locator("#id_body")
    field.fill("Why didn't you check the backup?")
    expect(page.locator(".coach-hit")).to_have_count(1)
    expect(page.get_by_role("button", name="Dismiss…")).to_have_count(0)
    page.get_by_role("button", name="Leave it").click()
    expect(page.locator(".coach-hit")).to_have_count(0)
    expect(field).to_have_value("Why didn't you check the backup?")
    assert not LanguageDecision.objects.exists()


def test_titles_of_actions_rows_and_factors_are_read(scene, open_for):
    page = open_for(scene.mate, scene.home + "actions/new/")
    page.locator("#id_title").fill("Be more careful with prod")
    expect(page.locator(".coach-hit")).to_have_text("Be more careful")
    page.goto(page.url.split("/postmortems/")[0] + scene.home + "factors/new/")
    page.locator("[name=condition]").fill("The operator forgot to disable the cron.")
    expect(page.locator(".coach-hit")).to_have_count(1)
    page.goto(page.url.split("/postmortems/")[0] + scene.home + "events/")
    page.locator("form[data-row-form] [name=text]").fill("The engineer forgot to disable the cron.")
    expect(page.locator(".coach-hit")).to_have_count(1)
    assert page.problems == []


def test_pasted_rows_are_read_at_once_and_a_title_before_there_is_a_postmortem(scene, open_for, tmp_path):
    page = open_for(scene.mate, f"{scene.home}events/paste/")
    asked = []
    page.on("request", lambda sent: asked.append(sent.url) if sent.url.endswith("/coach/") else None)
    page.locator("textarea[name=text]").fill(
        "14:02 The alert fired.\n14:05 The operator failed to notice the alert.\n14:09 It should have been tested."
    )
    page.locator("input[name=date]").fill("2026-05-04")
    page.get_by_role("button", name="Read it").click()
    hits = page.locator(".paste-rows .coach-hit")
    expect(hits).to_have_text(["The operator failed to notice", "should have been tested"])
    assert len(asked) == 1
    expect(page.locator("[data-coach-panel] .coach-panel .coach")).to_have_count(1)
    row = page.locator(".paste-rows textarea").nth(2)
    beside = page.locator(".paste-rows [name$=source_url]").nth(2)
    assert row.bounding_box()["x"] + row.bounding_box()["width"] <= beside.bounding_box()["x"]
    row.fill("It was Monday.")
    expect(hits).to_have_count(1)
    page.screenshot(path=tmp_path / "paste.png")
    assert page.problems == []

    page.goto(page.url.split("/postmortems/")[0] + "/postmortems/new/")
    page.locator("input[name=title]").fill("Human error took down checkout")
    expect(page.locator(".coach-hit")).to_have_text("Human error")
    page.screenshot(path=tmp_path / "new.png")
    assert page.problems == []


def test_the_coach_beside_an_editor_opened_in_its_place(scene, open_for):
    page = open_for(scene.mate, scene.home)
    page.locator("#section-summary").get_by_role("link", name="Write").click()
    page.locator(f"#section-summary {FIELD}").fill(BLAMING)
    expect(page.locator("[data-coach-panel] .coach")).to_have_count(1)
    page.get_by_role("button", name="Use this").click()
    expect(page.locator(f"#section-summary {FIELD}")).to_have_value(REWRITTEN)


def test_everybody_can_read_and_use_it(scene, open_for):
    page = open_for(scene.mate, scene.path, reduced_motion="reduce")
    page.locator(FIELD).fill(BLAMING)
    expect(page.locator(".coach-panel .coach")).to_have_count(1)
    page.get_by_role("button", name="Dismiss…").click()
    assert faults(page) == []
    for width, scheme in ((1400, "dark"), (390, "dark"), (390, "light")):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        assert faults(page, again=True) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_public_summary_is_read_as_public(scene, open_for):
    from postmortems.publication.actions import begin_summary

    begin_summary(postmortem=scene.pm, actor=scene.owner, now=NOW)
    page = open_for(scene.mate, scene.home + "summary/")
    page.locator("#text [name=lede]").fill("The operator failed to notice the alert.")
    hits = page.locator("#text .field:has([name=lede]) .coach-hit")
    expect(hits).to_have_count(1)
    with page.expect_request("**/coach/") as asked:
        page.locator("#text [name=lede]").fill("A small number of users were affected.")
    assert "scope=public" in asked.value.post_data
    assert page.problems == []


def test_without_the_server_writing_goes_on(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.route("**/coach/", lambda route: route.abort())
    page.locator(FIELD).press_sequentially(BLAMING)
    page.wait_for_timeout(500)
    expect(page.locator(FIELD)).to_have_value(BLAMING)
    expect(page.locator(".coach-hit")).to_have_count(0)
    page.unroute("**/coach/")
    page.keyboard.type(" Then")
    expect(page.locator(".coach-hit")).to_have_count(1)
