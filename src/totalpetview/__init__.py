"""Up to four sequential PET/CT examinations of one patient, in step, in the browser."""

__version__ = "0.1.0"
