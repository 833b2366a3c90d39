"""Charts: what they say (specification), and how each medium draws it (renderers)."""
