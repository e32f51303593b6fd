"""Made-up incidents full of what must not leave the house, and the search for it in everything public."""
