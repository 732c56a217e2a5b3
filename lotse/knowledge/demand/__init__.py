"""What people ask for and we do not have yet: searches without finds, inquiries without sources."""
