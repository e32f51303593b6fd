"""Pure rules of the field: text and values in, frozen dataclasses out. No Django, no clock, no database."""
