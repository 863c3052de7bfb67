//! What Tencent's side reports and what it means, as looked up in 2026-11 in the REST error codes of Tencent Cloud Chat, the
//! headers `V2TIMErrorCode.h` and `TXLiteAVCode.h`, and the pages of the TRTC web SDK; public reports where nothing else
//! names a code.

use crate::say::{Language, Phrase};
use usersig::ErrorCode;
use usersig::ErrorCode::{
    BadSignature, Empty, Expired, IdentifierMismatch, InvalidIdentifier, InvalidRoom, InvalidSdkappid, MalformedBase64,
    MalformedField, MalformedJson, MalformedZlib, NoKeyForVersion, SdkappidMismatch, TooLong, UnsupportedVersion,
    UserbufMismatch,
};

/// Who reports a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Place {
    /// Chat's servers.
    ChatService,
    /// Chat's SDK in the app.
    ChatClient,
    /// Chat's REST interface.
    Rest,
    /// TRTC's servers, through its SDK.
    Trtc,
    /// TRTC's SDK, before anything is sent.
    TrtcClient,
    /// TRTC's web SDK, version 4.
    TrtcWeb4,
    /// TRTC's web SDK, version 5.
    TrtcWeb5,
    /// Public reports alone.
    Reports,
}

impl Place {
    /// Its name.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match self {
            Self::ChatService => Phrase { en: "Chat service", zh: "IM 后台" },
            Self::ChatClient => Phrase { en: "Chat client", zh: "IM 客户端 SDK" },
            Self::Rest => Phrase { en: "REST API", zh: "REST API" },
            Self::Trtc => Phrase { en: "TRTC", zh: "TRTC" },
            Self::TrtcClient => Phrase { en: "TRTC client", zh: "TRTC 客户端 SDK" },
            Self::TrtcWeb4 => Phrase { en: "TRTC web 4", zh: "TRTC Web SDK 4" },
            Self::TrtcWeb5 => Phrase { en: "TRTC web 5", zh: "TRTC Web SDK 5" },
            Self::Reports => Phrase { en: "public reports", zh: "公开的反馈" },
        }
        .in_language(language)
    }
}

/// One row of the table: codes of one meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    codes: &'static [&'static str],
    place: Place,
    about_ticket: bool,
    errors: &'static [ErrorCode],
    means: Phrase,
    advice: Phrase,
}

impl Row {
    /// The codes, as the SDKs write them.
    #[must_use]
    pub const fn codes(&self) -> &'static [&'static str] {
        self.codes
    }

    /// Who reports them.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// False for what is about the application, the account or the call: the ticket may be fine.
    #[must_use]
    pub const fn is_about_ticket(&self) -> bool {
        self.about_ticket
    }

    /// What a verifier says for the same cause; empty where no look at a ticket shows it.
    #[must_use]
    pub const fn errors(&self) -> &'static [ErrorCode] {
        self.errors
    }

    /// What the codes mean.
    #[must_use]
    pub const fn means(&self, language: Language) -> &'static str {
        self.means.in_language(language)
    }

    /// What to do.
    #[must_use]
    pub const fn advice(&self, language: Language) -> &'static str {
        self.advice.in_language(language)
    }
}

/// A code with its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServiceCode {
    code: &'static str,
    row: &'static Row,
}

impl ServiceCode {
    /// The code, for example `"70009"` or `"0x4004"`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Its row.
    #[must_use]
    pub const fn row(&self) -> &'static Row {
        self.row
    }

    /// Who reports it, what it means, what to do.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let row = self.row;
        let (colon, stop) = if language == Language::English { (": ", " ") } else { ("：", "") };
        [row.place.text(language), colon, row.means(language), stop, row.advice(language)].concat()
    }
}

macro_rules! rows {
    ($($about:literal $place:ident [$($code:literal),*] $errors:expr, $en:literal => $todo:literal, $zh:literal => $zh_todo:literal;)*) => {
        &[$(Row {
            codes: &[$($code),*],
            place: Place::$place,
            about_ticket: $about,
            errors: $errors,
            means: Phrase { en: $en, zh: $zh },
            advice: Phrase { en: $todo, zh: $zh_todo },
        }),*]
    };
}

