//! Reading zlib (RFC 1950, RFC 1951), strictly.
//!
//! General decoders skip the bits that fill the last byte and let a caller overlook bytes behind the stream, so that one
//! ticket has many texts. This one takes exactly one stream of exactly these bytes, without a preset dictionary and with
//! nothing but zeros between its parts, and stops at a bound. It keeps no state between calls.

// Every narrowing below is of a number that was masked or counted to fit.
#![allow(clippy::cast_possible_truncation)]

use super::format::{DISTANCE_BASES, DISTANCES, LENGTHS, adler32};
use super::tables::{self, Lengths};

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
/// The symbol that ends a block.
const END: u16 = 256;

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
    match KNOWN.iter().find(|known| known.begins(deflated)) {
        Some(known) => {
            reader.bits.skip(known.header_bits)?;
            reader.compressed(&known.literals, &known.distances)?;
        }
        None => reader.blocks()?,
    }
    reader.bits.finish()?;
    if adler32(output) == u32::from_be_bytes(*checksum) { Ok(()) } else { Err(Refused::Damaged) }
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

/// What a stream costs, by this thread: symbols read, and the table entries of codes made for it.
#[cfg(any(test, usersig_internals))]
pub(crate) mod work {
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn add(units: usize) {
        DONE.set(DONE.get() + units);
    }

    pub(crate) fn take() -> usize {
        DONE.take()
    }
}

/// The lengths of a code: the symbols that have one, ascending, and how many there are of each length.
struct Used<const N: usize> {
    symbols: [(u16, u8); N],
    len: usize,
    counts: [u16; MAX_BITS + 1],
}

impl<const N: usize> Used<N> {
    const fn none() -> Self {
        Self { symbols: [(0, 0); N], len: 0, counts: [0; MAX_BITS + 1] }
    }

    const fn push(&mut self, symbol: usize, length: u8) {
        if length > 0 && self.len < N {
            self.symbols[self.len] = (symbol as u16, length);
            self.len += 1;
            self.counts[length as usize] += 1;
        }
    }

    const fn all(lengths: &[u8]) -> Self {
        let mut used = Self::none();
        let mut symbol = 0;
        while symbol < lengths.len() {
            used.push(symbol, lengths[symbol]);
            symbol += 1;
        }
        used
    }
}

/// A canonical Huffman code (RFC 1951, section 3.2.2) with a table for its first bits.
struct Code<const TABLE: usize> {
    /// By the next bits: the symbol, and in the lowest four bits its length; 0 for longer codes. Of its entries no more are in use
    /// than the longest code needs.
    table: [u16; TABLE],
    mask: usize,
    /// By length, for codes longer than the table: the first number of [`MAX_BITS`] bits that is beyond all codes up to it.
    limits: [u16; MAX_BITS + 1],
    /// By length: what to add to a code to find it in `symbols`.
    offsets: [u16; MAX_BITS + 1],
    /// The symbols in the order of their codes.
    symbols: [u16; LITERALS],
}

impl<const TABLE: usize> Code<TABLE> {
    const BITS: usize = TABLE.ilog2() as usize;

    const fn empty() -> Self {
        Self { table: [0; TABLE], mask: 0, limits: [0; MAX_BITS + 1], offsets: [0; MAX_BITS + 1], symbols: [0; LITERALS] }
    }

    /// For the codes that are made once, when this is compiled.
    const fn fixed(lengths: &[u8]) -> Self {
        let mut code = Self::empty();
        assert!(code.make(&Used::<LITERALS>::all(lengths), false));
        code
    }

    /// Becomes the code with these lengths, at a cost that grows with the codes and not with the alphabet: hostile streams hold a
    /// thousand blocks. False where it is not complete; a lone code of one bit (`allow_single`) and none at all are taken for
    /// distances, as other decoders do.
    const fn make<const N: usize>(&mut self, used: &Used<N>, allow_single: bool) -> bool {
        let (mut left, mut code, mut index, mut longest) = (1_i32, 0_u16, 0_u16, 0);
        let mut next_index = [0_u16; MAX_BITS + 1];
        let mut length = 1;
        while length <= MAX_BITS {
            let count = used.counts[length];
            left = left * 2 - count as i32;
            if left < 0 {
                return false;
            }
            code <<= 1;
            self.offsets[length] = index.wrapping_sub(code);
            code += count;
            self.limits[length] = code << (MAX_BITS - length);
            next_index[length] = index;
            index += count;
            if count > 0 {
                longest = length;
            }
            length += 1;
        }
        if left != 0 && !(allow_single && (used.len == 0 || used.len == 1 && used.counts[1] == 1)) {
            return false;
        }
        let mut at = 0;
        while at < used.len {
            let (symbol, length) = used.symbols[at];
            self.symbols[next_index[length as usize] as usize] = symbol;
            next_index[length as usize] += 1;
            at += 1;
        }
        let bits = if longest < Self::BITS { longest } else { Self::BITS };
        self.mask = (1 << bits) - 1;
        self.fill(used, bits);
        true
    }

