"""Asking for a review, commenting, agreeing."""
