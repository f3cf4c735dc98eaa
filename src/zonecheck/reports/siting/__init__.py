"""How is the division of an area told? One file for each format, and the words they share."""
