"""One run: which files, which rules, which findings stay. No printing."""