/// Every row; those about the ticket first.
pub const TABLE: &[Row] = rows! {
    true ChatService ["70001"] &[Expired],
        "The UserSig has expired, was made with an expire of 0, or with a clock that is wrong." => "Make a new one and compare the backend's clock.",
        "UserSig 已过期，或生成时 expire 为 0、时钟不准。" => "重新生成，并核对业务服务器的时钟。";
    true ChatClient ["6206"] &[Expired],
        "The UserSig has expired." => "Fetch a new one from the backend and log in again; onUserSigExpired says it while online.",
        "UserSig 已过期。" => "从业务服务器取新的 UserSig 再登录；在线时过期由 onUserSigExpired 通知。";
    true ChatService ["70002"] &[Empty],
        "The UserSig arrived with length 0." => "Look at how the app gets and passes it.",
        "收到的 UserSig 长度为 0。" => "检查客户端取得和传入 UserSig 的代码。";
    true ChatService ["70003", "70004"] &[MalformedBase64, MalformedZlib, MalformedJson, MalformedField, UnsupportedVersion, TooLong],
        "The UserSig cannot be parsed: cut (a column or buffer that is too short), changed on its way, or made by a faulty generator." => "Explain the ticket as the client sends it.",
        "UserSig 无法解析：被截断（数据库字段或缓冲区太短）、途中被改动，或生成程序有错。" => "把客户端实际发送的 UserSig 拿来诊断。";
    true ChatService ["70005", "70006", "70007", "70008", "70010"] &[MalformedBase64, MalformedZlib, MalformedJson, MalformedField, UnsupportedVersion, BadSignature],
        "The check of the UserSig failed." => "Explain the ticket together with the key.",
        "UserSig 校验失败。" => "连同密钥一起诊断这个 UserSig。";
    true ChatService ["70009"] &[BadSignature, NoKeyForVersion],
        "The UserSig was signed with another application's key or secret, or the SDKAppID belongs to another key." => "Compare SDKAppID and key with the console, and explain the ticket together with the key.",
        "UserSig 是用另一个应用的密钥签名的，或 SDKAppID 与密钥不匹配。" => "到控制台核对 SDKAppID 和密钥，并连同密钥一起诊断。";
    true ChatService ["70013"] &[IdentifierMismatch],
        "The UserID of the request is not the ticket's." => "Make the ticket for exactly the UserID that logs in.",
        "请求里的 UserID 与 UserSig 里的不一致。" => "用登录时的 UserID 生成 UserSig。";
    true ChatService ["70014"] &[SdkappidMismatch],
        "The SDKAppID of the request is not the ticket's." => "Use the same SDKAppID, and its key, in backend and app.",
        "请求里的 SDKAppID 与 UserSig 里的不一致。" => "业务服务器和客户端使用同一个 SDKAppID 和它的密钥。";
    true ChatService ["70052"] &[],
        "The UserSig has become invalid; no look at the ticket shows it." => "Make a new one.",
        "UserSig 已失效，从 UserSig 本身看不出来。" => "重新生成。";
    true Trtc ["-100018"] &[Expired, MalformedBase64, MalformedZlib, MalformedJson, MalformedField, UnsupportedVersion, TooLong, BadSignature, NoKeyForVersion, IdentifierMismatch, SdkappidMismatch],
        "The service refused the UserSig, whatever was wrong with it (reports quote \"get tinyid error\")." => "Explain the ticket together with SDKAppID, UserID and key.",
        "TRTC 后台拒绝了 UserSig，任何原因都是这个错误码（反馈里常见 get tinyid error）。" => "连同 SDKAppID、UserID 和密钥一起诊断。";
    true Trtc ["-100006"] &[UserbufMismatch],
        "Advanced permission control is on and the PrivateMapKey was refused." => "Look at its room, privileges, user and expiry.",
        "开启了高级权限控制，而权限票据（PrivateMapKey）没有通过校验。" => "检查其中的房间、权限位、UserID 和过期时间。";
    true TrtcClient ["-3320"] &[Empty],
        "The app passed an empty userSig: the SDK's own check, nothing was sent." => "Look at how the app gets the UserSig.",
        "客户端传入的 userSig 为空，这是 SDK 本地的检查，请求没有发出。" => "检查客户端取得 UserSig 的代码。";
    true TrtcClient ["-3319"] &[InvalidIdentifier],
        "The app passed an empty userId: the SDK's own check, nothing was sent." => "Set userId before entering the room.",
        "客户端传入的 userId 为空，这是 SDK 本地的检查，请求没有发出。" => "进房前先设置 userId。";
    true TrtcClient ["-3317"] &[InvalidSdkappid],
        "The app passed the SDKAppID 0: the SDK's own check, nothing was sent." => "Set sdkAppId to the number in the console.",
        "客户端传入的 sdkAppId 为 0，这是 SDK 本地的检查，请求没有发出。" => "把 sdkAppId 设为控制台里的数字。";
    true TrtcClient ["-3318"] &[InvalidRoom],
        "The app passed no room, or both kinds of room: the SDK's own check, nothing was sent." => "Set either roomId or strRoomId.",
        "客户端没有传房间号，或两种房间号都传了，这是 SDK 本地的检查，请求没有发出。" => "roomId 和 strRoomId 只设置一个。";
    true TrtcClient ["-3316"] &[],
        "The app passed no parameters at all: the SDK's own check, nothing was sent." => "Fill the parameters before entering the room.",
        "客户端没有传任何进房参数，这是 SDK 本地的检查，请求没有发出。" => "先填好进房参数。";
    true TrtcWeb4 ["-8"] &[InvalidSdkappid],
        "Wrong SDKAppID." => "Copy it from the console.",
        "SDKAppID 不对。" => "从控制台复制。";
    true TrtcWeb4 ["0x4004", "0x4001"] &[],
        "Entering the room or the signalling failed, for any reason." => "The 700xx or -100018 next to it says which; look that up.",
        "进房或信令失败，原因不限。" => "旁边的 700xx 或 -100018 才是原因，按那个错误码查。";
    true TrtcWeb5 ["5012", "5013", "5015", "5016"] &[InvalidRoom],
        "A parameter about the room is missing, empty or of the wrong type." => "Give either roomId (a number) or strRoomId (a text).",
        "房间参数缺失、为空或类型不对。" => "roomId（数字）和 strRoomId（字符串）只传一个。";
    true TrtcWeb5 ["5000", "5001", "5002", "5003", "5004", "5005", "5006", "5007", "5008", "5009", "5010", "5011", "5014"] &[],
        "A parameter is missing, empty or of the wrong type." => "The error's message names it: sdkAppId must be a number, userId and userSig texts.",
        "参数缺失、为空或类型不对。" => "错误信息里有参数名：sdkAppId 是数字，userId 和 userSig 是字符串。";
    true TrtcWeb5 ["5400"] &[Expired],
        "The service refused the entry; an expired UserSig is one of the causes." => "Make a new UserSig; look at the code next to it.",
        "后台拒绝进房，UserSig 过期是原因之一。" => "重新生成 UserSig，并看旁边的错误码。";

    false ChatService ["70016"] &[],
        "This SDKAppID has no key there: for v1 none was downloaded or uploaded in the console, or within the last ten minutes; or the request went to another data centre." => "Compare SDKAppID and domain (data centre); after an upload wait ten minutes.",
        "这个 SDKAppID 在那里没有密钥：v1 还没有在控制台下载或上传过公私钥，或刚上传不到十分钟；也可能请求发到了别的数据中心。" => "核对 SDKAppID 和域名（数据中心）；刚上传的等十分钟再试。";
    false ChatService ["70015"] &[],
        "Account integration is not set up." => "Set it up in the console.",
        "没有配置账号集成。" => "在控制台完成账号集成配置。";
    false ChatService ["70020"] &[],
        "There is no such SDKAppID there: the number or the data centre is wrong." => "Compare SDKAppID and domain (data centre).",
        "那里没有这个 SDKAppID：数字不对，或数据中心不对。" => "核对 SDKAppID 和域名（数据中心）。";
    false ChatService ["70050"] &[],
        "Refused too often." => "Wait a minute, then try with a right UserSig.",
        "校验失败过于频繁。" => "等一分钟，用正确的 UserSig 再试。";
    false ChatService ["70051"] &[],
        "The account is on the block list." => "Take it off in the console, or ask Tencent.",
        "账号被加入了黑名单。" => "在控制台移除，或联系腾讯云。";
    false ChatService ["70107"] &[],
        "There is no such account." => "Import it first, or let it log in once.",
        "账号不存在。" => "先导入账号，或让它登录一次。";
    false ChatService ["70398"] &[],
        "The number of accounts of this edition is used up." => "Delete accounts or change the edition.",
        "当前版本的账号数量已用完。" => "删除账号或升级版本。";
    false ChatService ["70402"] &[],
        "A parameter is missing or wrong." => "Compare the request with the call's documentation.",
        "参数缺失或不合法。" => "对照接口文档检查请求。";
    false ChatService ["70403", "90009"] &[],
        "The caller is no administrator of the application." => "Make the UserSig for an administrator's account.",
        "调用方不是 App 管理员。" => "用 App 管理员账号生成 UserSig。";
    false Rest ["60002", "60003"] &[],
        "The request's form is wrong: its URL or JSON." => "Compare the request with the call's documentation.",
        "请求格式有错：URL 或 JSON。" => "对照接口文档检查请求。";
    false Rest ["60004", "60005"] &[],
        "The account or the signature in the URL is wrong." => "Compare identifier and usersig in the URL; encode the UserSig once.",
        "URL 里的账号或签名不对。" => "检查 URL 里的 identifier 和 usersig，UserSig 只做一次 URL 编码。";
    false Rest ["60006", "60012"] &[],
        "The SDKAppID in the URL is wrong." => "Compare sdkappid in the URL with the console.",
        "URL 里的 SDKAppID 不对。" => "核对 URL 里的 sdkappid 和控制台。";
    false Rest ["60007"] &[],
        "The interface was called too often." => "Call it less often.",
        "调用频率超限。" => "降低调用频率。";
    false Rest ["60008", "60009", "60013", "60014", "60015"] &[],
        "The request timed out or its form is wrong." => "Try again; compare the request with the call's documentation.",
        "请求超时或格式有错。" => "重试，并对照接口文档检查请求。";
    false Rest ["60010"] &[],
        "The call needs an administrator's account and its UserSig." => "Use the account of an administrator as identifier, and a UserSig for it.",
        "需要 App 管理员账号和它的 UserSig。" => "identifier 用 App 管理员账号，UserSig 也为它生成。";
    false Rest ["60016", "60017", "60020", "60021"] &[],
        "The SDKAppID or the call is disabled, the package has expired, or the caller's address is not allowed." => "Look at the application in the console.",
        "SDKAppID 或接口被停用、套餐到期，或调用方 IP 不在允许范围。" => "到控制台查看应用状态。";
    false ChatClient ["6014", "6026"] &[],
        "Not logged in." => "Call login first and wait for its success.",
        "没有登录。" => "先调用 login，成功后再继续。";
    false ChatClient ["6208"] &[],
        "Kicked off by another login of the same account." => "Log in again, if that is what the user wants.",
        "同一账号在别处登录，被踢下线。" => "需要的话重新登录。";
    false ChatClient ["6012"] &[],
        "The request timed out." => "Look at the network and try again.",
        "请求超时。" => "检查网络后重试。";
    false ChatClient ["7003"] &[InvalidIdentifier],
        "The UserID is not valid." => "1 to 32 bytes of printable ASCII.",
        "UserID 不合法。" => "1 到 32 字节的可打印 ASCII 字符。";
    false Trtc ["-3301", "-3308", "-3340"] &[],
        "Entering the room failed for another reason, timed out, or was called twice." => "Look at the network and at the message next to it.",
        "进房失败（其他原因）、超时，或重复调用。" => "检查网络，并看旁边的错误信息。";
    false Trtc ["-100013"] &[],
        "The service is suspended: the package is used up or unpaid." => "Look at the package in the console.",
        "服务已停用：套餐用完或欠费。" => "到控制台查看套餐。";
    false ChatService ["10003"] &[],
        "The name of a REST interface is wrong." => "Compare the path with the documentation.",
        "REST 接口名称不对。" => "对照文档检查路径。";
    false Reports ["70346", "11000", "87"] &[],
        "Reported by users; documented nowhere that was found." => "Explain the ticket to rule it out, then ask Tencent.",
        "有用户反馈过，没有找到文档。" => "先诊断 UserSig 排除它的问题，再咨询腾讯云。";
};

