"""The package of Oracle's MySQL connector; it binds nothing itself."""
