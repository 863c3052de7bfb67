//! Lengths of time as people write them.

/// Seconds from a number of seconds, or from a number with `d`, `h`, `m` or `s` after it; not yet checked against any range.
///
/// # Errors
/// What must be written.
pub fn seconds(text: &str) -> Result<i64, &'static str> {
    let (number, unit) = match text.char_indices().next_back() {
        Some((at, 'd')) => (&text[..at], 86_400),
        Some((at, 'h')) => (&text[..at], 3600),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 's')) => (&text[..at], 1),
        _ => (text, 1),
    };
    let number: i64 = number.parse().map_err(|_| "a duration is a number of seconds, or a number with d, h, m or s after it")?;
    // Beyond the range of i64 is beyond every range there is, which is what the range check then says.
    Ok(number.saturating_mul(unit))
}
