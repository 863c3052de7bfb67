//! Every mistake of the table, alone and with others, in v1 and v2 where it applies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod maker;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use maker::*;
use sha2::{Digest, Sha256};
use usersig_explain::Word::{self, *};

#[test]
fn right_tickets() {
    for kind in KINDS {
        let mut maker = Maker::new(kind);
        maker.exactly(maker.ticket(), &[]);
        maker.exactly(maker.ticket() + "\n", &[]);
        maker.exactly(maker.ticket() + "\r\n", &[]);
        maker = maker.with_room();
        maker.exactly(maker.ticket(), &[]);
        let report = maker.ask(maker.ticket().as_bytes(), false);
        assert!(report.findings().is_empty() && report.ticket().unwrap().private_map_key().is_some());
    }
}

#[test]
fn what_was_given() {
    for kind in KINDS {
        let mut maker = Maker::new(kind);
        let t = maker.telling();
        let one = |input: String, words: &[Word]| maker.exactly(input, words);
        for quoted in [
            format!("\"{t}\""),
            format!("'{t}'"),
            format!("`{t}`"),
            format!("b'{t}'"),
            format!("b\"{t}\""),
            format!("u'{t}'"),
            format!("“{t}”"),
            format!("‘{t}’"),
            format!("「{t}」"),
            format!("\\\"{t}\\\""),
            format!("\"'{t}'\""),
            format!("'{t}"),
            format!("\"{t}\"\n"),
        ] {
            one(quoted, &[Quotes]);
        }
        for before in [
            "usersig=",
            "userSig: ",
            "Bearer ",
            "Authorization: Bearer ",
            "sig: ",
            "2026-11-28 12:00:01.123 INFO [main] got ticket ",
            "UserSig：",
            "usersig->",
            "[usersig] => ",
            "UserSig is: ",
        ] {
            one(format!("{before}{t}"), &[TextBefore]);
        }
        for after in [
            "&contenttype=json",
            ";",
            ".",
            ",",
            " // from the backend",
            "&sdkappid=1400000000&random=123",
            "</p>",
            "#x",
            " HTTP/1.1",
            "。",
        ] {
            one(format!("{t}{after}"), &[TextAfter]);
        }
        maker.among(format!("userSig: '{t}',"), &[TextBefore, Quotes, TextAfter]);
        maker.among(format!("const userSig = \"{t}\";"), &[TextBefore, Quotes, TextAfter]);
        maker.among(format!("string({}) \"{t}\"", t.len()), &[TextBefore, Quotes]);
        maker.among(format!("Cookie: usersig={t}; path=/"), &[TextBefore, TextAfter]);
        maker.among(
            format!("sdkappid=1400000000&identifier=admin&usersig={t}&random=1&contenttype=json"),
            &[TextBefore, TextAfter],
        );
        for url in [
            format!(
                "https://console.tim.qq.com/v4/openim/sendmsg?sdkappid=1400000000&identifier=admin&usersig={t}&random=99999999&contenttype=json"
            ),
            format!("https://example.com/login/{t}"),
            format!("/v4/openim/sendmsg?usersig={t}&random=1"),
            format!("wss://example.com/?userSig={t}#top"),
            format!("http://127.0.0.1:8080/?usersig={t}"),
        ] {
            one(url, &[Url]);
        }
        maker.among(format!("GET https://example.com/?usersig={t}&a=b HTTP/1.1"), &[Url, TextBefore, TextAfter]);
        maker.among(format!("curl 'https://example.com/?usersig={t}&a=b'"), &[Url]);
        maker.among(format!("https://example.com/?usersig={}&a=b", percent(&percent(&t))), &[Url, PercentEncoding]);
        for json in [
            format!("{{\"userSig\":\"{t}\"}}"),
            format!("{{\"code\": 0, \"data\": {{\"userSig\": \"{t}\", \"expire\": 86400}}, \"msg\": \"ok\"}}"),
            format!("{{userSig: '{t}', sdkAppId: 1400000000}}"),
            format!("[\"{t}\"]"),
            format!("{{'code': 0, 'usersig': b'{t}'}}"),
            format!("\"{{\\\"userSig\\\":\\\"{t}\\\"}}\""),
            format!("{{\"body\": \"{{\\\"userSig\\\": \\\"{t}\\\"}}\"}}"),
            format!("{{\n  \"usersig\": \"{t}\"\n}}\n"),
            format!("{{UserSig:{t} Code:0}}"),
            format!("{{\"sdkAppId\":1400000000,\"userId\":\"user_one\",\"expire\":86400,\"userSig\":\"{t}\"}}"),
            format!("{{\"code\":0,\"data\":{{\"userSig\":\"{t}\""),
        ] {
            one(json, &[JsonAround]);
        }
        maker.among(format!("INFO response: {{\"userSig\":\"{t}\"}} (200)"), &[JsonAround, TextBefore, TextAfter]);
        maker.among(format!("login({{userID: 'user_one', userSig: '{t}'}});"), &[JsonAround]);
        let percented = t.replace('*', "%2A").replace('-', "%2D").replace('_', "%5F");
        for encoded in
            [percented.clone(), percented.to_lowercase().replace("%2a", "%2A").replace("%2d", "%2D").replace("%5f", "%5F")]
        {
            if encoded.contains("eJ") {
                one(encoded, &[PercentEncoding]);
            }
        }
        one(percented.replace('%', "%25"), &[PercentEncoding]);
        one(percented.replace('%', "%2525"), &[PercentEncoding]);
        assert!(texts(&maker.ask(percented.replace('%', "%25").as_bytes(), true)).contains("2 time"));
        one(format!("&quot;{t}&quot;"), &[Quotes, HtmlEntities]);
        one(t.replace('*', "&#42;").replace('-', "&#x2D;"), &[HtmlEntities]);
        maker.among(format!("{{&quot;userSig&quot;:&quot;{t}&quot;}}"), &[JsonAround, HtmlEntities]);
        let wrapped = |width: usize, by: &str| {
            t.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>().join(by)
        };
        for blank in [
            wrapped(76, "\n"),
            wrapped(76, "\r\n"),
            wrapped(64, "\n"),
            wrapped(60, "\n  "),
            wrapped(50, "\t"),
            format!(" {t}"),
            format!("{t} "),
            format!("{t}\n\n"),
            format!("  {t}\r\n\r\n"),
            format!("{t}\t"),
            format!("{}\u{3000}{}", &t[..50], &t[50..]),
            format!("{t}\u{a0}"),
            format!("\n{t}\n"),
            wrapped(76, "\n") + "\n",
            format!("{} {}", &t[..9], &t[9..]),
        ] {
            one(blank, &[WhiteSpace]);
        }
        for invisible in ["\u{200b}", "\u{feff}", "\u{200d}", "\u{2060}"] {
            maker.among(format!("{}{invisible}{}", &t[..50], &t[50..]), &[WhiteSpace, ForeignCharacter]);
        }
        maker.among(format!("\u{feff}{t}"), &[WhiteSpace]);
        let mut other = maker.clone();
        other.identifier = "another".to_owned();
        one(format!("{t}\n{}", other.ticket()), &[SeveralTickets]);
        one(format!("{t} {}\n", other.ticket()), &[SeveralTickets]);
        one(format!("{t},{}", other.ticket()), &[SeveralTickets]);
        maker.among(format!("{{\"userSig\":\"{t}\",\"privateMapKey\":\"{}\"}}", other.ticket()), &[SeveralTickets, JsonAround]);
        maker.among(format!("user_one,{t}\nanother,{}\n", other.ticket()), &[SeveralTickets, TextBefore]);
        maker.among(format!("{t}\n{t}\n"), &[]);
        assert!(!texts(&maker.ask(format!("{t}\n{t}\n").as_bytes(), true)).contains("several"));
    }
}

