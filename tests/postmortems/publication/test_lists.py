"""The lists of what no public text may name."""

import pytest

from core.audit import AuditEntry
from postmortems.models import OrganisationList

WORDS = {
    "customer": "Globex Corporation\n\n Initech \nGlobex Corporation",
    "domain": "corp.example.net",
    "word": "",
}


@pytest.mark.parametrize("capacity", ["is_administrator", "is_publisher"])
def test_administrators_and_publishers_keep_the_lists(capacity, make_user, sign_in):
    OrganisationList.objects.create(kind="word", value="old-code-name")
    client = sign_in(make_user(**{capacity: True}))
    assert "old-code-name" in client.get("/lists/").content.decode()
    assert client.post("/lists/", WORDS).status_code == 302
    held = set(OrganisationList.objects.values_list("kind", "value"))
    assert held == {
        ("customer", "Globex Corporation"),
        ("customer", "Initech"),
        ("domain", "corp.example.net"),
    }
    assert AuditEntry.objects.filter(verb="keep_lists").exists()


def test_others_do_not_see_them(make_user, sign_in, client):
    assert sign_in(make_user()).get("/lists/").status_code == 403
    assert sign_in(make_user()).post("/lists/", WORDS).status_code == 403
    assert client.get("/lists/").status_code == 302


def test_bad_input_keeps_what_was_typed(make_user, sign_in):
    client = sign_in(make_user(is_administrator=True))
    answer = client.post("/lists/", WORDS | {"word": "x" * 300})
    assert answer.status_code == 422
    assert "Initech" in answer.content.decode()
    assert not OrganisationList.objects.exists()
