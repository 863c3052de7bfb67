//! The node binding of usersig.
