//! `contract_cases.json`: what the other files cannot hold, since their arguments are all given and all of the right type.

#![allow(clippy::needless_pass_by_value)]

use super::*;

/// Text that is not valid Unicode: what it is, its bytes, and its UTF-16 units, where a byte that is not UTF-8 is U+DC00 + byte.
const NO_TEXT: [(&str, &str, &str); 7] = [
    ("a byte that is not UTF-8", "61ff62", "0061dcff0062"),
    ("Latin-1", "e9", "dce9"),
    ("a character cut short", "61e794", "0061dce7dc94"),
    ("an overlong slash", "c0af", "dcc0dcaf"),
    ("a lone high surrogate", "61eda08062", "0061d8000062"),
    ("a lone low surrogate", "edb080", "dc00"),
    ("surrogates the wrong way round", "edb080eda080", "dc00d800"),
];

fn raw(bytes: &str, units: &str, repeat: usize) -> Value {
    if repeat == 1 { json!({"bytes": bytes, "units": units}) } else { json!({"bytes": bytes, "units": units, "repeat": repeat}) }
}

fn span(seconds: i64, nanoseconds: u32) -> Value {
    json!({"seconds": seconds, "nanoseconds": nanoseconds})
}

fn row(name: impl Into<String>, call: &str, arguments: Value, result: (&str, Value)) -> Value {
    let mut row = json!({"name": name.into(), "call": call});
    row.as_object_mut().unwrap().extend(arguments.as_object().unwrap().clone());
    row[result.0] = result.1;
    row
}

fn error(code: ErrorCode) -> (&'static str, Value) {
    ("error", json!(code.word()))
}

fn with(mut arguments: Value, name: &str, value: Value) -> Value {
    arguments[name] = value;
    arguments
}

fn gen_arguments(key: &str) -> Value {
    json!({"sdkappid": SDKAPPID, "key": key, "identifier": "xiaojun", "issued_at": ISSUED_AT})
}

fn made(case: &Gen) -> (&'static str, Value) {
    ("ok", json!({"json": case.ok()["ok"]["json"]}))
}

fn verify_arguments(ticket: Value, key: &str) -> Value {
    json!({"sdkappid": SDKAPPID, "keys": [key], "identifier": "xiaojun", "ticket": ticket, "now": NOW})
}

fn authenticate_arguments(ticket: Value, key: &str) -> Value {
    json!({"sdkappid": SDKAPPID, "keys": [key], "ticket": ticket, "now": NOW})
}

pub(crate) fn contract_cases() -> Vec<Value> {
    let groups = [
        ("text", no_texts()),
        ("length", bounds()),
        ("order", orders()),
        ("control character", control_characters()),
        ("time", times()),
        ("argument", keys_and_options()),
        ("room permission", rooms()),
        ("batch", batches()),
    ];
    let mut all = Vec::new();
    for (group, rows) in groups {
        for mut row in rows {
            row["group"] = json!(group);
            all.push(row);
        }
    }
    all
}

