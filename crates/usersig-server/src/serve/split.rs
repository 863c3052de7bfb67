//! Cuts a batch into its requests: lines, or the elements of a JSON list.

use super::body::ContentType;
use super::problem::{MALFORMED_REQUEST, Problem};
use bytes::{Buf, Bytes};

/// What is left of a batch.
#[derive(Debug)]
pub(super) struct Splitter {
    rest: Option<Bytes>,
    end: fn(&[u8]) -> Option<usize>,
}

impl Splitter {
    pub(super) fn new(content_type: ContentType, body: &Bytes) -> Result<Self, Problem> {
        if content_type == ContentType::Ndjson {
            return Ok(Self { rest: Some(body.clone()), end: |bytes| bytes.iter().position(|byte| *byte == b'\n') });
        }
        let list = body.trim_ascii().strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]")).ok_or_else(|| {
            let text = "the body is not a JSON list from [ to ]; send one, or lines as application/x-ndjson";
            Problem::own(MALFORMED_REQUEST, text)
        })?;
        // An empty list has no element.
        Ok(Self { rest: (!list.trim_ascii().is_empty()).then(|| body.slice_ref(list)), end: end_of_element })
    }
}

/// The requests, not yet parsed: lines may be blank.
impl Iterator for Splitter {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let rest = self.rest.as_mut()?;
        let Some(end) = (self.end)(rest) else { return self.rest.take() };
        let item = rest.split_to(end);
        rest.advance(1);
        Some(item)
    }
}

/// Where the comma after an element is. What is no JSON costs its own element alone, wherever that is possible.
fn end_of_element(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut string, mut escape) = (0_usize, false, false);
    bytes.iter().position(|byte| {
        match byte {
            _ if escape => escape = false,
            b'\\' if string => escape = true,
            b'"' => string = !string,
            _ if string => {}
            b',' if depth == 0 => return true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        false
    })
}
