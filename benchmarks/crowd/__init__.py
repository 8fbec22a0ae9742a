"""People at the pages: a real server, sessions that are signed in, and tabs that click over real WebSockets."""
