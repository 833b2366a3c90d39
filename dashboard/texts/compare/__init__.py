"""Sentences of «Сравнение». Which one stands when is published in docs/headlines.md; change both together."""