    /// Writes the table: for each length the one for shorter codes twice, with the new codes in it.
    const fn fill<const N: usize>(&mut self, used: &Used<N>, bits: usize) {
        self.table[0] = 0;
        let (mut code, mut index, mut length) = (0_u16, 0, 1);
        while length <= bits {
            let half = 1 << (length - 1);
            let (first, rest) = self.table.split_at_mut(half);
            rest.split_at_mut(half).0.copy_from_slice(first);
            code <<= 1;
            let mut count = used.counts[length];
            while count > 0 {
                // Codes come most significant bit first.
                self.table[(code.reverse_bits() >> (16 - length)) as usize] = self.symbols[index] << 4 | length as u16;
                code += 1;
                index += 1;
                count -= 1;
            }
            length += 1;
        }
    }

    #[inline]
    fn read(&self, bits: &mut Bits<'_>) -> Result<u16> {
        if usize::from(bits.count) < MAX_BITS {
            bits.refill();
        }
        let entry = self.table[bits.buffer as usize & self.mask & (TABLE - 1)];
        if entry > 0 {
            bits.consume(entry as u8 & 15)?;
            return Ok(entry >> 4);
        }
        self.read_long(bits)
    }

    /// For the rare codes longer than the table.
    #[cold]
    fn read_long(&self, bits: &mut Bits<'_>) -> Result<u16> {
        let code = (bits.buffer as u16).reverse_bits() >> 1;
        #[cfg(any(test, usersig_internals))]
        work::add(4);
        // Counted and not searched: without a branch.
        let longer = self.limits[Self::BITS + 1..].iter().filter(|limit| code >= **limit).count();
        let length = Self::BITS + 1 + longer;
        let offset = self.offsets.get(length).ok_or(Refused::Damaged)?;
        bits.consume(length as u8)?;
        self.symbols.get(usize::from(offset.wrapping_add(code >> (MAX_BITS - length)))).copied().ok_or(Refused::Damaged)
    }
}

/// The codes of our own writer, which need not be made again for every ticket: a third of the time of reading one.
struct Known {
    header: &'static [u32],
    header_bits: usize,
    literals: Literals,
    distances: Distances,
}

// Made when this is compiled: a table that the first call makes would be waited for in vain in a process that was forked from
// another thread meanwhile.
static KNOWN: [Known; 2] = [Known::new(&tables::V1), Known::new(&tables::V2)];

/// The code of blocks that name none (RFC 1951, section 3.2.6). The distance symbols 30 and 31 complete it and are refused where
/// they are used.
static FIXED: (Literals, Distances) = {
    let mut lengths = [8; LITERALS];
    let mut symbol = 144;
    while symbol < 280 {
        lengths[symbol] = if symbol < 256 { 9 } else { 7 };
        symbol += 1;
    }
    (Code::fixed(&lengths), Code::fixed(&[5; 32]))
};

