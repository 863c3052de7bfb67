//! Parts of texts, in both languages.

use crate::say::phrases;

phrases! {
    NOT_SAID = "", "";
    // What was given.
    NAME_IS = "The name `{0}` is", "名字 `{0}`";
    CHARACTERS_ARE = "Other text ({0} characters) is", "其他内容（{0} 个字符）";
    BLANKS_INSIDE = "{0} × inside, the first as character {1}", "内部 {0} 处，第一处是第 {1} 个字符";
    BLANKS_AROUND = "{0} × around", "首尾 {0} 处";
    BLANKS_FOR_PLUS = "+, which became a blank on its way through a form or URL", "+，经过表单或 URL 变成了空格";
    NOTHING_AT_ALL = "nothing at all", "空值";
    A_TEXT_FOR_IT = "a text that holds its place", "占位文字";
    A_TEMPLATE = "a template's variable", "模板变量";
    AN_OBJECT = "what a program shows of a function that was not called, or of a promise or task that was not awaited", "没有调用的函数，或没有 await 的 Promise、Task 的文本";
    THE_BEGINNING = "the beginning", "开头部分";
    THE_END = "the end", "末尾部分";
    A_COLUMN = ", as in a database column or buffer of {0}", "，像是长度为 {0} 的数据库字段或缓冲区";
    A_BUFFER = ", as in a buffer of {0} with the NUL at its end", "，像是长度为 {0}、末尾留了 NUL 的缓冲区";
    THE_SECRET = "the secret that was given as the key; keep it on the server", "给出的 SecretKey 本身，请只放在业务服务器上";
    A_SECRET = "a SecretKey (64 hexadecimal digits), which makes tickets and belongs on the server alone", "SecretKey（64 个十六进制字符），它用来生成 UserSig，只能放在业务服务器上";
    A_PEM = "a key or certificate", "密钥或证书";
    A_JWT = "a JWT of another service", "其他服务的 JWT";
    A_PAGE = "a page, perhaps an error page in place of the answer", "一个网页，可能是接口返回的错误页";
    AN_SDKAPPID = "an SDKAppID", "SDKAppID";
    A_NUMBER = "a number, and no code of Tencent's that is known here", "一个数字，也不是已知的腾讯云错误码";
    A_UUID = "a UUID", "UUID";
    A_USERBUF = "the userbuf of a PrivateMapKey without the ticket around it", "权限票据（PrivateMapKey）里的 userbuf，外面缺少 UserSig";
    OTHER_JSON = "JSON without a ticket in it", "不含 UserSig 的 JSON";
    A_LINK = "a URL without a ticket in it", "不含 UserSig 的 URL";
    ANOTHER_TOKEN = "a token of another kind ({0} characters)", "别的 token（{0} 个字符）";
    A_TEXT = "a text of {0} characters", "一段 {0} 个字符的文字";
    ONE_CASE = "all its letters are in one case, so something on its way changed them (toLowerCase, a column's collation); upper and lower case count", "字母全是同一种大小写，是被中途改掉的（toLowerCase、数据库字段的排序规则）；UserSig 区分大小写";
    STREAM_BREAKS = "characters in the middle were changed or lost on its way, or the generator writes a faulty zlib stream", "中间的字符在途中被改动或丢失，或者生成程序写出的 zlib 数据有错";
    CHECKSUM = "the checksum at the end is another; a character was changed on its way, or the generator writes a wrong one", "末尾的校验和不对：有字符在途中被改动，或者生成程序写错了校验和";
    REFUSED = "{0}", "{0}";
    UTF_16 = "a NUL or byte order mark, for the text is in UTF-16; save it as UTF-8", "NUL 或 BOM，文本是 UTF-16 编码；请存成 UTF-8";

    // How it is encoded.
    BASE64_OF_BASE64 = "base64 or hexadecimal digits of the finished ticket", "对成品又做了一次 base64 或十六进制";
    COMPRESSED_ONCE_MORE = "encoded or compressed before the compression", "压缩之前已经编码或压缩过一次";

    // What it contains.
    NAME_FOR = "`{0}` for `{1}`", "`{0}` 应为 `{1}`";
    IS_EMPTY = "{0} (it is empty)", "{0}（为空）";
    HAS_CONTROL = "{0} has a control character such as a line break", "{0} 含有换行等控制字符";
    NUMBER_FOR_TEXT = "{0} is a number and must be text in quotes", "{0} 是数字，应为带引号的字符串";
    WORD_FOR_TEXT = "{0} is null or a boolean and must be text in quotes, or absent if it is optional", "{0} 是 null 或布尔值，应为带引号的字符串；可选字段不用时不要写";
    NO_TEXT = "{0} is an object or a list and must be text in quotes", "{0} 是对象或数组，应为带引号的字符串";
    WORD_FOR_NUMBER = "{0} is null or a boolean and must be a whole number", "{0} 是 null 或布尔值，应为整数";
    NO_NUMBER = "{0} is no number and must be a whole number", "{0} 不是数字，应为整数";
    NOT_DECIMAL = "{0} has a blank, a sign or a leading zero and must be plain digits", "{0} 带有空格、符号或前导零，应为纯数字";
    FRACTION = "{0} has a fraction or exponent and must be a whole number", "{0} 带有小数或指数，应为整数";
    OUT_OF_RANGE = "{0} is a number out of its range", "{0} 超出取值范围";
    NO_BASE64 = "{0} is not in standard base64", "{0} 不是标准 base64";
    MILLISECONDS = "milliseconds", "毫秒";
    MICROSECONDS = "microseconds", "微秒";
    NANOSECONDS = "nanoseconds", "纳秒";
    TICKS = "ticks of 100 ns", "100 纳秒的 ticks";
    HEX_DIGITS = "in hexadecimal digits", "十六进制文本";
    BASE64_OF_HEX = "the base64 of hexadecimal digits", "对十六进制文本做的 base64";
    TENCENT = "Tencent's base64 (* - _)", "腾讯云的 base64（* - _）";
    URL_SAFE = "URL-safe base64 (- _, or no padding)", "URL-safe base64（- _，或没有填充）";
    NEEDS_MAC = "v2 needs the 32 bytes of HMAC-SHA256.", "v2 需要 HMAC-SHA256 的 32 字节。";
    NEEDS_DER = "v1 needs an ECDSA signature in DER (about 70 bytes, its first is 0x30).", "v1 需要 DER 格式的 ECDSA 签名（约 70 字节，首字节 0x30）。";
    SIDE_BY_SIDE = "r and s of ECDSA side by side, as JWT and WebCrypto have them", "是 ECDSA 的 r 和 s 直接相连，JWT 和 WebCrypto 用这种格式";
    MD5 = "as MD5 has", "像是 MD5";
    SHA1 = "as SHA-1 has", "像是 SHA-1";
    SHA224 = "as SHA-224 has", "像是 SHA-224";
    SHA256 = "as SHA-256 has", "像是 SHA-256";
    SHA384 = "as SHA-384 has", "像是 SHA-384";
    SHA512 = "as SHA-512 has", "像是 SHA-512";
    ECDSA = "as ECDSA has", "像是 ECDSA 签名";
    UNKNOWN_SIGNATURE = "as no usual signature has", "不是常见的签名长度";
    BYTE_ORDER = "its numbers are in little-endian byte order and must be big-endian (network order)", "里面的数字是小端序，应为大端序（网络字节序）";
    ROOM_IDENTIFIER = "it is for the user {0}, the ticket for {1}", "其中的 UserID 是 {0}，UserSig 的是 {1}";
    ROOM_SDKAPPID = "it is for the SDKAppID {0}, the ticket for {1}", "其中的 SDKAppID 是 {0}，UserSig 的是 {1}";
    ROOM_EXPIRY = "its expiry is {0} and the ticket ends at {1}; it is a moment, TLS.time plus TLS.expire, from one reading of the clock", "其中的过期时间是 {0}，UserSig 的是 {1}；它是时间点（TLS.time 加 TLS.expire），且只取一次当前时间";
    ROOM_ZERO = "its room number is 0; a room with a name needs the layout of version 1", "数字房间号是 0；字符串房间要用版本 1 的布局";
    ROOM_COUNT = "its length of the identifier is {0} and must be {1}, in UTF-8 bytes", "其中 UserID 的长度写成 {0}，按 UTF-8 字节数应为 {1}";
    ROOM_LENGTH = "it has {0} bytes and must have {1}: version, length and identifier, SDKAppID, room, expiry, privileges, account type", "长度是 {0} 字节，应为 {1} 字节：版本、UserID 长度和 UserID、SDKAppID、房间号、过期时间、权限位、账号类型";
    ROOM_NAME_LENGTH = "it has {0} bytes; {1} and the room's name with its length of 2 bytes are needed", "长度是 {0} 字节；应为 {1} 字节，再加 2 字节长度和字符串房间号";

    // What was signed.
    THE_JSON = "the JSON", "JSON";
    JSON_IN_BASE64 = "JSON in base64", "JSON 的 base64";
    JSON_IN_HEX = "the JSON in hexadecimal digits", "JSON 的十六进制";
    TEXT_IN_BASE64 = "the base64 of the right text", "正确文本的 base64";
    TEXT_IN_HEX = "the hexadecimal digits of the right text", "正确文本的十六进制";
    JOINED_BY = "with {0} between them", "之间是{0}";
    VALUES_AND_BASE64 = "followed by their base64", "后面再接它们的 base64";
    BETWEEN_LINES = "{0} between the lines", "行与行之间是{0}";
    BETWEEN_NAMES = "{0} between name and value", "名字和值之间是{0}";
    NOTHING = "nothing", "空";
    LINE_FEED = "a line feed", "换行符";
    CR_LF = "CR and LF", "回车加换行";
    CR = "CR", "回车";
    TWO_LINE_FEEDS = "two line feeds", "两个换行符";
    TAB = "a tab", "制表符";
    BLANK = "a blank", "空格";
    HEXADECIMAL = "hexadecimal digits", "十六进制";
    BASE64 = "base64", "base64 ";
    KEY_LINE_BREAK = "with a line break at its end", "末尾多了换行";
    KEY_QUOTES = "with quotation marks around it", "外面带着引号";
    KEY_UPPER = "in upper case", "转成了大写";
    KEY_LOWER = "in lower case", "转成了小写";
    KEY_BLANK = "with a blank at an end", "首尾多了空格";
    KEY_BOM = "with a byte order mark in front of it", "前面多了 BOM";
    KEY_BASE64 = "encoded in base64", "做了 base64 编码";
    KEY_CUT = "cut", "被截断";
    KEY_TWICE = "written twice", "重复了两遍";
    KEY_REVERSED = "read backwards", "前后颠倒";
    THE_TEXT = "the text", "文本";
    TEXT_THEN_KEY = "the text and then the key", "文本加密钥";
    KEY_THEN_TEXT = "the key and then the text", "密钥加文本";
    EMPTY_KEY = "It was made with an empty key: the variable or setting that holds the secret is not set.", "它是用空密钥生成的：存放 SecretKey 的变量或配置没有值。";
    KEY_IS_TEXT = "It was made with the text `{0}` as its key: the variable that holds the secret is not set.", "它的密钥是文本 `{0}`：存放 SecretKey 的变量没有值。";
    WHOSE_SECRET = "It is another application's, or one that was replaced. Compare the key of this SDKAppID in the console: Display key on the application's Basic Information (Chinese site: 应用管理 > 查看密钥 > 显示密钥). Or the generator signs a text that is not known here.", "可能是另一个应用的密钥，或者腾讯云控制台里已经换过。到 IM 控制台“应用管理 > 查看密钥 > 显示密钥”核对这个 SDKAppID 的密钥。也可能签名的是这里不认识的文本。";
    WHOSE_PAIR = "It is another application's, or one that was replaced. Compare the public key of this SDKAppID in the console. Or the generator signs a text that is not known here.", "可能是另一个应用的密钥，或者腾讯云控制台里已经换过。到 IM 控制台核对这个 SDKAppID 的公钥。也可能签名的是这里不认识的文本。";

    // What it says.
    USER_UNSET = "; one of them was never set", "；其中一个没有赋值";
    USER_CASE = "; they differ in upper and lower case", "；只差大小写";
    USER_BLANK = "; they differ in white space", "；只差空白";
    USER_BASE64 = "; one is the base64 of the other", "；一个是另一个的 base64";
    USER_QUOTES = "; one of them has quotation marks", "；其中一个带着引号";
    ONE_DAY = "1 day", "1 天";
    DAYS = "{0} days", "{0} 天";
    ONE_HOUR = "1 hour", "1 小时";
    HOURS = "{0} hours", "{0} 小时";
    ONE_MINUTE = "1 minute", "1 分钟";
    MINUTES = "{0} minutes", "{0} 分钟";
    ONE_SECOND = "1 second", "1 秒";
    SECONDS = "{0} seconds", "{0} 秒";
    TWO_UNITS = "{0} {1}", "{0} {1}";
}
