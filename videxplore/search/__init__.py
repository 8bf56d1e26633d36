"""Nearest neighbours; the only user of FAISS and Milvus."""
