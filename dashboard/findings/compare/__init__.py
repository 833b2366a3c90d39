"""What «Сравнение» finds."""
