//! Generated from crates/usersig-explain/src/codes/table.rs.jinja by `cargo run -p usersig-vocabulary`. Do not edit.

use crate::say::{Language, Phrase};
use usersig::ErrorCode;

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

/// Who reports a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Place {
    /// Chat's SDK in the app.
    ChatClient,
    /// Chat's servers.
    ChatService,
    /// Public reports alone.
    Reports,
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
}

impl Place {
    /// Its name.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match self {
            Self::ChatClient => Phrase { en: "Chat client", zh: "IM 客户端 SDK" },
            Self::ChatService => Phrase { en: "Chat service", zh: "IM 后台" },
            Self::Reports => Phrase { en: "public reports", zh: "公开的反馈" },
            Self::Rest => Phrase { en: "REST API", zh: "REST API" },
            Self::Trtc => Phrase { en: "TRTC", zh: "TRTC" },
            Self::TrtcClient => Phrase { en: "TRTC client", zh: "TRTC 客户端 SDK" },
            Self::TrtcWeb4 => Phrase { en: "TRTC web 4", zh: "TRTC Web SDK 4" },
            Self::TrtcWeb5 => Phrase { en: "TRTC web 5", zh: "TRTC Web SDK 5" },
        }
        .in_language(language)
    }
}

/// Every row; those about the ticket first.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    Row {
        codes: &["70001"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::Expired],
        means: Phrase { en: "The UserSig has expired, was made with an expire of 0, or with a clock that is wrong.", zh: "UserSig 已过期，或生成时 expire 为 0、时钟不准。" },
        advice: Phrase { en: "Make a new one and compare the backend's clock.", zh: "重新生成，并核对业务服务器的时钟。" },
    },
    Row {
        codes: &["6206"],
        place: Place::ChatClient,
        about_ticket: true,
        errors: &[ErrorCode::Expired],
        means: Phrase { en: "The UserSig has expired.", zh: "UserSig 已过期。" },
        advice: Phrase { en: "Fetch a new one from the backend and log in again; onUserSigExpired says it while online.", zh: "从业务服务器取新的 UserSig 再登录；在线时过期由 onUserSigExpired 通知。" },
    },
    Row {
        codes: &["70002"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::Empty],
        means: Phrase { en: "The UserSig arrived with length 0.", zh: "收到的 UserSig 长度为 0。" },
        advice: Phrase { en: "Look at how the app gets and passes it.", zh: "检查客户端取得和传入 UserSig 的代码。" },
    },
    Row {
        codes: &["70003", "70004"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::MalformedBase64, ErrorCode::MalformedZlib, ErrorCode::MalformedJson, ErrorCode::MalformedField, ErrorCode::UnsupportedVersion, ErrorCode::TooLong],
        means: Phrase { en: "The UserSig cannot be parsed: cut (a column or buffer that is too short), changed on its way, or made by a faulty generator.", zh: "UserSig 无法解析：被截断（数据库字段或缓冲区太短）、途中被改动，或生成程序有错。" },
        advice: Phrase { en: "Give `usersig explain` the ticket as the client sends it.", zh: "把客户端实际发送的 UserSig 拿来诊断。" },
    },
    Row {
        codes: &["70005", "70006", "70007", "70008", "70010"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::MalformedBase64, ErrorCode::MalformedZlib, ErrorCode::MalformedJson, ErrorCode::MalformedField, ErrorCode::UnsupportedVersion, ErrorCode::BadSignature],
        means: Phrase { en: "The check of the UserSig failed.", zh: "UserSig 校验失败。" },
        advice: Phrase { en: "Give `usersig explain` the ticket and the key.", zh: "连同密钥一起诊断这个 UserSig。" },
    },
    Row {
        codes: &["70009"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::BadSignature, ErrorCode::NoKeyForVersion],
        means: Phrase { en: "The UserSig was signed with a key that is not this SDKAppID's: another application's, or one of the other version (v1 has a key pair, v2 a secret).", zh: "签名用的密钥不属于这个 SDKAppID：是另一个应用的，或者 v1（公私钥）与 v2（SecretKey）弄混了。" },
        advice: Phrase { en: "Compare SDKAppID, key and version with the console; then give `usersig explain` the ticket and the key.", zh: "到 IM 控制台核对 SDKAppID、密钥和版本，再用 `usersig explain` 连同密钥一起诊断。" },
    },
    Row {
        codes: &["70013"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::IdentifierMismatch],
        means: Phrase { en: "The UserID of the request is not the ticket's.", zh: "请求里的 UserID 与 UserSig 里的不一致。" },
        advice: Phrase { en: "Make the ticket for exactly the UserID that logs in.", zh: "用登录时的 UserID 生成 UserSig。" },
    },
    Row {
        codes: &["70014"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[ErrorCode::SdkappidMismatch],
        means: Phrase { en: "The SDKAppID of the request is not the ticket's.", zh: "请求里的 SDKAppID 与 UserSig 里的不一致。" },
        advice: Phrase { en: "Use the same SDKAppID, and its key, in backend and app.", zh: "业务服务器和客户端使用同一个 SDKAppID 和它的密钥。" },
    },
    Row {
        codes: &["70052"],
        place: Place::ChatService,
        about_ticket: true,
        errors: &[],
        means: Phrase { en: "The UserSig has become invalid; no look at the ticket shows it.", zh: "UserSig 已失效，从 UserSig 本身看不出来。" },
        advice: Phrase { en: "Make a new one.", zh: "重新生成。" },
    },
    Row {
        codes: &["-100018"],
        place: Place::Trtc,
        about_ticket: true,
        errors: &[ErrorCode::Expired, ErrorCode::MalformedBase64, ErrorCode::MalformedZlib, ErrorCode::MalformedJson, ErrorCode::MalformedField, ErrorCode::UnsupportedVersion, ErrorCode::TooLong, ErrorCode::BadSignature, ErrorCode::NoKeyForVersion, ErrorCode::IdentifierMismatch, ErrorCode::SdkappidMismatch],
        means: Phrase { en: "The service refused the UserSig, whatever was wrong with it (reports quote \"get tinyid error\").", zh: "TRTC 后台拒绝了 UserSig，任何原因都是这个错误码（反馈里常见 get tinyid error）。" },
        advice: Phrase { en: "Check in this order: SDKAppID, key, v1 or v2, UserID, expiry and clock. `usersig explain` and `usersig console` check all of it at once, from the ticket, SDKAppID, UserID and key.", zh: "按这个顺序查：SDKAppID、密钥、v1 还是 v2、UserID、有效期和时钟。把 UserSig、SDKAppID、UserID 和密钥交给 `usersig explain` 或调试页面（`usersig console`），一次查完。" },
    },
    Row {
        codes: &["-100006"],
        place: Place::Trtc,
        about_ticket: true,
        errors: &[ErrorCode::UserbufMismatch],
        means: Phrase { en: "Advanced permission control is on and the PrivateMapKey was refused.", zh: "开启了高级权限控制，而权限票据（PrivateMapKey）没有通过校验。" },
        advice: Phrase { en: "Look at its room, privileges, user and expiry.", zh: "检查其中的房间、权限位、UserID 和过期时间。" },
    },
    Row {
        codes: &["-3320"],
        place: Place::TrtcClient,
        about_ticket: true,
        errors: &[ErrorCode::Empty],
        means: Phrase { en: "The app passed an empty userSig: the SDK's own check, nothing was sent.", zh: "客户端传入的 userSig 为空，这是 SDK 本地的检查，请求没有发出。" },
        advice: Phrase { en: "Look at how the app gets the UserSig.", zh: "检查客户端取得 UserSig 的代码。" },
    },
    Row {
        codes: &["-3319"],
        place: Place::TrtcClient,
        about_ticket: true,
        errors: &[ErrorCode::InvalidIdentifier],
        means: Phrase { en: "The app passed an empty userId: the SDK's own check, nothing was sent.", zh: "客户端传入的 userId 为空，这是 SDK 本地的检查，请求没有发出。" },
        advice: Phrase { en: "Set userId before entering the room.", zh: "进房前先设置 userId。" },
    },
    Row {
        codes: &["-3317"],
        place: Place::TrtcClient,
        about_ticket: true,
        errors: &[ErrorCode::InvalidSdkappid],
        means: Phrase { en: "The app passed the SDKAppID 0: the SDK's own check, nothing was sent.", zh: "客户端传入的 sdkAppId 为 0，这是 SDK 本地的检查，请求没有发出。" },
        advice: Phrase { en: "Set sdkAppId to the number in the console.", zh: "把 sdkAppId 设为 TRTC 控制台里的数字。" },
    },
    Row {
        codes: &["-3318"],
        place: Place::TrtcClient,
        about_ticket: true,
        errors: &[ErrorCode::InvalidRoom],
        means: Phrase { en: "The app passed no room: roomId is 0 and strRoomId empty. The SDK's own check, nothing was sent.", zh: "客户端没有传房间号（roomId 为 0 且 strRoomId 为空），这是 SDK 本地的检查，请求没有发出。" },
        advice: Phrase { en: "Set one of the two; they are different rooms, and where both are set, roomId counts.", zh: "roomId 和 strRoomId 只设置一个：两者是不同的房间，都设置时以 roomId 为准。" },
    },
    Row {
        codes: &["-3316"],
        place: Place::TrtcClient,
        about_ticket: true,
        errors: &[],
        means: Phrase { en: "The app passed no parameters at all: the SDK's own check, nothing was sent.", zh: "客户端没有传任何进房参数，这是 SDK 本地的检查，请求没有发出。" },
        advice: Phrase { en: "Fill the parameters before entering the room.", zh: "先填好进房参数。" },
    },
    Row {
        codes: &["-8"],
        place: Place::TrtcWeb4,
        about_ticket: true,
        errors: &[ErrorCode::InvalidSdkappid],
        means: Phrase { en: "Wrong SDKAppID.", zh: "SDKAppID 不对。" },
        advice: Phrase { en: "Copy it from the console.", zh: "从 TRTC 控制台复制。" },
    },
    Row {
        codes: &["0x4004", "0x4001"],
        place: Place::TrtcWeb4,
        about_ticket: true,
        errors: &[],
        means: Phrase { en: "Entering the room or the signalling failed, for any reason.", zh: "进房或信令失败，原因不限。" },
        advice: Phrase { en: "The 700xx or -100018 next to it says which; look that up.", zh: "同时报出的 700xx 或 -100018 才是原因，按那个错误码查。" },
    },
    Row {
        codes: &["5012"],
        place: Place::TrtcWeb5,
        about_ticket: true,
        errors: &[ErrorCode::InvalidRoom],
        means: Phrase { en: "roomId is outside 1 to 4294967294.", zh: "roomId 不在 1 到 4294967294 之内。" },
        advice: Phrase { en: "Pass a number within it, or a text as strRoomId.", zh: "传入范围内的数字；字符串房间号用 strRoomId。" },
    },
    Row {
        codes: &["5013"],
        place: Place::TrtcWeb5,
        about_ticket: true,
        errors: &[ErrorCode::InvalidRoom],
        means: Phrase { en: "strRoomId is not a valid text.", zh: "strRoomId 不是合法的字符串。" },
        advice: Phrase { en: "Pass 1 to 64 of the characters that TRTC allows.", zh: "1 到 64 字节，只用 TRTC 允许的字符。" },
    },
    Row {
        codes: &["5015"],
        place: Place::TrtcWeb5,
        about_ticket: true,
        errors: &[ErrorCode::InvalidRoom],
        means: Phrase { en: "Neither roomId nor strRoomId was passed.", zh: "roomId 和 strRoomId 都没有传。" },
        advice: Phrase { en: "Pass one of them.", zh: "传其中一个。" },
    },
    Row {
        codes: &["5016"],
        place: Place::TrtcWeb5,
        about_ticket: true,
        errors: &[ErrorCode::InvalidRoom],
        means: Phrase { en: "roomId is a text.", zh: "roomId 传成了字符串。" },
        advice: Phrase { en: "Pass a number as roomId, a text as strRoomId.", zh: "数字用 roomId，字符串用 strRoomId。" },
    },
    Row {
        codes: &["5000", "5001", "5002", "5003", "5004", "5005", "5006", "5007", "5008", "5009", "5010", "5011", "5014"],
        place: Place::TrtcWeb5,
        about_ticket: true,
        errors: &[],
        means: Phrase { en: "A parameter is missing, empty, of the wrong type or out of range.", zh: "参数缺失、为空、类型不对或超出范围。" },
        advice: Phrase { en: "The error's message names it: sdkAppId must be a number, userId and userSig texts.", zh: "错误信息里有参数名：sdkAppId 是数字，userId 和 userSig 是字符串。" },
    },
    Row {
        codes: &["5400"],
        place: Place::TrtcWeb5,
        about_ticket: true,
        errors: &[ErrorCode::Expired],
        means: Phrase { en: "The service refused the entry; an expired UserSig is one of the causes.", zh: "TRTC 后台拒绝进房，UserSig 过期是原因之一。" },
        advice: Phrase { en: "Make a new UserSig; look at the code next to it.", zh: "用 `usersig inspect` 看 expires_at，过期就重新生成；没有过期，查同时报出的错误码。" },
    },
    Row {
        codes: &["70016"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "This SDKAppID has no key there: for v1 none was downloaded or uploaded in the console, or within the last ten minutes; or the request went to another data centre.", zh: "这个 SDKAppID 在那里没有密钥：v1 还没有在 IM 控制台下载或上传过公私钥，或刚上传不到十分钟；也可能请求发到了别的数据中心。" },
        advice: Phrase { en: "Compare SDKAppID and domain (data centre); after an upload wait ten minutes.", zh: "核对 SDKAppID 和域名（数据中心）；刚上传的等十分钟再试。" },
    },
    Row {
        codes: &["70015"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "Account integration is not set up.", zh: "没有配置账号集成。" },
        advice: Phrase { en: "Set it up in the console.", zh: "在 IM 控制台完成账号集成配置。" },
    },
    Row {
        codes: &["70020"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "There is no such SDKAppID there: the number or the data centre is wrong.", zh: "那里没有这个 SDKAppID：数字不对，或数据中心不对。" },
        advice: Phrase { en: "Compare SDKAppID and domain (data centre).", zh: "核对 SDKAppID 和域名（数据中心）。" },
    },
    Row {
        codes: &["70050"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "Refused too often.", zh: "校验失败过于频繁。" },
        advice: Phrase { en: "Wait a minute, then try with a right UserSig.", zh: "等一分钟，用正确的 UserSig 再试。" },
    },
    Row {
        codes: &["70051"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The account is on the block list.", zh: "账号被加入了黑名单。" },
        advice: Phrase { en: "Take it off in the console, or ask Tencent.", zh: "在 IM 控制台移除，或联系腾讯云。" },
    },
    Row {
        codes: &["70107"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "There is no such account.", zh: "账号不存在。" },
        advice: Phrase { en: "Import it first, or let it log in once.", zh: "先导入账号，或让它登录一次。" },
    },
    Row {
        codes: &["70398"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The number of accounts of this edition is used up.", zh: "当前版本的账号数量已用完。" },
        advice: Phrase { en: "Delete accounts or change the edition.", zh: "删除账号或升级版本。" },
    },
    Row {
        codes: &["70402"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "A parameter is missing or wrong.", zh: "参数缺失或不合法。" },
        advice: Phrase { en: "Compare the request with the call's documentation.", zh: "对照接口文档检查请求。" },
    },
    Row {
        codes: &["70403", "90009"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The caller is not an administrator of the application.", zh: "调用方不是 App 管理员。" },
        advice: Phrase { en: "Make the UserSig for an administrator's account.", zh: "用 App 管理员账号生成 UserSig。" },
    },
    Row {
        codes: &["60002", "60003"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The request's form is wrong: its URL or JSON.", zh: "请求格式有错：URL 或 JSON。" },
        advice: Phrase { en: "Compare the request with the call's documentation.", zh: "对照接口文档检查请求。" },
    },
    Row {
        codes: &["60004", "60005"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The account or the signature in the URL is wrong.", zh: "URL 里的账号或签名不对。" },
        advice: Phrase { en: "Compare identifier and usersig in the URL; encode the UserSig once.", zh: "检查 URL 里的 identifier 和 usersig，UserSig 只做一次 URL 编码。" },
    },
    Row {
        codes: &["60006", "60012"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The SDKAppID in the URL is wrong.", zh: "URL 里的 SDKAppID 不对。" },
        advice: Phrase { en: "Compare sdkappid in the URL with the console.", zh: "核对 URL 里的 sdkappid 与 IM 控制台是否一致。" },
    },
    Row {
        codes: &["60007"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The interface was called too often.", zh: "调用频率超限。" },
        advice: Phrase { en: "Call it less often.", zh: "降低调用频率。" },
    },
    Row {
        codes: &["60008", "60009", "60013", "60014", "60015"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The request timed out or its form is wrong.", zh: "请求超时或格式有错。" },
        advice: Phrase { en: "Try again; compare the request with the call's documentation.", zh: "重试，并对照接口文档检查请求。" },
    },
    Row {
        codes: &["60010"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The call needs an administrator's account and its UserSig.", zh: "需要 App 管理员账号和它的 UserSig。" },
        advice: Phrase { en: "Use the account of an administrator as identifier, and a UserSig for it.", zh: "identifier 用 App 管理员账号，UserSig 也为它生成。" },
    },
    Row {
        codes: &["60016", "60017", "60020", "60021"],
        place: Place::Rest,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The SDKAppID or the call is disabled, the package has expired, or the caller's address is not allowed.", zh: "SDKAppID 或接口被停用、套餐到期，或调用方 IP 不在允许范围。" },
        advice: Phrase { en: "Look at the application in the console.", zh: "到 IM 控制台查看应用状态。" },
    },
    Row {
        codes: &["6014", "6026"],
        place: Place::ChatClient,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "Not logged in.", zh: "没有登录。" },
        advice: Phrase { en: "Call login first and wait for its success.", zh: "先调用 login，成功后再继续。" },
    },
    Row {
        codes: &["6208"],
        place: Place::ChatClient,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "Kicked off by another login of the same account.", zh: "同一账号在别处登录，被踢下线。" },
        advice: Phrase { en: "Log in again, if that is what the user wants.", zh: "需要的话重新登录。" },
    },
    Row {
        codes: &["6012"],
        place: Place::ChatClient,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The request timed out.", zh: "请求超时。" },
        advice: Phrase { en: "Look at the network and try again.", zh: "检查网络后重试。" },
    },
    Row {
        codes: &["7003"],
        place: Place::ChatClient,
        about_ticket: false,
        errors: &[ErrorCode::InvalidIdentifier],
        means: Phrase { en: "The UserID is not valid.", zh: "UserID 不合法。" },
        advice: Phrase { en: "1 to 32 bytes of printable ASCII.", zh: "1 到 32 字节的可打印 ASCII 字符。" },
    },
    Row {
        codes: &["-3301", "-3308", "-3340"],
        place: Place::Trtc,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "Entering the room failed for another reason, timed out, or was called twice.", zh: "进房失败（其他原因）、超时，或重复调用。" },
        advice: Phrase { en: "Look at the network and at the message next to it.", zh: "检查网络，并看同时报出的错误信息。" },
    },
    Row {
        codes: &["-100013"],
        place: Place::Trtc,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The service is suspended: the package is used up or unpaid.", zh: "服务已停用：套餐用完或欠费。" },
        advice: Phrase { en: "Look at the package in the console.", zh: "到 TRTC 控制台查看套餐。" },
    },
    Row {
        codes: &["10003"],
        place: Place::ChatService,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "The name of a REST interface is wrong.", zh: "REST 接口名称不对。" },
        advice: Phrase { en: "Compare the path with the documentation.", zh: "对照文档检查路径。" },
    },
    Row {
        codes: &["70346", "11000", "87"],
        place: Place::Reports,
        about_ticket: false,
        errors: &[],
        means: Phrase { en: "Reported by users; documented nowhere that was found.", zh: "有用户反馈过，没有找到文档。" },
        advice: Phrase { en: "Give `usersig explain` the ticket to rule it out, then ask Tencent.", zh: "先诊断 UserSig 排除它的问题，再咨询腾讯云。" },
    },
];

/// Names and texts that people search for. In lower case.
#[rustfmt::skip]
pub(super) const NAMES: &[(&str, &[&str])] = &[
    ("err_room_id_invalid", &["-3318"]),
    ("err_sdk_appid_invalid", &["-3317"]),
    ("err_server_info_ecdh_get_tinyid", &["-100018"]),
    ("err_server_info_privilege_flag_error", &["-100006"]),
    ("err_svr_account_invalid_usersig", &["70052"]),
    ("err_svr_account_not_found", &["70107"]),
    ("err_svr_account_sdkappid_not_found", &["70020"]),
    ("err_svr_account_usersig_check_failed", &["70003"]),
    ("err_svr_account_usersig_check_failed_ex", &["70005"]),
    ("err_svr_account_usersig_empty", &["70002"]),
    ("err_svr_account_usersig_expired", &["70001"]),
    ("err_svr_account_usersig_mismatch_id", &["70013"]),
    ("err_svr_account_usersig_mismatch_publickey", &["70009"]),
    ("err_svr_account_usersig_mismatch_sdkappid", &["70014"]),
    ("err_svr_account_usersig_publickey_not_found", &["70016"]),
    ("err_tls_account_num_exceed_threshold", &["70398"]),
    ("err_trtc_invalid_private_mapkey", &["-100006"]),
    ("err_trtc_invalid_room_id", &["-3318"]),
    ("err_trtc_invalid_sdk_appid", &["-3317"]),
    ("err_trtc_invalid_user_id", &["-3319"]),
    ("err_trtc_invalid_user_sig", &["-3320"]),
    ("err_trtc_user_sig_check_failed", &["-100018"]),
    ("err_user_id_invalid", &["-3319"]),
    ("err_user_sig_expired", &["6206"]),
    ("err_user_sig_invalid", &["-3320"]),
    ("get tinyid error", &["-100018"]),
    ("sig_identifier_unmatch", &["70013"]),
    ("signature expire", &["70001"]),
    ("usersig expired", &["70001"]),
    ("usersig verification failed", &["70003", "70009", "-100018"]),
    ("usersig 已过期", &["70001"]),
    ("usersig已过期", &["70001"]),
    ("verify sig failed", &["70003", "70009", "-100018"]),
    ("票据校验失败", &["70003", "70009", "-100018"]),
];
