"""Reads: (session, *, filters) -> rows, filtered and grouped by SQL. Every number people see starts here."""
