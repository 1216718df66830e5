"""What only an operator can put right: a token that was revoked, a channel that was archived. May import the desk."""
