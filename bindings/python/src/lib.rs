//! The python binding of usersig.
