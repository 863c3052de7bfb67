//! The c binding of usersig.
