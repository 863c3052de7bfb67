//! Writing zlib for the usual ticket: one block with a Huffman code that was made for tickets in advance.
//!
//! zlib finds a code anew for every text and clears 128 KiB of tables first, which takes several times as long as an HMAC.
//! Tickets are alike enough that a fixed code, whose header is short because its lengths form runs, gives slightly shorter
//! tickets (`crates/usersig/tables/train.py` prints both). Texts for which that does not hold go to `flate2`.

// Every narrowing below is of a number that was masked or bounded to fit.
#![allow(clippy::cast_possible_truncation)]

use super::format::{DISTANCE_BASES, LENGTHS, adler32};
use super::tables::{self, Lengths};
use crate::version::Version;

/// Longer texts hold long userbufs or identifiers, for which zlib's own code is shorter.
const MAX_TEXT: usize = 768;
/// The shortest match that is looked for.
const MIN_MATCH: usize = 4;
const HASH_BITS: u32 = 9;

static V1: Encoder = Encoder::new(&tables::V1);
static V2: Encoder = Encoder::new(&tables::V2);

/// Writes `text` as a zlib stream into `out`. False, with `out` unchanged, where this is not the way for it.
pub(crate) fn deflate(text: &[u8], version: Version, out: &mut Vec<u8>) -> bool {
    let encoder = match version {
        Version::V1 => &V1,
        Version::V2 => &V2,
    };
    if text.len() > MAX_TEXT {
        return false;
    }
    let start = out.len();
    out.reserve(text.len() + 64);
    // What zlib writes for its default level and a window of 32 KiB.
    out.extend_from_slice(&[0x78, 0x9c]);
    let mut bits = Bits { start, out, buffer: 0, count: 0 };
    let complete = encoder.write(text, &mut bits);
    bits.finish();
    if complete {
        out.extend_from_slice(&adler32(text).to_be_bytes());
    } else {
        out.truncate(start);
    }
    complete
}

/// A zlib stream of stored blocks (RFC 1950 and RFC 1951, section 3.2.4).
pub(crate) fn store(data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x78, 0x01]);
    let mut blocks = data.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let len = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(&(!len).to_le_bytes());
        out.extend_from_slice(block);
    }
    out.extend_from_slice(&adler32(data).to_be_bytes());
}

/// A code and the number of its bits, 0 for symbols without one.
type Symbol = (u16, u8);

struct Encoder {
    header: &'static [u32],
    header_bits: usize,
    literals: [Symbol; 288],
    /// By match length: code with the extra bits put behind it.
    lengths: [(u32, u8); MAX_MATCH + 1],
    max_match: usize,
    distances: [Symbol; 30],
    max_distance: usize,
}

/// The longest match that any of the codes has a symbol for; see [`Encoder::max_match`].
const MAX_MATCH: usize = 34;

impl Encoder {
    const fn new(table: &Lengths) -> Self {
        let literals = canonical::<288>(table.literals);
        let distances = canonical::<30>(table.distances);
        let mut encoder = Self {
            header: table.header,
            header_bits: table.header_bits,
            literals,
            lengths: [(0, 0); MAX_MATCH + 1],
            max_match: 0,
            distances,
            max_distance: 0,
        };
        let mut symbol = 257;
        while symbol < 288 && symbol - 257 < LENGTHS.len() {
            let (base, extra) = LENGTHS[symbol - 257];
            let (code, bits) = literals[symbol];
            let mut more = 0;
            while bits > 0 && more < 1 << extra && base as usize + more < encoder.lengths.len() {
                encoder.lengths[base as usize + more] = (code as u32 | (more as u32) << bits, bits + extra);
                encoder.max_match = base as usize + more;
                more += 1;
            }
            symbol += 1;
        }
        let mut symbol = 0;
        while symbol < 30 {
            let (base, extra) = DISTANCE_BASES[symbol];
            if distances[symbol].1 > 0 {
                encoder.max_distance = base as usize + (1 << extra) - 1;
            }
            symbol += 1;
        }
        encoder
    }

    /// False where a byte of the text has no code.
    fn write(&self, text: &[u8], bits: &mut Bits<'_>) -> bool {
        let mut left = self.header_bits;
        for &word in self.header {
            let count = if left < 32 { left as u8 } else { 32 };
            bits.put(u64::from(word), count);
            left -= usize::from(count);
        }
        let mut places = Places::default();
        let mut at = 0;
        while at < text.len() {
            let place = places.remember(text, at);
            let found = place.and_then(|place| self.find(text, &places, at, place, bits.position()));
            let Some((distance, length)) = found else {
                // Here each byte comes by before it is in any match.
                let (code, count) = self.literals[usize::from(text[at])];
                if count == 0 {
                    return false;
                }
                bits.put(u64::from(code), count);
                at += 1;
                continue;
            };
            let (code, count) = self.lengths[length];
            bits.put(u64::from(code), count);
            let (code, count) = self.distance(distance);
            bits.put(u64::from(code), count);
            for inside in at + 1..at + length {
                places.remember(text, inside);
            }
            at += length;
        }
        let (code, count) = self.literals[256];
        bits.put(u64::from(code), count);
        true
    }

