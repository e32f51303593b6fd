"""Single sign-on when the environment names a provider: settings, the button, and what the security policy allows."""

import json
import os
import subprocess
import sys

import pytest
from allauth.socialaccount.adapter import get_adapter

from core import env
from core.accounts.models import User

SSO = {
    "OIDC_SERVER_URL": "https://id.example.test:8443/realms/staff/",
    "OIDC_CLIENT_ID": "debrief",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_NAME": "Staff ID",
}
READ = """
import json
from core import settings as s
print(json.dumps([s.SOCIALACCOUNT_PROVIDERS, [str(one) for one in s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]]]))
"""


def _settings(tmp_path, **variables) -> subprocess.CompletedProcess:
    own = {name: value for name, value in os.environ.items() if not name.startswith("OIDC_")}
    return subprocess.run(
        [sys.executable, "-c", READ],
        env=own | {"DEBRIEF_TESTING": "1", "VAR_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
def test_the_environment_names_the_provider_and_forms_may_lead_there(tmp_path):
    providers, targets = json.loads(_settings(tmp_path, **SSO).stdout)
    [app] = providers["openid_connect"]["APPS"]
    assert (app["client_id"], app["secret"], app["name"]) == ("debrief", "secret", "Staff ID")
    assert app["settings"]["server_url"] == "https://id.example.test:8443/realms/staff"
    assert providers["openid_connect"]["OAUTH_PKCE_ENABLED"] is True
    assert targets == ["'self'", "https://id.example.test:8443"]


@pytest.mark.once
def test_without_a_provider_forms_lead_nowhere_else(tmp_path):
    assert json.loads(_settings(tmp_path).stdout) == [{}, ["'self'"]]


@pytest.mark.once
def test_a_wrong_address_stops_the_start(tmp_path):
    done = _settings(tmp_path, **SSO | {"OIDC_SERVER_URL": "id.example.test"})
    assert done.returncode and "OIDC_SERVER_URL" in done.stderr


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("https://id.example.test", "https://id.example.test"),
        ("https://id.example.test/a/b?c", "https://id.example.test"),
        ("http://localhost:9000/x/", "http://localhost:9000"),
        ("", ""),
    ],
)
def test_the_origin_of_an_address(monkeypatch, value, origin):
    monkeypatch.setenv("OIDC_SERVER_URL", value)
    assert env.origin("OIDC_SERVER_URL") == origin


@pytest.fixture
def provider(settings, monkeypatch):
    for name, value in SSO.items():
        monkeypatch.setenv(name, value)
    settings.SOCIALACCOUNT_PROVIDERS = env.openid_connect()


def test_the_page_to_sign_in_offers_it_beside_the_password(db, client, provider):
    page = client.get("/accounts/login/").content.decode()
    assert "Sign in with Staff ID" in page and 'type="password"' in page


def test_without_it_the_page_offers_the_password_alone(db, client):
    assert "Sign in with" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"name": "Ada Lovelace", "email": "ada@example.test"}, "Ada Lovelace"),
        ({"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.test"}, "Ada Lovelace"),
        ({"email": "ada@example.test"}, "ada"),
        ({"name": "x" * 300, "email": "ada@example.test"}, "x" * 120),
    ],
)
def test_a_person_is_named_as_the_provider_names_them(rf, data, name):
    class Login:
        user = User()

    user = get_adapter().populate_user(rf.get("/"), Login(), data)
    assert (user.display_name, user.email) == (name, "ada@example.test")
    assert user.capacities == frozenset() and not user.is_administrator
