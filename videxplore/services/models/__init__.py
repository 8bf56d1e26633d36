"""The models a user can get: what each gives, what it costs on this machine, and its files."""
