"""What each chart of «Сравнение» says, built from query rows: the same for the screen, its table and its file."""
