"""How allauth behaves here: nobody signs up without an invitation or the organisation's single sign-on."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by password."""

    def is_open_for_signup(self, request) -> bool:
        """Closed: an invitation link has its own page."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts by OpenID Connect."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        """Open: the organisation's identity provider decides who may come in."""
        return True

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        name = data.get("name") or " ".join(filter(None, [data.get("first_name"), data.get("last_name")]))
        user.display_name = (name or user.email.split("@")[0])[:120]
        return user