#[test]
fn what_is_no_ticket() {
    for kind in KINDS {
        let mut maker = Maker::new(kind);
        let t = maker.telling();
        for masked in [
            format!("{}*******", &t[..20]),
            format!("{}...", &t[..10]),
            format!("{}…", &t[..30]),
            format!("{}...{}", &t[..8], &t[t.len() - 6..]),
            "***".to_owned(),
            "…".to_owned(),
            "...".to_owned(),
            "xxx".to_owned(),
            "xxxxxxxx".to_owned(),
            format!("usersig={}***", &t[..12]),
            format!("{{\"userSig\":\"{}****\"}}", &t[..6]),
            "usersig=******".to_owned(),
            "eJwxxxxxxxxxxxxxxxxx".to_owned(),
            format!("{}***{}", &t[..40], &t[60..]),
            "[REDACTED]".to_owned(),
            "userSig: <hidden>".to_owned(),
            "eJx…".to_owned(),
            format!("{}••••••", &t[..12]),
            "\"***\"".to_owned(),
        ] {
            maker.among(masked, &[Masked]);
        }
        for placeholder in [
            "",
            "\n",
            "undefined",
            "null",
            "NaN",
            "None",
            "nil",
            "[object Object]",
            "{}",
            "your_usersig",
            "YOUR_USERSIG",
            "mockUserSig",
            "mock_user_sig_123",
            "\"undefined\"",
            "\"\"",
            "''",
            "usersig=undefined",
            "usersig=",
            "{\"userSig\":null}",
            "{\"userSig\":\"\"}",
            "{\"userSig\":\"undefined\"}",
            "Bearer undefined",
            "Bearer null",
            "https://example.com/?sdkappid=1400000000&usersig=&random=1",
            "https://example.com/?usersig=undefined&random=1",
            "[object Promise]",
            "Promise { <pending> }",
            "<your usersig>",
            "${userSig}",
            "{{userSig}}",
            "%s",
            "您的UserSig",
            "请填写userSig",
            "(null)",
            "<nil>",
            "userSig",
            "[]",
            "{\"sdkAppId\":1400000000,\"userId\":\"a\",\"userSig\":\"\"}",
            "usersig=[object Object]",
            "'null'",
            "undefined\n",
            " ",
            "userSig: undefined",
            "userSig: ''",
            "test",
            "usersig=null&random=1",
            "{\"code\":0,\"data\":{\"userSig\":{}}}",
            "YourUserSig",
            "<UserSig>",
            "usersig=%s",
            "const userSig = '';",
            "your-user-sig-here",
            "mock",
            "{'userSig': None}",
            "{userSig: undefined}",
        ] {
            maker.among(placeholder, &[Placeholder]);
        }
        for len in [64, 100, 128, 150, t.len() - 1 - t.matches('_').count(), t.len() - 8] {
            maker.exactly(&t[..len], &[Cut]);
            maker.exactly(format!("{}\n", &t[..len]), &[Cut]);
            maker.among(format!("{{\"userSig\":\"{}\"}}", &t[..len]), &[Cut, JsonAround]);
            maker.among(format!("usersig={}&random=1", &t[..len]), &[Cut]);
        }
        maker.among(percent(&t[..100]), &[Cut]);
        maker.exactly(SECRET, &[NotATicket]);
        for other in [
            "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NSIsImlhdCI6MTUxNjIzOTAyMn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
            "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NSIsImV4cCI6MTUxNjIzOTAyMn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
            "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
            "1400000000",
            "user_one",
            "6f1f5c2e-8d4b-4c55-9d11-0f6e5b6b7c11",
            "hello world",
            "AAAIdXNlcl9vbmVTck4AAAAnEGqxCQAAAAD/AAAAAA==",
            "{\"code\":0,\"data\":{}}",
            "https://example.com/index.html",
            "tok_0123456789abcdefghijklmnopqrstuvwxyz",
            "SGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0",
            "登录失败",
        ] {
            maker.exactly(other, &[NotATicket]);
        }
    }
    let maker = Maker::new(Kind::V2);
    let other = hex(&mac(b"x", "y"));
    maker.exactly(&other, &[SignatureOnly]);
    assert_eq!(maker.ask(other.as_bytes(), false).findings()[0].word(), NotATicket);
}

