"""The recurring parts: fields tied to their errors, a frame that shows only what exists, pages that ask for nothing."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import path

from core.richtext import render
from core.templatetags import frame

ROOT = Path(__file__).resolve().parents[2]
ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503_redis.html"]

urlpatterns = [path("only/", lambda request: None, name="only_page")]


class Sample(forms.Form):
    """A field of each shape."""

    title = forms.CharField(help_text="In plain words.")
    note = forms.CharField(required=False)
    role = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(help_text="By a person.")
    secret = forms.CharField(widget=forms.HiddenInput)


def test_field_ties_label_hint_and_error_to_the_input():
    html = str(Sample({})["title"].as_field_group())
    assert '<label for="id_title">Title</label>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_only_what_may_be_left_out_is_marked():
    form = Sample()
    assert "optional" in str(form["note"].as_field_group())
    assert "optional" not in str(form["title"].as_field_group())


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = str(Sample({})["role"].as_field_group())
    assert "<legend>Role" in html
    assert '<fieldset aria-describedby="id_role_error">' in html


def test_box_stands_before_its_label():
    html = str(Sample()["agreed"].as_field_group())
    assert html.index('type="checkbox"') < html.index("<label")
    assert 'aria-describedby="id_agreed_helptext"' in html


def test_summary_links_every_error_to_something_on_the_page():
    html = str(Sample({}))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets == ["id_title", "id_role_0", "id_agreed"]
    for target in targets:
        assert f'id="{target}"' in html
    assert "4 things need another look" in html  # the fourth is hidden, so it has words and no link
    assert html.count("<li>This field is required.</li>") == 4


def test_summary_is_silent_without_errors():
    assert render_to_string("components/error_summary.html", {"form": Sample()}).strip() == ""


def test_summary_escapes_what_was_typed():
    form = Sample({"title": "x"})
    form.add_error(None, "<b>&")
    assert "&lt;b&gt;&amp;" in render_to_string("components/error_summary.html", {"form": form})


def test_pages_keep_the_rest_of_the_question():
    from django.core.paginator import Paginator

    request = RequestFactory().get("/actions/?late=1&page=2")
    html = render_to_string("components/pagination.html", {"page": Paginator(range(30), 10).page(2)}, request)
    assert 'href="?late=1&amp;page=1"' in html
    assert 'href="?late=1&amp;page=3"' in html
    assert "Page 2 of 3" in html


def test_navigation_shows_only_what_exists(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    entries = (("here", "Here", "only_page"), ("gone", "Gone", "no_such_page"))
    monkeypatch.setattr(frame, "ENTRIES", entries)
    html = Template("{% load frame %}{% navigation %}here{% endnavigation %}").render(Context())
    assert '<a href="/only/" aria-current="page">Here</a>' in html
    assert "Gone" not in html


def test_settings_name_people_and_teams_to_administrators_only(make_user):
    text = "{% load frame %}{% settings_navigation %}mfa{% endsettings_navigation %}"
    seen = [
        Template(text).render(Context({"user": make_user(is_administrator=is_one)}))
        for is_one in (False, True)
    ]
    assert "People" not in seen[0]
    assert "People" in seen[1]
    assert seen[0].count('aria-current="page"') == 1


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_asks_neither_database_nor_session(name):
    # No `db` here: a query would raise. No context either, as when the request itself is broken.
    html = get_template(name).render()
    assert "<h1>" in html
    assert "/static/core/base.css" in html
    assert "<script" not in html


def test_public_base_has_no_script_and_nothing_of_a_reader(settings):
    html = render_to_string("base_public.html")
    assert "<script" not in html
    assert "csrf" not in html.lower()
    assert "hx-" not in html
    assert 'href="/static/core/public.css"' in html


def test_public_base_is_the_same_for_everybody(make_user):
    request = RequestFactory().get("/public/")
    request.user = make_user("Ada Obi")
    assert render_to_string(
        "base_public.html", {"request": request, "user": request.user}
    ) == render_to_string("base_public.html")


def test_missing_page_is_ours(client, db):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing here to show you" in answer.content.decode()


def test_components_page_is_there_with_demo_content_only(client, db, settings):
    settings.DEMO = True
    assert client.get("/_components/").status_code == 200
    settings.DEMO = False
    assert client.get("/_components/").status_code == 404


def test_components_page_has_every_id_once(client, db, settings):
    settings.DEMO = True
    ids = re.findall(r'\bid="([^"]+)"', client.get("/_components/").content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_no_template_carries_inline_script_or_style():
    wrong = []
    for file in (ROOT / "templates").rglob("*.html"):
        # A name given to a template tag ("onward=") is no attribute.
        text = re.sub(r"{%.*?%}", "", file.read_text(encoding="utf-8"))
        if "emails" not in file.parts and re.search(r"\sstyle=|<style|\son[a-z]+=", text):
            wrong.append(f"{file.name}: style or handler")
        if re.search(r"<script(?![^>]*\bsrc=)", text):
            wrong.append(f"{file.name}: script")
        if re.search(r'(src|href)="(https?:)?//', text):
            wrong.append(f"{file.name}: outside address")
    assert wrong == []


def test_raw_colours_stand_in_the_tokens_only():
    wrong = [
        f"{file.name}: {found}"
        for file in (ROOT / "static").rglob("*.css")
        if file.name != "tokens.css"
        for found in re.findall(
            r"#[0-9a-f]{3,8}\b(?![^{}]*\{)|rgba?\([^)]*\)|hsla?\(", file.read_text("utf-8")
        )
    ]
    assert wrong == []


def test_reset_mail_is_worded_by_us(client, make_user, mailoutbox):
    user = make_user("Ada Obi")
    client.post("/accounts/password/reset/", {"email": user.email})
    assert mailoutbox[0].subject == "Set a new password"
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


def test_mail_frame_fetches_nothing():
    text = (ROOT / "templates/emails/base.html").read_text("utf-8")
    assert not re.search(r"<img|<link|url\(|@import|<script", text)


def test_boxes_of_task_lists_say_their_state():
    html = render("- [x] done\n- [ ] to do")
    assert html.count("<input") == 2
    assert 'checked aria-label="Done"' in html
    assert 'disabled aria-label="To do"' in html


def test_what_scrolls_sideways_can_be_reached_by_keyboard():
    html = render("| a |\n|---|\n| b |\n\n```\ncode\n```")
    assert '<div class="scroll" tabindex="0"><table>' in html
    assert '<pre tabindex="0">' in html
