"""Whether archive and worker are up, and what is on its way."""
