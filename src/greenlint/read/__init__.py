"""From text to traces: the only floor that sees libcst trees. It knows no library and reports nothing."""