/// Names and texts that people search for. In lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("err_svr_account_usersig_expired", &["70001"]),
    ("signature expire", &["70001"]),
    ("usersig 已过期", &["70001"]),
    ("usersig已过期", &["70001"]),
    ("usersig expired", &["70001"]),
    ("err_user_sig_expired", &["6206"]),
    ("err_svr_account_usersig_empty", &["70002"]),
    ("err_svr_account_usersig_check_failed", &["70003"]),
    ("err_svr_account_usersig_check_failed_ex", &["70005"]),
    ("err_svr_account_usersig_mismatch_publickey", &["70009"]),
    ("err_svr_account_usersig_mismatch_id", &["70013"]),
    ("err_svr_account_usersig_mismatch_sdkappid", &["70014"]),
    ("err_svr_account_usersig_publickey_not_found", &["70016"]),
    ("err_svr_account_sdkappid_not_found", &["70020"]),
    ("err_svr_account_invalid_usersig", &["70052"]),
    ("err_svr_account_not_found", &["70107"]),
    ("sig_identifier_unmatch", &["70013"]),
    ("err_tls_account_num_exceed_threshold", &["70398"]),
    ("get tinyid error", &["-100018"]),
    ("err_trtc_user_sig_check_failed", &["-100018"]),
    ("err_server_info_ecdh_get_tinyid", &["-100018"]),
    ("err_trtc_invalid_private_mapkey", &["-100006"]),
    ("err_server_info_privilege_flag_error", &["-100006"]),
    ("err_trtc_invalid_user_sig", &["-3320"]),
    ("err_user_sig_invalid", &["-3320"]),
    ("err_trtc_invalid_user_id", &["-3319"]),
    ("err_user_id_invalid", &["-3319"]),
    ("err_trtc_invalid_sdk_appid", &["-3317"]),
    ("err_sdk_appid_invalid", &["-3317"]),
    ("err_trtc_invalid_room_id", &["-3318"]),
    ("err_room_id_invalid", &["-3318"]),
    ("verify sig failed", &["70003", "70009", "-100018"]),
    ("usersig verification failed", &["70003", "70009", "-100018"]),
    ("票据校验失败", &["70003", "70009", "-100018"]),
];

