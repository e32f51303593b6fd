"""Writing a section in a real browser: preview, saving by itself, offline and back, two people, the keyboard."""

import datetime as dt
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from postmortems.authoring.actions import Text, add_events, hand_out, save_section
from postmortems.models import Section
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELD = "textarea[name=body]"
XSS = [
    "<script>window.__pwn=1</script>",
    "<img src=x onerror=window.__pwn=1>",
    "[a](javascript:window.__pwn=1)",
    "![a](x onerror=window.__pwn=1)",
    "<svg onload=window.__pwn=1>",
    "<iframe srcdoc='<script>parent.__pwn=1</script>'></iframe>",
    "`<img src=x onerror=window.__pwn=1>`",
    '"><img src=x onerror=window.__pwn=1>',
    "<details open ontoggle=window.__pwn=1>",
    "[x]: javascript:window.__pwn=1\n\n[x]",
]


@pytest.fixture
def scene(make_user, make_team, make_postmortem):
    """owner and mate of one team, their postmortem and its summary."""
    owner, mate = make_user("owner"), make_user("mate", time_zone="Europe/Amsterdam")
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, zone="Europe/Amsterdam")

    class Scene:
        pass

    found = Scene()
    found.__dict__.update(owner=owner, mate=mate, pm=pm, path=f"/postmortems/{pm.pk}/sections/summary/")
    found.section = lambda: Section.objects.select_related("postmortem").get(postmortem=pm, key="summary")
    return found


