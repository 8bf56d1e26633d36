"""One index run: its jobs, its analysis process, and what it stores and reports."""
