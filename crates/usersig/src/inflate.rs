//! Reading zlib (RFC 1950, RFC 1951), strictly.
//!
//! General decoders skip the bits that fill the last byte and let a caller overlook bytes behind the stream, so that one
//! ticket has many texts. This one takes exactly one stream of exactly these bytes, without a preset dictionary and with
//! nothing but zeros between its parts, and stops at a bound. It keeps no state between calls.

// Every narrowing below is of a number that was masked or counted to fit.
#![allow(clippy::cast_possible_truncation)]

use crate::deflate::{CODES, Lengths};
use std::sync::LazyLock;

/// Why a stream was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// Damaged, cut, with a dictionary, with stray bits or followed by other bytes.
    Damaged,
    /// More than the bound.
    TooLong,
}

type Result<T> = std::result::Result<T, Refused>;

/// The longest Huffman code.
const MAX_BITS: usize = 15;
/// Codes up to this length are read in one step, by kind of code: a larger table costs more to make than it saves.
const LITERAL_TABLE: usize = 1 << 9;
const DISTANCE_TABLE: usize = 1 << 6;
const LENGTH_TABLE: usize = 1 << 7;
const LITERALS: usize = 288;
const DISTANCES: usize = 30;
/// The symbol that ends a block.
const END: u16 = 256;

/// For length symbols 257 to 285: the shortest length and the number of extra bits.
pub(crate) const LENGTHS: [(u16, u8); 29] = {
    let mut table = [(0, 0); 29];
    let (mut symbol, mut base) = (0, 3_u16);
    while symbol < 28 {
        let extra = if symbol < 8 { 0 } else { symbol as u8 / 4 - 1 };
        table[symbol] = (base, extra);
        base += 1 << extra;
        symbol += 1;
    }
    table[28] = (258, 0);
    table
};

/// For distance symbols 0 to 29: the shortest distance and the number of extra bits.
pub(crate) const DISTANCE_BASES: [(u16, u8); DISTANCES] = {
    let mut table = [(0, 0); DISTANCES];
    let (mut symbol, mut base) = (0, 1_u16);
    while symbol < DISTANCES {
        let extra = if symbol < 4 { 0 } else { symbol as u8 / 2 - 1 };
        table[symbol] = (base, extra);
        base += 1 << extra;
        symbol += 1;
    }
    table
};

/// The order in which a dynamic block names the lengths of the code-length code.
const CODE_LENGTH_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Inflates the whole of `input` into `output`, which is cleared first, up to `limit` bytes.
pub(crate) fn inflate(input: &[u8], output: &mut Vec<u8>, limit: usize) -> Result<()> {
    output.clear();
    let (&[cmf, flg], body) = input.split_first_chunk().ok_or(Refused::Damaged)?;
    let window_bits = (cmf >> 4) + 8;
    let header_fine = cmf & 15 == 8 && window_bits <= 15 && (u16::from(cmf) << 8 | u16::from(flg)) % 31 == 0 && flg & 0x20 == 0;
    let (deflated, checksum) = body.split_last_chunk::<4>().ok_or(Refused::Damaged)?;
    if !header_fine {
        return Err(Refused::Damaged);
    }
    let mut reader = Reader { bits: Bits { input: deflated, buffer: 0, count: 0 }, output, limit, window: 1 << window_bits };
    match KNOWN.iter().flatten().find(|known| known.begins(deflated)) {
        Some(known) => {
            reader.bits.skip(known.header_bits)?;
            reader.compressed(&known.literals, &known.distances)?;
        }
        None => reader.blocks()?,
    }
    reader.bits.finish()?;
    if adler32(output) == u32::from_be_bytes(*checksum) { Ok(()) } else { Err(Refused::Damaged) }
}

