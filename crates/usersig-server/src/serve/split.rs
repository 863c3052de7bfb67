//! Cuts a batch into its requests: lines, or the elements of a JSON list.

use super::body::ContentType;
use super::problem::{MALFORMED_REQUEST, Problem};
use bytes::{Buf, Bytes};

/// What is left of a batch.
#[derive(Debug)]
pub(super) struct Splitter {
    rest: Bytes,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Lines,
    BeforeList,
    FirstElement,
    Element,
    AfterList,
}

impl Splitter {
    pub(super) fn new(content_type: ContentType, body: Bytes) -> Self {
        let state = match content_type {
            ContentType::Ndjson => State::Lines,
            ContentType::Json => State::BeforeList,
        };
        Self { rest: body, state }
    }

    /// The next request, not yet parsed: of lines it may be blank. `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        match self.state {
            State::Lines if self.rest.is_empty() => Ok(None),
            State::Lines => {
                let end = self.rest.iter().position(|byte| *byte == b'\n').unwrap_or(self.rest.len());
                let line = self.rest.split_to(end);
                self.rest.advance(self.rest.len().min(1));
                Ok(Some(line))
            }
            State::BeforeList => {
                self.rest.advance(self.rest.len() - self.rest.trim_ascii_start().len());
                if self.rest.first() != Some(&b'[') {
                    return Err(broken("the body is not a JSON list; begin it with [, or send lines as application/x-ndjson"));
                }
                self.rest.advance(1);
                self.state = State::FirstElement;
                self.next()
            }
            State::FirstElement | State::Element => {
                let end =
                    end_of_element(&self.rest).ok_or_else(|| broken("the JSON list has no end; it may have been cut off"))?;
                let element = self.rest.split_to(end);
                let first = std::mem::replace(&mut self.state, State::Element) == State::FirstElement;
                if self.rest.get_u8() == b']' {
                    self.state = State::AfterList;
                    // An empty list has no element. After a comma one must be, and the missing one will not parse.
                    if first && element.trim_ascii().is_empty() {
                        return self.next();
                    }
                }
                Ok(Some(element))
            }
            State::AfterList if self.rest.trim_ascii().is_empty() => Ok(None),
            State::AfterList => Err(broken("something follows the JSON list; send one list")),
        }
    }
}

/// Where the comma or bracket after an element is. What is no JSON costs its own element alone, wherever that is possible.
fn end_of_element(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut string, mut escape) = (0_usize, false, false);
    bytes.iter().position(|byte| {
        match byte {
            _ if escape => escape = false,
            b'\\' if string => escape = true,
            b'"' => string = !string,
            _ if string => {}
            b',' | b']' if depth == 0 => return true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        false
    })
}

fn broken(text: &'static str) -> Problem {
    Problem::own(MALFORMED_REQUEST, text)
}