fn no_texts() -> Vec<Value> {
    use ErrorCode::{InvalidIdentifier, InvalidKey, InvalidRoom, MalformedBase64, UnsupportedCurve};
    let mut rows = Vec::new();
    for (what, bytes, units) in NO_TEXT {
        let text = raw(bytes, units, 1);
        for key in ["p256_private", "secret"] {
            let arguments = with(gen_arguments(key), "identifier", text.clone());
            rows.push(row(format!("{key}: identifier that is no text: {what}"), "gen_sig", arguments, error(InvalidIdentifier)));
        }
        let permission = |name: &str, value: Value| {
            let arguments = with(with(gen_arguments("secret"), "room", json!({"number": 1})), "privileges", json!(255));
            with(arguments, name, value)
        };
        let call = "gen_private_map_key";
        let arguments = permission("identifier", text.clone());
        rows.push(row(format!("room: identifier that is no text: {what}"), call, arguments, error(InvalidIdentifier)));
        let arguments = permission("room", json!({"name": text.clone()}));
        rows.push(row(format!("room's name that is no text: {what}"), call, arguments, error(InvalidRoom)));
        for (field, code) in [
            // vocabulary: gen_texts
            ("account_type", ErrorCode::InvalidArgument),
            ("appid_at_3rd", ErrorCode::InvalidArgument),
            // vocabulary: end
        ] {
            let arguments = with(gen_arguments("p256_private"), field, text.clone());
            rows.push(row(format!("{field} that is no text: {what}"), "gen_sig", arguments, error(code)));
        }
        for (call, name) in [("load_private", "text"), ("load_public", "text"), ("load_secret", "text")] {
            rows.push(row(format!("{call} of no text: {what}"), call, json!({name: text.clone()}), error(InvalidKey)));
        }
        rows.push(row(
            format!("curve's name that is no text: {what}"),
            "generate_key",
            json!({"curve": text.clone()}),
            error(UnsupportedCurve),
        ));
        let plain = json!(ticket("2.0", "xiaojun", &options()));
        let arguments = with(verify_arguments(plain, "secret"), "identifier", text.clone());
        rows.push(row(format!("asked for an identifier that is no text: {what}"), "verify", arguments, error(InvalidIdentifier)));
        let name = |call: &str| format!("{call} of a ticket that is no text: {what}");
        let result = || error(MalformedBase64);
        rows.push(row(name("verify"), "verify", verify_arguments(text.clone(), "secret"), result()));
        rows.push(row(name("authenticate"), "authenticate", authenticate_arguments(text.clone(), "secret"), result()));
        rows.push(row(name("inspect"), "inspect", json!({"ticket": text}), result()));
    }
    // Genuine tickets with something of the kind in them.
    for (version, key) in VERSIONS {
        let plain = ticket(version, "xiaojun", &options());
        let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let wide = |text: &str| text.bytes().map(|byte| format!("{byte:04x}")).collect::<String>();
        for (what, bytes, units) in [NO_TEXT[0], NO_TEXT[4], ("a NUL", "00", "0000"), ("an umlaut", "c3a4", "00e4")] {
            let (head, tail) = plain.split_at(plain.len() / 2);
            for (place, head, tail) in [("inside", head, tail), ("after it", plain.as_str(), "")] {
                let broken =
                    raw(&format!("{}{bytes}{}", hex(head), hex(tail)), &format!("{}{units}{}", wide(head), wide(tail)), 1);
                let name = format!("{version} ticket with {what} {place}");
                rows.push(row(&name, "authenticate", authenticate_arguments(broken, key), error(MalformedBase64)));
            }
        }
    }
    rows
}