#[test]
fn how_it_is_encoded() {
    for kind in KINDS {
        let mut maker = Maker::new(kind);
        let t = maker.telling();
        let json = maker.json(&maker.sig(&maker.text()));
        maker.exactly(unmapped(&t), &[StandardBase64]);
        maker.exactly(unmapped(&t).replace('+', " "), &[StandardBase64]);
        maker.exactly(unmapped(&t).replacen('+', "*", 1).replacen('/', "-", 1), &[StandardBase64]);
        maker.exactly(t.replace('_', "="), &[StandardBase64]);
        maker.exactly(t.replace('*', "+"), &[StandardBase64]);
        maker.exactly(t.replace('-', "/"), &[StandardBase64]);
        maker.exactly(URL_SAFE.encode(STANDARD.decode(unmapped(&t)).unwrap()), &[UrlSafeBase64]);
        maker.exactly(URL_SAFE_NO_PAD.encode(STANDARD.decode(unmapped(&t)).unwrap()), &[UrlSafeBase64]);
        maker.exactly(t.trim_end_matches('_'), &[NoPadding]);
        maker.among(unmapped(&t).trim_end_matches('='), &[StandardBase64, NoPadding]);
        for pad in ["~", ".", "!", "$"] {
            maker.exactly(t.replace('_', pad), &[ForeignCharacter]);
        }
        for (from, to) in [("*", "!"), ("-", ","), ("*", "@"), ("-", "~"), ("*", "."), ("*", "^"), ("-", "$")] {
            maker.exactly(t.replace(from, to), &[ForeignCharacter]);
        }
        maker.exactly(t.replace('*', "!").replace('-', ","), &[ForeignCharacter]);
        for put in ["#", "é", "＊", "?", "·", "；"] {
            maker.exactly(format!("{}{put}{}", &t[..33], &t[33..]), &[ForeignCharacter]);
        }
        let wide: String =
            t.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c }).collect();
        maker.exactly(wide, &[ForeignCharacter]);
        let utf_16: Vec<u8> = std::iter::once(0xfeff).chain(t.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        maker.exactly(&utf_16, &[ForeignCharacter]);
        maker.exactly(&utf_16[2..], &[ForeignCharacter]);
        for twice in [
            STANDARD.encode(&t),
            tencent(t.as_bytes()),
            URL_SAFE_NO_PAD.encode(&t),
            hex(t.as_bytes()),
            tencent(unmapped(&t).as_bytes()),
            tencent(&zlib(t.as_bytes())),
            tencent(&zlib(&zlib(json.as_bytes()))),
        ] {
            maker.among(twice, &[EncodedTwice]);
        }
        maker.exactly(tencent(t.as_bytes()), &[EncodedTwice]);
        let bytes = json.as_bytes();
        maker.exactly(tencent(bytes), &[NotCompressed]);
        maker.among(STANDARD.encode(bytes), &[NotCompressed]);
        maker.among(URL_SAFE_NO_PAD.encode(bytes), &[NotCompressed]);
        maker.among(hex(&zlib(bytes)), &[Hexadecimal]);
        maker.exactly(tencent(&raw_deflate(bytes)), &[RawDeflate]);
        maker.among(STANDARD.encode(raw_deflate(bytes)), &[RawDeflate]);
        maker.exactly(tencent(&gzip(bytes, false)), &[Gzip]);
        maker.exactly(tencent(&gzip(bytes, true)), &[Gzip]);
        maker.among(STANDARD.encode(gzip(bytes, false)), &[Gzip]);
        maker.exactly(&json, &[PlainJson]);
        maker.exactly(json.replace(",\"", ",\n  \"").replace("\":", "\": "), &[PlainJson]);
        maker.among(format!("userSig = {json}"), &[PlainJson]);
        maker.among(serde_json::to_string(&json).unwrap(), &[PlainJson]);
        let text = maker.text();
        let with_sig = format!("{text}TLS.sig:{}\n", maker.sig(&text));
        for lines in [
            text.clone(),
            with_sig.clone(),
            STANDARD.encode(&text),
            tencent(with_sig.as_bytes()),
            tencent(&zlib(text.as_bytes())),
            text.replace('\n', "\\n"),
            text.replace('\n', "&").replace(':', "="),
        ] {
            maker.among(lines, &[SignedText]);
        }
        let bare = maker.json("");
        for by in [".", ":", "|"] {
            let sig = |text: &str| maker.raw_sig(text);
            for joined in [
                format!("{}{by}{}", URL_SAFE_NO_PAD.encode(&bare), URL_SAFE_NO_PAD.encode(sig(&bare))),
                format!("{}{by}{}", STANDARD.encode(&bare), STANDARD.encode(sig(&bare))),
                format!("{}{by}{}", STANDARD.encode(&bare), hex(&sig(&text))),
                format!("{}{by}{}", tencent(&zlib(bare.as_bytes())), tencent(&sig(&bare))),
                format!("{}{by}{}", hex(&sig(&text)), STANDARD.encode(&bare)),
                format!("{bare}{by}{}", STANDARD.encode(sig(&bare))),
                format!("{}{by}{}", STANDARD.encode(&text), STANDARD.encode(sig(&text))),
                format!("user_one{by}1400000000{by}1790000000{by}86400{by}{}", STANDARD.encode(sig("x"))),
                STANDARD.encode(format!("user_one{by}1400000000{by}1790000000{by}86400{by}{}", hex(&sig("x")))),
            ] {
                maker.among(joined, &[JoinedParts]);
            }
        }
        let head = URL_SAFE_NO_PAD.encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        for payload in
            [bare.clone(), "{\"sdkappid\":1400000000,\"userid\":\"user_one\",\"iat\":1790000000,\"exp\":1790086400}".to_owned()]
        {
            let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(payload));
            maker.among(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(maker.raw_sig(&signed))), &[JoinedParts]);
        }
        let sig = maker.raw_sig(&text);
        for alone in [
            STANDARD.encode(&sig),
            tencent(&sig),
            URL_SAFE_NO_PAD.encode(&sig),
            hex(&sig),
            format!("\"{}\"", STANDARD.encode(&sig)),
            STANDARD.encode(&sig) + "\n",
            hex(&sig[..20]),
        ] {
            maker.exactly(alone, &[SignatureOnly]);
        }
        let mut changed = t.clone().into_bytes();
        changed[60] = if changed[60] == b'A' { b'B' } else { b'A' };
        maker.among(changed, &[Damaged]);
        maker.among(t.to_lowercase(), &[]);
        assert!(!maker.ask(t.to_lowercase().as_bytes(), true).findings().is_empty());
    }
}

