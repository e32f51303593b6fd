"""Who else has a section open: politely, for a moment, and without harm when the cache is away."""

import datetime as dt

from django.core.cache import cache
from django.urls import reverse

from postmortems.authoring import presence
from tests.conftest import NOW


def url(people):
    return reverse("authoring:presence", args=[people.pm.pk, "summary"])


def test_two_people_see_each_other_until_one_leaves(people, sign_in):
    owner, mate = sign_in(people.owner), sign_in(people.mate)
    assert owner.post(url(people)).json() == {"others": [], "said": ""}
    assert mate.post(url(people)).json()["said"] == "Owner has this open too"
    assert owner.post(url(people)).json()["others"] == ["Mate"]
    assert mate.post(url(people), {"leaving": "1"}).status_code == 204
    assert owner.post(url(people)).json()["others"] == []


def test_somebody_who_was_not_heard_of_is_gone(people):
    section = people.summary.pk
    presence.beat(section=section, user=people.mate, now=NOW)
    soon, late = NOW + dt.timedelta(seconds=20), NOW + dt.timedelta(seconds=60)
    assert presence.beat(section=section, user=people.owner, now=soon) == ["Mate"]
    assert presence.beat(section=section, user=people.owner, now=late) == []


def test_readers_are_not_counted_and_others_find_nothing(people, sign_in):
    assert sign_in(people.reader).post(url(people)).status_code == 403
    assert sign_in(people.outsider).post(url(people)).status_code == 404
    assert sign_in(people.mate).get(url(people)).status_code == 405
    people.summary.disclosure = "restricted"
    people.summary.save()
    assert sign_in(people.mate).post(url(people)).status_code == 404


def test_a_cache_that_is_away_shows_nobody(people, sign_in, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *a, **kw: None)
    monkeypatch.setattr(cache, "set", lambda *a, **kw: None)
    assert sign_in(people.mate).post(url(people)).json()["others"] == []


def test_how_several_are_named():
    assert presence.said([]) == ""
    assert presence.said(["Ada", "Noor"]) == "Ada and Noor have this open too"
    assert presence.said(["Ada", "Kim", "Noor"]) == "Ada, Kim and Noor have this open too"
    assert presence.said(["Ada", "Kim", "Noor", "Tom"]) == "Ada, Kim and 2 more have this open too"
