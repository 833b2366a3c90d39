"""Writes: one use case per function; the caller opens the session and its transaction."""
