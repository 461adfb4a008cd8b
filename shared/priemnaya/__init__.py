"""«Приёмная»: what the five services share."""
