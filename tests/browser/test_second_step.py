"""Turning on the second step, signing in with it, and turning it off: every page on the way, in a real browser."""

import base64
import hashlib
import hmac
import struct
import time

import pytest

from tests.browser.looking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct-horse-battery"


def _code(secret: str) -> str:
    """The six digits an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def _sees(page, heading):
    """The page has this heading, is readable for everyone, and ran into no security policy."""
    assert page.inner_text("h1") == heading
    assert faults(page) == []


def _send(page):
    with page.expect_navigation():
        page.click("main form:has(input:not([type=hidden])) button[type=submit] >> nth=0")


def _sign_in(page, live_server, person):
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    _send(page)


def _prove(page):
    _sees(page, "Is it still you?")
    page.fill("[name=password]", PASSWORD)
    _send(page)


def test_second_step_from_setting_up_to_turning_off(page, live_server, make_user):
    person, said = make_user("Ada Obi"), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    _sign_in(page, live_server, person)
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    _prove(page)
    _sees(page, "Set up an authenticator app")
    page.fill("[name=code]", "000000")
    _send(page)
    _sees(page, "Set up an authenticator app")
    assert page.locator(".error-summary").is_visible()
    page.fill("[name=code]", _code(page.inner_text(".secret")))
    _send(page)
    _sees(page, "Recovery codes")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    assert page.locator("[data-print]").is_visible()

    page.goto(f"{live_server.url}/accounts/2fa/")
    _sees(page, "Second step of signing in")
    assert "10 codes left" in page.inner_text("main")
    page.goto(f"{live_server.url}/accounts/2fa/recovery-codes/generate/")
    _sees(page, "Make new recovery codes")

    page.goto(f"{live_server.url}/accounts/logout/")
    _sees(page, "Sign out")
    page.context.clear_cookies()
    _sign_in(page, live_server, person)
    _sees(page, "One more step")
    page.fill("[name=code]", codes[0])
    _send(page)

    page.goto(f"{live_server.url}/accounts/2fa/totp/deactivate/")
    _sees(page, "Is it still you?")
    page.click("text=Use authenticator app or code")
    _sees(page, "Is it still you?")
    page.fill("[name=code]", codes[1])
    _send(page)
    _sees(page, "Turn off the authenticator app")
    page.click("main button.grave")
    _sees(page, "Second step of signing in")
    assert "The authenticator app is off." in page.inner_text(".toast")
    assert [text for text in said if "Failed to load resource" not in text] == []
