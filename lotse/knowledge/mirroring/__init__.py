"""Examples taken over from other installations of Lotse and kept in step with them."""
