"""What tests share: made-up values, stand-ins for engines and servers, folders."""