    /// The match with the latest place that has the same hash: distance and length. Apart from the loop that calls it, where most
    /// bytes have none.
    ///
    /// Nothing is matched that a reader would also find elsewhere after one changed character of the ticket: two texts for
    /// one ticket would be harmless, since they mean the same, but then "any change breaks it" would not hold. To look for that
    /// takes 0.05 of the 2.1 µs of a v2 ticket.
    #[inline(never)]
    fn find(&self, text: &[u8], places: &Places, at: usize, place: usize, position: usize) -> Option<(usize, usize)> {
        let distance = at - place;
        let length = same(&text[place..], &text[at..], self.max_match);
        if length < MIN_MATCH || distance > self.max_distance {
            return None;
        }
        let (code, count) = self.distance(distance);
        let position = position + usize::from(self.lengths[length].1);
        let ambiguous = places.before(place).take_while(|other| at - other <= self.max_distance).any(|other| {
            let (other_code, other_count) = self.distance(at - other);
            other_count == count
                && same(&text[other..], &text[at..], length) == length
                && in_one_character(position, code ^ other_code)
        });
        (!ambiguous).then_some((distance, length))
    }

    /// The bits of a distance: its code with the extra bits behind it.
    fn distance(&self, distance: usize) -> (u32, u8) {
        // From 4 on there are two symbols to each power of two (RFC 1951, section 3.2.5).
        let symbol = match distance - 1 {
            exact @ 0..4 => exact,
            beyond => {
                let power = beyond.ilog2() as usize;
                2 * power + (beyond >> (power - 1) & 1)
            }
        };
        let ((code, count), (base, extra)) = (self.distances[symbol], DISTANCE_BASES[symbol]);
        (u32::from(code) | (distance as u32 - u32::from(base)) << count, count + extra)
    }
}

/// How many bytes two texts have in common from their starts, up to `most`.
fn same(one: &[u8], other: &[u8], most: usize) -> usize {
    one.iter().zip(other).take(most).take_while(|(one, other)| one == other).count()
}

/// Whether these bits of the stream, from `position` on, fall into one character of its base64 text.
fn in_one_character(position: usize, mut changed: u32) -> bool {
    let mut character = None;
    while changed != 0 {
        let bit = position + changed.trailing_zeros() as usize;
        // Deflate fills bytes from their lowest bit, base64 reads them from their highest.
        let sextet = (bit / 8 * 8 + 7 - bit % 8) / 6;
        if *character.get_or_insert(sextet) != sextet {
            return false;
        }
        changed &= changed - 1;
    }
    true
}

/// Where four bytes were seen before.
struct Places {
    /// By hash: the latest place, counted from 1.
    latest: [u16; 1 << HASH_BITS],
    /// By place: the one before it with the same hash, counted from 1.
    previous: [u16; MAX_TEXT],
}

impl Default for Places {
    fn default() -> Self {
        Self { latest: [0; 1 << HASH_BITS], previous: [0; MAX_TEXT] }
    }
}

impl Places {
    /// The latest place before `at` with the same hash.
    #[inline]
    fn remember(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let (four, _) = text.get(at..)?.split_first_chunk::<MIN_MATCH>()?;
        let hash = u32::from_le_bytes(*four).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS);
        let latest = std::mem::replace(&mut self.latest[hash as usize], at as u16 + 1);
        self.previous[at] = latest;
        usize::from(latest).checked_sub(1)
    }

    /// The places with the same hash as `at` before it, latest first.
    fn before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let step = |place: usize| usize::from(self.previous[place]).checked_sub(1);
        std::iter::successors(step(at), move |&place| step(place))
    }
}

/// The codes that belong to these lengths (RFC 1951, section 3.2.2), in the order in which their bits are written.
const fn canonical<const N: usize>(lengths: &[u8]) -> [Symbol; N] {
    let mut codes = [(0, 0); N];
    let (mut code, mut length) = (0_u16, 1_u8);
    while length <= 15 {
        let mut symbol = 0;
        while symbol < lengths.len() {
            if lengths[symbol] == length {
                codes[symbol] = (code.reverse_bits() >> (16 - length), length);
                code += 1;
            }
            symbol += 1;
        }
        code <<= 1;
        length += 1;
    }
    codes
}

/// Bits, least significant first.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    /// Where the stream starts in `out`.
    start: usize,
    buffer: u64,
    count: u8,
}

impl Bits<'_> {
    /// How many bits of the stream there are.
    fn position(&self) -> usize {
        (self.out.len() - self.start) * 8 + usize::from(self.count)
    }

    /// At most 32 bits.
    #[inline]
    fn put(&mut self, value: u64, count: u8) {
        self.buffer |= value << self.count;
        self.count += count;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.buffer as u32).to_le_bytes());
            self.buffer >>= 32;
            self.count -= 32;
        }
    }

    fn finish(self) {
        let bytes = usize::from(self.count.div_ceil(8));
        self.out.extend_from_slice(&self.buffer.to_le_bytes()[..bytes]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    fn written(text: &[u8], version: Version) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        deflate(text, version, &mut out).then_some(out)
    }

    fn with_flate2(stream: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        flate2::read::ZlibDecoder::new(stream).read_to_end(&mut text).unwrap();
        text
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn flate2_reads_what_is_written(text in prop_oneof!["[ -~]{0,768}", "[ab]{0,768}", "(TLS\\.|[a-z]{2}){0,150}"]) {
            for version in [Version::V1, Version::V2] {
                let stream = written(text.as_bytes(), version).unwrap();
                prop_assert_eq!(with_flate2(&stream), text.as_bytes());
                let mut own = Vec::new();
                prop_assert!(crate::zlib::inflate(&stream, &mut own, 1000).is_ok());
                prop_assert_eq!(&own, text.as_bytes());
            }
        }
    }

    #[test]
    fn other_texts_are_left_to_flate2() {
        for version in [Version::V1, Version::V2] {
            assert!(written(&[b'a'; MAX_TEXT], version).is_some());
            assert!(written(&[b'a'; MAX_TEXT + 1], version).is_none());
            assert!(written("用户".as_bytes(), version).is_none());
            assert!(written(b"a\n", version).is_none());
        }
    }
}