/// The checksum that ends a zlib stream (RFC 1950, section 8).
pub(crate) fn adler32(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    // 5552 is the longest run for which the sums cannot overflow.
    for run in data.chunks(5552) {
        for &byte in run {
            a += u32::from(byte);
            b += a;
        }
        a %= 65521;
        b %= 65521;
    }
    b << 16 | a
}

/// Bits, least significant first.
struct Bits<'a> {
    input: &'a [u8],
    buffer: u64,
    count: u8,
}

impl Bits<'_> {
    /// Fills the buffer up to at least 56 bits, or with all that is left.
    #[inline]
    fn refill(&mut self) {
        if let Some((chunk, _)) = self.input.split_first_chunk::<8>() {
            self.buffer |= u64::from_le_bytes(*chunk) << self.count;
            let bytes = usize::from((63 - self.count) / 8);
            self.input = self.input.get(bytes..).unwrap_or_default();
            self.count |= 56;
            return;
        }
        while self.count <= 56 {
            let Some((&byte, rest)) = self.input.split_first() else { return };
            self.input = rest;
            self.buffer |= u64::from(byte) << self.count;
            self.count += 8;
        }
    }

    /// Drops bits that were looked at.
    #[inline]
    fn consume(&mut self, count: u8) -> Result<()> {
        self.count = self.count.checked_sub(count).ok_or(Refused::Damaged)?;
        self.buffer >>= count;
        Ok(())
    }

    /// Up to 16 bits as a number.
    #[inline]
    fn take(&mut self, count: u8) -> Result<u16> {
        if self.count < count {
            self.refill();
        }
        let value = (self.buffer & ((1 << count) - 1)) as u16;
        self.consume(count)?;
        Ok(value)
    }

    /// Drops any number of bits.
    fn skip(&mut self, count: usize) -> Result<()> {
        for _ in 0..count / 16 {
            self.take(16)?;
        }
        self.take((count % 16) as u8).map(drop)
    }

    /// Skips to the next byte, over zeros only.
    fn align(&mut self) -> Result<()> {
        if self.take(self.count % 8)? == 0 { Ok(()) } else { Err(Refused::Damaged) }
    }

    /// Nothing but zeros up to the end of the last byte, and no byte after it.
    fn finish(mut self) -> Result<()> {
        self.refill();
        if self.count < 8 && self.buffer == 0 && self.input.is_empty() { Ok(()) } else { Err(Refused::Damaged) }
    }
}

/// A canonical Huffman code (RFC 1951, section 3.2.2) with a table for its first bits.
struct Code<const TABLE: usize> {
    /// By the next bits: the symbol, and in the lowest four bits its length; 0 for longer codes.
    table: [u16; TABLE],
    /// How many codes there are of each length.
    counts: [u16; MAX_BITS + 1],
    /// The symbols in the order of their codes.
    symbols: [u16; LITERALS],
}

impl<const TABLE: usize> Code<TABLE> {
    /// The code with these lengths by symbol. It must be complete; a lone code of one bit (`allow_single`) and none at all
    /// are taken for distances, as other decoders do.
    fn new(lengths: &[u8], allow_single: bool) -> Result<Self> {
        let mut code = Self { table: [0; TABLE], counts: [0; MAX_BITS + 1], symbols: [0; LITERALS] };
        for &length in lengths {
            code.counts[usize::from(length)] += 1;
        }
        code.counts[0] = 0;
        let mut left = 1_i32;
        let mut next_code = [0_u16; MAX_BITS + 2];
        let mut next_index = [0_u16; MAX_BITS + 2];
        for length in 1..=MAX_BITS {
            left = left * 2 - i32::from(code.counts[length]);
            if left < 0 {
                return Err(Refused::Damaged);
            }
            next_code[length + 1] = (next_code[length] + code.counts[length]) << 1;
            next_index[length + 1] = next_index[length] + code.counts[length];
        }
        let used: u16 = code.counts.iter().sum();
        if left != 0 && !(allow_single && (used == 0 || used == 1 && code.counts[1] == 1)) {
            return Err(Refused::Damaged);
        }
        for (symbol, &length) in (0_u16..).zip(lengths) {
            let bits = usize::from(length);
            if bits == 0 {
                continue;
            }
            code.symbols[usize::from(next_index[bits])] = symbol;
            next_index[bits] += 1;
            if 1 << bits <= TABLE {
                // Codes come most significant bit first.
                let start = usize::from(next_code[bits].reverse_bits() >> (16 - bits));
                for entry in code.table[start..].iter_mut().step_by(1 << bits) {
                    *entry = symbol << 4 | u16::from(length);
                }
            }
            next_code[bits] += 1;
        }
        Ok(code)
    }

