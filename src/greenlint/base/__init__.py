"""The ground floor: plain data that knows nothing else of greenlint."""
