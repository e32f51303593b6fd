"""People around one postmortem, as the coach meets them."""

import pytest


@pytest.fixture
def people(make_user, make_team, make_postmortem):
    """owner and mate write, reader reads, outsider sees nothing, admin runs the site; their postmortem is pm."""
    names = ("owner", "mate", "reader", "outsider")
    owner, mate, reader, outsider = (make_user(name) for name in names)
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, visibility="team")
    pm.named_readers.create(user=reader)

    class People:
        pass

    found = People()
    found.__dict__.update(owner=owner, mate=mate, reader=reader, outsider=outsider, team=team, pm=pm)
    found.admin = make_user("admin", is_administrator=True)
    found.close = lambda: _close(pm)
    return found


def _close(pm):
    from tests.conftest import NOW

    pm.status, pm.approved_at, pm.approved_text_version, pm.closed_at = "closed", NOW, 1, NOW
    pm.save(update_fields=["status", "approved_at", "approved_text_version", "closed_at"])
