//! TRTC room permissions: [`Privileges`], [`Room`] and the PrivateMapKey userbuf that carries them.

use crate::error::{Error, ErrorCode, Result};
use crate::limits::{self, MAX_ROOM_NAME_LEN, has_control};
use crate::time::UnixTime;
use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// What a user may do in a TRTC room: a set of bits, joined by `|`. Bits other than the named ones are kept as they are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Privileges(u32);

impl Privileges {
    // vocabulary: privileges
    /// Create the room.
    pub const CREATE_ROOM: Self = Self(1);
    /// Enter the room.
    pub const ENTER_ROOM: Self = Self(2);
    /// Send audio.
    pub const SEND_AUDIO: Self = Self(4);
    /// Receive audio.
    pub const RECEIVE_AUDIO: Self = Self(8);
    /// Send video.
    pub const SEND_VIDEO: Self = Self(16);
    /// Receive video.
    pub const RECEIVE_VIDEO: Self = Self(32);
    /// Send the screen (substream).
    pub const SEND_SCREEN: Self = Self(64);
    /// Receive the screen (substream).
    pub const RECEIVE_SCREEN: Self = Self(128);
    /// Everything above: 255.
    pub const ALL: Self = Self(255);
    // vocabulary: end

    /// None.
    #[must_use]
    pub const fn empty() -> Self {
        Self(0)
    }

    /// The privileges that these bits are.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Their bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether all of `other` are among them.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Privileges {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Privileges {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Privileges({:#b})", self.0)
    }
}

/// The room that a PrivateMapKey opens.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Room {
    /// A numeric room, 1 to 4294967294.
    Number(u32),
    /// A string room: 1 to 64 bytes of letters, digits, space and ``!#$%&()+-:;<=.>?@[]^_{}|~,``.
    Name(String),
}

impl Room {
    /// # Errors
    /// [`ErrorCode::InvalidRoom`] outside the documented range.
    fn check(&self) -> Result<()> {
        match self {
            Self::Number(number) => limits::room_number(i64::from(*number)).map(drop),
            Self::Name(name) => {
                limits::room_name_len(name.len())?;
                let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" !#$%&()+-:;<=.>?@[]^_{}|~,".contains(&byte);
                if name.is_empty() || !name.bytes().all(allowed) {
                    return Err(Error::new(ErrorCode::InvalidRoom, limits::ROOM_NAME));
                }
                Ok(())
            }
        }
    }
}

/// The content of a PrivateMapKey userbuf.
///
/// All integers in it are big-endian; `ci/conformance/README.md` has the layout.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateMapKey {
    identifier: String,
    sdkappid: u32,
    room: Room,
    expires_at: u32,
    privileges: Privileges,
}

impl PrivateMapKey {
    /// The userbuf bytes of a room permission.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidIdentifier`], [`ErrorCode::InvalidSdkappid`] and [`ErrorCode::InvalidRoom`] outside their ranges;
    /// [`ErrorCode::InvalidExpire`] after 2106-02-07, the last moment that 32 bits can name.
    pub fn to_userbuf(
        identifier: &str,
        sdkappid: impl Into<i64>,
        room: &Room,
        expires_at: impl Into<UnixTime>,
        privileges: Privileges,
    ) -> Result<Vec<u8>> {
        let expires_at = expires_at.into().permission_end()?;
        limits::identifier(identifier)?;
        let sdkappid = limits::sdkappid(sdkappid.into())?;
        room.check()?;
        let (version, number) = match room {
            Room::Number(number) => (0, *number),
            Room::Name(_) => (1, 0),
        };
        let mut out = Vec::with_capacity(25 + identifier.len() + MAX_ROOM_NAME_LEN);
        out.push(version);
        push_text(&mut out, identifier)?;
        for field in [sdkappid, number, expires_at, privileges.bits(), 0] {
            out.extend_from_slice(&field.to_be_bytes());
        }
        if let Room::Name(name) = room {
            push_text(&mut out, name)?;
        }
        Ok(out)
    }

