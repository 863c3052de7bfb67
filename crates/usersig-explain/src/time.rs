//! Moments and durations as people read them.

use crate::phrases as say;
use crate::say::Arg;

const DAY: u64 = 86_400;

/// The date of a unix time, in UTC.
pub(crate) fn date(unix: u64) -> Arg {
    // From 1 March of the year 0 on, so that a leap day is the last of its year; 400 years have 146,097 days.
    let days = unix / DAY + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153; // 0 is March
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = (400 * era + year + month / 10, (month + 2) % 12 + 1);
    let (hour, minute, second) = (unix % DAY / 3_600, unix % 3_600 / 60, unix % 60);
    Arg::Shown(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC"))
}

/// A number of seconds in its largest unit and the next smaller one.
pub(crate) fn duration(seconds: u64) -> Arg {
    let units = [
        (DAY, say::ONE_DAY, say::DAYS),
        (3_600, say::ONE_HOUR, say::HOURS),
        (60, say::ONE_MINUTE, say::MINUTES),
        (1, say::ONE_SECOND, say::SECONDS),
    ];
    let mut left = seconds;
    let mut parts = Vec::new();
    for (size, one, many) in units.into_iter().skip_while(|(size, ..)| *size > seconds.max(1)).take(2) {
        let number = left / size;
        left %= size;
        if number > 0 || seconds == 0 {
            parts.push(if number == 1 { one.into() } else { many.with([Arg::from(number)]) });
        }
    }
    if parts.len() == 2 { say::TWO_UNITS.with(parts) } else { parts.swap_remove(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language::{Chinese, English};
    use crate::say::filled;

    #[test]
    fn dates() {
        for (unix, expected) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (951_868_800, "2000-03-01 00:00:00 UTC"),
            (1_600_000_000, "2020-09-13 12:26:40 UTC"),
            (1_704_067_199, "2023-12-31 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
        ] {
            assert_eq!(filled("{0}", &[date(unix)], English), expected);
        }
    }

    #[test]
    fn durations() {
        for (seconds, en, zh) in [
            (0, "0 seconds", "0 秒"),
            (1, "1 second", "1 秒"),
            (59, "59 seconds", "59 秒"),
            (60, "1 minute", "1 分钟"),
            (3_599, "59 minutes 59 seconds", "59 分钟 59 秒"),
            (3_601, "1 hour", "1 小时"),
            (86_400, "1 day", "1 天"),
            (90_000, "1 day 1 hour", "1 天 1 小时"),
            (15_552_000, "180 days", "180 天"),
            (95_792_894, "1108 days 17 hours", "1108 天 17 小时"),
        ] {
            assert_eq!(filled("{0}", &[duration(seconds)], English), en);
            assert_eq!(filled("{0}", &[duration(seconds)], Chinese), zh);
        }
        let _ = filled("{0}", &[duration(u64::MAX)], English);
    }
}
