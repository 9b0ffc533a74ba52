"""What a program that knows the DICOM standard's tables says about our objects."""