fn renamed(maker: &Maker, names: &[(&str, &str)]) -> String {
    let mut members = maker.members(&maker.sig(&maker.text()));
    for (from, to) in names {
        members.iter_mut().filter(|(name, _)| name == from).for_each(|(name, _)| *name = (*to).to_owned());
    }
    tencent(&zlib(object(&members).as_bytes()))
}

fn valued(maker: &Maker, name: &str, value: &str) -> String {
    let mut members = maker.members(&maker.sig(&maker.text()));
    members.iter_mut().filter(|(own, _)| own == name).for_each(|(_, own)| *own = value.to_owned());
    tencent(&zlib(object(&members).as_bytes()))
}

#[test]
fn what_it_contains() {
    for kind in KINDS {
        let maker = Maker::new(kind);
        let sig = maker.sig(&maker.text());
        let members = maker.members(&sig);
        let wanted: &[&str] = if maker.v1() {
            &["TLS.account_type", "TLS.identifier", "TLS.sdk_appid", "TLS.expire_after", "TLS.time", "TLS.sig"]
        } else {
            &["TLS.ver", "TLS.identifier", "TLS.sdkappid", "TLS.expire", "TLS.time", "TLS.sig"]
        };
        for missing in wanted {
            let rest: Vec<_> = members.iter().filter(|(name, _)| name != missing).cloned().collect();
            // Without it the text that was signed is another, of course.
            maker.among(tencent(&zlib(object(&rest).as_bytes())), &[MissingField]);
        }
        maker.among(tencent(&zlib(b"{}")), &[MissingField]);
        for names in [
            [("TLS.identifier", "identifier")],
            [("TLS.identifier", "TLS.userid")],
            [("TLS.identifier", "userId")],
            [("TLS.time", "time")],
            [("TLS.time", "TLS.timestamp")],
            [("TLS.sig", "sig")],
            [("TLS.sig", "TLS.signature")],
            [("TLS.time", "tls.time")],
            [("TLS.identifier", "TLS_identifier")],
        ] {
            maker.exactly(renamed(&maker, &names), &[RenamedField]);
        }
        let bare: Vec<_> = members.iter().map(|(name, value)| (name.replace("TLS.", ""), value.clone())).collect();
        maker.exactly(tencent(&zlib(object(&bare).as_bytes())), &[RenamedField]);
        let nested = format!("{{\"TLS\":{}}}", object(&bare));
        maker.exactly(tencent(&zlib(nested.as_bytes())), &[NestedFields]);
        let nested = format!("{{\"data\":{}}}", object(&members));
        maker.exactly(tencent(&zlib(nested.as_bytes())), &[NestedFields]);
        for (name, value) in [
            ("TLS.identifier", "null"),
            ("TLS.identifier", "12345"),
            ("TLS.identifier", "{}"),
            ("TLS.sig", "null"),
            ("TLS.sig", "true"),
            ("TLS.time", "null"),
            ("TLS.time", "1790000000.5"),
            ("TLS.time", "\"x\""),
            ("TLS.time", "true"),
            ("TLS.time", "[]"),
            ("TLS.time", "\" 1790000000\""),
            ("TLS.time", "-1"),
            ("TLS.time", "1.79e9"),
        ] {
            maker.among(valued(&maker, name, value), &[WrongType]);
        }
        let mut numeric = maker.clone();
        numeric.identifier = "10086".to_owned();
        numeric.exactly(valued(&numeric, "TLS.identifier", "10086"), &[WrongType]);
        if maker.v1() {
            let with_ver = format!("{{\"TLS.ver\":\"1.0\",{}", &object(&members)[1..]);
            maker.exactly(tencent(&zlib(with_ver.as_bytes())), &[WrongVersion]);
        } else {
            for ver in [
                "\"1.0\"",
                "\"2\"",
                "2.0",
                "2",
                "\"3.0\"",
                "\"v2\"",
                "\"2.0.0\"",
                "\"\"",
                "null",
                "\"201512300000\"",
                "\"1\"",
                "1",
                "1.0",
                "true",
            ] {
                maker.exactly(valued(&maker, "TLS.ver", ver), &[WrongVersion]);
            }
            maker.exactly(renamed(&maker, &[("TLS.sdkappid", "TLS.sdk_appid")]), &[RenamedField]);
            maker.exactly(
                renamed(&maker, &[("TLS.sdkappid", "TLS.sdk_appid"), ("TLS.expire", "TLS.expire_after")]),
                &[RenamedField],
            );
            maker.exactly(renamed(&maker, &[("TLS.ver", "TLS.version")]), &[RenamedField]);
            maker.exactly(renamed(&maker, &[("TLS.ver", "ver")]), &[RenamedField]);
        }
        let put = |sig: String| tencent(&zlib(maker.json(&sig).as_bytes()));
        let raw = maker.raw_sig(&maker.text());
        maker.exactly(put(hex(&raw)), &[HexadecimalSignature]);
        maker.exactly(put(hex(&raw).to_uppercase()), &[HexadecimalSignature]);
        maker.exactly(put(STANDARD.encode(hex(&raw))), &[HexadecimalSignature]);
        maker.exactly(put(tencent(hex(&raw).as_bytes())), &[HexadecimalSignature]);
        // One whose characters tell.
        let mut telling = maker.clone();
        while !{
            let sig = telling.sig(&telling.text());
            sig.contains('+') && sig.contains('/') && sig.contains('=')
        } {
            telling.time += 1;
        }
        let sig = telling.sig(&telling.text());
        let put = |sig: String| tencent(&zlib(telling.json(&sig).as_bytes()));
        telling.exactly(put(mapped(&sig)), &[MappedSignature]);
        telling.exactly(put(sig.replace('+', "-").replace('/', "_")), &[MappedSignature]);
        telling.exactly(put(sig.replace('+', "-").replace('/', "_").replace('=', "")), &[MappedSignature]);
        telling.exactly(put(sig.replace('=', "")), &[MappedSignature]);
        telling.exactly(put(sig.replace('=', "_")), &[MappedSignature]);
        for len in [16, 20, 28, 48, 63] {
            telling.exactly(put(STANDARD.encode(vec![7; len])), &[SignatureLength]);
        }
        telling.exactly(put(STANDARD.encode(vec![7; if maker.v1() { 32 } else { 64 }])), &[SignatureLength]);
        telling.among(put(hex(&[7; 20])), &[SignatureLength, HexadecimalSignature]);
        if maker.v1() {
            let rs: Vec<u8> = match kind {
                Kind::P256 => p256::ecdsa::Signature::from_der(&raw).unwrap().to_bytes().to_vec(),
                _ => k256::ecdsa::Signature::from_der(&raw).unwrap().to_bytes().to_vec(),
            };
            maker.exactly(tencent(&zlib(maker.json(&STANDARD.encode(&rs)).as_bytes())), &[SignatureLength]);
            maker.among(tencent(&zlib(maker.json(&hex(&rs)).as_bytes())), &[SignatureLength, HexadecimalSignature]);
        } else {
            let der = Maker::new(Kind::P256).raw_sig("x");
            maker.exactly(tencent(&zlib(maker.json(&STANDARD.encode(der)).as_bytes())), &[SignatureLength]);
        }
        for scale in [1000, 1_000_000, 1_000_000_000] {
            let mut late = maker.clone();
            late.time *= scale;
            late.exactly(late.ticket(), &[Milliseconds]);
        }
        let mut ticks = maker.clone();
        ticks.time = 621_355_968_000_000_000 + maker.time * 10_000_000;
        ticks.exactly(ticks.ticket(), &[Milliseconds]);
        for moment in [maker.time + 86400, maker.time + 15_552_000, maker.time, 1_893_456_000, 1_735_689_600] {
            let mut absolute = maker.clone();
            absolute.expire = u32::try_from(moment).unwrap();
            absolute.exactly(absolute.ticket(), &[AbsoluteExpire]);
        }
        for expire in [0_u32, 60, 15_552_000, 315_360_000, 1_576_800_000, u32::MAX] {
            let mut duration = maker.clone();
            duration.expire = expire;
            let words = duration.ask(duration.ticket().as_bytes(), false);
            assert!(words.findings().is_empty(), "{expire}");
        }
        let (name, both) = (if maker.v1() { "TLS.expire_after" } else { "TLS.expire" }, (maker.time + 86400) * 1000);
        maker.among(valued(&maker, name, &format!("\"{both}\"")), &[Milliseconds, AbsoluteExpire]);
        maker.among(valued(&maker, name, &(maker.time * 1000 + 5).to_string()), &[Milliseconds]);
    }
}

