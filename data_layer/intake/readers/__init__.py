"""Readers for the files that schools and districts really receive: one small module per layout.

A reader is known by what stands in its table, never by the name of the file. It gives frozen values
(`understood.py`); whose schools these are and what a score is worth is decided in `interpret.py`.
"""
