"""`make bench`: what the product costs in time, bytes and memory, beside what it may cost.

Figures to read, not tests: nothing here fails because a machine is slow or busy.
"""
