//! Cuts a batch into its requests while it arrives: lines, or the elements of a JSON list.

use super::body::ContentType;
use bytes::{Buf, Bytes, BytesMut};

/// The longest request of a batch, in bytes: more than any that can be met.
pub(super) const MAX_ITEM: usize = 32 * 1024;

/// One request of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// Not yet parsed; for lines it may be blank.
    Text(Bytes),
    TooLong,
}

impl Item {
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim_ascii().is_empty())
    }
}

/// What is wrong with a list as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Broken {
    NoList,
    NotClosed,
    Followed,
}

/// Holds the piece that came last and the beginning of one item.
#[derive(Debug)]
pub(super) struct Splitter {
    piece: Bytes,
    item: BytesMut,
    too_long: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Lines,
    BeforeList,
    /// Inside the list; `first` until a comma has come.
    Element {
        first: bool,
        depth: u32,
        string: bool,
        escape: bool,
    },
    AfterList,
}

impl Splitter {
    pub(super) fn new(content_type: ContentType) -> Self {
        let state = match content_type {
            ContentType::Ndjson => State::Lines,
            ContentType::Json => State::BeforeList,
        };
        Self { piece: Bytes::new(), item: BytesMut::new(), too_long: false, state }
    }

    pub(super) fn takes_lines(&self) -> bool {
        self.state == State::Lines
    }

    /// Adds what has arrived; everything before was taken by [`next`](Self::next).
    pub(super) fn feed(&mut self, piece: Bytes) {
        debug_assert!(self.piece.is_empty());
        self.piece = piece;
    }

    /// The next whole item, `None` where more bytes are needed.
    pub(super) fn next(&mut self) -> Result<Option<Item>, Broken> {
        if self.state == State::BeforeList && !self.enter()? {
            return Ok(None);
        }
        if self.state == State::AfterList {
            return if self.piece.iter().all(u8::is_ascii_whitespace) {
                self.piece.clear();
                Ok(None)
            } else {
                Err(Broken::Followed)
            };
        }
        let may_be_empty = matches!(self.state, State::Element { first: true, .. });
        let Some(end) = self.piece.iter().position(|byte| self.state.ends_at(*byte)) else {
            let rest = std::mem::take(&mut self.piece);
            self.keep(&rest);
            return Ok(None);
        };
        let before = self.piece.split_to(end);
        self.piece.advance(1);
        let item = self.take(before);
        // An empty list has no item. After a comma one must stand, and the missing one will not parse.
        if may_be_empty && self.state == State::AfterList && item.is_blank() {
            return self.next();
        }
        Ok(Some(item))
    }

    /// The last line, where no line break stands after it.
    pub(super) fn finish(&mut self) -> Result<Option<Item>, Broken> {
        match self.state {
            State::Lines if self.item.is_empty() && !self.too_long => Ok(None),
            State::Lines => Ok(Some(self.take(Bytes::new()))),
            State::BeforeList => Err(Broken::NoList),
            State::Element { .. } => Err(Broken::NotClosed),
            State::AfterList => Ok(None),
        }
    }

