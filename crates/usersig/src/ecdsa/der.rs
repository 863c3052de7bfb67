//! The DER form of a signature: `SEQUENCE { r INTEGER, s INTEGER }`, canonical in both directions.

use super::backend::RawSignature;
use pkcs8::der::asn1::UintRef;
use pkcs8::der::{Decode, Encode, Error, Reader, SliceReader};

/// The longest DER form of a signature of two 256-bit scalars.
pub(crate) const MAX_DER_LEN: usize = 72;

/// Reads exactly one DER signature. `None` for BER, trailing bytes, negative numbers and numbers above 256 bits.
#[must_use]
pub fn from_der(bytes: &[u8]) -> Option<RawSignature> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let numbers = reader.sequence(|reader| Ok::<_, Error>([UintRef::decode(reader)?, UintRef::decode(reader)?])).ok()?;
    reader.finish().ok()?;
    let mut raw = [0; 64];
    for (half, number) in raw.chunks_exact_mut(32).zip(&numbers) {
        let start = half.len().checked_sub(number.as_bytes().len())?;
        half.get_mut(start..)?.copy_from_slice(number.as_bytes());
    }
    Some(raw)
}

/// Writes the signature into `buffer` and returns the part used.
pub(crate) fn to_der<'a>(raw: &RawSignature, buffer: &'a mut [u8; MAX_DER_LEN]) -> Option<&'a [u8]> {
    let (r, s) = raw.split_at(32);
    [UintRef::new(r).ok()?, UintRef::new(s).ok()?].encode_to_slice(buffer).ok()
}
