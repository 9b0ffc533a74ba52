"""Organ maps as DICOM segmentations (PS3.3 A.51): ours and those of others in, ours out."""
