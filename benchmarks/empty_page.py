"""A page that shows nothing: with the frame around it, what every page costs."""
