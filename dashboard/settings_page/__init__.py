"""The pieces of 设置: the workplan folder's editors, its versions, and the one way in which it is changed."""
