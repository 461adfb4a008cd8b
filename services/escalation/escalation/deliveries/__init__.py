"""Whether answers arrived, and the closing that follows from it."""
