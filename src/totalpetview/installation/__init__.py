"""One installation on one machine: its data folder, settings, secrets and the archive's configuration."""