    #[inline]
    fn read(&self, bits: &mut Bits<'_>) -> Result<u16> {
        if usize::from(bits.count) < MAX_BITS {
            bits.refill();
        }
        let entry = self.table[bits.buffer as usize % TABLE];
        if entry > 0 {
            bits.consume(entry as u8 & 15)?;
            return Ok(entry >> 4);
        }
        self.read_long(bits)
    }

    /// Bit by bit, for the rare codes longer than the table.
    #[cold]
    fn read_long(&self, bits: &mut Bits<'_>) -> Result<u16> {
        let (mut code, mut first, mut index) = (0_u16, 0_u16, 0_u16);
        for length in 1..=MAX_BITS {
            code |= (bits.buffer >> (length - 1) & 1) as u16;
            let count = self.counts[length];
            if code < first + count {
                bits.consume(length as u8)?;
                return self.symbols.get(usize::from(index + code - first)).copied().ok_or(Refused::Damaged);
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Refused::Damaged)
    }
}

/// The codes of our own writer, which need not be made again for every ticket: a third of the time of reading one.
struct Known {
    header: &'static [u32],
    header_bits: usize,
    literals: Literals,
    distances: Distances,
}

static KNOWN: LazyLock<[Option<Known>; CODES.len()]> = LazyLock::new(|| {
    let known = |lengths: &Lengths| {
        let (literals, distances) = (Code::new(lengths.literals, false).ok()?, Code::new(lengths.distances, false).ok()?);
        Some(Known { header: lengths.header, header_bits: lengths.header_bits, literals, distances })
    };
    CODES.map(known)
});

impl Known {
    /// Whether the stream begins with the header of a last block with this code.
    fn begins(&self, deflated: &[u8]) -> bool {
        let whole = self.header_bits / 32;
        let Some((words, rest)) = deflated.split_at_checked(whole * 4) else { return false };
        let Some((last, _)) = rest.split_first_chunk::<4>() else { return false };
        let same = words.as_chunks::<4>().0.iter().zip(self.header).all(|(bytes, word)| u32::from_le_bytes(*bytes) == *word);
        let mask = (1_u32 << (self.header_bits % 32)) - 1;
        same && self.header.get(whole).is_some_and(|word| (u32::from_le_bytes(*last) ^ word) & mask == 0)
    }
}

type Literals = Code<LITERAL_TABLE>;
type Distances = Code<DISTANCE_TABLE>;

struct Reader<'a> {
    bits: Bits<'a>,
    output: &'a mut Vec<u8>,
    limit: usize,
    window: usize,
}

