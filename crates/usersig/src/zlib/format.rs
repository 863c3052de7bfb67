//! What reader and writer know of the format: the tables of RFC 1951, section 3.2.5, and the checksum.

// Every narrowing below is of a number that was counted to fit.
#![allow(clippy::cast_possible_truncation)]

/// How many distance symbols there are.
pub(super) const DISTANCES: usize = 30;

/// For length symbols 257 to 285: the shortest length and the number of extra bits.
pub(super) const LENGTHS: [(u16, u8); 29] = {
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
pub(super) const DISTANCE_BASES: [(u16, u8); DISTANCES] = {
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

/// The checksum that ends a zlib stream (RFC 1950, section 8).
#[must_use]
pub fn adler32(data: &[u8]) -> u32 {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
