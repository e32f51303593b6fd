"""An exposure that only named people may know of, with its moments, and the people around it."""

import datetime as dt

import pytest
from django.utils import timezone

import postmortems.disclosure.tasks  # noqa: F401 - registers the words of the messages
from postmortems.disclosure import actions
from postmortems.models import NamedReader

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def security(make_user):
    return make_user("Fennel", signs_security=True)


@pytest.fixture
def exposure(make_postmortem, security):
    """Named people only; the one with the capacity is among them."""
    postmortem = make_postmortem(
        template="exposure", visibility="named", title="Zanzibar-quokka leaked", kind="exposure"
    )
    NamedReader.objects.create(postmortem=postmortem, user=security)
    return postmortem


@pytest.fixture
def aware(now):
    """aware(postmortem, 3) records that they became aware three hours ago."""

    def record(postmortem, hours=3, **more):
        return actions.keep_times(
            postmortem=postmortem,
            actor=postmortem.owner,
            version=0,
            values={"aware_at": now - hours * HOUR, "zone": "Europe/Berlin", **more},
            now=now,
        )

    return record


@pytest.fixture
def decide(now):
    """decide(postmortem, "gdpr33", "applies")."""

    def record(postmortem, regime, kind, duty="", reason="Counsel said so."):
        return actions.decide(
            postmortem=postmortem,
            actor=postmortem.owner,
            regime=regime,
            duty=duty,
            kind=kind,
            reason=reason,
            decided_by="General counsel",
            now=now,
        )

    return record
