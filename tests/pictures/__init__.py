"""The pictures of the documentation, taken by `python -m tests.pictures` from a throw-away demo district."""
