"""Files that prove something: what they are by their content, what they say, which number and date they name."""
