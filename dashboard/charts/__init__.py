"""What a chart says, and one renderer per medium."""
