"""Pages for paper: made on the server, with their own style, fit for black and white. ``routes`` answers with them."""
