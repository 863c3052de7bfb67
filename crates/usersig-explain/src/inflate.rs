//! Decompressing what may be damaged, up to the core's bound on the JSON.

use flate2::{Decompress, FlushDecompress, Status};
use usersig::MAX_JSON_LEN;
use usersig::checked::adler32;

/// How a stream ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// As it should.
    Whole,
    /// In the middle, without an error before.
    Early,
    /// The data is whole, the checksum after it is another.
    WrongSum,
    /// In an error, or beyond the bound.
    Broken,
}

#[derive(Debug)]
pub(crate) struct Inflated {
    pub(crate) data: Vec<u8>,
    /// The bytes that the stream takes.
    pub(crate) used: usize,
    pub(crate) end: End,
}

pub(crate) const fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [head, flags, ..] if *head & 0x8f == 8 && (*head as u16 * 256 + *flags as u16).is_multiple_of(31) && *flags & 32 == 0)
}

pub(crate) fn zlib(bytes: &[u8]) -> Inflated {
    let mut inflated = raw(&bytes[2..]);
    inflated.used += 2;
    if inflated.end == End::Whole {
        let sum = adler32(&inflated.data).to_be_bytes();
        let rest = &bytes[inflated.used..];
        if rest.starts_with(&sum) {
            inflated.used += sum.len();
        } else {
            inflated.end = if sum.starts_with(rest) { End::Early } else { End::WrongSum };
            inflated.used = bytes.len().min(inflated.used + sum.len());
        }
    }
    inflated
}

/// Nothing reads a gzip ticket, so its checksum does not matter.
pub(crate) fn gzip(bytes: &[u8]) -> Option<Inflated> {
    let (head, mut rest) = bytes.split_at_checked(10)?;
    let flags = *head.strip_prefix(&[0x1f, 0x8b, 8])?.first()?;
    if flags & 4 != 0 {
        let (len, tail) = rest.split_first_chunk::<2>()?;
        rest = tail.get(usize::from(u16::from_le_bytes(*len))..)?;
    }
    // A name and a comment, each with a NUL after it.
    for flag in [8, 16] {
        if flags & flag != 0 {
            rest = &rest[rest.iter().position(|byte| *byte == 0)? + 1..];
        }
    }
    rest = rest.get(if flags & 2 == 0 { 0 } else { 2 }..)?;
    let before = bytes.len() - rest.len();
    let mut inflated = raw(rest);
    inflated.used = bytes.len().min(before + inflated.used + 8);
    Some(inflated)
}

pub(crate) fn raw(bytes: &[u8]) -> Inflated {
    raw_at_most(bytes, MAX_JSON_LEN)
}

/// At most `limit` bytes of output.
pub(crate) fn raw_at_most(bytes: &[u8], limit: usize) -> Inflated {
    let mut stream = Decompress::new(false);
    let mut data = Vec::with_capacity(limit);
    let status = stream.decompress_vec(bytes, &mut data, FlushDecompress::None);
    let used = usize::try_from(stream.total_in()).unwrap_or(bytes.len()).min(bytes.len());
    let end = match status {
        Ok(Status::StreamEnd) => End::Whole,
        Ok(_) if data.len() < limit && used == bytes.len() => End::Early,
        Err(_) if bytes.is_empty() => End::Early,
        _ => End::Broken,
    };
    Inflated { data, used, end }
}
