// What surrounds every screen.
