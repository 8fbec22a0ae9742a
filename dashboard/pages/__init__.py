"""The pages: scripts that filter, load, say when there is nothing, show, and offer what can be done."""
