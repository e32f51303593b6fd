"""Patterns across postmortems and how the work that follows goes: reads only, never by person."""
