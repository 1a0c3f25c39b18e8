"""What is known of libraries: stubs with markers, read by the same reader as user code."""
