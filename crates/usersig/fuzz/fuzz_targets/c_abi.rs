//! The C interface, called as a program may call it: any bytes and lengths, NULL wherever, buffers that are too small,
//! handles made, used and freed in any order. AddressSanitizer watches; every text lies in memory of exactly its size.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use std::ffi::{CStr, c_char};
use std::ptr::{null, null_mut};
use usersig_c::batch::{Batch, usersig_batch_free, usersig_signer_gen_sig_batch};
use usersig_c::failure::CallError;
use usersig_c::key::*;
use usersig_c::once::*;
use usersig_c::options::*;
use usersig_c::room::usersig_private_map_key_userbuf;
use usersig_c::signer::*;
use usersig_c::status::{Status, usersig_status_lookup, usersig_status_message, usersig_status_word};
use usersig_c::ticket::*;
use usersig_c::usersig_wipe;
use usersig_c::verifier::*;
use usersig_fuzz::{P256_PRIVATE, P256_PUBLIC, SECP256K1_PRIVATE, SECP256K1_PUBLIC, SECRET};

/// A text argument: where it leads and how long it claims to be.
#[derive(Arbitrary, Debug)]
enum Text<'a> {
    Bytes(&'a [u8]),
    /// NULL with a length.
    Null(usize),
    /// A length above what memory can hold, which is refused before anything is read.
    Beyond(u8),
    P256Private,
    P256Public,
    Secp256k1Private,
    Secp256k1Public,
    Secret,
    /// The ticket made last.
    Ticket,
    User,
}

#[derive(Arbitrary, Debug)]
struct Gen<'a> {
    size: Option<u8>,
    flags: u32,
    known_flags: bool,
    compression: u8,
    // vocabulary: gen_fuzzed
    expire: i64,
    userbuf: Text<'a>,
    issued_at: i64,
    account_type: Text<'a>,
    appid_at_3rd: Text<'a>,
    // vocabulary: end
}

#[derive(Arbitrary, Debug)]
struct Verify<'a> {
    size: Option<u8>,
    flags: u32,
    expected: u8,
    now: i64,
    userbuf: Text<'a>,
}

/// A buffer for a result.
#[derive(Arbitrary, Debug)]
enum Out {
    /// Of this many bytes, which may be too few.
    Small(u16),
    Large,
    /// NULL with this capacity.
    Null(usize),
}

