"""Slides of a meeting: made from the data, frozen, named, compared with the data of today."""
