"""What travels between app and server: messages, packets, problems and their signatures."""
