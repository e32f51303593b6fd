"""What somebody may not see is not taken away by their saving."""

from core.accounts.models import Membership
from postmortems.analysis.actions import add_factor
from postmortems.followup.actions import add_action
from tests.conftest import NOW


def test_saving_an_action_keeps_the_restricted_factors_it_answers(make_postmortem, make_user, sign_in):
    postmortem = make_postmortem()
    colleague = make_user("Colleague")
    Membership.objects.create(user=colleague, team=postmortem.team)
    owner = postmortem.owner
    hidden = add_factor(
        postmortem=postmortem,
        actor=owner,
        values={"title": "A key was shared", "disclosure": "restricted"},
        now=NOW,
    )
    seen = add_factor(
        postmortem=postmortem, actor=owner, values={"title": "The volume had no limit"}, now=NOW
    )
    action = add_action(
        postmortem=postmortem,
        actor=owner,
        values={"title": "Limit the volume"},
        factors=[hidden, seen],
        now=NOW,
    )
    client = sign_in(colleague)
    page = client.get(f"/actions/{action.pk}/")
    assert "A key was shared" not in page.content.decode()
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields if name != "factors"}
    typed = {name: value for name, value in typed.items() if value not in (None, "", False)}
    answer = client.post(f"/actions/{action.pk}/", typed | {"title": "Limit the volume to 80 %"})
    assert answer.status_code == 302
    action.refresh_from_db()
    assert action.title == "Limit the volume to 80 %"
    assert list(action.factors.all()) == [hidden]
