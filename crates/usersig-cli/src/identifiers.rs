//! The identifiers of a batch, one after the other, from text or CSV of any size.

use crate::failure::Failure;
use crate::input::Source;
use csv_core::ReadRecordResult;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use usersig::{Error, ErrorCode, MAX_IDENTIFIER_LEN};

/// What one line of the input holds.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Counted from 1, as editors do.
    pub(crate) line: u64,
    pub(crate) identifier: Result<String, Error>,
}

/// Input whose first line was looked at and is read again.
type Input = BufReader<Box<dyn Read>>;

/// Reads the entries of a file. Holds one line or row of it at a time.
pub(crate) enum Identifiers {
    Lines(Lines<Input>),
    Rows(Box<Rows<Box<dyn Read>>>),
}

impl Identifiers {
    /// Opens a file: a table if its name ends in `.csv` or `.tsv` or its first line names a column, else text.
    pub(crate) fn open(source: &Source) -> Result<Self, Failure> {
        let opened = match source {
            Source::Stdin => Self::read(io::stdin(), false),
            Source::File(path) => {
                let extension = path.extension().unwrap_or_default();
                let is_table = ["csv", "tsv"].iter().any(|known| extension.eq_ignore_ascii_case(known));
                File::open(path).and_then(|file| Self::read(file, is_table))
            }
        };
        opened.map_err(unreadable)
    }

    fn read(reader: impl Read + 'static, is_table: bool) -> io::Result<Self> {
        let mut reader = BufReader::new(reader);
        skip_mark(&mut reader)?;
        let mut head = Vec::new();
        // The first line that is not blank.
        let mut start = (&mut reader).take(MAX_ROW_LEN as u64);
        while head.trim_ascii().is_empty() && start.read_until(b'\n', &mut head)? > 0 {}
        let form = Form::of(&head, is_table)?;
        let input: Box<dyn Read> = Box::new(Cursor::new(head).chain(reader));
        let input = BufReader::new(input);
        Ok(match form {
            Form::Lines { named } => Self::Lines(Lines::new(input, named)?),
            Form::Rows { separator, announced } => Self::Rows(Box::new(Rows::new(input, separator, announced)?)),
        })
    }

    /// The next entry, `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, Failure> {
        let next = match self {
            Self::Lines(lines) => lines.next(),
            Self::Rows(rows) => rows.next(),
        };
        next.map_err(unreadable)
    }

    /// What was taken for granted about the first line, for a warning.
    pub(crate) const fn assumed(&self) -> Option<&'static str> {
        match self {
            Self::Lines(lines) if lines.named => Some("the first line of the input was taken for the name of a column"),
            Self::Rows(rows) if rows.unnamed => {
                Some("no column is called \"identifier\"; the first one was taken, from the first row on")
            }
            _ => None,
        }
    }

    /// How many bytes of the file are done.
    pub(crate) fn position(&self) -> u64 {
        match self {
            Self::Lines(lines) => lines.position,
            Self::Rows(rows) => rows.position,
        }
    }
}

fn unreadable(error: io::Error) -> Failure {
    Failure::Io("--input cannot be read".to_owned(), error)
}

fn unusable(problem: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem.into())
}

/// How the identifiers are written, as far as the first line shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// One on each line; where `named`, after a line with the name of a column.
    Lines { named: bool },
    /// A table; where `announced`, after Excel's line `sep=;`.
    Rows { separator: u8, announced: bool },
}

