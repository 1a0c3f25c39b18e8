"""The namespace of Snowflake's packages; it binds nothing itself."""
