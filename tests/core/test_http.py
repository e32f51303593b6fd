"""How a page answers, and where it sends people."""

import pytest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core.http import go_to, page_or_part, safe_next

PAGE, PART = "404.html", "components/empty.html"


@pytest.fixture
def request_with(rf: RequestFactory):
    def make(method="get", data=None, **headers):
        request = getattr(rf, method)("/", data or {}, headers=headers)
        request.htmx = HtmxDetails(request)
        return request

    return make


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"hx-request": "true"}, False),
        ({"hx-request": "true", "hx-boosted": "true"}, True),
        ({"hx-request": "true", "hx-history-restore-request": "true"}, True),
        ({"hx-boosted": "true"}, True),
    ],
)
def test_a_script_gets_the_part_only_where_it_swaps_one(request_with, headers, whole):
    answer = page_or_part(request_with(**headers), PAGE, PART, {"title": "T", "text": "X"}, status=422)
    assert (b"<html" in answer.content) is whole
    assert answer.status_code == 422


def test_a_redirect_is_said_in_the_way_who_asked_understands(request_with):
    plain = go_to(request_with(), "workspace:detail", 7)
    assert (plain.status_code, plain["Location"]) == (302, "/postmortems/7/")
    script = go_to(request_with(**{"hx-request": "true"}), "/postmortems/7/#x")
    assert (script.status_code, script["HX-Redirect"]) == (200, "/postmortems/7/#x")
    assert "Location" not in script


@pytest.mark.parametrize("wanted", ["/postmortems/1/", "/actions/?state=late", "http://testserver/x"])
def test_a_way_back_into_the_site_is_taken(request_with, wanted):
    assert safe_next(request_with("post", {"next": wanted}), "/") == wanted
    assert safe_next(request_with("get", {"next": wanted}), "/") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:///evil.example",
        "http:evil.example",
        "///evil.example",
        "\x00//evil.example",
        " https://evil.example",
        "http://testserver@evil.example/",
    ],
)
def test_a_way_out_of_the_site_is_not_taken(request_with, wanted):
    assert safe_next(request_with("post", {"next": wanted}), "/home/") == "/home/"