impl Form {
    fn of(head: &[u8], is_table: bool) -> io::Result<Self> {
        let rows = |separator| Self::Rows { separator, announced: false };
        let line = head.strip_suffix(b"\n").unwrap_or(head);
        let line = line.strip_suffix(b"\r").unwrap_or(line).trim_ascii_start();
        if let (true, [b's', b'e', b'p', b'=', separator]) = (is_table, line) {
            return Ok(Self::Rows { separator: *separator, announced: true });
        }
        let mut possible = Vec::new();
        for separator in *b",;\t" {
            let mut parser = csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(head);
            let row = parser.byte_records().next().transpose()?.unwrap_or_default();
            if row.len() > 1 {
                if row.iter().any(|name| rank(name).is_some()) {
                    return Ok(rows(separator));
                }
                possible.push(separator);
            }
        }
        match (is_table, possible.as_slice()) {
            (true, []) => Ok(rows(b',')),
            (true, [separator]) => Ok(rows(*separator)),
            (true, _) => Err(unusable(
                "its first row holds several of comma, semicolon and tab; the columns must be separated by one of them, or one \
                 of them must be called identifier",
            )),
            (false, []) if line.starts_with(b"\"") && line.ends_with(b"\"") => Ok(rows(b',')),
            (false, []) => Ok(Self::Lines { named: rank(head).is_some() }),
            (false, _) => Err(unusable(
                "its first line holds a comma, a semicolon or a tab, and so it may be a table: the name of a table must end in \
                 .csv, or one of its columns must be called identifier",
            )),
        }
    }
}

/// The names of the column with the identifiers, in any case and with or without `_`, `-` and blanks; the first one wins.
const NAMES: [&[u8]; 4] = [b"identifier", b"userid", b"uid", b"account"];

fn rank(name: &[u8]) -> Option<usize> {
    let letters = || name.iter().filter(|byte| !b"_- \t\r\n".contains(byte)).map(u8::to_ascii_lowercase);
    NAMES.iter().position(|known| letters().eq(known.iter().copied()))
}

/// Windows editors put a byte-order mark before their texts.
fn skip_mark(reader: &mut impl BufRead) -> io::Result<()> {
    match reader.fill_buf()? {
        [0xef, 0xbb, 0xbf, ..] => reader.consume(3),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return Err(unusable("it is UTF-16; save it as UTF-8"));
        }
        _ => {}
    }
    Ok(())
}

/// Longer lines are not kept to their end: they are refused for their length in any case.
const MAX_LINE_LEN: usize = MAX_IDENTIFIER_LEN + 16;

/// Text with one identifier on each line, which ends with LF or CRLF.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    line: u64,
    position: u64,
    named: bool,
}

impl<R: BufRead> Lines<R> {
    fn new(reader: R, named: bool) -> io::Result<Self> {
        let mut lines = Self { reader, line: 0, position: 0, named };
        // Blank lines may be before the name.
        while named && !lines.next()?.is_none_or(|entry| entry.identifier.is_ok_and(|text| !text.trim().is_empty())) {}
        Ok(lines)
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut bytes = Vec::new();
        let mut ended = false;
        let start = self.position;
        while !ended {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            bytes.extend_from_slice(&part[..part.len().min(MAX_LINE_LEN - bytes.len())]);
            let consumed = part.len() + usize::from(end.is_some());
            ended = end.is_some();
            self.reader.consume(consumed);
            self.position += consumed as u64;
        }
        if self.position == start {
            return Ok(None);
        }
        self.line += 1;
        let text = bytes.strip_suffix(b"\r").unwrap_or(&bytes);
        Ok(Some(Entry { line: self.line, identifier: identifier(text, false) }))
    }
}

/// The longest row. Without a bound, a quotation mark that is never closed would take in the rest of the file.
const MAX_ROW_LEN: usize = 1024 * 1024;
const MAX_COLUMNS: usize = 16 * 1024;

/// A table with a column of one of the [`NAMES`], or with the identifiers in its first column and without names of columns.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    reader: BufReader<R>,
    parser: csv_core::Reader,
    /// The fields of the present row, one after the other, and where each of them ends.
    fields: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
    /// Whether the present row holds quotation marks.
    quoted: bool,
    /// Lines that were read to their end.
    lines: u64,
    position: u64,
    column: Option<usize>,
    /// No column has the name, so the first one counts.
    unnamed: bool,
}

