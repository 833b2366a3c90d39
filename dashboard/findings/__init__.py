"""From the address of a view to its charts with their words: the same for the page, its files and slides of a meeting."""
