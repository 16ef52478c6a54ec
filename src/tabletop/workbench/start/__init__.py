"""Where authors begin: commented templates, and what an editor needs to help them."""
