"""What is true about the data: rules, storage, reads, writes and imports."""
