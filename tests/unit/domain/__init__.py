"""Rules of the field, checked against examples worked out by hand."""
