"""How people reach the engine. Thin: no front end knows more than the engine tells it."""
