"""The HTTP surface: health now, webhooks and metrics beside it. May import the desk, the views and the intake."""
