"""Measurements of greenlint beside its peers. Runs from a checkout, on the standard library alone; no figure is asserted anywhere."""
