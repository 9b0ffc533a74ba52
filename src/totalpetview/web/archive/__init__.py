"""What is known about the archive's series, in the database."""
