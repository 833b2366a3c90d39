"""A file becomes checked rows plus a list of errors with cell addresses: pure, no database."""
