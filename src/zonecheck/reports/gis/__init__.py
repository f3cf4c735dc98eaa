"""How is a run written for a geographic information system? One file for each format; `rows` says what they all hold."""
