//! Tickets as structs that C reads directly; the library owns what they lead to.

use crate::argument::{Place, free, text};
use crate::failure::{CallError, guard};
use crate::status::Status;
use std::ffi::c_char;
use std::ptr::null;
use usersig::{Room, TicketContent, checked};

/// A TRTC room permission, as the userbuf of a ticket.
#[repr(C)]
pub struct PrivateMapKey {
    /// The name of a string room, NUL-terminated; NULL for a numeric room.
    pub room_name: *const c_char,
    /// The length of `room_name`.
    pub room_name_len: usize,
    /// The last unix second of the permission.
    pub expires_at: i64,
    /// The number of a numeric room; 0 for a string room.
    pub room_number: u32,
    /// The sum of USERSIG_PRIVILEGE_ bits.
    pub privileges: u32,
}

/// What a ticket says.
#[repr(C)]
pub struct TicketFields {
    /// 1 (ECDSA) or 2 (HMAC).
    pub version: u32,
    /// The application that the ticket is for.
    pub sdkappid: u32,
    /// How long the ticket is valid from `issued_at`, in seconds.
    pub expire: u32,
    /// 1 where the ticket carries a userbuf, even if it is empty; otherwise 0.
    pub has_userbuf: u32,
    /// When the ticket was made, in unix seconds.
    pub issued_at: i64,
    /// The last unix second in which the ticket is valid.
    pub expires_at: i64,
    /// The user that the ticket logs in, NUL-terminated UTF-8 without a NUL inside.
    pub identifier: *const c_char,
    /// The length of `identifier`.
    pub identifier_len: usize,
    /// The bytes that the ticket carries; NULL where it carries none.
    pub userbuf: *const u8,
    /// The length of `userbuf`.
    pub userbuf_len: usize,
    /// TLS.account_type of a v1 ticket, usually "0", NUL-terminated; NULL for v2.
    pub account_type: *const c_char,
    /// The length of `account_type`.
    pub account_type_len: usize,
    /// TLS.appid_at_3rd of a v1 ticket, usually "0", NUL-terminated; NULL for v2 and for very old tickets.
    pub appid_at_3rd: *const c_char,
    /// The length of `appid_at_3rd`.
    pub appid_at_3rd_len: usize,
    /// The userbuf read as a room permission made for this ticket's identifier and SDKAppID; NULL where it is none.
    pub private_map_key: *const PrivateMapKey,
}

/// A ticket whose signature, SDKAppID, userbuf and time were checked, and its identifier by usersig_verifier_verify. Made by
/// that and usersig_verifier_authenticate, read-only, freed with usersig_ticket_free.
#[repr(C)]
pub struct Ticket {
    /// What the ticket says, proven.
    pub fields: TicketFields,
}

/// A ticket that was decoded and not verified: anybody may have made it. Made by usersig_inspect, for looking at;
/// read-only, freed with usersig_untrusted_ticket_free.
#[repr(C)]
pub struct UntrustedTicket {
    /// What the ticket says, unproven.
    pub fields: TicketFields,
}

/// The fields and the memory that they lead to. The fields are first, so that a pointer to an owner is one to a
/// [`Ticket`] or an [`UntrustedTicket`].
#[repr(C)]
struct Owner {
    fields: TicketFields,
    private_map_key: PrivateMapKey,
    texts: Vec<u8>,
}

impl Ticket {
    pub(crate) fn new(core: &usersig::Ticket) -> *mut Self {
        Owner::new(core).cast()
    }
}

impl Owner {
    fn new(content: &TicketContent) -> *mut Self {
        let permission = content.private_map_key();
        let (room_number, room_name) = match permission.as_ref().map(usersig::PrivateMapKey::room) {
            Some(Room::Number(number)) => (*number, None),
            Some(Room::Name(name)) => (0, Some(name.as_bytes())),
            None => (0, None),
        };
        let texts = [
            Some(content.identifier().as_bytes()),
            content.userbuf(),
            content.account_type().map(str::as_bytes),
            content.appid_at_3rd().map(str::as_bytes),
            room_name,
        ];
        // Reserved once, so that the texts do not move while pointers to them are written down.
        let mut memory: Vec<u8> = Vec::with_capacity(texts.iter().flatten().map(|text| text.len() + 1).sum());
        let [identifier, userbuf, account_type, appid_at_3rd, room_name] = texts.map(|text| {
            let Some(text) = text else { return (null::<u8>(), 0) };
            let start = memory.len();
            memory.extend_from_slice(text);
            memory.push(0);
            (memory[start..].as_ptr(), text.len())
        });
        let fields = TicketFields {
            version: if content.version() == usersig::Version::V1 { 1 } else { 2 },
            sdkappid: content.sdkappid(),
            expire: content.expire(),
            has_userbuf: u32::from(!userbuf.0.is_null()),
            // At most the end of the year 9999.
            issued_at: content.issued_at().cast_signed(),
            expires_at: content.expires_at().cast_signed(),
            identifier: identifier.0.cast(),
            identifier_len: identifier.1,
            userbuf: userbuf.0,
            userbuf_len: userbuf.1,
            account_type: account_type.0.cast(),
            account_type_len: account_type.1,
            appid_at_3rd: appid_at_3rd.0.cast(),
            appid_at_3rd_len: appid_at_3rd.1,
            private_map_key: null(),
        };
        let private_map_key = PrivateMapKey {
            room_name: room_name.0.cast(),
            room_name_len: room_name.1,
            expires_at: permission.as_ref().map_or(0, |permission| permission.expires_at().into()),
            room_number,
            privileges: permission.as_ref().map_or(0, |permission| permission.privileges().bits()),
        };
        let owner = Box::into_raw(Box::new(Self { fields, private_map_key, texts: memory }));
        if permission.is_some() {
            // SAFETY: made above, and nobody else has it yet.
            unsafe { (*owner).fields.private_map_key = &raw const (*owner).private_map_key };
        }
        owner
    }
}

/// Decodes a ticket without verifying it, for looking at. `untrusted` receives its content, to be freed with
/// usersig_untrusted_ticket_free.
///
/// Fails with the statuses 20 to 26: the ticket is empty, too long, malformed or of an unknown version.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_inspect(
    ticket: *const c_char,
    ticket_len: usize,
    untrusted: *mut *mut UntrustedTicket,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, ticket) =
            unsafe { (Place::new(untrusted, "untrusted")?, text(ticket, ticket_len, "ticket", checked::ticket_text)?) };
        let decoded = usersig::inspect(ticket)?;
        place.set_raw(Owner::new(&decoded).cast());
        Ok(())
    })
}

/// Frees a verified ticket and what its fields lead to; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_ticket_free(ticket: *mut Ticket) {
    // SAFETY: the header's rules for handles: only a verifier makes them, and those are an `Owner`.
    unsafe { free(ticket.cast::<Owner>()) };
}

/// Frees a decoded ticket and what its fields lead to; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_untrusted_ticket_free(ticket: *mut UntrustedTicket) {
    // SAFETY: the header's rules for handles: only usersig_inspect makes them, and those are an `Owner`.
    unsafe { free(ticket.cast::<Owner>()) };
}