#[test]
fn userbufs() {
    for kind in KINDS {
        let plain = Maker::new(kind);
        let userbuf = |userbuf: &[u8]| {
            let mut maker = plain.clone();
            maker.userbuf = Some(STANDARD.encode(userbuf));
            maker
        };
        let right = plain.room();
        for other in [&b"abc"[..], b"", b"{\"a\":1}", &[0; 30], b"user_one"] {
            let maker = userbuf(other);
            maker.exactly(maker.ticket(), &[]);
        }
        for wrapped in ["\n", "\r\n"] {
            let mut maker = plain.clone();
            maker.userbuf = Some(STANDARD.encode(&right) + wrapped);
            maker.exactly(maker.ticket(), &[UserbufLineBreaks]);
            let text = maker.text().replace(wrapped, "").replace("TLS.", "\nTLS.").trim_start().to_owned() + "\n";
            let _ = text;
            let mut split = STANDARD.encode(&right);
            split.insert_str(20, wrapped);
            maker.userbuf = Some(split);
            maker.exactly(maker.ticket(), &[UserbufLineBreaks]);
            let mended = Maker { userbuf: Some(STANDARD.encode(&right)), ..plain.clone() };
            maker.exactly(maker.signed_over(&mended.text()), &[UserbufLineBreaks]);
        }
        let problem = |bytes: &[u8]| {
            let maker = userbuf(bytes);
            maker.exactly(maker.ticket(), &[PrivateMapKey]);
        };
        let n = plain.identifier.len();
        let mut little = right.clone();
        little[1..3].reverse();
        for field in 0..5 {
            little[3 + n + 4 * field..][..4].reverse();
        }
        problem(&little);
        let mut numbers = right.clone();
        for field in 0..5 {
            numbers[3 + n + 4 * field..][..4].reverse();
        }
        problem(&numbers);
        let mut count = right.clone();
        count[1..3].reverse();
        problem(&count);
        let ends = u32::try_from(plain.time).unwrap() + plain.expire;
        let room = usersig::Room::Number(5);
        let make = |identifier: &str, sdkappid, ends| {
            usersig::PrivateMapKey::to_userbuf(identifier, sdkappid, &room, ends, usersig::Privileges::ALL).unwrap()
        };
        problem(&make("somebody", plain.sdkappid, ends));
        problem(&make("user_one", 1_400_000_001, ends));
        problem(&make("user_one", plain.sdkappid, plain.expire));
        problem(&make("user_one", plain.sdkappid, ends + 1));
        problem(&right[..right.len() - 4]);
        problem(&right[..right.len() - 1]);
        problem(&[&right[..], &[0]].concat());
        problem(&[&right[..], &[0, 0, 0, 0]].concat());
        let mut longer = right.clone();
        longer[2] += 1;
        problem(&longer);
        let mut version = right.clone();
        version[0] = 1;
        problem(&version);
        let maker = plain.clone().with_room();
        maker.exactly(maker.signed_over(&plain.text()), &[UserbufNotSigned]);
    }
}