#[derive(Arbitrary, Debug)]
enum Call<'a> {
    PrivateKey(Text<'a>),
    Generate(i32),
    PublicKey(Text<'a>),
    PublicKeyOf,
    SecretKey(Text<'a>),
    WritePrivate(Out),
    WritePublic(Out),
    FreePrivate,
    FreePublic,
    FreeSecret,
    SignerV1(i64),
    SignerV2(i64),
    FreeSigner,
    Verifier { sdkappid: i64, public_keys: u8, secret_keys: u8, options: Option<(u32, u32, i64, i64)> },
    FreeVerifier,
    GenSig { identifier: Text<'a>, options: Option<Gen<'a>>, out: Out },
    GenPrivateMapKey { identifier: Text<'a>, number: i64, name: Text<'a>, privileges: i64, options: Option<Gen<'a>>, out: Out },
    Batch { identifiers: Text<'a>, lengths: Vec<usize>, fitting: u8, count: Option<usize>, options: Option<Gen<'a>>, threads: u8 },
    Verify { ticket: Text<'a>, identifier: Text<'a>, options: Option<Verify<'a>>, wanted: bool },
    Inspect { ticket: Text<'a>, wanted: bool },
    Userbuf { sdkappid: i64, identifier: Text<'a>, number: i64, name: Text<'a>, expires_at: i64, privileges: i64, out: Out },
    GenSigOnce { sdkappid: i64, key: Text<'a>, v2: bool, identifier: Text<'a>, options: Option<Gen<'a>>, out: Out },
    VerifyOnce { sdkappid: i64, key: Text<'a>, v2: bool, ticket: Text<'a>, identifier: Text<'a>, options: Option<Verify<'a>> },
    Status(i32),
    Wipe(u8),
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    /// Whether the calls take details of their failures.
    details: bool,
    /// An SDKAppID for calls that ask for 0.
    sdkappid: u32,
    calls: Vec<Call<'a>>,
}

/// Memory of exactly the text's size, so that one byte read beyond it is found.
struct Argument {
    memory: Box<[u8]>,
    pointer: *const u8,
    len: usize,
}

impl Argument {
    fn text(&self) -> *const c_char {
        self.pointer.cast()
    }
}

fn argument(text: &Text<'_>, ticket: &[u8]) -> Argument {
    let bytes = match text {
        Text::Bytes(bytes) => bytes,
        Text::Null(len) => return Argument { memory: Box::default(), pointer: null(), len: *len },
        Text::Beyond(less) => {
            let memory: Box<[u8]> = Box::new([0]);
            return Argument { pointer: memory.as_ptr(), memory, len: usize::MAX - usize::from(*less) };
        }
        Text::P256Private => P256_PRIVATE.as_bytes(),
        Text::P256Public => P256_PUBLIC.as_bytes(),
        Text::Secp256k1Private => SECP256K1_PRIVATE.as_bytes(),
        Text::Secp256k1Public => SECP256K1_PUBLIC.as_bytes(),
        Text::Secret => SECRET.as_bytes(),
        Text::Ticket => ticket,
        Text::User => b"xiaojun",
    };
    let memory: Box<[u8]> = bytes.into();
    Argument { pointer: memory.as_ptr(), len: memory.len(), memory }
}

/// The options and the memory that they lead to.
fn gen_config(options: &Gen<'_>, ticket: &[u8]) -> (GenConfig, Vec<Argument>) {
    // vocabulary: gen_config
    let known = 63;
    // vocabulary: end
    let flags = if options.known_flags { options.flags & known } else { options.flags };
    // A value without its flag is refused, so most inputs have none.
    let keep = |flag| !options.known_flags || flags & flag != 0;
    let mut memory = Vec::new();
    let mut text = |flag, text| {
        memory.push(argument(if keep(flag) { text } else { &Text::Null(0) }, ticket));
        memory.last().map_or((null(), 0), |made| (made.pointer, made.len))
    };
    // SAFETY: numbers and pointers may be zero.
    let mut config: GenConfig = unsafe { std::mem::zeroed() };
    config.size = options.size.map_or(size_of::<GenConfig>(), usize::from);
    config.flags = flags;
    config.compression = (options.compression % 4).into();
    // vocabulary: gen_set
    config.expire = if keep(USERSIG_GEN_EXPIRE) { options.expire } else { 0 };
    let userbuf = text(USERSIG_GEN_USERBUF, &options.userbuf);
    (config.userbuf, config.userbuf_len) = (userbuf.0.cast(), userbuf.1);
    config.issued_at = if keep(USERSIG_GEN_ISSUED_AT) { options.issued_at } else { 0 };
    let account_type = text(USERSIG_GEN_ACCOUNT_TYPE, &options.account_type);
    (config.account_type, config.account_type_len) = (account_type.0.cast(), account_type.1);
    let appid_at_3rd = text(USERSIG_GEN_APPID_AT_3RD, &options.appid_at_3rd);
    (config.appid_at_3rd, config.appid_at_3rd_len) = (appid_at_3rd.0.cast(), appid_at_3rd.1);
    // vocabulary: end
    (config, memory)
}

fn verify_config(options: &Verify<'_>, ticket: &[u8]) -> (VerifyConfig, Argument) {
    let expected = (options.expected % 5).into();
    // As above.
    let keep = |given| options.flags & 4 != 0 || given;
    let userbuf = argument(if keep(expected == USERSIG_USERBUF_EXACTLY) { &options.userbuf } else { &Text::Null(0) }, ticket);
    let config = VerifyConfig {
        size: options.size.map_or(size_of::<VerifyConfig>(), usize::from),
        flags: options.flags & 3,
        userbuf_expected: expected,
        now: if keep(options.flags & USERSIG_VERIFY_NOW != 0) { options.now } else { 0 },
        userbuf: userbuf.pointer,
        userbuf_len: userbuf.len,
    };
    (config, userbuf)
}

fn pointer<T, U>(options: &Option<(T, U)>) -> *const T {
    options.as_ref().map_or(null(), |options| &raw const options.0)
}

struct Buffer {
    memory: Box<[u8]>,
    start: *mut u8,
    capacity: usize,
    len: usize,
}

fn buffer(out: &Out) -> Buffer {
    let capacity = match out {
        Out::Small(capacity) => usize::from(*capacity),
        Out::Large => usersig_c::USERSIG_TICKET_MAX + 1,
        Out::Null(capacity) => return Buffer { memory: Box::default(), start: null_mut(), capacity: *capacity, len: 77 },
    };
    let mut memory = vec![0xaa; capacity].into_boxed_slice();
    Buffer { start: memory.as_mut_ptr(), capacity, memory, len: 77 }
}

impl Buffer {
    /// What was written, after checking that status, length and NUL agree.
    fn text(&self, status: Status) -> Option<&[u8]> {
        match status {
            Status::USERSIG_OK => {
                assert_eq!(self.memory[self.len], 0);
                Some(&self.memory[..self.len])
            }
            Status::USERSIG_BUFFER_TOO_SMALL => {
                assert!(self.len + 1 > self.capacity);
                None
            }
            _ => {
                assert_eq!(self.len, 0);
                assert!(self.memory.first().is_none_or(|byte| *byte == 0));
                None
            }
        }
    }
}

/// Reads every field to its end, with its NUL.
fn read(fields: &TicketFields) {
    // SAFETY: the header: these lead to `len` bytes and a NUL, or are NULL.
    let check = |pointer: *const c_char, len: usize| unsafe {
        assert!(!pointer.is_null() || len == 0);
        if !pointer.is_null() {
            assert_eq!(CStr::from_ptr(pointer).to_bytes().len(), len);
        }
    };
    check(fields.identifier, fields.identifier_len);
    check(fields.account_type, fields.account_type_len);
    check(fields.appid_at_3rd, fields.appid_at_3rd_len);
    assert_eq!(fields.has_userbuf == 1, !fields.userbuf.is_null());
    if !fields.userbuf.is_null() {
        // SAFETY: as above.
        let userbuf = unsafe { std::slice::from_raw_parts(fields.userbuf, fields.userbuf_len) };
        std::hint::black_box(userbuf.to_vec());
    }
    // SAFETY: as above.
    if let Some(permission) = unsafe { fields.private_map_key.as_ref() } {
        check(permission.room_name, permission.room_name_len);
    }
}

fuzz_target!(|input: Input<'_>| {
    let mut details =
        CallError { status: Status::USERSIG_INTERNAL, code: 0, check_err: 0, service_code: 0, field: [1; 32], message: [1; 256] };
    let error: *mut CallError = if input.details { &raw mut details } else { null_mut() };
    let sdkappid = |given: i64| if given == 0 { i64::from(input.sdkappid) } else { given };
    let mut private: *mut PrivateKey = null_mut();
    let mut public: *mut PublicKey = null_mut();
    let mut secret: *mut SecretKey = null_mut();
    let mut signer: *mut Signer = null_mut();
    let mut verifier: *mut Verifier = null_mut();
    let mut ticket: Vec<u8> = Vec::new();

    for call in input.calls.iter().take(32) {
        let argument = |text: &Text<'_>| argument(text, &ticket);
        let config = |options: &Option<Gen<'_>>| options.as_ref().map(|options| gen_config(options, &ticket));
        let verify = |options: &Option<Verify<'_>>| options.as_ref().map(|options| verify_config(options, &ticket));
        let mut made: Option<Vec<u8>> = None;
        // SAFETY: the header's rules for pointers hold: what is not NULL leads to as many bytes as are claimed, or the
        // claim is larger than memory; handles come from the library and are forgotten once they are freed.
        let status = unsafe {
            match call {
                Call::PrivateKey(text) => {
                    let pem = argument(text);
                    usersig_private_key_free(private);
                    usersig_private_key_from_pem(pem.text(), pem.len, &raw mut private, error)
                }
                Call::Generate(curve) => {
                    usersig_private_key_free(private);
                    usersig_private_key_generate(*curve, &raw mut private, error)
                }
                Call::PublicKey(text) => {
                    let pem = argument(text);
                    usersig_public_key_free(public);
                    usersig_public_key_from_pem(pem.text(), pem.len, &raw mut public, error)
                }
                Call::PublicKeyOf => {
                    usersig_public_key_free(public);
                    usersig_private_key_public_key(private, &raw mut public, error)
                }
                Call::SecretKey(text) => {
                    let text = argument(text);
                    usersig_secret_key_free(secret);
                    usersig_secret_key_new(text.text(), text.len, &raw mut secret, error)
                }
                Call::WritePrivate(out) => {
                    let mut out = buffer(out);
                    let status = usersig_private_key_to_pem(private, out.start.cast(), out.capacity, &raw mut out.len, error);
                    out.text(status);
                    assert_eq!(usersig_private_key_curve(private) == 0, private.is_null());
                    status
                }
                Call::WritePublic(out) => {
                    let mut out = buffer(out);
                    let status = usersig_public_key_to_pem(public, out.start.cast(), out.capacity, &raw mut out.len, error);
                    out.text(status);
                    assert_eq!(usersig_public_key_curve(public) == 0, public.is_null());
                    status
                }
                Call::FreePrivate => {
                    usersig_private_key_free(std::mem::replace(&mut private, null_mut()));
                    continue;
                }
                Call::FreePublic => {
                    usersig_public_key_free(std::mem::replace(&mut public, null_mut()));
                    continue;
                }
                Call::FreeSecret => {
                    usersig_secret_key_free(std::mem::replace(&mut secret, null_mut()));
                    continue;
                }
                Call::SignerV1(id) => {
                    usersig_signer_free(signer);
                    usersig_signer_with_private_key(sdkappid(*id), private, &raw mut signer, error)
                }
                Call::SignerV2(id) => {
                    usersig_signer_free(signer);
                    usersig_signer_with_secret_key(sdkappid(*id), secret, &raw mut signer, error)
                }
                Call::FreeSigner => {
                    usersig_signer_free(std::mem::replace(&mut signer, null_mut()));
                    continue;
                }
                Call::Verifier { sdkappid: id, public_keys, secret_keys, options } => {
                    // Each array holds as many handles as are claimed, all the same; with 255 it is NULL.
                    let publics = vec![public.cast_const(); usize::from(*public_keys)];
                    let secrets = vec![secret.cast_const(); usize::from(*secret_keys)];
                    let config = options.map(|(flags, reserved, leeway, future_tolerance)| VerifierConfig {
                        size: if flags & 128 == 0 { size_of::<VerifierConfig>() } else { 8 },
                        flags: flags & !64,
                        reserved: reserved & 1,
                        leeway: if flags & (USERSIG_VERIFIER_LEEWAY | 64) != 0 { leeway } else { 0 },
                        future_tolerance: if flags & (USERSIG_VERIFIER_FUTURE_TOLERANCE | 64) != 0 {
                            future_tolerance
                        } else {
                            0
                        },
                    });
                    usersig_verifier_free(verifier);
                    usersig_verifier_new(
                        sdkappid(*id),
                        if *public_keys == 255 { null() } else { publics.as_ptr() },
                        publics.len(),
                        if *secret_keys == 255 { null() } else { secrets.as_ptr() },
                        secrets.len(),
                        config.as_ref().map_or(null(), |config| &raw const *config),
                        &raw mut verifier,
                        error,
                    )
                }
                Call::FreeVerifier => {
                    usersig_verifier_free(std::mem::replace(&mut verifier, null_mut()));
                    continue;
                }
                Call::GenSig { identifier, options, out } => {
                    let (identifier, config, mut out) = (argument(identifier), config(options), buffer(out));
                    let status = usersig_signer_gen_sig(
                        signer,
                        identifier.text(),
                        identifier.len,
                        pointer(&config),
                        out.start.cast(),
                        out.capacity,
                        &raw mut out.len,
                        error,
                    );
                    made = out.text(status).map(<[u8]>::to_vec);
                    status
                }
                Call::GenPrivateMapKey { identifier, number, name, privileges, options, out } => {
                    let (identifier, name) = (argument(identifier), argument(name));
                    let (config, mut out) = (config(options), buffer(out));
                    let status = usersig_signer_gen_private_map_key(
                        signer,
                        identifier.text(),
                        identifier.len,
                        *number,
                        name.text(),
                        name.len,
                        *privileges,
                        pointer(&config),
                        out.start.cast(),
                        out.capacity,
                        &raw mut out.len,
                        error,
                    );
                    made = out.text(status).map(<[u8]>::to_vec);
                    status
                }
                Call::Batch { identifiers, lengths, fitting, count, options, threads } => {
                    let (joined, config) = (argument(identifiers), config(options));
                    let mut lengths = lengths.clone();
                    if *fitting > 0 && !joined.pointer.is_null() && joined.len == joined.memory.len() {
                        // Lengths that add up.
                        lengths = joined.memory.chunks((*fitting).into()).map(<[u8]>::len).collect();
                    }
                    // A count beyond the array is only allowed where it is refused before anything is read.
                    let beyond = count.filter(|count| *count > isize::MAX as usize / size_of::<usize>());
                    let lengths = lengths.into_boxed_slice();
                    let mut batch: *mut Batch = null_mut();
                    let status = usersig_signer_gen_sig_batch(
                        signer,
                        joined.text(),
                        joined.len,
                        lengths.as_ptr(),
                        beyond.unwrap_or(lengths.len()),
                        pointer(&config),
                        (threads % 4).into(),
                        &raw mut batch,
                        error,
                    );
                    assert_eq!(batch.is_null(), status != Status::USERSIG_OK);
                    if let Some(batch) = batch.as_ref() {
                        assert_eq!(batch.count, lengths.len());
                        let items = if batch.count == 0 { &[] } else { std::slice::from_raw_parts(batch.items, batch.count) };
                        for item in items {
                            assert_eq!(item.ticket.is_null(), item.status != Status::USERSIG_OK);
                            assert_eq!(item.message.is_null(), item.status == Status::USERSIG_OK);
                            let text = if item.ticket.is_null() { item.message } else { item.ticket };
                            let text = CStr::from_ptr(text).to_bytes();
                            assert!(!text.is_empty() && (item.ticket.is_null() || text.len() == item.ticket_len));
                        }
                    }
                    usersig_batch_free(batch);
                    status
                }
                Call::Verify { ticket, identifier, options, wanted } => {
                    let (ticket, identifier, config) = (argument(ticket), argument(identifier), verify(options));
                    let mut verified: *mut Ticket = null_mut();
                    let status = usersig_verifier_verify(
                        verifier,
                        ticket.text(),
                        ticket.len,
                        identifier.text(),
                        identifier.len,
                        pointer(&config),
                        if *wanted { &raw mut verified } else { null_mut() },
                        error,
                    );
                    assert_eq!(verified.is_null(), status != Status::USERSIG_OK || !*wanted);
                    if let Some(verified) = verified.as_ref() {
                        read(&verified.fields);
                    }
                    usersig_ticket_free(verified);
                    status
                }
                Call::Inspect { ticket, wanted } => {
                    let ticket = argument(ticket);
                    let mut untrusted: *mut UntrustedTicket = null_mut();
                    let place = if *wanted { &raw mut untrusted } else { null_mut() };
                    let status = usersig_inspect(ticket.text(), ticket.len, place, error);
                    assert_eq!(untrusted.is_null(), status != Status::USERSIG_OK);
                    if let Some(untrusted) = untrusted.as_ref() {
                        read(&untrusted.fields);
                    }
                    usersig_untrusted_ticket_free(untrusted);
                    status
                }
                Call::Userbuf { sdkappid: id, identifier, number, name, expires_at, privileges, out } => {
                    let (identifier, name, mut out) = (argument(identifier), argument(name), buffer(out));
                    usersig_private_map_key_userbuf(
                        sdkappid(*id),
                        identifier.text(),
                        identifier.len,
                        *number,
                        name.text(),
                        name.len,
                        *expires_at,
                        *privileges,
                        out.start,
                        out.capacity,
                        &raw mut out.len,
                        error,
                    )
                }
                Call::GenSigOnce { sdkappid: id, key, v2, identifier, options, out } => {
                    let (key, identifier) = (argument(key), argument(identifier));
                    let (config, mut out) = (config(options), buffer(out));
                    let call = if *v2 { usersig_gen_sig_with_secret_key } else { usersig_gen_sig_with_private_key };
                    let status = call(
                        sdkappid(*id),
                        key.text(),
                        key.len,
                        identifier.text(),
                        identifier.len,
                        pointer(&config),
                        out.start.cast(),
                        out.capacity,
                        &raw mut out.len,
                        error,
                    );
                    made = out.text(status).map(<[u8]>::to_vec);
                    status
                }
                Call::VerifyOnce { sdkappid: id, key, v2, ticket, identifier, options } => {
                    let (key, ticket, identifier) = (argument(key), argument(ticket), argument(identifier));
                    let config = verify(options);
                    let mut verified: *mut Ticket = null_mut();
                    let call = if *v2 { usersig_verify_with_secret_key } else { usersig_verify_with_public_key };
                    let status = call(
                        sdkappid(*id),
                        key.text(),
                        key.len,
                        ticket.text(),
                        ticket.len,
                        identifier.text(),
                        identifier.len,
                        pointer(&config),
                        &raw mut verified,
                        error,
                    );
                    assert_eq!(verified.is_null(), status != Status::USERSIG_OK);
                    if let Some(verified) = verified.as_ref() {
                        read(&verified.fields);
                    }
                    usersig_ticket_free(verified);
                    status
                }
                Call::Status(number) => {
                    for text in [usersig_status_word(*number), usersig_status_message(*number)] {
                        assert!(!CStr::from_ptr(text).to_bytes().is_empty());
                    }
                    assert!(!usersig_status_lookup(*number).is_null());
                    continue;
                }
                Call::Wipe(len) => {
                    let mut memory = vec![1_u8; usize::from(*len)].into_boxed_slice();
                    usersig_wipe(memory.as_mut_ptr().cast(), memory.len());
                    assert!(memory.iter().all(|byte| *byte == 0));
                    continue;
                }
            }
        };
        assert_ne!(status, Status::USERSIG_INTERNAL);
        if input.details {
            assert_eq!(details.status, status);
            // SAFETY: every call ends both texts with a NUL.
            let texts = unsafe { [details.field.as_ptr(), details.message.as_ptr()].map(|text| CStr::from_ptr(text)) };
            assert!(texts[0].to_bytes().len() < 32 && texts[1].to_bytes().len() < 256);
            assert_eq!(texts[1].is_empty(), status == Status::USERSIG_OK);
        }
        if let Some(text) = made {
            ticket = text;
        }
    }
    // SAFETY: as above. Keys first: what was made from them keeps copies.
    unsafe {
        usersig_private_key_free(private);
        usersig_public_key_free(public);
        usersig_secret_key_free(secret);
        usersig_signer_free(signer);
        usersig_verifier_free(verifier);
    }
});