/// Whatever is too long is refused by its length, whatever it consists of.
fn bounds() -> Vec<Value> {
    use ErrorCode::{InvalidArgument, InvalidIdentifier, InvalidKey, InvalidRoom, InvalidUserbuf, MalformedBase64, TooLong};
    let mut rows = Vec::new();
    let kinds = [
        ("bytes that are not UTF-8", "ff", "dcff", 1),
        ("lone surrogates", "eda080", "d800", 3),
        ("NULs", "00", "0000", 1),
        ("Chinese", "e794a8", "7528", 3),
        ("emoji", "f09f9880", "d83dde00", 4),
    ];
    for (what, bytes, units, width) in kinds {
        let beyond = |bound: usize| raw(bytes, units, bound / width + 1);
        for (call, arguments) in [
            ("verify", verify_arguments(beyond(16_384), "secret")),
            ("authenticate", authenticate_arguments(beyond(16_384), "secret")),
            ("inspect", json!({"ticket": beyond(16_384)})),
        ] {
            rows.push(row(format!("{call} of a ticket that is too long: {what}"), call, arguments, error(TooLong)));
        }
        let longest = authenticate_arguments(raw(bytes, units, 16_384 / width), "secret");
        rows.push(row(format!("ticket of the greatest length: {what}"), "authenticate", longest, error(MalformedBase64)));
        let arguments = with(gen_arguments("secret"), "identifier", beyond(1024));
        rows.push(row(format!("identifier too long: {what}"), "gen_sig", arguments, error(InvalidIdentifier)));
        let arguments = with(gen_arguments("secret"), "room", json!({"name": beyond(64)}));
        let arguments = with(arguments, "privileges", json!(255));
        rows.push(row(format!("room's name too long: {what}"), "gen_private_map_key", arguments, error(InvalidRoom)));
        let arguments = with(gen_arguments("p256_private"), "account_type", beyond(1024));
        rows.push(row(format!("account_type too long: {what}"), "gen_sig", arguments, error(InvalidArgument)));
        for (call, bound) in [("load_private", 16_384), ("load_public", 16_384), ("load_secret", 1024)] {
            rows.push(row(format!("{call} of too much: {what}"), call, json!({"text": beyond(bound)}), error(InvalidKey)));
        }
    }
    let arguments = with(gen_arguments("secret"), "userbuf", raw("ff", "dcff", 8193));
    rows.push(row("userbuf too long", "gen_sig", arguments, error(InvalidUserbuf)));
    let case = Gen::new("", "secret").with(|case| case.userbuf = Some(unhex("80ff00c0afeda080")));
    let arguments = with(gen_arguments("secret"), "userbuf", raw("80ff00c0afeda080", "", 1));
    rows.push(row("userbuf that is no text", "gen_sig", arguments, made(&case)));
    rows
}

/// Ticket and identifier are both wrong: the ticket's length counts first, then that it is no text, then the identifier, and only
/// then what is in the ticket.
fn orders() -> Vec<Value> {
    use ErrorCode::{InvalidIdentifier, MalformedBase64, TooLong};
    let mut rows = Vec::new();
    for (ticket, what, code) in [
        (raw("61", "0061", 16_385), "too long", TooLong),
        (raw("e794a8", "7528", 5462), "too long in UTF-8 only", TooLong),
        (raw("ff", "dcff", 1), "no text", MalformedBase64),
        (json!(""), "empty", InvalidIdentifier),
        (json!("!"), "not base64", InvalidIdentifier),
        (json!(ticket("2.0", "xiaojun", &options())), "another's", InvalidIdentifier),
    ] {
        for (identifier, which) in [
            (json!(""), "empty"),
            (json!("a\n"), "with a line break"),
            (raw("ff", "dcff", 1), "no text"),
            (raw("61", "0061", 1025), "too long"),
        ] {
            let arguments = with(verify_arguments(ticket.clone(), "secret"), "identifier", identifier);
            rows.push(row(format!("ticket {what}, identifier {which}"), "verify", arguments, error(code)));
        }
    }
    rows
}