fn joined(lines: &[(String, String)], colon: &str, by: &str, last: bool) -> String {
    let lines: Vec<_> = lines.iter().map(|(name, value)| format!("{name}{colon}{value}")).collect();
    lines.join(by) + if last { by } else { "" }
}

#[test]
fn what_was_signed() {
    for kind in KINDS {
        for maker in [Maker::new(kind), Maker::new(kind).with_room()] {
            let v2 = kind == Kind::V2;
            let lines = maker.lines();
            let over = |text: &str, words: &[Word]| maker.exactly(maker.signed_over(text), words);
            let json = maker.json("");
            over(&json, &[SignedJson]);
            over(&STANDARD.encode(&json), &[SignedJson]);
            if v2 {
                over(&tencent(json.as_bytes()), &[SignedJson]);
                over(&hex(json.as_bytes()), &[SignedJson]);
                over(&json.replace("\":", "\": ").replace(",\"", ", \""), &[SignedJson]);
                let mut sorted = maker.members("");
                sorted.sort();
                over(&object(&sorted), &[SignedJson]);
            }
            let mut swapped = lines.clone();
            let at = lines.iter().position(|(name, _)| name == "TLS.time").unwrap();
            swapped.swap(at, at + 1);
            over(&joined(&swapped, ":", "\n", true), &[LineOrder]);
            let in_json: Vec<_> = maker
                .members("")
                .into_iter()
                .filter(|(name, _)| lines.iter().any(|(own, _)| own == name))
                .map(|(name, _)| lines.iter().find(|(own, _)| *own == name).unwrap().clone())
                .collect();
            over(&joined(&in_json, ":", "\n", true), &[LineOrder]);
            let mut sorted = lines.clone();
            sorted.sort();
            over(&joined(&sorted, ":", "\n", true), &[LineOrder]);
            if v2 {
                for (a, b) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
                    let mut other = lines.clone();
                    other.swap(a, b);
                    over(&joined(&other, ":", "\n", true), &[LineOrder]);
                }
                let mut reversed = lines.clone();
                reversed[..4].reverse();
                over(&joined(&reversed, ":", "\n", true), &[LineOrder]);
            }
            over(maker.text().trim_end(), &[LastLineBreak]);
            over(&maker.text().replace('\n', "\\n"), &[EscapedLineBreak]);
            over(&maker.text().replace('\n', "\r\n"), &[Separator]);
            let separators: &[&str] = if v2 {
                &[",", "&", ";", "|", " ", "", "\t", ", ", "-", "_", "#", ".", ":", "\n\n", "\r"]
            } else {
                &[",", "&", "", ";"]
            };
            for by in separators {
                over(&joined(&lines, ":", by, false), &[Separator, LastLineBreak]);
                if v2 {
                    over(&joined(&lines, ":", by, true), if by.is_empty() { &[Separator, LastLineBreak] } else { &[Separator] });
                }
            }
            over(&joined(&lines, "=", "\n", true), &[Separator]);
            over(&joined(&lines, "=", "&", false), &[Separator, LastLineBreak]);
            if v2 {
                over(&joined(&lines, ": ", "\n", true), &[Separator]);
                over(&joined(&lines, "", "\n", true), &[Separator]);
                over(&maker.text().replace('\n', "\\r\\n"), &[EscapedLineBreak]);
                over(maker.text().trim_end().replace('\n', "\\n").as_str(), &[EscapedLineBreak, LastLineBreak]);
                over(&format!("TLS.ver:2.0\n{}", maker.text()), &[ExtraLine]);
                over(&format!("{}TLS.ver:2.0\n", maker.text()), &[ExtraLine]);
                for names in ["TLS.sdk_appid", "TLS.sdkAppId", "TLS.SDKAppID", "TLS.appid"] {
                    over(&maker.text().replace("TLS.sdkappid", names), &[RenamedLine]);
                }
                for names in ["TLS.userid", "TLS.userId", "TLS.user_id"] {
                    over(&maker.text().replace("TLS.identifier", names), &[RenamedLine]);
                }
                over(&maker.text().replace("TLS.expire", "TLS.expire_after"), &[RenamedLine]);
                over(&maker.text().replace("TLS.", "tls."), &[RenamedLine]);
            } else {
                over(&format!("{}TLS.version:201512300000\n", maker.text()), &[ExtraLine]);
                over(
                    &maker.text().replace("TLS.sdk_appid", "TLS.sdkappid").replace("TLS.expire_after", "TLS.expire"),
                    &[RenamedLine],
                );
            }
            over(&maker.text().replace("TLS.", ""), &[RenamedLine]);
            if maker.userbuf.is_none() {
                over(&format!("{}TLS.userbuf:\n", maker.text()), &[ExtraLine]);
                if v2 {
                    for value in ["undefined", "null", "None"] {
                        over(&format!("{}TLS.userbuf:{value}\n", maker.text()), &[ExtraLine]);
                    }
                }
            }
            for shift in [-1_i64, 1] {
                let mut other = maker.clone();
                other.time = maker.time.checked_add_signed(shift).unwrap();
                over(&other.text(), &[OtherTime]);
            }
            let values: Vec<_> = lines.iter().map(|(_, value)| value.as_str()).collect();
            over(&values.concat(), &[ValuesOnly]);
            over(&format!("{}{}", values.concat(), STANDARD.encode(values.concat())), &[ValuesOnly]);
            if v2 {
                for by in ["\n", ",", "&", ":", "|"] {
                    over(&values.join(by), &[ValuesOnly]);
                }
            }
            over("something else", &[OtherKey]);
        }
    }
}

