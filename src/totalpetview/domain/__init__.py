"""The rules of PET/CT reading: pure, no files, no DICOM objects, no web."""
