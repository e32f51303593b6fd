"""Signing in: allauth's backend, without Django's permission tables, which this site does not use."""

from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    """Checks the address and password; rights come from capacities and membership, never from permission rows."""
