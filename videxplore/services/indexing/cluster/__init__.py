"""Analysis on other machines, through Dask's scheduler; only this package imports ``distributed``."""
