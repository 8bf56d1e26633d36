"""The architectures, one module for each family; the table names them by module."""