impl<R: Read> Rows<R> {
    fn new(reader: BufReader<R>, separator: u8, announced: bool) -> io::Result<Self> {
        let mut rows = Self {
            reader,
            parser: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            fields: vec![0; MAX_ROW_LEN],
            ends: vec![0; MAX_COLUMNS],
            columns: 0,
            quoted: false,
            lines: 0,
            position: 0,
            column: None,
            unnamed: false,
        };
        if announced {
            rows.read_row()?;
        }
        Ok(rows)
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(mut line) = self.read_row()? else { return Ok(None) };
        let column = match self.column {
            Some(column) => column,
            None => match self.named_column()? {
                Some(column) => {
                    self.column = Some(column);
                    let Some(next) = self.read_row()? else { return Ok(None) };
                    line = next;
                    column
                }
                None => {
                    self.unnamed = true;
                    *self.column.insert(0)
                }
            },
        };
        Ok(Some(Entry { line, identifier: identifier(self.field(column), self.quoted || self.columns > 1) }))
    }

    /// The column that the present row names for the identifiers.
    fn named_column(&self) -> io::Result<Option<usize>> {
        let mut named: Vec<_> = (0..self.columns).filter_map(|column| Some((rank(self.field(column))?, column))).collect();
        named.sort_unstable();
        match named.as_slice() {
            [] => Ok(None),
            [(_, column)] | [(0, column), (1.., _), ..] => Ok(Some(*column)),
            _ => Err(unusable("several of its columns may hold the identifiers; one alone must be called identifier")),
        }
    }

    /// A field of the present row; empty where the row is too short.
    fn field(&self, column: usize) -> &[u8] {
        let ends = &self.ends[..self.columns];
        let start = column.checked_sub(1).map_or(Some(&0), |previous| ends.get(previous));
        match (start, ends.get(column)) {
            (Some(start), Some(end)) => &self.fields[*start..*end],
            _ => &[],
        }
    }

    /// Reads a row and says on which line it starts; `None` at the end. Blank lines are no rows.
    fn read_row(&mut self) -> io::Result<Option<u64>> {
        while let Some(b'\r' | b'\n') = self.reader.fill_buf()?.first() {
            self.consume(1);
        }
        let start = self.lines + 1;
        let position = self.position;
        let mut written = 0;
        self.columns = 0;
        loop {
            let input = self.reader.fill_buf()?;
            let (fields, ends) = (&mut self.fields[written..], &mut self.ends[self.columns..]);
            let (result, read, wrote, ended) = self.parser.read_record(input, fields, ends);
            self.consume(read);
            written += wrote;
            self.columns += ended;
            let problem = match result {
                ReadRecordResult::InputEmpty => continue,
                ReadRecordResult::Record => {
                    // Beside its fields a row has a separator after each but the last, and a line's end.
                    self.quoted = self.position - position > (written + self.columns) as u64;
                    return Ok(Some(start));
                }
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::OutputFull => "is longer than 1 MiB; a quotation mark may be left open",
                ReadRecordResult::OutputEndsFull => "has more than 16384 columns",
            };
            return Err(unusable(format!("the row that starts on line {start} {problem}")));
        }
    }

    /// Moves on within what is in the buffer.
    fn consume(&mut self, len: usize) {
        let passed = self.reader.buffer().get(..len).unwrap_or_default();
        self.lines += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.position += len as u64;
        self.reader.consume(len);
    }
}