impl Known {
    const fn new(lengths: &Lengths) -> Self {
        let (literals, distances) = (Code::fixed(lengths.literals), Code::fixed(lengths.distances));
        Self { header: lengths.header, header_bits: lengths.header_bits, literals, distances }
    }

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
        // The codes of dynamic blocks, made one after the other in the same place.
        let mut codes = (Literals::empty(), Distances::empty());
        loop {
            let last = self.bits.take(1)? == 1;
            match self.bits.take(2)? {
                0 => self.stored()?,
                1 => self.compressed(&FIXED.0, &FIXED.1)?,
                2 => {
                    self.dynamic(&mut codes)?;
                    self.compressed(&codes.0, &codes.1)?;
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
        #[cfg(any(test, usersig_internals))]
        if !std::ptr::eq(literals, &raw const FIXED.0) {
            work::add(literals.mask + distances.mask + 2);
        }
        loop {
            #[cfg(any(test, usersig_internals))]
            work::add(1);
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
        if distance == 1 {
            self.output.resize(self.output.len() + length, self.output[start]);
            return Ok(());
        }
        if distance < length && length <= 32 {
            for index in start..start + length {
                self.output.push(self.output[index]);
            }
            return Ok(());
        }
        // What was copied is copied on, so that a short distance takes few steps.
        let mut left = length;
        while left > 0 {
            let part = left.min(self.output.len() - start);
            self.output.extend_from_within(start..start + part);
            left -= part;
        }
        Ok(())
    }

    /// The codes that a dynamic block begins with.
    fn dynamic(&mut self, (literals, distances): &mut (Literals, Distances)) -> Result<()> {
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
        let mut code = Code::<LENGTH_TABLE>::empty();
        if !code.make(&Used::<19>::all(&code_lengths), false) {
            return Err(Refused::Damaged);
        }
        #[cfg(any(test, usersig_internals))]
        work::add(code.mask + 1);
        let (mut used_literals, mut used_distances) = (Used::<286>::none(), Used::<DISTANCES>::none());
        let (mut filled, mut previous) = (0, None);
        while filled < literal_count + distance_count {
            let symbol = code.read(&mut self.bits)?;
            let (value, repeat) = match symbol {
                0..=15 => (symbol as u8, 1),
                16 => (previous.ok_or(Refused::Damaged)?, usize::from(self.bits.take(2)?) + 3),
                17 => (0, usize::from(self.bits.take(3)?) + 3),
                _ => (0, usize::from(self.bits.take(7)?) + 11),
            };
            if filled + repeat > literal_count + distance_count {
                return Err(Refused::Damaged);
            }
            #[cfg(any(test, usersig_internals))]
            work::add(if value > 0 { repeat } else { 1 });
            previous = Some(value);
            // Most symbols have no code, in runs that are passed over at once.
            for place in filled..filled + if value > 0 { repeat } else { 0 } {
                match place.checked_sub(literal_count) {
                    None => used_literals.push(place, value),
                    Some(distance) => used_distances.push(distance, value),
                }
            }
            filled += repeat;
        }
        let has_end = used_literals.symbols[..used_literals.len].iter().any(|(symbol, _)| *symbol == END);
        if has_end && literals.make(&used_literals, true) && distances.make(&used_distances, true) {
            Ok(())
        } else {
            Err(Refused::Damaged)
        }
    }
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

    /// Thousands of blocks without content, as a ticket of 16 KiB can hold: no table is made for those with the fixed code, and
    /// a dynamic one costs what its own codes need.
    #[test]
    fn empty_blocks_cost_little() {
        for (name, block, most) in [("fixed", EMPTY_FIXED, 1), ("dynamic", EMPTY_DYNAMIC, 16)] {
            let stream = repeated(block, 12_000);
            let blocks = 12_000 * 8 / block.bytes().filter(u8::is_ascii_digit).count();
            work::take();
            assert_eq!(ours(&stream), Ok(Vec::new()), "{name}");
            assert!(work::take() <= (blocks + 1) * most, "{name}");
            assert_eq!(theirs(&stream), Some(Vec::new()), "{name}");
        }
    }

    const EMPTY_FIXED: &str = "0 10 0000000";
    const EMPTY_DYNAMIC: &str = concat!(
        "0 01 00000 00000 0111",
        " 000 000 100 000 000 000 000 000 000 000 000 000 000 000 000 000 000 100",
        " 1 1111111 1 1101011 0 0 0",
    );

    /// A stream of this block, whose bits are written in their order, as often as it fits, and a last one that is empty.
    fn repeated(block: &str, len: usize) -> Vec<u8> {
        let bits: Vec<u8> = block.bytes().filter(u8::is_ascii_digit).map(|bit| bit & 1).collect();
        let last = "1 10 0000000".bytes().filter(u8::is_ascii_digit).map(|bit| bit & 1);
        let all: Vec<u8> = bits.iter().copied().cycle().take(len * 8 / bits.len() * bits.len()).chain(last).collect();
        let bytes = all.chunks(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | bit));
        [0x78, 0x9c].into_iter().chain(bytes).chain(1_u32.to_be_bytes()).collect()
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
