"""Plain data between the floors."""
