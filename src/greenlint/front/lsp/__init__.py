"""The language server: the same findings in an editor, with fixes, hover and suppression. The only package that knows LSP and pygls."""