/// U+0000 to U+001F and U+007F, and nothing else.
fn control_characters() -> Vec<Value> {
    let mut rows = Vec::new();
    let others =
        "\u{85}\u{9f}\u{80}\u{a0}\u{ad}\u{200b}\u{200f}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{fffd}\u{ffff}\u{10ffff}";
    for character in ('\0'..' ').chain(['\u{7f}']) {
        let identifier = format!("a{character}");
        let name = |what: &str| format!("{what} with U+{:04X}", u32::from(character));
        let arguments = with(gen_arguments("secret"), "identifier", json!(identifier));
        rows.push(row(name("identifier"), "gen_sig", arguments, error(ErrorCode::InvalidIdentifier)));
        let arguments = with(verify_arguments(json!(ticket("2.0", "a", &options())), "secret"), "identifier", json!(identifier));
        rows.push(row(name("asked for an identifier"), "verify", arguments, error(ErrorCode::InvalidIdentifier)));
        let arguments = with(gen_arguments("p256_private"), "appid_at_3rd", json!(identifier));
        rows.push(row(name("appid_at_3rd"), "gen_sig", arguments, error(ErrorCode::InvalidArgument)));
    }
    for character in others.chars() {
        let identifier = format!("a{character}b");
        let name = |what: &str| format!("{what} with U+{:04X}", u32::from(character));
        for key in ["p256_private", "secret"] {
            let case = Gen::new("", key).with(|case| case.identifier.clone_from(&identifier));
            let arguments = with(gen_arguments(key), "identifier", json!(identifier));
            rows.push(row(name(&format!("{key}: identifier")), "gen_sig", arguments, made(&case)));
        }
        let signed = ticket("2.0", &identifier, &options());
        let arguments = with(verify_arguments(json!(signed), "secret"), "identifier", json!(identifier));
        let ok = ("ok", Ok::new("2.0", LONG).row(&identifier, SDKAPPID));
        rows.push(row(name("asked for an identifier"), "verify", arguments, ok.clone()));
        rows.push(row(name("ticket"), "authenticate", authenticate_arguments(json!(signed), "secret"), ok));
    }
    rows
}

fn times() -> Vec<Value> {
    use ErrorCode::{Expired, InvalidArgument, InvalidExpire, NotYetValid};
    let mut rows = Vec::new();
    let end = i64::try_from(usersig::MAX_UNIX_TIME).unwrap();
    let plain = json!(ticket("2.0", "xiaojun", &options().expire(100)));
    let verifier = |name: &str, value: Value| with(authenticate_arguments(plain.clone(), "secret"), name, value);
    let fractions = [
        ("half a second", span(0, 500_000_000)),
        ("86400 nanoseconds", span(0, 86_400)),
        ("1.5 seconds", span(1, 500_000_000)),
        ("a day and a microsecond", span(86_400, 1000)),
        ("minus half a second", span(-1, 500_000_000)),
        ("0.999 seconds", span(0, 999_000_000)),
        ("a fraction beyond 32 bits", span(4_294_967_295, 1000)),
    ];
    for (what, value) in fractions {
        let arguments = with(gen_arguments("secret"), "expire", value.clone());
        rows.push(row(format!("expire, {what}"), "gen_sig", arguments, error(InvalidExpire)));
        for name in ["leeway", "future_tolerance"] {
            let arguments = verifier(name, value.clone());
            rows.push(row(format!("{name}, {what}"), "authenticate", arguments, error(InvalidArgument)));
        }
    }
    // Numbers in another unit.
    for (what, expire) in [("milliseconds of today", 1_795_478_400_000_i64), ("180 days in milliseconds", 15_552_000_000)] {
        let arguments = with(gen_arguments("secret"), "expire", json!(expire));
        rows.push(row(format!("expire, {what}"), "gen_sig", arguments, error(InvalidExpire)));
    }
    for (what, moment) in [("milliseconds of today", 1_795_478_400_000_i64), ("before 1970", -1), ("beyond the end", end + 1)] {
        let arguments = with(gen_arguments("secret"), "issued_at", json!(moment));
        rows.push(row(format!("issued at {what}"), "gen_sig", arguments, error(InvalidArgument)));
        rows.push(row(format!("now {what}"), "authenticate", verifier("now", json!(moment)), error(InvalidArgument)));
    }
    for name in ["leeway", "future_tolerance"] {
        for (what, value) in [("negative", -1), ("a minute in milliseconds", 60_000_000)] {
            let arguments = verifier(name, json!(value));
            rows.push(row(format!("{name}, {what}"), "authenticate", arguments, error(InvalidArgument)));
        }
    }
    // A moment is the second that it lies in.
    let at = i64::try_from(ISSUED_AT).unwrap();
    for (what, moment, result) in [
        ("last moment of the last second", span(at + 100, 999_000_000), ("ok", Ok::new("2.0", 100).row("xiaojun", SDKAPPID))),
        ("first moment after it", span(at + 101, 1_000_000), error(Expired)),
        ("first moment of the tolerance", span(at - 300, 1_000_000), ("ok", Ok::new("2.0", 100).row("xiaojun", SDKAPPID))),
        ("last moment before the tolerance", span(at - 301, 999_000_000), error(NotYetValid)),
        ("half a second before 1970", span(-1, 500_000_000), error(InvalidArgument)),
        ("half a second after 1970", span(0, 500_000_000), error(NotYetValid)),
        ("last moment of time", span(end, 999_000_000), error(Expired)),
    ] {
        rows.push(row(format!("now, {what}"), "authenticate", verifier("now", moment), result));
    }
    for (what, moment) in
        [("just before the next second", span(at, 999_000_000)), ("half a second after 1970", span(0, 500_000_000))]
    {
        let case = Gen::new("", "secret").with(|case| case.issued_at = moment["seconds"].as_u64().unwrap());
        let arguments = with(gen_arguments("secret"), "issued_at", moment);
        rows.push(row(format!("issued {what}"), "gen_sig", arguments, made(&case)));
    }
    let arguments = with(gen_arguments("secret"), "issued_at", span(-1, 500_000_000));
    rows.push(row("issued half a second before 1970", "gen_sig", arguments, error(InvalidArgument)));
    let last = Gen::new("", "secret").with(|case| (case.issued_at, case.expire) = (usersig::MAX_UNIX_TIME, Some(0)));
    let arguments = with(with(gen_arguments("secret"), "issued_at", span(end, 999_000_000)), "expire", json!(0));
    rows.push(row("issued in the last moment of time", "gen_sig", arguments, made(&last)));
    rows
}

