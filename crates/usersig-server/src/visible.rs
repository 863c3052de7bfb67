//! What tickets and log lines say, shown on a terminal: nothing in it moves the cursor, hides or turns text.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// JSON on one line with control, format and separator characters as `\u` escapes.
///
/// # Errors
/// Those of serializing `value`.
pub fn to_json(value: &impl Serialize) -> serde_json::Result<String> {
    let mut json = Vec::new();
    write_json(&mut json, value)?;
    String::from_utf8(json).map_err(serde::ser::Error::custom)
}

/// Appends [`to_json`] of `value`.
pub(crate) fn write_json(json: &mut Vec<u8>, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(json, Escaping))
}

/// `text` with the same characters as `\u` escapes; a line feed and a tab stay.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) && !matches!(c, '\n' | '\t') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

/// True for the categories Cc, Cf, Zl and Zp.
fn is_unseen(c: char) -> bool {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    // Nearly all of a log is ASCII, and needs no table.
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    matches!(c.general_category(), Control | Format | LineSeparator | ParagraphSeparator)
}

struct Escaping;

impl Formatter for Escaping {
    /// Of the control characters JSON itself escapes those up to U+001F alone.
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for part in fragment.split_inclusive(is_unseen) {
            let (seen, unseen) = part.split_at(part.trim_end_matches(is_unseen).len());
            CompactFormatter.write_string_fragment(writer, seen)?;
            for unit in unseen.encode_utf16() {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}
