"""The frame around every page: which entries the navigation has, and where a field's error leads."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Word of the `nav_here` block, label, URL name. An entry whose room has no page yet is not shown.
ENTRIES = (
    ("work", "My work", "workspace:home"),
    ("postmortems", "Postmortems", "workspace:list"),
    ("actions", "Actions", "followup:index"),
    ("patterns", "Patterns", "insights:index"),
    ("public", "Public", "publication:index"),
)
# The same for settings; what only some people have, by the word it stands under.
SETTINGS = (
    ("profile", "Profile", "accounts:profile"),
    ("calendars", "Calendars", "followup:feeds"),
    ("people", "People", "accounts:people"),
    ("teams", "Teams", "accounts:teams"),
    ("policies", "Due dates and reminders", "followup:policies"),
    ("templates", "Templates", "authoring:templates"),
    ("coach", "Language coach", "coaching:settings"),
    ("lists", "Kept out of public texts", "publication:lists"),
    ("signers", "Who signs public texts", "publication:signers"),
    ("channels", "Channels", "notify:channels"),
    ("trackers", "Trackers", "followup:trackers"),
    ("mfa", "Second step", "mfa_index"),
    ("password", "Password", "account_change_password"),
    ("email", "Email addresses", "account_email"),
    ("connections", "Sign-in services", "socialaccount_connections"),
)
FOR_ADMINISTRATORS = {"people", "teams", "coach", "lists", "signers", "channels", "trackers"}
FOR_PUBLISHERS = {"lists", "signers"}
CURRENT = SafeString(' aria-current="page"')


@lru_cache(maxsize=128)
def _found(name: str, urlconf: str) -> str:
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


@register.simple_tag
def address(name: str) -> str:
    """The address of a page without arguments, "" when the site has none of that name."""
    return _found(name, get_urlconf() or settings.ROOT_URLCONF)


def _links(entries: tuple[tuple[str, str, str], ...], here: str) -> SafeString:
    found = [(address(name), CURRENT if word == here else "", label) for word, label, name in entries]
    return format_html_join("\n", '<a href="{}"{}>{}</a>', (link for link in found if link[0]))


@register.simple_block_tag
def navigation(content: str) -> SafeString:
    """The main navigation; what stands between the tags is the word of the entry the reader is in."""
    here = content.strip()
    inner = _links(ENTRIES, here)
    search = address("workspace:search")
    if search:
        mark = CURRENT if here == "search" else ""
        inner += format_html('<a class="phone" href="{}"{}>Search</a>', search, mark)
    return format_html('<nav aria-label="Main">{}</nav>', inner) if inner else SafeString("")


@register.simple_block_tag(takes_context=True)
def settings_navigation(context: Context, content: str) -> SafeString:
    """The entries of the settings as tabs; between the tags stands the word of the open one."""
    hidden = set() if settings.SOCIALACCOUNT_PROVIDERS else {"connections"}
    user = context.get("user")
    if not getattr(user, "is_administrator", False):
        hidden |= FOR_ADMINISTRATORS - (FOR_PUBLISHERS if getattr(user, "is_publisher", False) else set())
    links = _links(tuple(entry for entry in SETTINGS if entry[0] not in hidden), content.strip())
    return format_html('<nav class="tabs" aria-label="Settings">{}</nav>', links)


@register.filter
def anchor(field: BoundField) -> str:
    """The id an error of this field leads to: the input itself, the first one of a group of choices."""
    own = field.id_for_label or field.auto_id
    choices = not field.id_for_label and len(field.subwidgets) > 1
    return f"{field.auto_id}_0" if choices else own
