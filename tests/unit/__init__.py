"""Tests of single rooms, without a database."""