fn keys_and_options() -> Vec<Value> {
    use ErrorCode::{InvalidArgument, UnsupportedCurve};
    let mut rows = Vec::new();
    for curve in ["P-384", "p-256", "prime256v1", "", " P-256", "P-256\0", "P-256\n", "secp256r1x", "曲线"] {
        rows.push(row(format!("curve {curve:?}"), "generate_key", json!({"curve": curve}), error(UnsupportedCurve)));
    }
    for curve in ["P-256", "secp256k1"] {
        rows.push(row(format!("curve {curve:?}"), "generate_key", json!({"curve": curve}), ("ok", json!({"curve": curve}))));
    }
    let plain = |version| json!(ticket(version, "xiaojun", &options()));
    for call in ["verify", "authenticate"] {
        let mut arguments = with(verify_arguments(plain("2.0"), "secret"), "keys", json!([]));
        if call == "authenticate" {
            arguments.as_object_mut().unwrap().remove("identifier");
        }
        let mut row = row(format!("{call} without a key"), call, arguments, error(InvalidArgument));
        row["message"] = json!("a verifier needs at least one key; give it the application's public key or its secret key");
        rows.push(row);
    }
    // The language's own errors.
    let type_error = || ("error", json!("type_error"));
    for key in ["p256_public", "xiaojun"] {
        let name = format!("signer with {}", if key == "xiaojun" { "a text for a key" } else { "a public key" });
        rows.push(row(name, "gen_sig", gen_arguments(key), type_error()));
    }
    for (what, keys) in [("a private key", ["secret", "p256_private"]), ("a text for a key", ["p256_public", "xiaojun"])] {
        let arguments = with(authenticate_arguments(plain("2.0"), "secret"), "keys", json!(keys));
        rows.push(row(format!("verifier with {what}"), "authenticate", arguments, type_error()));
    }
    let null = || ("error", json!("null_error"));
    for call in ["load_private", "load_public", "load_secret"] {
        rows.push(row(format!("{call} of nothing"), call, json!({"text": null}), null()));
    }
    for argument in ["key", "identifier"] {
        let arguments = with(gen_arguments("secret"), argument, Value::Null);
        rows.push(row(format!("gen_sig without its {argument}"), "gen_sig", arguments, null()));
    }
    for argument in ["identifier", "ticket"] {
        let arguments = with(verify_arguments(plain("2.0"), "secret"), argument, Value::Null);
        rows.push(row(format!("verify without its {argument}"), "verify", arguments, null()));
    }
    let arguments = with(authenticate_arguments(plain("2.0"), "secret"), "ticket", Value::Null);
    rows.push(row("authenticate without its ticket", "authenticate", arguments, null()));
    rows.push(row("inspect without its ticket", "inspect", json!({"ticket": null}), null()));
    let refused = || ("error", json!("refused"));
    let option = |name: &str| json!({name: 60});
    for name in ["expires", "expiresIn", "issuedat"] {
        let arguments = with(gen_arguments("secret"), "options", option(name));
        rows.push(row(format!("gen_sig with the unknown option {name}"), "gen_sig", arguments, refused()));
    }
    let arguments = with(authenticate_arguments(plain("2.0"), "secret"), "options", option("leewya"));
    rows.push(row("authenticate with an unknown option", "authenticate", arguments, refused()));
    // A value that C's options hold without its flag.
    for (name, value) in [
        // vocabulary: gen_unflagged
        ("expire", json!(60)),
        ("userbuf", raw("00", "", 1)),
        ("issued_at", json!(ISSUED_AT)),
        ("account_type", json!("0")),
        ("appid_at_3rd", json!("0")),
        // vocabulary: end
    ] {
        let mut arguments = gen_arguments("p256_private");
        arguments.as_object_mut().unwrap().remove("issued_at");
        let arguments = with(arguments, "unflagged", json!({name: value}));
        rows.push(row(format!("{name} without its flag"), "gen_sig", arguments, error(InvalidArgument)));
    }
    for (name, value) in
        [("leeway", json!(60)), ("future_tolerance", json!(60)), ("now", json!(NOW)), ("userbuf", raw("00", "", 1))]
    {
        let arguments = json!({"sdkappid": SDKAPPID, "keys": ["secret"], "ticket": plain("2.0"), "unflagged": {name: value}});
        rows.push(row(format!("{name} without its flag, verifying"), "authenticate", arguments, error(InvalidArgument)));
    }
    rows
}