/// What separates columns is no part of an identifier that is alone on its line, unless it is in quotation marks: the first line may
/// not have shown that this is a table of another kind.
fn identifier(bytes: &[u8], is_field: bool) -> Result<String, Error> {
    if !is_field && bytes.iter().any(|byte| b",;\t".contains(byte)) {
        return Err(Error::new(
            ErrorCode::InvalidIdentifier,
            "the identifier holds a comma, a semicolon or a tab, as the rows of a table do; one of its columns must be called \
             identifier on the first line, or the identifier must be in quotation marks in a file whose name ends in .csv",
        ));
    }
    if bytes.len() > MAX_IDENTIFIER_LEN {
        // Its length is what it is refused for, so that no more of it is kept; it may be cut within a character.
        return Ok(String::from_utf8_lossy(&bytes[..=MAX_IDENTIFIER_LEN]).into_owned());
    }
    String::from_utf8(bytes.to_vec())
        .map_err(|_| Error::new(ErrorCode::InvalidIdentifier, "the identifier is not UTF-8; save the file as UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut next: impl FnMut() -> io::Result<Option<Entry>>) -> Vec<(u64, Option<String>)> {
        std::iter::from_fn(|| next().unwrap()).map(|entry| (entry.line, entry.identifier.ok())).collect()
    }

    fn lines(text: &[u8]) -> Vec<(u64, Option<String>)> {
        // A buffer of three bytes cuts lines in every way.
        let mut reader = BufReader::with_capacity(3, text);
        skip_mark(&mut reader).unwrap();
        let mut lines = Lines::new(reader, false).unwrap();
        all(|| lines.next())
    }

    fn rows(text: &[u8]) -> Vec<(u64, Option<String>)> {
        let mut reader = BufReader::with_capacity(3, text);
        skip_mark(&mut reader).unwrap();
        let mut rows = Rows::new(reader, b',', false).unwrap();
        all(|| rows.next())
    }

    fn found(entries: &[(u64, &str)]) -> Vec<(u64, Option<String>)> {
        entries.iter().map(|(line, text)| (*line, Some((*text).to_owned()))).collect()
    }

    #[test]
    fn text_lines() {
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"a"), found(&[(1, "a")]));
        assert_eq!(lines(b"a\r\nb c \n\nd"), found(&[(1, "a"), (2, "b c "), (3, ""), (4, "d")]));
        assert_eq!(lines("\u{feff}用户01\n\u{feff}b\n".as_bytes()), found(&[(1, "用户01"), (2, "\u{feff}b")]));
        assert_eq!(lines(b"a\n\xff\nc\n"), [(1, Some("a".to_owned())), (2, None), (3, Some("c".to_owned()))]);
    }

    #[test]
    fn text_lines_at_and_beyond_the_longest() {
        let longest = "x".repeat(MAX_IDENTIFIER_LEN);
        assert_eq!(lines(format!("{longest}\r\nb").as_bytes()), found(&[(1, &longest), (2, "b")]));
        let long = "用".repeat(1_000_000);
        let read = lines(format!("{long}\nb").as_bytes());
        assert!(matches!(&read[0], (1, Some(text)) if text.len() > MAX_IDENTIFIER_LEN && text.len() < 2 * MAX_IDENTIFIER_LEN));
        assert_eq!(read[1..], found(&[(2, "b")]));
    }

    #[test]
    fn utf16_is_named() {
        for text in [b"\xff\xfea\0", b"\xfe\xff\0a"] {
            assert_eq!(skip_mark(&mut text.as_slice()).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
    }

    #[test]
    fn rows_with_and_without_names() {
        assert_eq!(rows(b""), []);
        assert_eq!(rows(b"identifier\n"), []);
        assert_eq!(rows(b"a\nb\n"), found(&[(1, "a"), (2, "b")]));
        assert_eq!(rows(b"a,1\r\nb,2,3\r\n"), found(&[(1, "a"), (2, "b")]));
        assert_eq!(rows(b"n,identifier\n1,a\n2,\"b,\"\"c\"\n"), found(&[(2, "a"), (3, "b,\"c")]));
        assert_eq!(rows("\u{feff}identifier,n\n用户01,1\n".as_bytes()), found(&[(2, "用户01")]));
        assert_eq!(rows(b"n,identifier\n1\n2,b\n"), found(&[(2, ""), (3, "b")]));
        assert_eq!(rows(b"a\n\xff\nc\n"), [(1, Some("a".to_owned())), (2, None), (3, Some("c".to_owned()))]);
    }

    #[test]
    fn rows_are_counted_in_lines_of_the_file() {
        assert_eq!(rows(b"a\n\n\nb\nc\n"), found(&[(1, "a"), (4, "b"), (5, "c")]));
        assert_eq!(rows(b"a\r\n\r\nb\r\nc\r\n"), found(&[(1, "a"), (3, "b"), (4, "c")]));
        assert_eq!(rows(b"a,\"x\ny\"\nb\n"), found(&[(1, "a"), (3, "b")]));
    }

    #[test]
    fn an_open_quotation_mark_ends_the_reading() {
        let text = format!("a\n\"b\n{}", "c\n".repeat(1024 * 1024));
        let mut rows = Rows::new(BufReader::new(text.as_bytes()), b',', false).unwrap();
        assert_eq!(rows.next().unwrap().unwrap().line, 1);
        assert_eq!(rows.next().unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
