"""The reference catalogue and the demo district."""
