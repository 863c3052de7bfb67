//! The java binding of usersig.
