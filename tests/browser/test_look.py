"""What a person sees: readable for everyone, at both widths and in both schemes, and usable by keyboard alone."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import expect

from core import urls as site
from tests.browser.looking import Listener, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-bad/",
    "/accounts/password/reset/key/done/",
    "/accounts/inactive/",
    "/accounts/signup/",
    "/accounts/3rdparty/login/cancelled/",
    "/nothing-here/ 404",
    "/_components/",
]
OWN_PAGES = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/3rdparty/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
]
HOME = """{% extends "base.html" %}{% block title %}Home{% endblock %}{% block nav_here %}work{% endblock %}
{% block main %}<h1>My work</h1><p>Nothing waits for you.</p>{% endblock %}"""


def _stub(request, **kwargs):
    """Stands for a room's page, so that the frame is tested whole whatever the rooms have."""
    return HttpResponse(engines["django"].from_string(HOME).render({}, request))


def _room(name, *pages):
    return path("", include(([path(f"stub/{name}/{page}/", _stub, name=page) for page in pages], name)))


urlpatterns = [
    _room("workspace", "home", "list", "search"),
    _room("followup", "index"),
    _room("publication", "index"),
    _room("authoring", "new"),
    *[pattern for pattern in site.urlpatterns if "postmortems" not in str(pattern)],
]
STUB_HOME = "/stub/workspace/home/"


@pytest.fixture
def stubbed(settings):
    """The site with a stub for every room."""
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_REDIRECT_URL = STUB_HOME
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"


def _wrong(page, live_server, *addresses: str) -> list[str]:
    """What is wrong with pages, as sentences; an address may end in the status it answers with."""
    look = Listener(page, live_server.url)
    wrong = []
    for address in addresses:
        path, _, status = address.partition(" ")
        wrong += look.look_at(live_server.url + path, status=int(status or 200))
    return wrong


def test_open_pages_are_readable_for_everyone(page, live_server):
    assert _wrong(page, live_server, *OPEN_PAGES) == []


def test_pages_of_ones_own_account_are_readable_for_everyone(page, live_server, enter, make_user):
    enter(make_user("Ada Obi"))
    assert _wrong(page, live_server, *OWN_PAGES) == []


def test_frame_is_readable_for_everyone(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    assert _wrong(page, live_server, STUB_HOME) == []


def test_keyboard_walks_from_the_skip_link_to_the_menu(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    page.goto(live_server.url + STUB_HOME)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
    met = []
    for _ in range(8):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.innerText || document.activeElement.name"))
    assert met[:7] == ["Debrief", "My work", "Postmortems", "Actions", "Public", "q", "New postmortem"]
    page.keyboard.press("Enter")
    assert page.locator(".menu[open]").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.menu-body') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_skip_link_leads_into_the_text(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    page.goto(live_server.url + STUB_HOME)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_menu_closes_when_one_clicks_elsewhere(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    page.goto(live_server.url + STUB_HOME)
    page.click("summary.person")
    assert page.locator(".menu[open]").count() == 1
    assert faults(page) == []
    page.click("h1")
    assert page.locator(".menu[open]").count() == 0


def test_slash_leads_to_the_search_field_but_not_while_typing(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    page.goto(live_server.url + STUB_HOME)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.input_value("[name=q]") == "a/b"


def test_every_control_of_the_frame_is_large_enough(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + STUB_HOME)
        small = page.evaluate(
            """[...document.querySelectorAll('.top :is(a, button, input, summary)')]
               .filter(one => one.checkVisibility())
               .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
               .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
        )
        assert small == []


def test_form_that_came_back_takes_the_focus_and_leads_to_the_field(page, live_server, enter, make_user):
    enter(make_user("Ada Obi"))
    page.goto(f"{live_server.url}/accounts/password/change/")
    page.fill("[name=oldpassword]", "not the one")
    page.fill("[name=password1]", "a longer one than before")
    page.fill("[name=password2]", "a longer one than before")
    page.click("main button[type=submit]")
    assert page.evaluate("document.activeElement.matches('.error-summary')")
    assert faults(page) == []
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.name") == "oldpassword"
    described = page.get_attribute("[name=oldpassword]", "aria-describedby")
    assert "id_oldpassword_error" in described
    assert page.locator("#id_oldpassword_error").inner_text()


def test_message_stays_until_it_is_closed(page, live_server, enter, make_user):
    enter(make_user("Ada Obi"))
    page.goto(f"{live_server.url}/accounts/password/change/")
    page.fill("[name=oldpassword]", "correct-horse-battery")
    page.fill("[name=password1]", "a longer one than before")
    page.fill("[name=password2]", "a longer one than before")
    page.click("main button[type=submit]")
    assert page.locator(".toast").inner_text().startswith("Your password is changed.")
    assert faults(page) == []
    page.click(".toast .close")
    assert page.locator(".toast").count() == 0
    assert page.evaluate("document.activeElement.id") == "main"


def test_answer_that_does_not_come_is_said(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    page.goto(live_server.url + STUB_HOME)
    page.evaluate("htmx.ajax('GET', '/nothing-here/', '#main')")
    page.wait_for_selector(".toast")
    assert "no longer here" in page.inner_text(".toast")
    assert page.inner_text("h1") == "My work"
    page.route("**/stub/followup/**", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/stub/followup/index/', '#main').catch(() => 0)")
    expect(page.locator(".toast")).to_contain_text("reached")


def test_ended_session_leads_to_sign_in_and_not_into_the_part(page, live_server, enter, make_user, stubbed):
    enter(make_user("Ada Obi"))
    page.goto(live_server.url + STUB_HOME)
    page.context.clear_cookies()
    page.evaluate("htmx.ajax('GET', '/accounts/password/change/', '#main')")
    page.wait_for_url("**/accounts/login/?next=*")
    assert page.inner_text("h1") == "Sign in"


def test_sign_in_works_without_any_script(browser, live_server, make_user, stubbed):
    user = make_user("Ada Obi")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/?next={STUB_HOME}")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", "correct-horse-battery")
    page.click("main button[type=submit]")
    assert page.inner_text("h1") == "My work"
    page.click("summary.person")
    page.click("text=Sign out")
    assert page.inner_text("h1") == "Sign in"
    context.close()
