"""What nobody should send, sent: to both intakes and to the HTTP surface. `docs/bad-input.md` is its table."""