@pytest.fixture
def open_for(browser, live_server, sign_in):
    """open_for(user, path) gives a page of a browser of its own with that person signed in."""
    contexts = []

    def make(user, path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield make
    for context in contexts:
        # A page that goes saves once more; that must not meet the next test's empty database.
        context.unroute_all(behavior="ignoreErrors")
        context.set_offline(True)
    for context in contexts:
        context.pages[0].wait_for_timeout(300)
        context.close()


def saved(page):
    expect(page.locator("[data-save-state]")).to_contain_text("saved ", timeout=6000)


def write(scene, body, *, by):
    section = scene.section()
    hand_out(section=section, now=NOW)
    save_section(section=section, actor=by, now=NOW, text=Text(body, section.version))


def test_the_preview_follows_and_the_text_saves_itself(scene, open_for):
    page = open_for(scene.mate, scene.path)
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.locator(FIELD).press_sequentially("Uploads **stopped** for everyone.")
    expect(page.locator(".markdownx-preview strong")).to_have_text("stopped")
    saved(page)
    assert scene.section().body == "Uploads **stopped** for everyone."
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert problems == []


def test_saving_by_hand_leads_back_and_the_next_visit_offers_nothing(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.fill(FIELD, "Typed and saved at once.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/postmortems/{scene.pm.pk}/**")
    assert scene.section().body == "Typed and saved at once."
    page.goto(page.url.split("/postmortems/")[0] + scene.path)
    expect(page.locator(FIELD)).to_have_value("Typed and saved at once.")
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_tab_leaves_the_field_and_no_key_is_taken(scene, open_for):
    page = open_for(scene.mate, scene.path)
    field = page.locator(FIELD)
    field.fill("one\ntwo")
    field.focus()
    page.keyboard.press("Control+d")
    page.keyboard.press("Control+BracketRight")
    page.keyboard.press("Tab")
    assert field.input_value() == "one\ntwo"
    assert page.evaluate("document.activeElement.name") != "body"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.name") == "body"


def test_offline_the_text_stays_on_the_device_and_goes_out_when_the_line_is_back(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.context.set_offline(True)
    page.fill(FIELD, "Written on a train.")
    expect(page.locator("[data-save-state]")).to_contain_text("offline, kept on this device", timeout=6000)
    assert scene.section().body == ""
    assert "Written on a train." in page.evaluate("Object.values(localStorage).join()")
    page.context.set_offline(False)
    saved(page)
    assert scene.section().body == "Written on a train."


def test_a_text_that_was_never_sent_is_offered_again_and_joined_with_what_others_wrote(scene, open_for):
    write(scene, "one\n\ntwo", by=scene.owner)
    page = open_for(scene.mate, scene.path)
    page.context.set_offline(True)
    page.fill(FIELD, "one\n\ntwo, and the rest")
    expect(page.locator("[data-save-state]")).to_contain_text("offline", timeout=6000)
    write(scene, "ONE\n\ntwo", by=scene.owner)
    page.context.route(
        "**/sections/summary/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-offer]")).to_be_visible()
    page.context.unroute("**/sections/summary/")
    page.get_by_role("button", name="Put it back").click()
    saved(page)
    assert scene.section().body == "ONE\n\ntwo, and the rest"
    expect(page.locator(FIELD)).to_have_value("ONE\n\ntwo, and the rest")


def test_two_people_in_different_lines_are_joined_while_they_type(scene, open_for):
    write(scene, "first\n\nlast", by=scene.owner)
    one, two = open_for(scene.owner, scene.path), open_for(scene.mate, scene.path)
    one.fill(FIELD, "FIRST\n\nlast")
    saved(one)
    two.fill(FIELD, "first\n\nLAST")
    saved(two)
    expect(two.locator(FIELD)).to_have_value("FIRST\n\nLAST")
    assert scene.section().body == "FIRST\n\nLAST"


def test_two_people_in_one_line_both_keep_their_words(scene, open_for):
    write(scene, "the line", by=scene.owner)
    page = open_for(scene.mate, scene.path)
    write(scene, "the owner's line", by=scene.owner)
    page.fill(FIELD, "the mate's line")
    expect(page.locator("[data-problem]")).to_contain_text(
        "Somebody else changed the same lines", timeout=6000
    )
    assert scene.section().body == "the owner's line"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("changed the same lines")
    expect(page.locator(FIELD)).to_have_value("the mate's line")
    expect(page.locator(".diff .removed")).to_contain_text("the owner's line")
    assert scene.section().body == "the owner's line"


def test_a_session_that_ended_is_said_and_the_text_is_kept(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.context.clear_cookies()
    page.fill(FIELD, "Typed after the session ended.")
    expect(page.locator("[data-save-state]")).to_contain_text("kept on this device", timeout=6000)
    assert "Typed after the session ended." in page.evaluate("Object.values(localStorage).join()")


def test_signing_out_leaves_nothing_on_the_device(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.context.set_offline(True)
    page.fill(FIELD, "private words")
    expect(page.locator("[data-save-state]")).to_contain_text("offline", timeout=6000)
    page.context.set_offline(False)
    page.context.route("**/sections/summary/", lambda route: route.abort())
    page.locator("summary.person").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/**")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('debrief:')).length") == 0


def test_nothing_in_a_preview_runs_even_without_the_security_policy(scene, open_for):
    write(scene, "\n\n".join(XSS), by=scene.owner)
    page = open_for(scene.mate, scene.path, bypass_csp=True)
    expect(page.locator(".markdownx-preview")).not_to_be_empty()
    for text in XSS:
        with page.expect_response("**/markdownx/markdownify/"):
            page.fill(FIELD, text)
        page.wait_for_timeout(100)
        assert page.evaluate("window.__pwn") is None, text
    assert page.evaluate("(window.__alive = 1)") == 1


def test_a_preview_that_cannot_be_made_says_so_and_the_text_is_not_affected(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.route(
        "**/markdownx/markdownify/",
        lambda route: route.fulfill(status=500, body="<b>no</b>", content_type="text/html"),
    )
    page.fill(FIELD, "text")
    expect(page.locator(".preview-state")).to_contain_text("can’t be made just now")
    assert page.locator(".markdownx-preview b").count() == 0
    saved(page)


def test_a_section_opened_in_its_place_starts_preview_and_saving(scene, open_for):
    page = open_for(scene.mate, f"/postmortems/{scene.pm.pk}/")
    page.locator("#section-summary").get_by_role("link", name="Write").click()
    field = page.locator(f"#section-summary {FIELD}")
    field.fill("In *place*.")
    expect(page.locator("#section-summary .markdownx-preview em")).to_have_text("place")
    saved(page)
    page.locator("#section-summary").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#section-summary .prose em")).to_have_text("place")


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


def test_a_picture_is_pasted_with_its_alternative_text(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).focus()
    page.evaluate(
        """async (selector) => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
          canvas.getContext("2d").fillRect(0, 0, 40, 30);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
          const data = new DataTransfer();
          data.items.add(new File([blob], "graph.png", { type: "image/png" }));
          document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        FIELD,
    )
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator(".ask-picture")).to_contain_text("Say in a few words")
    page.get_by_label("What does the picture show?").fill("Error rate over time")
    page.keyboard.press("Enter")
    picture = page.locator(".markdownx-preview img")
    expect(picture).to_have_attribute("alt", "Error rate over time")
    page.wait_for_function("document.querySelector('.markdownx-preview img').naturalWidth === 40")


def test_a_browser_that_dies_while_typing_loses_two_seconds_at_most(scene, open_for):
    page = open_for(scene.mate, scene.path)
    field = page.locator(FIELD)
    began = time.monotonic()
    typed = ""
    while time.monotonic() - began < 5:
        field.press("x")
        typed += "x"
        last = time.monotonic() - began
        if last > 3 and "known" not in vars(scene):
            scene.known = len(typed)
    # No pause long enough for a save that waits for the end of typing: what was there two seconds ago is on the server.
    assert len(scene.section().body) >= scene.known


@pytest.mark.parametrize(
    "path",
    [
        "sections/summary/",
        "sections/summary/history/",
        "events/",
        "events/paste/",
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
