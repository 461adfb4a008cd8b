"""Messages that joined an appeal and ask about something else."""
