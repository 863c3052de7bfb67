//! Every mistake: its word, the error of a verifier that goes with it, and what is said about it in both languages:
//! what was found, what is right, what to change.

use crate::say::Phrase;
use usersig::ErrorCode;

macro_rules! words {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $code:ident, $en:literal, $zh:literal;)*) => {
        /// What is wrong. Words are stable and never reused.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Word {
            $($(#[$doc])* $variant,)*
        }

        impl Word {
            /// Every word, in the order in which one would mend what they name.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word itself, for example `"standard_base64"`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What a verifier says about such a ticket.
            #[must_use]
            pub const fn error(self) -> ErrorCode {
                match self { $(Self::$variant => ErrorCode::$code,)* }
            }

            pub(crate) const fn template(self) -> Phrase {
                match self { $(Self::$variant => Phrase { en: $en, zh: $zh },)* }
            }
        }
    };
}

words! {
    // What was given.
    /// Quotation marks around the ticket.
    Quotes = "quotes", MalformedBase64,
        "The ticket is in quotation marks ({0}). A UserSig has none: take the value out of the JSON text, the shell variable or Python's repr() before you pass it on.",
        "UserSig 外面带着引号（{0}）。UserSig 本身没有引号：多半是 JSON 字符串没有解码、环境变量带着引号，或打印了 Python 的 repr()，取出值再往下传。";
    /// A name or other words before the ticket.
    TextBefore = "text_before", MalformedBase64,
        "{0} in front of the ticket. Pass the ticket alone.",
        "UserSig 前面有{0}。只传 UserSig 本身。";
    /// Something after the ticket.
    TextAfter = "text_after", MalformedBase64,
        "{0} after the ticket. Pass the ticket alone.",
        "UserSig 后面有{0}。只传 UserSig 本身。";
    /// A whole URL.
    Url = "url", MalformedBase64,
        "This is a URL with a ticket in it. Pass the value of its parameter alone.",
        "这是一个带有 UserSig 的 URL。只传其中 usersig 参数的值。";
    /// A JSON text or another language's object.
    JsonAround = "json_around", MalformedBase64,
        "The ticket is inside a JSON text or an object. Decode the JSON and pass the value of that one field; decode twice if the JSON is inside another JSON text.",
        "UserSig 在一段 JSON（或对象）里面。先解码 JSON，只传那个字段的值；如果 JSON 里还套着 JSON 字符串，要解码两次。";
    /// Percent signs of a URL.
    PercentEncoding = "percent_encoding", MalformedBase64,
        "The text is percent-encoded, {0} time(s). Decode it that often. A ticket is encoded exactly once when it is put into a URL, and nowhere else.",
        "文本做过 {0} 次 URL 编码（percent-encoding）。解码同样的次数。UserSig 只在拼进 URL 时编码一次，其他地方都不编码。";
    /// HTML entities.
    HtmlEntities = "html_entities", MalformedBase64,
        "The text has HTML entities (such as &quot;). It came out of a page: decode them, or hand the ticket to the page as JSON.",
        "文本里有 HTML 实体（如 &quot;），是从页面里取出来的。先解码，或者改用 JSON 把 UserSig 传给页面。";
    /// White space inside or around.
    WhiteSpace = "white_space", MalformedBase64,
        "White space: {0}. A ticket has none: trim it, and use a base64 encoder that does not wrap lines.",
        "有空白字符：{0}。UserSig 不含空白：去掉首尾空白，并换用不折行的 base64 编码。";
    /// More than one ticket.
    SeveralTickets = "several_tickets", MalformedBase64,
        "There are {0} tickets in this text; this is about the first one.",
        "这段文本里有 {0} 个 UserSig，以下说的是第一个。";
    /// Most of the ticket was replaced before it was shown.
    Masked = "masked", MalformedBase64,
        "The ticket was masked ({0}) by whatever logged or showed it; nothing can be read from what is left. Take it from where it is made or received.",
        "UserSig 被日志或页面打了码（{0}），剩下的部分读不出内容。请到生成或接收它的地方取原文。";
    /// The program never put a ticket there.
    Placeholder = "placeholder", Empty,
        "There is no ticket, only {0}: the program never set it. Look at how it gets the ticket: a wrong field's name, a missing await, a template's value that was never replaced.",
        "这里没有 UserSig，只有{0}：程序根本没有给它赋值。检查取值的代码：字段名写错、漏了 await，或模板里的占位符没有替换。";
    /// The end of the ticket is missing.
    Cut = "cut", MalformedZlib,
        "The ticket is cut: {1} is missing, {0} characters are left{2}. Store and pass it whole; its length is not fixed and may pass 500 characters.",
        "UserSig 被截断：{1}没有了，只剩 {0} 个字符{2}。要完整地保存和传递；它的长度不固定，可能超过 500 个字符。";
    /// Something else than a ticket.
    NotATicket = "not_a_ticket", MalformedBase64,
        "This is no ticket: it looks like {0}. A UserSig usually begins with eJ and has 150 to 400 characters.",
        "这不是 UserSig，看起来是{0}。UserSig 一般以 eJ 开头，长 150 到 400 个字符。";
    /// Changed in a way that cannot be undone.
    Damaged = "damaged", MalformedZlib,
        "The ticket cannot be read as it is: {0}.",
        "UserSig 无法解析：{0}。";

    // How it is encoded.
    /// `+ / =` of standard base64.
    StandardBase64 = "standard_base64", MalformedBase64,
        "The base64 is the standard one ({0}). Tencent's has * for +, - for / and _ for =: replace every one of them, not just the first.",
        "用了标准 base64（{0}）。腾讯云的写法是 + 换成 *、/ 换成 -、= 换成 _，而且要替换全部，不是只替换第一个。";
    /// `- _` of RFC 4648's URL-safe base64.
    UrlSafeBase64 = "url_safe_base64", MalformedBase64,
        "The base64 is the URL-safe one of RFC 4648 (- for + and _ for /). Tencent's is another: encode with standard base64 and padding, then replace + by *, / by - and = by _.",
        "用了 RFC 4648 的 URL-safe base64（- 代替 +，_ 代替 /）。腾讯云的不一样：先用标准 base64（保留填充），再把 + 换成 *、/ 换成 -、= 换成 _。";
    /// The padding is missing.
    NoPadding = "no_padding", MalformedBase64,
        "The padding at the end is missing: {0} × _. Keep base64's = and replace each by _.",
        "末尾缺少填充：{0} 个 _。保留 base64 的 =，并逐个换成 _。";
    /// A character that is in no base64.
    ForeignCharacter = "foreign_character", MalformedBase64,
        "Character {0} is {1}, which is not in Tencent's base64 (A-Z a-z 0-9 * - and _ as padding).",
        "第 {0} 个字符是 {1}，不属于腾讯云的 base64 字符集（A-Z a-z 0-9 * -，填充用 _）。";
    /// Hexadecimal digits where base64 belongs.
    Hexadecimal = "hexadecimal", MalformedBase64,
        "The ticket is in hexadecimal digits. Encode the compressed bytes with base64, then replace + by *, / by - and = by _.",
        "UserSig 用了十六进制。压缩后的字节要用 base64 编码，再把 + 换成 *、/ 换成 -、= 换成 _。";
    /// Encoded once more.
    EncodedTwice = "encoded_twice", MalformedZlib,
        "The ticket is encoded twice ({0}). What the generator returns is ready for use: do not encode it again.",
        "UserSig 被编码了两次（{0}）。生成函数返回的就是成品，不要再编码。";
    /// The JSON is in base64 without being compressed.
    NotCompressed = "not_compressed", MalformedZlib,
        "The base64 holds the JSON itself. Compress the JSON with zlib first (Python zlib.compress, PHP gzcompress, Node.js deflateSync, Java Deflater), then encode it.",
        "base64 里直接是 JSON，没有压缩。要先用 zlib 压缩 JSON（Python zlib.compress、PHP gzcompress、Node.js deflateSync、Java Deflater），再做 base64。";
    /// Deflate without zlib's header and checksum.
    RawDeflate = "raw_deflate", MalformedZlib,
        "The JSON is compressed as raw deflate. The zlib format is needed (its first byte is 0x78): Python zlib.compress, PHP gzcompress and not gzdeflate, Node.js deflateSync and not deflateRawSync, Java new Deflater() without nowrap, .NET ZLibStream and not DeflateStream.",
        "JSON 用的是裸 deflate。需要的是 zlib 格式（首字节 0x78）：Python zlib.compress，PHP gzcompress 而不是 gzdeflate，Node.js deflateSync 而不是 deflateRawSync，Java 的 new Deflater() 不带 nowrap，.NET 用 ZLibStream 而不是 DeflateStream。";
    /// Gzip in place of zlib.
    Gzip = "gzip", MalformedZlib,
        "The JSON is compressed as gzip. The zlib format is needed: Python zlib.compress, PHP gzcompress and not gzencode, Node.js deflateSync and not gzipSync, Go compress/zlib, Java Deflater and not GZIPOutputStream.",
        "JSON 用的是 gzip。需要的是 zlib 格式：Python zlib.compress，PHP gzcompress 而不是 gzencode，Node.js deflateSync 而不是 gzipSync，Go compress/zlib，Java Deflater 而不是 GZIPOutputStream。";
    /// The JSON as it is, without compression and base64.
    PlainJson = "plain_json", MalformedBase64,
        "This is the JSON that belongs inside a ticket. Compress it with zlib, encode it with base64, and replace + by *, / by - and = by _.",
        "这是 UserSig 里面的 JSON。要先用 zlib 压缩，再做 base64，然后把 + 换成 *、/ 换成 -、= 换成 _。";
    /// The text that is signed, in place of the JSON.
    SignedText = "signed_text", MalformedJson,
        "This is the text that is signed (name:value lines). A ticket holds a JSON object with these fields and TLS.sig, compressed with zlib and encoded with Tencent's base64.",
        "这是待签名的文本（name:value 各一行）。UserSig 里应该是包含这些字段和 TLS.sig 的 JSON，用 zlib 压缩后再做腾讯云的 base64。";
    /// Content and signature side by side, as in a JWT.
    JoinedParts = "joined_parts", MalformedBase64,
        "Content and signature are joined by {0}, as in a JWT. In a ticket the signature is the field TLS.sig of the JSON; all of it is compressed with zlib and encoded with Tencent's base64.",
        "内容和签名用 {0} 连在了一起，像 JWT 那样。UserSig 的签名是 JSON 里的 TLS.sig 字段，整个 JSON 用 zlib 压缩后再做腾讯云的 base64。";
    /// The signature without the rest.
    SignatureOnly = "signature_only", MalformedZlib,
        "This is a signature alone ({0}). Put it as base64 into the field TLS.sig of the JSON, compress the JSON with zlib, and encode it with Tencent's base64.",
        "这只是签名（{0}）。把它的 base64 放进 JSON 的 TLS.sig 字段，JSON 用 zlib 压缩，再做腾讯云的 base64。";

    // What it contains.
    /// The fields are in an object inside the object.
    NestedFields = "nested_fields", MalformedField,
        "The fields are in an inner object ({0}). They belong directly into the outer one; the dot in TLS.identifier is part of the name.",
        "字段放在了内层对象（{0}）里。字段要直接放在最外层；TLS.identifier 里的点是名字的一部分。";
    /// Fields under other names.
    RenamedField = "renamed_field", MalformedField,
        "Fields have other names than Tencent's: {0}.",
        "字段名和腾讯云的不一致：{0}。";
    /// Fields that are not there.
    MissingField = "missing_field", MalformedField,
        "Fields are missing: {0}.",
        "缺少字段：{0}。";
    /// `TLS.ver` is not the text `2.0`.
    WrongVersion = "wrong_version", UnsupportedVersion,
        "TLS.ver is {0}. It must be the text \"2.0\", in quotes; a v1 ticket has no such field.",
        "TLS.ver 是 {0}。它必须是字符串 \"2.0\"（带引号）；v1 没有这个字段。";
    /// A value of another JSON type.
    WrongType = "wrong_type", MalformedField,
        "Values are of the wrong type: {0}.",
        "字段的类型不对：{0}。";
    /// The signature in hexadecimal digits.
    HexadecimalSignature = "hexadecimal_signature", MalformedField,
        "TLS.sig is {0}. It must be the base64 of the signature's raw bytes: take digest() and not hexdigest(), PHP's hash_hmac with true as its last argument, digest('base64') in Node.js.",
        "TLS.sig 是{0}。应该对签名的原始字节做 base64：用 digest() 而不是 hexdigest()，PHP 的 hash_hmac 最后一个参数传 true，Node.js 用 digest('base64')。";
    /// The signature in Tencent's or the URL-safe base64.
    MappedSignature = "mapped_signature", MalformedField,
        "TLS.sig is in {0}. Inside the JSON it is standard base64 with + / and = padding; only the whole ticket gets Tencent's characters.",
        "TLS.sig 用了{0}。JSON 里面的签名是标准 base64（+ / 和 = 填充）；只有整个 UserSig 才替换成腾讯云的字符。";
    /// The signature of another algorithm.
    SignatureLength = "signature_length", MalformedField,
        "TLS.sig has {0} bytes, {1}. {2}",
        "TLS.sig 有 {0} 字节，{1}。{2}";
    /// A time in another unit.
    Milliseconds = "milliseconds", MalformedField,
        "{0} is in {1}. It must be in whole seconds.",
        "{0} 的单位是{1}。应该是整数秒。";
    /// The userbuf's base64 is wrapped.
    UserbufLineBreaks = "userbuf_line_breaks", MalformedField,
        "TLS.userbuf has line breaks in its base64. Use an encoder that does not wrap lines and ends without one (Java Base64.getEncoder, Android NO_WRAP, Ruby strict_encode64, Python b64encode).",
        "TLS.userbuf 的 base64 里有换行。换用不折行、末尾不带换行的编码（Java Base64.getEncoder、Android NO_WRAP、Ruby strict_encode64、Python b64encode）。";
    /// A moment where a duration belongs.
    AbsoluteExpire = "absolute_expire", Expired,
        "{0} is {1}, which is a moment and no duration: the ticket is valid until the year {2}. It is the number of seconds counted from TLS.time, 15552000 for 180 days.",
        "{0} 是 {1}，这是时间点而不是时长：UserSig 到 {2} 年才过期。它应该是从 TLS.time 起的秒数，180 天是 15552000。";
    /// A PrivateMapKey that contradicts its ticket.
    PrivateMapKey = "private_map_key", UserbufMismatch,
        "The userbuf is a PrivateMapKey and does not agree with its ticket: {0}.",
        "userbuf 是权限票据（PrivateMapKey），但和 UserSig 对不上：{0}。";

    // What was signed.
    /// The JSON or an encoding of it was signed.
    SignedJson = "signed_json", BadSignature,
        "The signature was made over {0}. Sign the name:value lines instead, each with a line break after it.",
        "签名的对象是{0}。应该对 name:value 各占一行、每行末尾都有换行的文本签名。";
    /// The values were signed without their names.
    ValuesOnly = "values_only", BadSignature,
        "The signature was made over the values alone ({0}), as a formula on Tencent's pages has it. The packages sign lines of name, colon and value: TLS.identifier:… and so on.",
        "只对各个值做了签名（{0}），腾讯云文档页面上的公式就是这样写的。官方库签名的是“名字:值”的多行文本：TLS.identifier:… 等。";
    /// The lines were signed in another order.
    LineOrder = "line_order", BadSignature,
        "The lines were signed in this order: {0}. It must be {1}.",
        "签名文本的行序是：{0}。应为：{1}。";
    /// A line too many was signed.
    ExtraLine = "extra_line", BadSignature,
        "The signed text has a line too many: {0}. Leave it out; TLS.userbuf is signed only if the ticket has one.",
        "签名文本多了一行：{0}。去掉它；只有带 userbuf 时才有 TLS.userbuf 这一行。";
    /// A line was signed under another name.
    RenamedLine = "renamed_line", BadSignature,
        "Lines of the signed text have other names: {0}.",
        "签名文本里的名字不对：{0}。";
    /// Something else than line breaks is between the lines, or than a colon inside them.
    Separator = "separator", BadSignature,
        "The signed text has {0}. Name and value are joined by a colon, and each line ends with one line feed (\\n, byte 0x0A).",
        "签名文本里{0}。名字和值之间是冒号，每行末尾是一个换行符（\\n，字节 0x0A）。";
    /// The two characters `\n` were signed.
    EscapedLineBreak = "escaped_line_break", BadSignature,
        "The text was signed with a backslash and the letter {0} where the line break belongs. Write it so that the language makes one character of it: \"\\n\" in double quotes in PHP and shells.",
        "签名文本里的换行写成了反斜杠加字母 {0} 两个字符。要写成真正的换行符：PHP 和 shell 里用双引号的 \"\\n\"。";
    /// The last line has no line break.
    LastLineBreak = "last_line_break", BadSignature,
        "The line break after the last line was not signed. Every line ends with one, the last one, too: do not use join or trim.",
        "签名文本的最后一行没有换行。每一行末尾都要有换行，最后一行也要：不要用 join，也不要 trim。";
    /// The userbuf is in the ticket and was not signed.
    UserbufNotSigned = "userbuf_not_signed", BadSignature,
        "The ticket has a TLS.userbuf that was not signed. Add the line TLS.userbuf: with its base64 text, and a line break, at the end of the signed text.",
        "UserSig 里有 TLS.userbuf，但没有参与签名。在签名文本末尾加上 TLS.userbuf: 加它的 base64，再加换行。";
    /// The time that was signed is not the ticket's.
    OtherTime = "other_time", BadSignature,
        "The signed text has {0} as its time and the ticket has {1}. Read the clock once and use that number in both places.",
        "签名文本里的时间是 {0}，UserSig 里的是 {1}。只取一次当前时间，两处都用它。";
    /// The key was decoded first.
    KeyDecoded = "key_decoded", BadSignature,
        "The signature was made with the key decoded from {0}. Use the key's text as it is, as UTF-8 bytes: its 64 characters are not decoded.",
        "签名时先对密钥做了{0}解码。应直接使用密钥字符串的 UTF-8 字节，那 64 个字符不要解码。";
    /// The key was changed.
    KeyChanged = "key_changed", BadSignature,
        "The signature was made with the key changed: {0}. Use the key exactly as the console shows it.",
        "签名所用的密钥被改动过：{0}。要和腾讯云控制台里显示的完全一致。";
    /// Key and text are in each other's places.
    KeySwapped = "key_swapped", BadSignature,
        "Key and text are swapped in the call of HMAC. Compare the order of the arguments: the secret is the key, the lines are the message.",
        "调用 HMAC 时密钥和文本的位置反了。核对参数顺序：SecretKey 是 key，多行文本是 message。";
    /// A plain hash and no HMAC.
    NoHmac = "no_hmac", BadSignature,
        "The signature is SHA-256 of {0} and no HMAC. Use HMAC-SHA256 with the secret as its key.",
        "签名只是{0}的 SHA-256，不是 HMAC。应使用以 SecretKey 为密钥的 HMAC-SHA256。";
    /// No text fits the key.
    OtherKey = "other_key", BadSignature,
        "The key that was given did not make this signature: none of {0} texts and keys fits. {1}",
        "这个签名不是用给出的密钥生成的：试了 {0} 种文本和密钥，都对不上。{1}";

    // What it says.
    /// A v1 ticket and a secret, or the reverse.
    OtherVersion = "other_version", NoKeyForVersion,
        "The ticket is {0} and the key is for {1}. The console says which of the two the application uses; give the key that belongs to it.",
        "UserSig 是 {0}，给出的密钥却是 {1} 的。看一下 IM 控制台里应用用的是哪一种，并使用对应的密钥。";
    /// For another user.
    OtherIdentifier = "other_identifier", IdentifierMismatch,
        "The ticket is for the user {0}, and {1} was asked for{2}. Make the ticket for exactly the UserID that logs in.",
        "UserSig 属于 UserID {0}，登录的却是 {1}{2}。要用登录时的 UserID 来生成，一个字符都不能差。";
    /// For another application.
    OtherSdkappid = "other_sdkappid", SdkappidMismatch,
        "The ticket is for the SDKAppID {0}, and {1} was asked for. Backend and app must use the same one, and the key that belongs to it.",
        "UserSig 属于 SDKAppID {0}，给出的是 {1}。业务服务器和客户端要用同一个 SDKAppID，以及它自己的密钥。";
    /// Not valid any more.
    Expired = "expired", Expired,
        "The ticket expired on {1}, {0} before the time it was checked for (issued on {2}, valid for {3}). Make a new one, and compare the backend's clock.",
        "UserSig 已于 {1} 过期，比校验时刻早 {0}（签发于 {2}，有效期 {3}）。重新签发一个，并核对业务服务器的时钟。";
    /// From the future.
    IssuedLater = "issued_later", NotYetValid,
        "The ticket was issued on {1}, {0} after the time it was checked for. Compare the clocks, and the time zone if TLS.time is computed.",
        "UserSig 的签发时间是 {1}，比校验时刻晚 {0}。核对时钟；如果 TLS.time 是自己算的，再核对时区。";
}