impl Reader<'_> {
    fn blocks(&mut self) -> Result<()> {
        loop {
            let last = self.bits.take(1)? == 1;
            match self.bits.take(2)? {
                0 => self.stored()?,
                1 => {
                    let (literals, distances) = fixed()?;
                    self.compressed(&literals, &distances)?;
                }
                2 => {
                    let (literals, distances) = self.dynamic()?;
                    self.compressed(&literals, &distances)?;
                }
                _ => return Err(Refused::Damaged),
            }
            if last {
                return Ok(());
            }
        }
    }

    fn push(&mut self, byte: u8) -> Result<()> {
        if self.output.len() == self.limit {
            return Err(Refused::TooLong);
        }
        self.output.push(byte);
        Ok(())
    }

    fn stored(&mut self) -> Result<()> {
        self.bits.align()?;
        let (length, check) = (self.bits.take(16)?, self.bits.take(16)?);
        if length != !check {
            return Err(Refused::Damaged);
        }
        for _ in 0..length {
            let byte = self.bits.take(8)?;
            self.push(byte as u8)?;
        }
        Ok(())
    }

    fn compressed(&mut self, literals: &Literals, distances: &Distances) -> Result<()> {
        loop {
            let symbol = literals.read(&mut self.bits)?;
            match symbol {
                0..END => self.push(symbol as u8)?,
                END => return Ok(()),
                _ => {
                    let &(base, extra) = LENGTHS.get(usize::from(symbol - END - 1)).ok_or(Refused::Damaged)?;
                    let length = usize::from(base + self.bits.take(extra)?);
                    let symbol = distances.read(&mut self.bits)?;
                    let &(base, extra) = DISTANCE_BASES.get(usize::from(symbol)).ok_or(Refused::Damaged)?;
                    let distance = usize::from(base) + usize::from(self.bits.take(extra)?);
                    self.copy(distance, length)?;
                }
            }
        }
    }

    fn copy(&mut self, distance: usize, length: usize) -> Result<()> {
        let start = self.output.len().checked_sub(distance).ok_or(Refused::Damaged)?;
        if distance > self.window {
            return Err(Refused::Damaged);
        }
        if self.output.len() + length > self.limit {
            return Err(Refused::TooLong);
        }
        if distance >= length {
            self.output.extend_from_within(start..start + length);
        } else {
            // The copy overlaps what it writes.
            for index in start..start + length {
                self.output.push(self.output[index]);
            }
        }
        Ok(())
    }

    fn dynamic(&mut self) -> Result<(Literals, Distances)> {
        let literal_count = usize::from(self.bits.take(5)?) + 257;
        let distance_count = usize::from(self.bits.take(5)?) + 1;
        let length_count = usize::from(self.bits.take(4)?) + 4;
        if literal_count > 286 || distance_count > DISTANCES {
            return Err(Refused::Damaged);
        }
        let mut code_lengths = [0; 19];
        for &symbol in &CODE_LENGTH_ORDER[..length_count] {
            code_lengths[symbol] = self.bits.take(3)? as u8;
        }
        let code = Code::<LENGTH_TABLE>::new(&code_lengths, false)?;
        let mut lengths = [0_u8; 286 + DISTANCES];
        let mut filled = 0;
        while filled < literal_count + distance_count {
            let symbol = code.read(&mut self.bits)?;
            let (value, repeat) = match symbol {
                0..=15 => (symbol as u8, 1),
                16 => {
                    let previous = *lengths[..filled].last().ok_or(Refused::Damaged)?;
                    (previous, usize::from(self.bits.take(2)?) + 3)
                }
                17 => (0, usize::from(self.bits.take(3)?) + 3),
                _ => (0, usize::from(self.bits.take(7)?) + 11),
            };
            if filled + repeat > literal_count + distance_count {
                return Err(Refused::Damaged);
            }
            lengths[filled..filled + repeat].fill(value);
            filled += repeat;
        }
        if lengths[usize::from(END)] == 0 {
            return Err(Refused::Damaged);
        }
        let (literals, distances) = lengths[..filled].split_at(literal_count);
        Ok((Code::new(literals, true)?, Code::new(distances, true)?))
    }
}

