"""People around one postmortem, as the pages of this room meet them."""

import pytest

from postmortems.models import Section

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def people(make_user, make_team, make_postmortem):
    """owner and mate write, reader reads, outsider sees nothing: a namespace with pm, its `summary` and their names."""
    owner, mate, reader, outsider = (make_user(name) for name in ("owner", "mate", "reader", "outsider"))
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, visibility="team", zone="Europe/Amsterdam")
    pm.named_readers.create(user=reader)

    class People:
        pass

    found = People()
    found.__dict__.update(owner=owner, mate=mate, reader=reader, outsider=outsider, team=team, pm=pm)
    found.summary = Section.objects.get(postmortem=pm, key="summary")
    return found


@pytest.fixture
def closed(people):
    """The same, with the postmortem closed."""
    from tests.conftest import NOW

    people.pm.status = "closed"
    people.pm.approved_at, people.pm.approved_text_version, people.pm.closed_at = NOW, 1, NOW
    people.pm.save(update_fields=["status", "approved_at", "approved_text_version", "closed_at"])
    return people