#[test]
fn which_key() {
    for maker in [Maker::new(Kind::V2), Maker::new(Kind::V2).with_room()] {
        let text = maker.text();
        let keyed = |key: &[u8], words: &[Word]| {
            let sig = STANDARD.encode(mac(key, &text));
            maker.exactly(tencent(&zlib(maker.json(&sig).as_bytes())), words);
        };
        let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&SECRET[2 * at..2 * at + 2], 16).unwrap()).collect();
        keyed(&bytes, &[KeyDecoded]);
        keyed(&STANDARD.decode(SECRET).unwrap(), &[KeyDecoded]);
        for changed in [
            format!("{SECRET}\n"),
            format!("{SECRET}\r\n"),
            format!("\"{SECRET}\""),
            format!("'{SECRET}'"),
            SECRET.to_uppercase(),
            format!("{SECRET} "),
            format!(" {SECRET}"),
            STANDARD.encode(SECRET),
            SECRET[..32].to_owned(),
            SECRET[..63].to_owned(),
            format!("\u{feff}{SECRET}"),
        ] {
            keyed(changed.as_bytes(), &[KeyChanged]);
        }
        for other in ["", "undefined", "another", &hex(&[9; 32])] {
            keyed(other.as_bytes(), &[OtherKey]);
        }
        let put = |sig: &[u8], words: &[Word]| maker.exactly(tencent(&zlib(maker.json(&STANDARD.encode(sig)).as_bytes())), words);
        put(&mac(text.as_bytes(), SECRET), &[KeySwapped]);
        for hashed in [text.clone(), text.clone() + SECRET, SECRET.to_owned() + &text] {
            put(&Sha256::digest(&hashed), &[NoHmac]);
        }
    }
}

#[test]
fn what_it_says() {
    for kind in KINDS {
        let maker = Maker::new(kind);
        let words = |report: usersig_explain::Report| report.findings().iter().map(|finding| finding.word()).collect::<Vec<_>>();
        let t = maker.ticket();
        let ask = |identifier: &str| {
            words(usersig_explain::Question::new(t.as_bytes()).identifier(identifier).now(maker.time).explain().unwrap())
        };
        for other in ["somebody", "USER_ONE", "user_one ", "undefined", "dXNlcl9vbmU=", ""] {
            assert_eq!(ask(other), [OtherIdentifier]);
        }
        assert_eq!(ask("user_one"), []);
        let at = |now: u64| words(usersig_explain::Question::new(t.as_bytes()).now(now).explain().unwrap());
        assert_eq!(at(maker.time + 86400), []);
        assert_eq!(at(maker.time + 86401), [Expired]);
        assert_eq!(at(maker.time - 301), [IssuedLater]);
        assert_eq!(at(maker.time - 300), []);
        let text = |now: u64| {
            let report = usersig_explain::Question::new(t.as_bytes()).now(now).explain().unwrap();
            report.findings()[0].text(usersig_explain::Language::English)
        };
        assert!(text(maker.time + 7 * 86_400).contains(" UTC, 6 days before "), "{}", text(maker.time + 7 * 86_400));
        assert!(text(maker.time - 3600).contains(" UTC, 1 hour after "), "{}", text(maker.time - 3600));
        let question = || usersig_explain::Question::new(t.as_bytes());
        assert_eq!(words(question().sdkappid(1).now(maker.time).explain().unwrap()), [OtherSdkappid]);
        // Without any of them the time is nobody's business.
        assert_eq!(words(question().explain().unwrap()), []);
        let key = usersig::PublicKey::from_pem(include_str!("../../../examples/keys/p256/public_key.txt")).unwrap();
        let other = if maker.v1() { question().secret(SECRET) } else { question().public_key(&key) };
        assert_eq!(words(other.explain().unwrap()), [OtherVersion]);
        let many = question().identifier("x").sdkappid(1).now(1).explain().unwrap();
        assert_eq!(words(many), [OtherIdentifier, OtherSdkappid, IssuedLater]);
    }
}

/// Values that people's programs show in odd ways.
#[test]
fn odd_ways() {
    for kind in KINDS {
        let mut maker = Maker::new(kind);
        let t = maker.telling();
        maker.among(format!("usersig%3D{t}%26random%3D1"), &[PercentEncoding, TextBefore, TextAfter]);
        maker.among(format!("%22{t}%22"), &[PercentEncoding, Quotes]);
        maker.among(
            format!("https://a.example/?redirect=https%3A%2F%2Fb.example%2F%3Fusersig%3D{}%26x%3D1", percent(&t)),
            &[PercentEncoding, Url],
        );
        maker.among(format!("&amp;quot;{t}&amp;quot;"), &[HtmlEntities, Quotes]);
        maker.among(format!("<input value=\"{t}\">"), &[TextBefore, TextAfter]);
        maker.among(format!("<UserSig>{t}</UserSig>"), &[TextBefore, TextAfter]);
        maker.among(format!("Optional(\"{t}\")"), &[Quotes, TextBefore]);
        maker.among(format!("{{\"userSig\":\" {t}\"}}"), &[JsonAround, WhiteSpace]);
        maker.among(format!("\" {t} \""), &[Quotes, WhiteSpace]);
        maker.among(format!("{{\"userSig\":\"{t}\\n\"}}"), &[JsonAround]);
        maker.among(format!("array(1) {{\n  [\"userSig\"]=>\n  string({}) \"{t}\"\n}}\n", t.len()), &[JsonAround]);
        maker.among(format!("Array\n(\n    [userSig] => {t}\n)\n"), &[TextBefore, TextAfter]);
        maker.among(format!("USERSIG={t}\nOTHER=1\n"), &[TextBefore, TextAfter]);
        maker.among(format!("\u{feff}{t}"), &[ForeignCharacter]);
        for unset in [
            "function genTestUserSig() { [native code] }",
            "[Function: genTestUserSig]",
            "<bound method Api.gen_sig of <Api>>",
            "<coroutine object gen_sig at 0x7f>",
            "Instance of 'Future<String>'",
            "System.Threading.Tasks.Task`1[System.String]",
            "() => genSig()",
            "userSig: [Function (anonymous)]",
        ] {
            maker.among(unset, &[Placeholder]);
        }
        maker.among(&t[1..], &[Cut]);
        maker.among(&t[2..], &[Cut]);
        maker.among(&unmapped(&t)[..100], &[Cut, StandardBase64]);
        let text = maker.text();
        let sig = STANDARD.encode(maker.raw_sig(&text));
        for alone in [format!("{{\"userSig\":\"{sig}\"}}"), format!("sig={sig}"), format!("userSig: '{sig}'")] {
            maker.among(alone, &[SignatureOnly]);
        }
        let json = maker.json(&sig);
        maker.among(&json[..100], &[PlainJson]);
        maker.among(json.replace('"', "'"), &[PlainJson]);
        maker.among(format!("SECRETKEY={SECRET}"), &[NotATicket]);
        maker.among(STANDARD.encode(json.replace(",\"", ",\n \"").replacen('{', "{\n ", 1)), &[NotCompressed]);
        maker.among(tencent(&zlib(json.replace('"', "'").as_bytes())), &[Damaged]);
        let mut trailing = zlib(json.as_bytes());
        trailing.push(0);
        assert!(!maker.ask(tencent(&trailing).as_bytes(), true).findings().is_empty());
        let short = zlib(json.as_bytes());
        for cut in 1..6 {
            maker.among(tencent(&short[..short.len() - cut]), &[Cut]);
        }
        let doubled = json.replacen('{', "{\"TLS.identifier\":\"x\",", 1);
        maker.among(tencent(&zlib(doubled.as_bytes())), &[Damaged]);
    }
}

