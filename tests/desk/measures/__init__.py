"""The measures: their definitions on days whose values are known."""
