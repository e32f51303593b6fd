"""Designed error pages, drawn without a database and without a request's help."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import path

from core.ops import views


def raises(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("400/", raises(SuspiciousOperation("private words"))),
    path("403/", raises(PermissionDenied("private words"))),
    path("404/", raises(Http404("private words"))),
    path("500/", raises(RuntimeError("private words"))),
]
handler400, handler403 = views.bad_request, views.forbidden
handler404, handler500 = views.not_found, views.went_wrong


@pytest.fixture
def no_database(monkeypatch):
    """A database that is away."""

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_each_error_has_its_page_and_tells_nothing_of_the_fault(status, no_database):
    answer = Client(raise_request_exception=False).get(f"/{status}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert "<h1" in page
    assert 'href="/"' in page
    assert "private words" not in page
    assert "Content-Security-Policy" in answer.headers


def test_an_expired_form_has_a_page_of_its_own(no_database):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.test"})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503_redis.html"]
)
def test_every_error_page_is_drawn_without_a_request(name):
    page = views.render(None, name).content.decode()
    assert "<title>" in page
    assert page.count("<h1") == 1


def test_the_handlers_are_wired():
    from core import urls

    request = RequestFactory().get("/")
    assert urls.handler404 == "core.ops.views.not_found"
    assert views.not_found(request).status_code == 404


@pytest.mark.django_db
def test_an_address_for_forms_has_a_page_too(make_user, sign_in):
    reader = sign_in(make_user())
    answer = reader.get("/inbox/read/", headers={"accept": "text/html"})
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "only takes what a form sends" in answer.content.decode()
    # A program gets the bare answer.
    assert reader.get("/inbox/read/").content == b""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "leads"),
    [
        ("http://testserver/actions/?state=all", "/actions/?state=all"),
        ("https://elsewhere.test/x", "/"),
        ("", "/"),
    ],
)
def test_signing_in_after_a_form_leads_to_the_page_with_the_form(before, leads):
    sent = Client().post("/inbox/read/", headers={"referer": before} if before else {})
    assert sent.url == f"/accounts/login/?{urlencode({'next': leads})}"
    assert Client().get("/inbox/").url == "/accounts/login/?next=/inbox/"
