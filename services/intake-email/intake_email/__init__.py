"""Takes letters in, keeps them byte for byte, reads them and says which are for people."""
