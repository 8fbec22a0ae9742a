"""Lights on paper: the class that gives each word its border and hatching."""

CLASSES = {"红": "red", "黄": "yellow", "绿": "green", "灰": "grey", "缺": "missing"}
