"""What must not be kept, or not for ever: masking, a customer's own file, erasure, holds, retention, the audit trail.

May import the desk's own modules; never a platform's.
"""
