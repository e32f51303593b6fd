"""Writing a section in a real browser: preview, saving by itself, offline and back, two people, the keyboard."""

import pytest
from playwright.sync_api import expect

from postmortems.authoring.actions import Text, hand_out, save_section
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


def saved(page):
    expect(page.locator("[data-save-state]")).to_contain_text("saved ")


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
    expect(page.locator("[data-save-state]")).to_contain_text("offline, kept on this device")
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
    expect(page.locator("[data-save-state]")).to_contain_text("offline")
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
    expect(page.locator("[data-problem]")).to_contain_text("The same lines were changed elsewhere")
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
    expect(page.locator("[data-save-state]")).to_contain_text("kept on this device")
    assert "Typed after the session ended." in page.evaluate("Object.values(localStorage).join()")


def test_signing_out_leaves_nothing_on_the_device(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.context.set_offline(True)
    page.fill(FIELD, "private words")
    expect(page.locator("[data-save-state]")).to_contain_text("offline")
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


def paste_a_picture(page):
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


def test_a_picture_is_pasted_with_its_alternative_text(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).focus()
    paste_a_picture(page)
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator(".ask-picture")).to_contain_text("Say in a few words")
    page.get_by_label("What does the picture show?").fill("Error rate over time")
    page.keyboard.press("Enter")
    picture = page.locator(".markdownx-preview img")
    expect(picture).to_have_attribute("alt", "Error rate over time")
    expect(picture).to_have_js_property("naturalWidth", 40)


def test_two_pictures_pasted_in_a_row_are_asked_about_one_after_the_other(scene, open_for):
    page = open_for(scene.mate, scene.path)
    page.locator(FIELD).focus()
    paste_a_picture(page)
    asked = page.get_by_label("What does the picture show?")
    asked.fill("Error rate over time")
    paste_a_picture(page)
    expect(page.locator(".ask-picture")).to_contain_text("One more picture is asked about next.")
    expect(asked).to_have_value("Error rate over time")
    asked.press("Enter")
    expect(asked).to_have_value("")
    asked.fill("Free space")
    asked.press("Enter")
    expect(page.locator(".markdownx-preview img")).to_have_count(2)
    expect(page.locator(".ask-picture")).to_have_count(0)


def test_a_browser_that_dies_in_the_middle_of_typing_loses_only_the_last_words(scene, open_for):
    page = open_for(scene.mate, scene.path)
    field = page.locator(FIELD)
    before = scene.section().body
    # No pause long enough for a save that waits for the end of typing; thousands of letters would be minutes.
    for _letter in range(3000):
        field.press("x")
        if scene.section().body != before:
            break
    assert scene.section().body.startswith(before + "x")
