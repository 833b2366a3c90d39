"""Reusable pieces of layout: plain values in, elements of ready HTML out; none of them reaches for data."""
