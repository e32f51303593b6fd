"""Trackers in which an action may live too. Each product stands behind one small interface (base.Tracker)."""
