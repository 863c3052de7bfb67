//! The console's `keys.zip`, which holds `private_key` and `public_key`.

use std::io::{Cursor, Read};
use usersig::{Error, ErrorCode, MAX_PEM_LEN, Result};
use zeroize::Zeroizing;
use zip::ZipArchive;

/// The console's archive has two files.
const MAX_MEMBERS: usize = 64;

/// A file of the archive, in whatever folder of it and with whatever extension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Member {
    PrivateKey,
    PublicKey,
}

impl Member {
    const fn stem(self) -> &'static str {
        match self {
            Self::PrivateKey => "private_key",
            Self::PublicKey => "public_key",
        }
    }

    fn is_named(self, path: &str) -> bool {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        name.split_once('.').map_or(name, |(stem, _)| stem) == self.stem()
    }
}

/// True for what starts as an archive does; no key does.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// One file of the archive, `None` where it is not there. Inflating stops at the longest key.
pub(crate) fn read(archive: &[u8], member: Member) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(|_| unusable("is damaged; download it again"))?;
    if archive.len() > MAX_MEMBERS {
        return Err(unusable("holds more than 64 files, so it is not the console's keys.zip"));
    }
    let names = archive.file_names().enumerate();
    let found: Vec<_> =
        names.filter(|(_, name)| name.as_ref().is_ok_and(|name| member.is_named(name))).map(|(index, _)| index).collect();
    let index = match found.as_slice() {
        [] => return Ok(None),
        [index] => *index,
        _ => return Err(unusable("holds more than one key of this kind; unpack it and name the right file")),
    };
    let file = archive.by_index(index).map_err(|_| unusable("is encrypted or damaged; unpack it and name the key file"))?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_PEM_LEN + 1));
    file.take(MAX_PEM_LEN as u64 + 1).read_to_end(&mut bytes).map_err(|_| unusable("is damaged; download it again"))?;
    if bytes.len() > MAX_PEM_LEN {
        return Err(unusable("holds a key file longer than 16384 bytes, so it is not the console's keys.zip"));
    }
    Ok(Some(bytes))
}

fn unusable(problem: &str) -> Error {
    Error::new(ErrorCode::InvalidKey, format!("the key archive {problem}"))
}
