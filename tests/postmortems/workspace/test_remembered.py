"""What is remembered of a page is the same for everybody with the same rights, and holds nothing of anybody."""

import re

from core import fragments
from postmortems.templatetags import workspace

TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def test_each_reader_has_a_token_of_their_own(make_postmortem, make_user, make_team, sign_in):
    workspace.DOCUMENTS._held.clear()
    one, two = make_user("One"), make_user("Two")
    team = make_team(members=[one, two])
    postmortem = make_postmortem(team=team, owner=one)
    pages = [sign_in(person).get(f"/postmortems/{postmortem.pk}/").content.decode() for person in (one, two)]
    tokens = [set(TOKENS.findall(page)) for page in pages]
    assert all(tokens)
    assert not tokens[0] & tokens[1]
    assert fragments.TOKEN not in "".join(pages)
    held = "".join(workspace.DOCUMENTS._held.values())
    assert fragments.TOKEN in held
    assert not [token for found in tokens for token in found if token in held]


def test_a_reader_without_the_pen_gets_no_form_of_one_who_has_it(make_postmortem, make_user, sign_in):
    postmortem = make_postmortem(visibility="organisation")
    assert "Add a row" in sign_in(postmortem.owner).get(f"/postmortems/{postmortem.pk}/").content.decode()
    assert "Add a row" not in sign_in(make_user()).get(f"/postmortems/{postmortem.pk}/").content.decode()


def test_a_change_behind_the_back_of_the_versions_is_seen(make_postmortem, sign_in):
    postmortem = make_postmortem()
    client = sign_in(postmortem.owner)
    client.get(f"/postmortems/{postmortem.pk}/")
    postmortem.sections.filter(key="summary").update(body="Brought back from a backup.")
    assert "Brought back from a backup." in client.get(f"/postmortems/{postmortem.pk}/").content.decode()