/// The rows for whatever a text names: codes anywhere in it, and names, in any case.
#[must_use]
pub fn lookup(text: &str) -> Vec<ServiceCode> {
    found(text, false)
}

/// The same in a text with a ticket in it, which has numbers of all kinds around it: small ones count only behind a word
/// for them.
pub(crate) fn lookup_beside_ticket(text: &str) -> Vec<ServiceCode> {
    found(text, true)
}

fn found(text: &str, strict: bool) -> Vec<ServiceCode> {
    let lower = text.to_lowercase();
    let mut codes: Vec<ServiceCode> = Vec::new();
    let mut add = |code: &str| {
        if let Some(code) = row_of(code).filter(|code| codes.iter().all(|known| known.code != code.code)) {
            codes.push(code);
            return true;
        }
        false
    };
    for (at, token) in tokens(&lower) {
        let digits = token.trim_start_matches('-');
        let bare = text.trim() == token || after_word(&lower[..at]);
        if digits.len() <= 3 && !bare || strict && digits.len() <= 4 && !token.starts_with('-') && !bare {
            continue;
        }
        // Written in decimal by the SDK's own call, and without the sign or with one too many by people.
        let _ = add(match token {
            "16388" => "0x4004",
            "16385" => "0x4001",
            _ => token,
        }) || (digits.len() >= 4 && add(&if token.starts_with('-') { digits.to_owned() } else { format!("-{token}") }));
    }
    for (name, named) in NAMES {
        let word = |rest: &str| !name.contains('_') || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if lower.match_indices(name).any(|(at, _)| word(&lower[at + name.len()..])) {
            named.iter().for_each(|code| {
                add(code);
            });
        }
    }
    codes
}

