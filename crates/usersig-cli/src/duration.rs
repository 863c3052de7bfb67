//! A duration as the command line has it.

use std::str::FromStr;
use usersig_server::duration;

/// A number of seconds, not yet checked against the range of what it is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Duration(i64);

impl Duration {
    pub(crate) const fn seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for Duration {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        duration::seconds(text).map(Self)
    }
}