/// Room permissions: privileges beyond the documented ones, v1 keys, and what is none.
fn rooms() -> Vec<Value> {
    let mut rows = Vec::new();
    for privileges in [256_u32, 0x8000_0000, 0xffff_ff00, 0xffff_ffff] {
        for (version, key, private) in [("1.0", "p256_public", "p256_private"), ("2.0", "secret", "secret")] {
            let case = Gen::new("", private).with(|case| {
                (case.room, case.privileges) = (json!({"number": 7}), Some(privileges.into()));
                case.expire = Some(2_000_000_000);
            });
            let arguments = with(gen_arguments(private), "room", json!({"number": 7}));
            let arguments = with(with(arguments, "privileges", json!(privileges)), "expire", json!(2_000_000_000));
            rows.push(row(format!("{version} privileges {privileges}, made"), "gen_private_map_key", arguments, made(&case)));
            let (room, may) = (Room::Number(7), Privileges::from_bits(privileges));
            let signer = if version == "1.0" { v1_signer() } else { v2_signer() };
            let signed = signer.gen_private_map_key("xiaojun", &room, may, &options().expire(2_000_000_000)).unwrap();
            let ok = Ok {
                userbuf: Some(case.private_map_key(&case.room, 2_000_000_000)),
                private_map_key: json!({"room": {"number": 7}, "privileges": privileges, "expires_at": ISSUED_AT + 2_000_000_000}),
                ..Ok::new(version, 2_000_000_000)
            };
            let ok = ("ok", ok.row("xiaojun", SDKAPPID));
            let arguments = with(authenticate_arguments(json!(signed), key), "userbuf", json!({"expect": "present"}));
            rows.push(row(format!("{version} privileges {privileges}, read"), "authenticate", arguments, ok.clone()));
            rows.push(row(format!("{version} privileges {privileges}, shown"), "inspect", json!({"ticket": signed}), ok));
        }
    }
    let own = Gen::new("", "secret").with(|case| case.privileges = Some(255)).private_map_key(&json!({"number": 7}), 60);
    let foreign = Gen::new("", "secret")
        .with(|case| (case.identifier, case.privileges) = ("somebody".into(), Some(255)))
        .private_map_key(&json!({"number": 7}), 60);
    for (version, key) in VERSIONS {
        for (what, userbuf) in [
            ("none", None),
            ("something else", Some(b"hello".to_vec())),
            ("no bytes", Some(Vec::new())),
            ("of another user", Some(foreign.clone())),
            ("cut", Some(own[..own.len() - 1].to_vec())),
            ("and more", Some([own.as_slice(), b"x"].concat())),
        ] {
            let signed = match &userbuf {
                Some(userbuf) => ticket(version, "xiaojun", &options().userbuf(userbuf)),
                None => ticket(version, "xiaojun", &options()),
            };
            let ok = ("ok", Ok { userbuf, ..Ok::new(version, LONG) }.row("xiaojun", SDKAPPID));
            let arguments = with(authenticate_arguments(json!(signed), key), "userbuf", json!({"expect": "any"}));
            let name = format!("{version} userbuf that is no room permission, {what}");
            rows.push(row(&name, "authenticate", arguments, ok.clone()));
            rows.push(row(format!("{name}, shown"), "inspect", json!({"ticket": signed}), ok));
        }
    }
    rows
}

