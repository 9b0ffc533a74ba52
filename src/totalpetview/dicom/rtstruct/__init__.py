"""Organ maps as RT structure sets (PS3.3 A.19): contours of any writer in, ours out on demand."""