    /// Goes into the list, where it begins.
    fn enter(&mut self) -> Result<bool, Broken> {
        let blank = self.piece.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.piece.advance(blank);
        match self.piece.first() {
            None => Ok(false),
            Some(b'[') => {
                self.piece.advance(1);
                self.state = State::Element { first: true, depth: 0, string: false, escape: false };
                Ok(true)
            }
            Some(_) => Err(Broken::NoList),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.too_long |= self.item.len() + bytes.len() > MAX_ITEM;
        if self.too_long {
            self.item = BytesMut::new();
        } else {
            self.item.extend_from_slice(bytes);
        }
    }

    fn take(&mut self, rest: Bytes) -> Item {
        if self.item.is_empty() && !self.too_long && rest.len() <= MAX_ITEM {
            return Item::Text(rest);
        }
        self.keep(&rest);
        if std::mem::take(&mut self.too_long) { Item::TooLong } else { Item::Text(std::mem::take(&mut self.item).freeze()) }
    }
}

impl State {
    /// True where an item ends before this byte.
    fn ends_at(&mut self, byte: u8) -> bool {
        let Self::Element { first, depth, string, escape } = self else { return byte == b'\n' };
        if *string {
            match byte {
                _ if *escape => *escape = false,
                b'\\' => *escape = true,
                b'"' => *string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => *string = true,
            b'{' | b'[' => *depth = depth.saturating_add(1),
            b']' if *depth == 0 => {
                *self = Self::AfterList;
                return true;
            }
            b'}' | b']' => *depth = depth.saturating_sub(1),
            b',' if *depth == 0 => {
                *first = false;
                return true;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of a text that arrives in pieces of this size, and what is wrong with it.
    fn split(content_type: ContentType, text: &str, size: usize) -> (Vec<Option<String>>, Option<Broken>) {
        let mut splitter = Splitter::new(content_type);
        let mut items = Vec::new();
        let mut push = |item: Item| match item {
            Item::Text(text) => items.push(Some(String::from_utf8(text.to_vec()).unwrap().trim().to_owned())),
            Item::TooLong => items.push(None),
        };
        for piece in text.as_bytes().chunks(size) {
            splitter.feed(Bytes::copy_from_slice(piece));
            loop {
                match splitter.next() {
                    Ok(Some(item)) => push(item),
                    Ok(None) => break,
                    Err(broken) => return (items, Some(broken)),
                }
            }
        }
        match splitter.finish() {
            Ok(last) => last.into_iter().for_each(&mut push),
            Err(broken) => return (items, Some(broken)),
        }
        (items, None)
    }

    #[track_caller]
    fn check(content_type: ContentType, text: &str, expected: &[&str], broken: Option<Broken>) {
        let expected: Vec<_> = expected.iter().map(|text| Some((*text).to_owned())).collect();
        for size in [1, 2, 3, 7, 1000] {
            assert_eq!(split(content_type, text, size), (expected.clone(), broken), "{text} in pieces of {size}");
        }
    }

    #[test]
    fn lines() {
        let check = |text, expected: &[&str]| check(ContentType::Ndjson, text, expected, None);
        check("", &[]);
        check("{}", &["{}"]);
        check("{\"a\":1}\n\n[2]\r\n3\n", &["{\"a\":1}", "", "[2]", "3"]);
    }

    #[test]
    fn lists() {
        let check = |text, expected: &[&str], broken| check(ContentType::Json, text, expected, broken);
        check("[]", &[], None);
        check(" [ ] \n", &[], None);
        check("[{}]", &["{}"], None);
        check(r#" [ {"a":"]},[\"\\"} , [1,[2]], "x,y" ]"#, &[r#"{"a":"]},[\"\\"}"#, "[1,[2]]", r#""x,y""#], None);
        check("[1,]", &["1", ""], None);
        check("[,]", &["", ""], None);
        check("[{} {}]", &["{} {}"], None);
        check("", &[], Some(Broken::NoList));
        check("{}", &[], Some(Broken::NoList));
        check("[1", &[], Some(Broken::NotClosed));
        check("[1,2", &["1"], Some(Broken::NotClosed));
        check("[1] x", &["1"], Some(Broken::Followed));
        check("[1]]", &["1"], Some(Broken::Followed));
    }

    #[test]
    fn items_are_bounded() {
        for (content_type, separator) in [(ContentType::Ndjson, "\n"), (ContentType::Json, ",")] {
            let fits = "1".repeat(MAX_ITEM);
            let long = "1".repeat(MAX_ITEM + 1);
            let longer = "1".repeat(MAX_ITEM * 3);
            let text = [fits.as_str(), &long, &longer, "1"].join(separator);
            let text = if separator == "," { format!("[{text}]") } else { text };
            for size in [1000, 1_000_000] {
                let (items, broken) = split(content_type, &text, size);
                assert_eq!(broken, None);
                assert_eq!(items, [Some(fits.clone()), None, None, Some("1".to_owned())], "{size}");
            }
        }
    }
}
