"""Meetings, their slides and decisions: who changes what, each with its trail in the same transaction."""
