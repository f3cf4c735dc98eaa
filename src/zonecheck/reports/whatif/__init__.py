"""How is told what would alter a verdict? One file for each format, and the words they share."""
