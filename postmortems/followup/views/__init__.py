"""The pages about action items: the list in its three forms, one action, and what is saved or subscribed to."""
