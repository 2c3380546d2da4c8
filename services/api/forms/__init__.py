"""An article in the forms that others read: pure functions from what is stored to bytes."""
