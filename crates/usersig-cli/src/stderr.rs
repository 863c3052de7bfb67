//! What is told beside the result.

use crate::language;
use std::io::{self, Write};

/// Tells something on stderr. Nothing can be told where stderr is closed.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "usersig: {}", language::said(text));
}
