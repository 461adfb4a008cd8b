"""What the dialogs hear of their appeals: numbers, joinings, answers, closings."""
