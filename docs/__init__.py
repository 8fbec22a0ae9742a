"""Documents that are made from the code, and the script that makes them."""
