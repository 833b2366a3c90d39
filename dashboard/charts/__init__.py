"""Charts: what they say (specification), how each medium draws it (renderers), what they read like (sentences)."""
