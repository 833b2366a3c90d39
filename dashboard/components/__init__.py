"""Reusable pieces of layout: plain values in, Dash components out; none of them reaches for data."""
