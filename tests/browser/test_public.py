"""What readers get: a light page that asks for nothing but its own, without scripts, cookies or a word to anybody else."""

import datetime as dt
import io

from PIL import Image
from playwright.sync_api import expect

from postmortems.authoring.actions import add_events, add_image
from postmortems.publication import actions, middleware
from postmortems.publication.actions import begin_summary
from tests.conftest import NOW
from tests.core.ops.processes import until

LIGHT = 60 * 1024


def _published(postmortem, publisher):
    """A summary of ordinary length, with a timeline to draw and a picture."""
    owner = postmortem.owner
    rows = [{"at": NOW + dt.timedelta(minutes=n * 7), "text": f"Step {n} of the recovery"} for n in range(14)]
    add_events(postmortem=postmortem, actor=owner, rows=rows, now=NOW)
    out = io.BytesIO()
    Image.new("RGB", (600, 300), "teal").save(out, "PNG")
    shown = add_image(
        postmortem=postmortem,
        actor=owner,
        now=NOW,
        data=out.getvalue(),
        alternative_text="Requests",
        disclosure="internal",
    )
    summary = begin_summary(postmortem=postmortem, actor=owner, now=NOW)
    prose = "Uploads were refused while the disk was full, and people could try again. " * 12
    parts = [{**part, "body": part["body"] or f"{prose}\n\n{prose}"} for part in summary.parts]
    values = {"lede": "Uploads stopped. We are sorry.", "parts": parts, "services": ["Uploads"]}
    actions.change_text(summary=summary, actor=owner, version=summary.version, values=values, now=NOW)
    actions.choose_picture(
        summary=summary,
        attachment=shown,
        actor=owner,
        part="impact",
        alternative_text="Requests fall to nothing",
        looked=True,
        now=NOW,
    )
    summary.refresh_from_db()
    digest = actions.ask_signatures(summary=summary, actor=owner, now=NOW, override="Made up")
    actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
    actions.publish(summary=summary, actor=publisher, now=NOW)
    return summary


def test_a_public_page_is_light_and_asks_for_nothing_else(
    browser, live_server, make_postmortem, make_user, monkeypatch
):
    monkeypatch.setattr(middleware, "_mirrors", {})
    monkeypatch.setattr("postmortems.publication.mirror.EVERY", 0)
    postmortem = make_postmortem(
        visibility="organisation", started_at=NOW, mitigated_at=NOW + dt.timedelta(minutes=91)
    )
    summary = _published(postmortem, make_user("Comms", is_publisher=True))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_server.url}/public/{summary.slug}/", wait_until="networkidle")
    page.locator("img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert {answer.url.split("/")[2] for answer in answers} == {live_server.url.split("/")[2]}
    assert all(answer.status == 200 for answer in answers), [(one.url, one.status) for one in answers]
    text = [one for one in answers if not one.headers.get("content-type", "").startswith("image/p")]
    assert sum(len(one.body()) for one in text) <= LIGHT, [(one.url, len(one.body())) for one in text]
    assert context.cookies() == []
    assert page.locator("script").count() == 0
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("svg.drawing.narrow").is_visible()
    assert page.locator("svg.drawing.wide").is_hidden()
    shown = page.locator("figure.shown img")
    assert shown.evaluate("node => node.naturalWidth") == 600
    canonical = page.get_attribute("link[rel=canonical]", "href")
    assert canonical.endswith(f"/public/{summary.slug}/")
    assert page.get_attribute("meta[property='og:image']", "content").endswith(".png")
    context.close()


def test_words_of_a_summary_that_nobody_saved_are_asked_about(scene, open_for):
    begin_summary(postmortem=scene.pm, actor=scene.owner, now=NOW)
    page = open_for(scene.owner, f"/postmortems/{scene.pm.pk}/summary/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.fill("[name=lede]", "Uploads stopped. They work again.")
    page.get_by_role("link", name="Actions", exact=True).click(no_wait_after=True)
    until(lambda: asked == ["beforeunload"], "the question")
    expect(page.locator("[name=lede]")).to_have_value("Uploads stopped. They work again.")
    page.get_by_role("button", name="Save the text").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    assert asked == ["beforeunload"]
    expect(page.locator("[name=lede]")).to_have_value("Uploads stopped. They work again.")
