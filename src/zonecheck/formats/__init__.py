"""What do the files hold that people bring? One module for each format, and the order in which they are tried."""
