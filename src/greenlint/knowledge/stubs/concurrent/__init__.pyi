"""A namespace: `concurrent.futures` is the module."""
