"""Pages and interfaces over HTTP: Django, one folder a feature."""
