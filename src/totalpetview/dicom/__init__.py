"""DICOM objects in, values of `totalpetview.domain` out."""
