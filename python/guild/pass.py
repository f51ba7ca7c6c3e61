"""Does nothing: the main module of operations that only resolve dependencies or hold steps."""
