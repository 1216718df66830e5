"""The HTTP surface: health, and the webhooks of both platforms. May import the desk, the views and the intake."""
