"""The archive: Orthanc behind a small port of our own."""
