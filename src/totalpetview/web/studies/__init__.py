"""The study list and the page of one patient."""
