//! The chapters of the service's README as the rest of its manual page: what they say stands once.

use std::fmt::Write as _;

/// From the errors to where the console begins.
pub(crate) fn of_service() -> String {
    let chapters = usersig_server::README.split_once("\n### Errors").and_then(|(_, rest)| rest.split_once("\n## "));
    let (mut page, mut is_code, mut rows) = (".SH ERRORS\n".to_owned(), false, 0);
    for line in chapters.map_or("", |(chapters, _)| chapters).lines() {
        rows = if line.starts_with('|') { rows + 1 } else { 0 };
        // Writing to a String never fails.
        let _ = match line.strip_prefix("### ") {
            _ if line.starts_with("```") => {
                is_code = !is_code;
                page.write_str(if is_code { ".PP\n.RS 4\n.nf\n" } else { ".fi\n.RE\n" })
            }
            _ if is_code => writeln!(page, "{}", escaped(line)),
            Some(title) => writeln!(page, ".SH {}", title.to_uppercase()),
            None if line.is_empty() => writeln!(page, ".PP"),
            None if rows == 0 => writeln!(page, "{}", inline(line)),
            // The names of the columns, and the rule below them.
            None if rows < 3 => Ok(()),
            None => {
                let line = line.replace("\\|", "\0");
                let cells: Vec<_> = line.trim_matches('|').split('|').map(|cell| cell.trim().replace('\0', "|")).collect();
                let [first, middle @ .., last] = cells.as_slice() else { continue };
                let between = middle.iter().filter(|cell| !cell.is_empty()).map(|cell| format!(" ({})", inline(cell)));
                writeln!(page, ".TP\n{}{}\n{}", inline(first), between.collect::<String>(), inline(last))
            }
        };
    }
    page
}

/// A line of text: what is in backquotes is bold, and of links the text is left.
fn inline(line: &str) -> String {
    let mut line = line.to_owned();
    while let Some(middle) = line.find("](") {
        let (Some(start), Some(length)) = (line[..middle].rfind('['), line[middle..].find(')')) else { break };
        line = format!("{}{}{}", &line[..start], &line[start + 1..middle], &line[middle + length + 1..]);
    }
    let parts = line.split('`').enumerate();
    let text: String =
        parts.map(|(index, part)| if index % 2 == 0 { escaped(part) } else { format!("\\fB{}\\fR", escaped(part)) }).collect();
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '\\' => safe.push_str("\\e"),
            '-' => safe.push_str("\\-"),
            '\'' => safe.push_str("\\(aq"),
            _ if c.is_ascii() => safe.push(c),
            _ => safe.push_str(&format!("\\[u{:04X}]", u32::from(c))),
        }
    }
    safe
}