/// Real generators have several faults at once.
#[test]
fn together() {
    let maker = Maker::new(Kind::V2);
    let mut swapped = maker.lines();
    swapped.swap(2, 3);
    for by in [",", "&", "", ";", "|"] {
        let text = joined(&swapped, ":", by, false);
        maker.exactly(maker.signed_over(&text), &[LineOrder, Separator, LastLineBreak]);
    }
    maker.exactly(maker.signed_over(joined(&swapped, ":", "\n", false).as_str()), &[LineOrder, LastLineBreak]);
    let bare: Vec<_> = maker.lines().into_iter().map(|(name, value)| (name.replace("TLS.", ""), value)).collect();
    maker.exactly(maker.signed_over(&joined(&bare, "=", "&", false)), &[RenamedLine, Separator, LastLineBreak]);
    maker.exactly(maker.signed_over(&joined(&bare, ":", "\n", false)), &[RenamedLine, LastLineBreak]);
    let room = maker.clone().with_room();
    maker.exactly(room.signed_over(maker.text().trim_end()), &[LastLineBreak, UserbufNotSigned]);
    // A chain of four: not compressed, standard base64, hexadecimal signature, key decoded.
    let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&SECRET[2 * at..2 * at + 2], 16).unwrap()).collect();
    let json = maker.json(&hex(&mac(&bytes, maker.text())));
    maker.among(STANDARD.encode(&json), &[NotCompressed, HexadecimalSignature, KeyDecoded]);
    let json = maker.json(&hex(&mac(&bytes, maker.text().trim_end())));
    maker.among(STANDARD.encode(raw_deflate(json.as_bytes())), &[RawDeflate, HexadecimalSignature, KeyDecoded, LastLineBreak]);
    let mut late = maker.clone();
    (late.time, late.expire) = (maker.time * 1000, 1_790_086_400);
    late.among(late.signed_over(&late.json("")), &[Milliseconds, AbsoluteExpire, SignedJson]);
    let t = maker.clone().telling();
    maker.among(format!("{{\"userSig\":\"{}\"}}", percent(&unmapped(&t))), &[JsonAround, PercentEncoding, StandardBase64]);
    maker.among(format!("userSig='{}'", unmapped(&t).trim_end_matches('=')), &[TextBefore, Quotes, StandardBase64, NoPadding]);
    // Gson and PHP write characters of standard base64 as escapes.
    maker.among(
        format!("{{\"userSig\":\"{}\"}}", unmapped(&t).replace('=', "\\u003d").replace('/', "\\/")),
        &[JsonAround, StandardBase64],
    );
    let own = vec![
        ("userId".to_owned(), "\"user_one\"".to_owned()),
        ("sdkAppId".to_owned(), "1400000000".to_owned()),
        ("time".to_owned(), "1790000000".to_owned()),
        ("expire".to_owned(), "86400".to_owned()),
        (
            "sig".to_owned(),
            format!(
                "\"{}\"",
                hex(&mac(SECRET.as_bytes(), "userId:user_one\nsdkAppId:1400000000\ntime:1790000000\nexpire:86400"))
            ),
        ),
    ];
    maker.among(STANDARD.encode(object(&own)), &[NotCompressed, RenamedField, HexadecimalSignature, RenamedLine, LastLineBreak]);
}

#[test]
fn codes_are_looked_up() {
    let maker = Maker::new(Kind::V2);
    let codes =
        |text: &str| maker.ask(text.as_bytes(), false).codes().iter().map(|code| code.code().to_owned()).collect::<Vec<_>>();
    for (text, expected) in [
        ("70009", "70009"),
        ("-100018", "-100018"),
        ("0x4004", "0x4004"),
        ("0X4004", "0x4004"),
        ("16388", "0x4004"),
        ("error code: 70001, msg: xx", "70001"),
        ("{\"ErrorCode\":70013,\"ErrorInfo\":\"x\"}", "70013"),
        ("get tinyid error", "-100018"),
        ("ERR_SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY", "70009"),
        ("err_trtc_invalid_user_sig", "-3320"),
        ("ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX", "70005"),
        ("登录失败，错误码70016", "70016"),
        ("enterRoom failed -3320", "-3320"),
        ("code=-100006", "-100006"),
        ("6206\n", "6206"),
        ("87", "87"),
        ("-8", "-8"),
        ("userSig 已过期", "70001"),
        ("100018", "-100018"),
        ("\"70009\"", "70009"),
        ("Error [70003]: x", "70003"),
        ("code:5400", "5400"),
        ("(60010)", "60010"),
    ] {
        assert_eq!(codes(text), [expected], "{text}");
        assert!(maker.ask(text.as_bytes(), false).findings().is_empty(), "{text}");
    }
    assert_eq!(codes("票据校验失败"), ["70003", "70009", "-100018"]);
    assert_eq!(maker.ask(b"79999", false).findings()[0].word(), NotATicket);
    for none in ["line 87 of 100", "1400070009", "2026-11-28 07:00:09", "hello"] {
        assert!(codes(none).iter().all(|code| code != "87" && code != "70009"), "{none}");
    }
}
