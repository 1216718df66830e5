"""How it went: when it is asked, who has the credit, what is said."""