/// Messages have fewer numbers.
const MAX_TOKENS: usize = 512;

/// Numbers that stand by themselves, with their sign.
fn tokens(lower: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() && tokens.len() < MAX_TOKENS {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let hex = bytes[at..].starts_with(b"0x");
        let body = if hex { at + 2 } else { at };
        let part = |byte: &u8| if hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
        let len = bytes[body..].iter().take_while(|byte| part(byte)).count();
        let end = body + len;
        let mut start = at;
        if start > 0 && bytes[start - 1] == b'-' {
            start -= 1;
        }
        let before = lower[..start].chars().next_back();
        let glued_before = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/'));
        let after = &bytes[end..];
        let glued_after = after.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/'))
            || (after.len() >= 2 && matches!(after[0], b'.' | b':') && after[1].is_ascii_digit());
        if !glued_after && len <= 6 {
            if !glued_before {
                tokens.push((start, &lower[start..end]));
            } else if start < at {
                // "error-70009": a hyphen and no sign.
                tokens.push((at, &lower[at..end]));
            }
        }
        at = end.max(at + 1);
    }
    tokens
}

/// Whether a number behind this is called a code.
fn after_word(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'\\:=：#([,".contains(c));
    ["code", "error", "err", "errno", "错误码", "错误", "报错", "码", "ret", "status", "返回"]
        .iter()
        .any(|word| before.ends_with(word))
}

fn row_of(code: &str) -> Option<ServiceCode> {
    TABLE.iter().find_map(|row| row.codes.iter().find(|own| **own == code).map(|code| ServiceCode { code, row }))
}

/// The codes that Tencent's side has for what a verifier says.
pub(crate) fn of_error(error: ErrorCode) -> impl Iterator<Item = ServiceCode> {
    TABLE
        .iter()
        .filter(move |row| row.about_ticket && row.errors.contains(&error))
        .flat_map(|row| row.codes.iter().map(move |code| ServiceCode { code, row }))
}