/// The code of blocks that name none (RFC 1951, section 3.2.6).
fn fixed() -> Result<(Literals, Distances)> {
    let mut lengths = [8_u8; LITERALS];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    // The distance symbols 30 and 31 complete the code and are refused where they are used.
    Ok((Code::new(&lengths, false)?, Code::new(&[5; 32], false)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
    use proptest::prelude::*;

    fn compress(data: &[u8], level: u32) -> Vec<u8> {
        let mut out = Vec::with_capacity(data.len() * 2 + 100);
        Compress::new(Compression::new(level), true).compress_vec(data, &mut out, FlushCompress::Finish).unwrap();
        out
    }

    fn ours(input: &[u8]) -> Result<Vec<u8>> {
        let mut output = Vec::new();
        inflate(input, &mut output, 40_000).map(|()| output)
    }

    /// What flate2 makes of exactly these bytes.
    fn theirs(input: &[u8]) -> Option<Vec<u8>> {
        let mut decoder = Decompress::new(true);
        let mut output = Vec::with_capacity(40_001);
        let status = decoder.decompress_vec(input, &mut output, FlushDecompress::Finish);
        (status.is_ok_and(|status| status == Status::StreamEnd) && decoder.total_in() == input.len() as u64).then_some(output)
    }

    #[test]
    fn adler32_known_answer() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn tables_match_the_standard() {
        assert_eq!(
            (LENGTHS[0], LENGTHS[7], LENGTHS[8], LENGTHS[27], LENGTHS[28]),
            ((3, 0), (10, 0), (11, 1), (227, 5), (258, 0))
        );
        assert_eq!((DISTANCE_BASES[3], DISTANCE_BASES[4], DISTANCE_BASES[29]), ((4, 0), (5, 1), (24577, 13)));
    }

    #[test]
    fn stray_bits_are_refused() {
        for level in 0..10 {
            let good = compress(b"{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"x\"}", level);
            assert!(ours(&good).is_ok());
            // The bits between the last block and the checksum: flate2 does not look at them.
            let index = good.len() - 5;
            let accepted = (0..8)
                .filter(|bit| {
                    let mut changed = good.clone();
                    changed[index] ^= 1 << bit;
                    ours(&changed).is_ok()
                })
                .count();
            assert_eq!(accepted, 0, "level {level}");
        }
    }

    #[test]
    fn the_bound_is_exact() {
        let mut output = Vec::new();
        for level in 0..10 {
            for data in [vec![b'x'; 1000], (0..1000_u32).map(|n| (n * n % 251) as u8).collect()] {
                let stream = compress(&data, level);
                assert_eq!(inflate(&stream, &mut output, 1000), Ok(()));
                assert_eq!(inflate(&stream, &mut output, 999), Err(Refused::TooLong));
                assert!(output.len() <= 999);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reads_what_flate2_writes(data in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..3000),
            proptest::collection::vec(prop_oneof![Just(b'a'), Just(b'b'), Just(b'"')], 0..3000),
            "[ -~]{0,400}(TLS\\.[a-z]{1,9}){0,40}".prop_map(String::into_bytes),
        ], level in 0_u32..10) {
            prop_assert_eq!(ours(&compress(&data, level)), Ok(data));
        }

        /// Whatever flate2 refuses is refused, and what is accepted means the same.
        #[test]
        fn never_laxer_than_flate2(data in "[ -~]{0,60}(TLS\\.[a-z]{1,9}){0,9}", level in 0_u32..10,
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in any::<prop::sample::Index>()) {
            let mut stream = compress(data.as_bytes(), level);
            for (index, byte) in changes {
                let index = index.index(stream.len());
                stream[index] = byte;
            }
            if let Ok(output) = ours(&stream) {
                prop_assert_eq!(Some(output), theirs(&stream));
            }
            stream.truncate(cut.index(stream.len()));
            prop_assert!(ours(&stream).is_err());
        }

        #[test]
        fn noise_is_never_laxer_than_flate2(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
            let stream = [&[0x78, 0x9c][..], &noise].concat();
            prop_assert_eq!(ours(&stream).ok(), theirs(&stream).filter(|_| ours(&stream).is_ok()));
        }
    }
}
