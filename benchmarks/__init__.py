"""How fast the product is, beside the same thing without a desk: measured here, never imported by the product.

`relay` is what is run; `town` and `subjects` are the processes it starts. May import everything of ours.
"""
