//! The clock, and the moments and durations that callers give.

use crate::error::{Error, ErrorCode, Result};
use crate::limits;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A number of seconds: any integer, or a [`Duration`] of whole seconds. What takes it says its range, and refuses what is outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seconds(Option<i64>);

/// A moment: unix seconds in any integer, or a [`SystemTime`], which stands for the second that it lies in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnixTime(i64);

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Seconds {
            fn from(seconds: $integer) -> Self {
                Self(Some(seconds.into()))
            }
        }

        impl From<$integer> for UnixTime {
            fn from(seconds: $integer) -> Self {
                Self(seconds.into())
            }
        }
    )*};
}

from_integers!(i32, u32, i64);

impl From<u64> for Seconds {
    fn from(seconds: u64) -> Self {
        Self(Some(widest(seconds)))
    }
}

impl From<u64> for UnixTime {
    fn from(seconds: u64) -> Self {
        Self(widest(seconds))
    }
}

impl From<Duration> for Seconds {
    fn from(duration: Duration) -> Self {
        Self((duration.subsec_nanos() == 0).then(|| widest(duration.as_secs())))
    }
}

impl From<SystemTime> for UnixTime {
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => widest(after.as_secs()),
            // Refused as every time before 1970, whichever second it is.
            Err(_) => -1,
        })
    }
}

/// Numbers that do not fit are beyond every range, as the largest one that does.
fn widest(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

impl Seconds {
    pub(crate) fn expire(self) -> Result<u32> {
        limits::expire(self.whole(ErrorCode::InvalidExpire)?)
    }

    pub(crate) fn leeway(self) -> Result<u32> {
        limits::leeway(self.whole(ErrorCode::InvalidArgument)?)
    }

    fn whole(self, code: ErrorCode) -> Result<i64> {
        self.0.ok_or_else(|| Error::new(code, "a duration must be a whole number of seconds; round it first"))
    }
}

impl UnixTime {
    /// The present unless one is given.
    pub(crate) fn or_now(given: Option<Self>) -> Result<u64> {
        match given {
            Some(time) => limits::unix_time(time.0),
            // There is no clock, and asking for it would panic.
            None if cfg!(all(target_family = "wasm", target_os = "unknown")) => {
                Err(Error::new(ErrorCode::Internal, "WebAssembly has no clock here; the caller must give the time"))
            }
            None => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map(|elapsed| elapsed.as_secs())
                .map_err(|_| Error::new(ErrorCode::Internal, "the system clock is before 1970; set the clock")),
        }
    }

    /// The last second of a room permission.
    pub(crate) fn permission_end(self) -> Result<u32> {
        u32::try_from(self.0).map_err(|_| {
            Error::new(
                ErrorCode::InvalidExpire,
                "a PrivateMapKey must end before 2106-02-07, the last moment its 32 bits can name; shorten expire",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_durations() {
        let half = Duration::from_millis(500);
        assert_eq!(Seconds::from(Duration::from_secs(60)).expire(), Ok(60));
        for code in [Seconds::from(half).expire(), Seconds::from(-1).expire(), Seconds::from(u64::MAX).expire()] {
            assert_eq!(code.unwrap_err().code(), ErrorCode::InvalidExpire);
        }
        assert_eq!(Seconds::from(half).leeway().unwrap_err().code(), ErrorCode::InvalidArgument);
        let moment = |time: SystemTime| UnixTime::or_now(Some(time.into()));
        assert_eq!(moment(UNIX_EPOCH + Duration::from_secs(7) + half), Ok(7));
        for time in [UNIX_EPOCH - half, UNIX_EPOCH - Duration::from_secs(7)] {
            assert_eq!(moment(time).unwrap_err().code(), ErrorCode::InvalidArgument);
        }
        assert!(UnixTime::or_now(None).unwrap() > 1_700_000_000);
        assert_eq!(UnixTime::from(u32::MAX).permission_end(), Ok(u32::MAX));
        assert_eq!(UnixTime::from(i64::from(u32::MAX) + 1).permission_end().unwrap_err().code(), ErrorCode::InvalidExpire);
    }
}
