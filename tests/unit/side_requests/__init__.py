"""Requests beside the way of a case: referral, extension, recusal and the others."""
