"""People, teams, membership and sign-in."""