/// Whatever one identifier is, the others get their tickets.
fn batches() -> Vec<Value> {
    let mut rows = Vec::new();
    let refused = || json!({"error": ErrorCode::InvalidIdentifier.word()});
    for key in ["p256_private", "secret"] {
        let made = |identifier: &str| {
            let case = Gen::new("", key).with(|case| case.identifier = identifier.into());
            json!({"json": case.ok()["ok"]["json"]})
        };
        let arguments = |identifiers: Vec<Value>| {
            let mut arguments = gen_arguments(key);
            arguments.as_object_mut().unwrap().remove("identifier");
            with(arguments, "identifiers", json!(identifiers))
        };
        let mut push = |what: &str, bad: Value, result: Value| {
            // One kind is enough to see that v1 does the same.
            if key != "secret" && !bad.is_null() {
                return;
            }
            let identifiers = vec![json!("first"), bad, json!("last")];
            let results = json!([made("first"), result, made("last")]);
            rows.push(row(format!("{key}: batch with {what}"), "gen_sig_batch", arguments(identifiers), ("ok", results)));
        };
        for (what, bytes, units) in NO_TEXT {
            push(&format!("no text: {what}"), raw(bytes, units, 1), refused());
        }
        push("an empty identifier", json!(""), refused());
        push("a line break", json!("a\n"), refused());
        push("a NUL", json!("a\0b"), refused());
        push("too long an identifier", raw("61", "0061", 1025), refused());
        push("too much that is no text", raw("ff", "dcff", 20_000), refused());
        push("null", Value::Null, refused());
        push("a list", json!(["a"]), refused());
        push("true", json!(true), refused());
        push("the text 42", json!("42"), made("42"));
        // A number is its text where the language makes numbers of numeric texts, and refused elsewhere.
        push("the number 42", json!(42), json!({"json": made("42")["json"], "error": ErrorCode::InvalidIdentifier.word()}));
        push("the first again", json!("first"), made("first"));
        rows.push(row(format!("{key}: batch of none"), "gen_sig_batch", arguments(vec![]), ("ok", json!([]))));
    }
    rows
}
