"""What the browser sees: pages, sign-in, charts and the command line."""
