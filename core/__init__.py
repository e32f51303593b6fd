"""The project package and the shared ground; knows nothing of postmortems."""
