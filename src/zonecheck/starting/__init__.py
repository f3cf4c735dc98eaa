"""What does somebody begin with? Files that explain themselves, and a project put together from answers."""
