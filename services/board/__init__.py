"""What supervisors and directors begin the day with: figures of the day, the due list, and what is done from it in one go."""