    /// Reads a userbuf. `None` where it is not exactly one PrivateMapKey. Room numbers and names that no generator may
    /// write any more are read all the same, since official libraries did write them.
    #[must_use]
    pub fn from_userbuf(userbuf: &[u8]) -> Option<Self> {
        let mut rest = userbuf;
        let [version] = take(&mut rest)?;
        let identifier = take_text(&mut rest)?;
        let sdkappid = u32::from_be_bytes(take(&mut rest)?);
        let number = u32::from_be_bytes(take(&mut rest)?);
        let expires_at = u32::from_be_bytes(take(&mut rest)?);
        let privileges = Privileges::from_bits(u32::from_be_bytes(take(&mut rest)?));
        let account_type = u32::from_be_bytes(take(&mut rest)?);
        let room = match version {
            0 => Room::Number(number),
            1 if number == 0 => Room::Name(take_text(&mut rest)?),
            _ => return None,
        };
        (account_type == 0 && rest.is_empty()).then_some(Self { identifier, sdkappid, room, expires_at, privileges })
    }

    /// The user that may enter.
    #[must_use]
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid
    }

    /// The room.
    #[must_use]
    pub const fn room(&self) -> &Room {
        &self.room
    }

    /// The last unix second of the permission, as 32 bits. Official libraries let it wrap after 2106; this one refuses that.
    #[must_use]
    pub const fn expires_at(&self) -> u32 {
        self.expires_at
    }

    /// What the user may do.
    #[must_use]
    pub const fn privileges(&self) -> Privileges {
        self.privileges
    }
}

/// Shows no identifier and no room, so that it can be logged.
impl fmt::Debug for PrivateMapKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateMapKey")
            .field("sdkappid", &self.sdkappid)
            .field("privileges", &self.privileges)
            .finish_non_exhaustive()
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) -> Result<()> {
    let len = u16::try_from(text.len()).map_err(|_| {
        Error::new(ErrorCode::Internal, "a text of a PrivateMapKey was not bounded; this is a bug in usersig, please report it")
    })?;
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let len = usize::from(u16::from_be_bytes(take(rest)?));
    let (head, tail) = rest.split_at_checked(len)?;
    *rest = tail;
    let text = std::str::from_utf8(head).ok()?;
    (!text.is_empty() && !has_control(text)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;

    /// The format document's known answers.
    #[test]
    fn known_answers() {
        let cases = [
            (Room::Number(10000), "AAAHeGlhb2p1blNyTgAAACcQYEteAAAAAP8AAAAA"),
            (Room::Name("abc".into()), "AQAHeGlhb2p1blNyTgAAAAAAYEteAAAAAP8AAAAAAANhYmM="),
        ];
        let privileges = Privileges::from_bits(255);
        for (room, expected) in cases {
            let userbuf = PrivateMapKey::to_userbuf("xiaojun", 1_400_000_000, &room, 1_615_552_000, privileges).unwrap();
            assert_eq!(crate::base64::STANDARD.encode(&userbuf), expected);
            let read = PrivateMapKey::from_userbuf(&userbuf).unwrap();
            assert_eq!((read.room(), read.identifier(), read.expires_at()), (&room, "xiaojun", 1_615_552_000));
            assert_eq!((read.sdkappid(), read.privileges()), (1_400_000_000, privileges));
            for cut in 0..userbuf.len() {
                assert!(PrivateMapKey::from_userbuf(&userbuf[..cut]).is_none(), "cut at {cut}");
            }
            assert!(PrivateMapKey::from_userbuf(&[userbuf, vec![0]].concat()).is_none());
        }
    }

    #[test]
    fn rooms_at_their_edges() {
        let good = [
            Room::Number(1),
            Room::Number(u32::MAX - 1),
            Room::Name("a".repeat(64)),
            Room::Name(" !#$%&()+-:;<=.>?@[]^_{}|~,".into()),
        ];
        let bad = [
            Room::Number(0),
            Room::Number(u32::MAX),
            Room::Name(String::new()),
            Room::Name("a".repeat(65)),
            Room::Name("房间".into()),
            Room::Name("a\n".into()),
            Room::Name("a/b".into()),
        ];
        assert!(good.iter().all(|room| room.check().is_ok()));
        assert!(bad.iter().all(|room| room.check().unwrap_err().code() == ErrorCode::InvalidRoom));
    }
}
