//! In which language people are told things, and the Chinese for what the core and this command say in English.

use clap::ValueEnum;
use std::sync::LazyLock;
use usersig_explain::Language;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

/// As `--lang` says, or else the environment. The arguments are looked at here since what is wrong with them is told, too.
static OF_PEOPLE: LazyLock<Language> = LazyLock::new(|| {
    let mut args = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned());
    let asked = args.by_ref().find_map(|arg| match arg.strip_prefix("--lang")? {
        "" => Some(None),
        rest => rest.strip_prefix('=').map(|value| Some(value.to_owned())),
    });
    let asked = asked.and_then(|value| value.or_else(|| args.next())).and_then(|value| Lang::from_str(&value, false).ok());
    let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
    match asked {
        Some(Lang::En) => Language::English,
        Some(Lang::Zh) => Language::Chinese,
        None if locale().is_some_and(|value| value.as_encoded_bytes().starts_with(b"zh")) => Language::Chinese,
        None => Language::English,
    }
});

pub(crate) fn of_people() -> Language {
    *OF_PEOPLE
}

/// The text that is in the language of people.
pub(crate) fn say<T>(english: T, chinese: T) -> T {
    if of_people() == Language::Chinese { chinese } else { english }
}

/// What is said in English, line by line in the language of people. What has no Chinese stays as it is.
pub(crate) fn said(text: &str) -> String {
    if of_people() == Language::English {
        return text.to_owned();
    }
    let lines: Vec<_> = text.split('\n').map(|line| chinese(line).unwrap_or_else(|| line.to_owned())).collect();
    lines.join("\n")
}

fn chinese(line: &str) -> Option<String> {
    SENTENCES.iter().find_map(|(english, chinese)| filled(english, chinese, line))
}

/// `line`, if it is this English sentence with values in the places of `{}`, which are looked up as well.
fn filled(english: &str, sentence: &str, line: &str) -> Option<String> {
    let (start, places) = english.split_once("{}").map_or((english, None), |(start, places)| (start, Some(places)));
    let mut rest = line.strip_prefix(start)?;
    let mut values = Vec::new();
    for piece in places.into_iter().flat_map(|places| places.split("{}")) {
        let end = if piece.is_empty() { rest.len() } else { rest.find(piece)? };
        values.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    if !rest.is_empty() {
        return None;
    }
    let mut pieces = sentence.split("{}");
    let mut text = pieces.next()?.to_owned();
    for (value, piece) in values.into_iter().zip(pieces) {
        text.push_str(&chinese(value).unwrap_or_else(|| value.to_owned()));
        text.push_str(piece);
    }
    Some(text)
}

/// Sentences with their Chinese. A row is before those that it is part of.
#[rustfmt::skip]
const SENTENCES: &[(&str, &str)] = &[
    // vocabulary: sentences
    ("warning: {}", "警告：{}"),
    ("line {}: {}", "第 {} 行：{}"),
    ("{} (line {}, and {} more)", "{}（第 {} 行，另有 {} 处）"),
    ("{} (line {})", "{}（第 {} 行）"),
    ("{} (code {}): {}", "{}（错误码 {}）：{}"),
    ("The service's code for this: {}", "对应的腾讯云错误码：{}"),
    ("\"usersig explain\" shows more.", "用 usersig explain 看全部原因。"),
    ("For more information, try 'usersig --help'.", "用法见 usersig --help。"),
    ("For more information, try '--help'.", "用法见 --help。"),
    ("error: unexpected argument '{}' found", "错误：没有这个参数：{}"),
    ("error: unrecognized subcommand '{}'", "错误：没有这个子命令：{}"),
    ("error: unexpected value '{}' for '{}' found; no more were expected", "错误：{} 是 {} 的多余的值"),
    ("error: the following required arguments were not provided:", "错误：缺少这些参数："),
    ("error: invalid value '{}' for '{}': {}", "错误：值 {} 不能用于 {}：{}"),
    ("error: invalid value '{}' for '{}'", "错误：值 {} 不能用于 {}"),
    ("error: a value is required for '{}' but none was supplied", "错误：{} 后面缺少值"),
    ("error: the argument '{}' cannot be used with '{}'", "错误：{} 和 {} 不能同时用"),
    ("error: the argument '{}' cannot be used with:", "错误：{} 不能与这些参数同时用："),
    ("error: the argument '{}' cannot be used multiple times", "错误：{} 只能用一次"),
    ("error: '{}' requires a subcommand but one was not provided", "错误：{} 后面要有子命令"),
    ("  [possible values: {}]", "  可用的值：{}"),
    ("  [subcommands: {}]", "  子命令：{}"),
    ("Usage: {}", "用法：{}"),
    ("[not shown]", "（不显示）"),
    ("[argument {}]", "第 {} 个参数"),
    ("invalid digit found in string", "不是整数"),
    ("number would be zero for non-zero type", "不能是 0"),
    ("a duration is a number of seconds, or a number with d, h, m or s after it", "时长写秒数，或数字加 d、h、m、s"),
    ("No such file or directory (os error 2)", "文件或目录不存在"),
    ("Permission denied (os error 13)", "没有权限"),
    ("privileges must be a number, or some of {}", "权限位是一个数字，或其中几个：{}"),
    ("a port must be a number from 0 to 65535", "端口是 0 到 65535 的数字"),
    ("stdin holds the key; give the ticket as an argument, or the key as a file", "标准输入已用来读取密钥；UserSig 请写在参数里，或把密钥改成文件"),
    ("stdin holds the key; give the input as an argument, or the key as a file", "标准输入已用来读取密钥；要诊断的内容请写在参数里，或把密钥改成文件"),
    ("stdin holds the key; give the key or the identifiers as a file", "标准输入已用来读取密钥；请把密钥或 UserID 改成文件"),
    ("no key was given: use --key FILE for v1 tickets, or --secret-key-file FILE (or the environment variable USERSIG_SECRET_KEY) for v2 tickets", "没有给出密钥：v1 用 --key FILE，v2 用 --secret-key-file FILE 或环境变量 USERSIG_SECRET_KEY"),
    ("what to serve was not given: use --config FILE, or --sdkappid N with --key FILE or --secret-key-file FILE", "没有给出签发服务的配置：用 --config FILE，或 --sdkappid N 加 --key FILE、--secret-key-file FILE 之一"),
    ("--output must name a new file, or a regular file to replace, and not a device, a folder or a link to something else; - is stdout", "--output 只能是新文件，或要替换的普通文件，不能是设备、目录或指向它们的链接；- 表示标准输出"),
    ("the output would take the place of the key; name another file", "输出会覆盖密钥文件；请换一个文件名"),
    ("the output would take the place of the input; name another file", "输出会覆盖输入文件；请换一个文件名"),
    ("the input is longer than {} bytes; cut out the part with the ticket or the code", "要诊断的内容超过 {} 字节；请只保留带有 UserSig 或错误码的部分"),
    ("what {} names is longer than 65536 bytes; no key file is", "{} 的文件超过 65536 字节；密钥文件没有这么长"),
    ("an archive of v1 keys was given where the v2 secret belongs; use it as the EC key (--key of the command)", "这里需要 SecretKey，而给出的是 v1 的密钥压缩包；请用 --key"),
    ("{} takes the name of a file (not its content, for keys do not go on the command line), and there is none of that name: {}", "{} 后面写文件名（不是文件内容：密钥不要写在命令行里），没有这个文件：{}"),
    ("the file given to {} cannot be read: {}", "{} 的文件读不出来：{}"),
    ("stdin cannot be read for {}: {}", "标准输入读不出来（{}）：{}"),
    ("the ticket", "UserSig"),
    ("the input", "要诊断的内容"),
    ("--input cannot be read: {}", "--input 读不出来：{}"),
    ("--output cannot be written: {}", "--output 写不进去：{}"),
    ("stdout is closed, and the result goes there", "标准输出已关闭，结果写不出去"),
    ("stdout cannot be written: {}", "标准输出写不进去：{}"),
    ("the result cannot be written: {}", "结果写不出去：{}"),
    ("the manual pages cannot be written: {}", "手册页写不出去：{}"),
    ("the folder given to --out cannot be made: {}", "--out 的目录建不了：{}"),
    ("{} cannot be written in the folder given to --out: {}", "{} 写不进 --out 的目录：{}"),
    ("{} is not overwritten; choose another folder for --out: {}", "已有 {}，不会覆盖；请给 --out 换一个目录：{}"),
    ("wrote {} and {}; keep the first one secret", "已写出 {} 和 {}；前一个不要泄露"),
    ("reading the ticket from the terminal; end it with Enter and Ctrl-D", "正在从终端读取 UserSig，输入完按 Enter 和 Ctrl-D"),
    ("reading the input from the terminal; end it with Enter and Ctrl-D", "正在从终端读取要诊断的内容，输入完按 Enter 和 Ctrl-D"),
    ("{} tickets in {} s", "{} 个 UserSig，用时 {} 秒"),
    ("1 line was left out, see above", "有 1 行出错跳过了，见上文"),
    ("{} lines were left out, see above", "有 {} 行出错跳过了，见上文"),
    ("the first line of the input was taken for the name of a column", "输入的第一行当作了列名"),
    ("no column is called \"identifier\"; the first one was taken, from the first row on", "没有名为 identifier 的列，取的是第一列，第一行也算数据"),
    ("its first row holds several of comma, semicolon and tab; the columns must be separated by one of them, or one of them must be called identifier", "第一行里逗号、分号、制表符不止一种；请只用一种分隔，或把一列命名为 identifier"),
    ("its first line holds a comma, a semicolon or a tab, and so it may be a table: the name of a table must end in .csv, or one of its columns must be called identifier", "第一行里有逗号、分号或制表符，可能是表格；表格的文件名要以 .csv 结尾，或把一列命名为 identifier"),
    ("it is UTF-16; save it as UTF-8", "是 UTF-16 编码；请另存为 UTF-8"),
    ("several of its columns may hold the identifiers; one alone must be called identifier", "有好几列都可能是 UserID；请只把一列命名为 identifier"),
    ("the row that starts on line {} is longer than 1 MiB; a quotation mark may be left open", "从第 {} 行开始的这一行超过 1 MiB，可能有引号没有闭合"),
    ("the row that starts on line {} has more than 16384 columns", "从第 {} 行开始的这一行超过 16384 列"),
    ("the identifier holds a comma, a semicolon or a tab, as the rows of a table do; one of its columns must be called identifier on the first line, or the identifier must be in quotation marks in a file whose name ends in .csv", "UserID 里有逗号、分号或制表符，像是表格的一行；请在第一行把一列命名为 identifier，或改用 .csv 文件并给 UserID 加引号"),
    ("the identifier is not UTF-8; save the file as UTF-8", "UserID 不是 UTF-8；请把文件另存为 UTF-8"),
    ("a ticket is missing", "少了一个 UserSig"),
    ("the identifier is longer than 32 bytes, which Tencent's packages rule out; shorten it", "UserID 超过 32 字节，官方库的文档不允许；请缩短"),
    ("the identifier has other characters than A-Z a-z 0-9 _ -, which Tencent's packages rule out", "UserID 含有 A-Z a-z 0-9 _ - 以外的字符，官方库的文档不允许"),
    ("the identifier begins or ends with a blank, which is part of it; trim it where it is read", "UserID 首尾有空白，空白也算 UserID 的一部分；请在读取处去掉"),
    ("the identifier is what programs write for a missing value (undefined, null, NaN); check where it comes from", "UserID 像是程序没取到值时写出来的（undefined、null、NaN）；请检查它从哪里来"),
    ("expire is {} days; Tencent's international pages allow at most ten years (3650 days); it looks like a date, and expire must be the seconds from the ticket's issue (until that date: {})", "有效期是 {} 天，腾讯云国际站的文档最长十年（3650 天）；看起来像时间点，有效期要写从签发时间算起的秒数（到那个时间点是 {} 秒）"),
    ("expire is {} days; Tencent's international pages allow at most ten years (3650 days); it looks like a date, and expire must be the seconds from the ticket's issue", "有效期是 {} 天，腾讯云国际站的文档最长十年（3650 天）；看起来像时间点，有效期要写从签发时间算起的秒数"),
    ("expire is {} days; Tencent's international pages allow at most ten years (3650 days)", "有效期是 {} 天，腾讯云国际站的文档最长十年（3650 天）"),
    ("the secret is an argument, which other users of this machine can see; \"usersig gen\" reads it from a file", "SecretKey 写在了参数里，这台机器的其他用户看得到；usersig gen 可以从文件读取"),
    ("the secret has capital letters, and the console's secrets have none; it is used as text, so that it is another key", "SecretKey 里有大写字母，腾讯云控制台的密钥没有；这里按文本原样使用，大小写不同就是另一个密钥"),
    ("the secret has fewer than the 64 characters of the console's secrets; it may have been cut when it was copied", "SecretKey 不足 64 个字符，可能没有复制完整"),
    ("the secret has more than the 64 characters of the console's secrets; more than it may have been copied", "SecretKey 超过 64 个字符，可能多复制了内容"),
    ("the secret holds other characters than the console's secrets, which are 64 hexadecimal digits; copy it again", "SecretKey 应为 64 个十六进制字符，这里有别的字符；请重新复制"),
    ("the identifier breaks the service's own rule, which was asked for: at most 32 bytes of A-Z a-z 0-9 _ -", "UserID 不符合 --strict 的要求：最长 32 字节，只能用 A-Z a-z 0-9 _ -"),
    ("the identifier is not valid Unicode text; it must be UTF-8 without lone surrogates, decode it where it is read", "UserID 不是有效的 Unicode 文本；请在读取处按 UTF-8 解码"),
    ("the ticket expired {} s before the time it was checked for; make a new one", "UserSig 在校验时间之前 {} 秒已过期；请重新生成"),
    ("the ticket was issued {} s after the time it was checked for; compare the clocks of both sides", "UserSig 的签发时间比校验时间晚 {} 秒；请核对两边的时钟"),
    ("the ticket is not text, and a UserSig is ASCII; pass it exactly as it was received", "UserSig 不是文本；UserSig 都是 ASCII 字符，请原样传递收到的内容"),
    ("the ticket is v1 (ECDSA) and the verifier holds only secret keys; give it the application's public key as well", "这是 v1（ECDSA-SHA256）的 UserSig，而给出的是 SecretKey；请用这个应用的公钥校验"),
    ("the ticket is v2 (HMAC) and the verifier holds only public keys; give it the application's secret key as well", "这是 v2（HMAC-SHA256）的 UserSig，而给出的是公钥；请用这个应用的 SecretKey 校验"),
    ("the ticket was made for another SDKAppID than the verifier's", "UserSig 是为另一个 SDKAppID 生成的"),
    ("the ticket was made for another identifier than the one asked for", "UserSig 是为另一个 UserID 生成的"),
    ("the ticket's signature was not made by this application's key; compare the key and the SDKAppID of both sides", "签名不是用这个应用的密钥生成的；请核对两边的密钥和 SDKAppID"),
    ("leeway and tolerance are given in seconds, from 0 to 86400 (one day); larger differences mean a wrong clock", "过期宽限是 0 到 86400 秒（一天）；相差更大说明时钟不准"),
    ("the operating system gave no random bytes; no key was made", "系统没有提供随机数，没有生成密钥"),
    ("no browser was found; open the address above in one", "没有找到浏览器；请自己打开上面的地址"),
    ("the debug page is for trying out, not for production; Ctrl-C ends it", "调试页面仅供调试，请勿用于生产环境；按 Ctrl-C 退出"),
    ("the debug page cannot listen on a port of 127.0.0.1: {}", "调试页面无法监听 127.0.0.1 的端口：{}"),
    ("the debug page cannot listen on port {} of 127.0.0.1: {}", "调试页面无法监听 127.0.0.1 的端口 {}：{}"),
    ("the debug page ended: {}", "调试页面已退出：{}"),
    ("signals cannot be listened to: {}", "无法接收信号：{}"),
    ("the configuration is good", "配置没有问题"),
    ("the token is on stdout, for the caller alone; in the configuration:", "token 已写到标准输出，只交给调用方；配置里写："),
    ("the SDKAppID must be from 1 to 4294967295; copy it from the application's page in the console", "SDKAppID 必须是 1 到 4294967295；请到腾讯云控制台的应用页面复制"),
    ("the identifier is empty; give the user's ID", "UserID 为空；请填写"),
    ("the identifier is longer than 1024 bytes (the service itself takes at most 32)", "UserID 超过 1024 字节（腾讯云后台最多接受 32 字节）"),
    ("the identifier holds a control character (a line break, NUL, tab or DEL); trim it where it is read", "UserID 含有控制字符（换行、NUL、制表符或 DEL）；请在读取处去掉"),
    ("expire must be a number of seconds from 0 to 4294967295, counted from now and not a date", "有效期是从现在起的秒数，0 到 4294967295，不是日期"),
    ("the ticket would outlast the year 9999; shorten expire", "UserSig 会超过公元 9999 年；请缩短有效期"),
    ("a PrivateMapKey must end before 2106-02-07, the last moment its 32 bits can name; shorten expire", "PrivateMapKey 必须在 2106-02-07 之前结束（32 位时间的上限）；请缩短有效期"),
    ("the userbuf is longer than 8192 bytes", "userbuf 超过 8192 字节"),
    ("a room number is from 1 to 4294967294; a room with a text name is made with its name instead", "数字房间号是 1 到 4294967294；字符串房间号请选择“字符串房间号”"),
    ("a room name has 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,", "字符串房间号为 1 到 64 字节，可用字母、数字、空格和 !#$%&()+-:;<=.>?@[]^_{}|~,"),
    ("the ticket would be longer than 16384 bytes; shorten the userbuf", "UserSig 会超过 16384 字节；请缩短 userbuf"),
    ("a time is given in unix seconds (not milliseconds), from 0 to 253402300799", "时间必须是以秒为单位的 Unix 时间戳（不是毫秒），0 到 253402300799"),
    ("the key is empty; paste it, or choose its file", "密钥为空；请粘贴，或选择文件"),
    ("the key is empty; copy the whole file, with its BEGIN and END lines", "密钥为空；请复制整个文件，包括 BEGIN 和 END 行"),
    ("the key is longer than 65536 bytes; no key file is", "密钥超过 65536 字节；密钥文件没有这么长"),
    ("the secret is not text in UTF-8; the console's secrets are 64 hexadecimal digits, copy it again", "SecretKey 不是 UTF-8 文本；腾讯云控制台的密钥是 64 个十六进制字符，请重新复制"),
    ("the secret is not text in UTF-8; save its file as UTF-8", "SecretKey 不是 UTF-8 文本；请把文件另存为 UTF-8"),
    ("the key is encrypted with a passphrase; decrypt it first, for example with: openssl pkey -in key.pem -out plain.pem", "密钥用口令加密了；请先解密，例如：openssl pkey -in key.pem -out plain.pem"),
    ("the text holds only curve parameters and no key; copy the whole file", "文本里只有曲线参数，没有密钥；请复制整个文件"),
    ("the key is not usable PEM: {}; {}", "密钥不是可用的 PEM：{}；{}"),
    ("copy the whole file, with its BEGIN and END lines", "请复制整个文件，包括 BEGIN 和 END 行"),
    ("copy the file again, without a change", "请重新复制文件，不要改动"),
    ("give only the BEGIN line, the END line and what is between them", "请只给出 BEGIN 行、END 行和两行之间的内容"),
    ("give the file of this key alone", "请只给出这一个密钥的文件"),
    ("give the file's content", "请给出文件内容"),
    ("give the content of the key file", "请给出密钥文件的内容"),
    ("save it as UTF-8", "请另存为 UTF-8"),
    ("decode it once", "请解码一次"),
    ("decode its percent signs first", "请先解码其中的百分号"),
    ("give the PEM file that it was made from", "请给出生成它的 PEM 文件"),
    ("give the public key's PEM file", "请给出公钥的 PEM 文件"),
    ("convert it to PEM", "请转换为 PEM"),
    ("convert it with: {}", "请用此命令转换：{}"),
    ("it is longer than 16384 bytes", "超过 16384 字节"),
    ("its base64 text is damaged", "base64 内容已损坏"),
    ("its content is damaged", "内容已损坏"),
    ("its END line is missing", "缺少 END 行"),
    ("its END line does not belong to its BEGIN line", "END 行与 BEGIN 行不匹配"),
    ("a second BEGIN line stands before the first END line", "第一个 END 行之前出现了第二个 BEGIN 行"),
    ("its content is cut off", "内容被截断"),
    ("its BEGIN line is damaged", "BEGIN 行已损坏"),
    ("there is something before BEGIN on its line, such as a name or a quote", "BEGIN 所在行的前面有别的内容，例如名称或引号"),
    ("there is something after END on its line, such as a quote or a comma", "END 所在行的后面有别的内容，例如引号或逗号"),
    ("it has no whole BEGIN line", "没有完整的 BEGIN 行"),
    ("it is base64 of a whole PEM file", "是整个 PEM 文件的 base64"),
    ("it is DER", "是 DER"),
    ("it is in hexadecimal", "是十六进制"),
    ("it is URL-encoded", "经过了 URL 编码"),
    ("it is only a point of the curve", "只是曲线上的一个点"),
    ("it is a JSON Web Key", "是 JSON Web Key"),
    ("it is in OpenSSH's form", "是 OpenSSH 格式"),
    ("it is in UTF-16", "是 UTF-16 编码"),
    ("it is not text in UTF-8", "不是 UTF-8 文本"),
    ("its BEGIN and END lines are missing", "缺少 BEGIN 和 END 行"),
    ("it has no BEGIN line", "没有 BEGIN 行"),
    ("it looks like the name of a file", "看起来是文件名"),
    ("the key does not name its curve; export it again with a named curve", "密钥没有写明曲线；请以命名曲线重新导出"),
    ("the key spells its curve out instead of naming it; convert it with: openssl ec -in key.pem -param_enc named_curve -out named.pem (-pubin for a public key)", "密钥展开写出了曲线参数而没有使用曲线名；请用此命令转换：openssl ec -in key.pem -param_enc named_curve -out named.pem（公钥加 -pubin）"),
    ("the key is on the curve {}; UserSig keys are on P-256 (prime256v1) or secp256k1", "密钥使用曲线 {}；UserSig 的密钥使用 P-256（prime256v1）或 secp256k1"),
    ("{} was given where an EC key on P-256 or secp256k1 belongs; use the key file from the application's console", "这里需要 P-256 或 secp256k1 的私钥或公钥，给出的是：{}；请使用腾讯云控制台应用页面的密钥文件"),
    ("{} was given where {} belongs; use the matching file from the application's console", "给出的是：{}；这里需要：{}。请使用腾讯云控制台应用页面的对应文件"),
    ("a secret was given where {} in PEM belongs; load it as a secret key, for v2 tickets", "给出的是 SecretKey，这里需要 PEM 格式的密钥：{}"),
    ("a public key makes no tickets; use the private key", "公钥不能生成 UserSig；请使用私钥"),
    ("an EC private key", "私钥"),
    ("an EC public key", "公钥"),
    ("a private key", "私钥"),
    ("a public key", "公钥"),
    ("a certificate", "证书"),
    ("a certificate request", "证书请求"),
    ("an RSA key", "RSA 密钥"),
    ("an Ed25519 key", "Ed25519 密钥"),
    ("a DSA key", "DSA 密钥"),
    ("an OpenSSH key", "OpenSSH 密钥"),
    ("a key of another algorithm", "其他算法的密钥"),
    ("another kind of PEM", "另一种 PEM"),
    ("the secret is empty; copy it from the application's page in the console", "SecretKey 为空；请到腾讯云控制台的应用页面复制"),
    ("the secret is longer than 1024 bytes; the console's secrets have 64 characters", "SecretKey 超过 1024 字节；腾讯云控制台的密钥是 64 个字符"),
    ("the secret ends with a line break, as texts copied from a page or read from a file do; trim it", "SecretKey 末尾有换行（从网页复制或从文件读取时常见）；请去掉"),
    ("the secret has white space around it; trim it", "SecretKey 首尾有空白；请去掉"),
    ("the secret holds a control character; copy it again from the console", "SecretKey 里有控制字符；请从腾讯云控制台重新复制"),
    ("a key for v1 tickets was given where the v2 secret belongs (PEM, DER, a point, JWK or OpenSSH, in whatever encoding); load it as a private or public key", "这里需要 SecretKey，而给出的是 v1 UserSig 的密钥（PEM、DER、曲线上的点、JWK 或 OpenSSH，不论何种编码）；请作为私钥或公钥使用"),
    ("the secret holds a byte-order mark, a zero-width space or another character that is not ASCII; copy it again without that", "SecretKey 里有字节顺序标记、零宽空格或其他非 ASCII 字符；请去掉后重新复制"),
    ("the secret has its name before it, as in a line of an .env file; give only what stands after the = or :", "SecretKey 前面带着名称（像 .env 文件里的一行）；请只给出 = 或 : 之后的内容"),
    ("the secret has quotes around it, as in a line of an .env file; give only what stands between them", "SecretKey 首尾有引号（像 .env 文件里的一行）；请只给出引号之间的内容"),
    ("the secret holds braces, as JSON and unfilled templates do; give only the secret itself", "SecretKey 里有花括号（JSON 或未填写的模板才有）；请只给出密钥本身"),
    ("the secret has something before or after its 64 hexadecimal digits, such as a name or brackets; give only the digits", "SecretKey 的 64 个十六进制字符前后还有别的内容（例如名称或括号）；请只给出这 64 个字符"),
    ("the secret holds white space; copy it again from the console", "SecretKey 里有空白；请从腾讯云控制台重新复制"),
    ("the archive holds no file called private_key.txt or private_key", "压缩包里没有名为 private_key.txt 或 private_key 的文件"),
    ("the archive holds neither a public_key nor a private_key file", "压缩包里既没有 public_key 也没有 private_key 文件"),
    ("the key archive {}", "密钥压缩包{}"),
    ("is damaged; download it again", "已损坏；请重新下载"),
    ("is encrypted or damaged; unpack it and name the key file", "被加密或已损坏；请解压后选择密钥文件"),
    ("holds more than one key of this kind; unpack it and name the right file", "里有多个同类密钥；请解压后选择正确的文件"),
    ("holds a key file longer than 16384 bytes, so it is not the console's keys.zip", "里的密钥文件超过 16384 字节，不是腾讯云控制台的 keys.zip"),
    ("holds more than 64 files, so it is not the console's keys.zip", "里的文件超过 64 个，不是腾讯云控制台的 keys.zip"),
    ("the ticket is empty; pass the text that the server made", "UserSig 为空；请传入生成时返回的文本"),
    ("the input to explain must be at most 65536 bytes; cut out the part with the ticket or the code", "粘贴的内容不能超过 65536 字节；请只保留带有 UserSig 或错误码的部分"),
    ("the ticket is longer than 16384 bytes; no UserSig is", "UserSig 超过 16384 字节；UserSig 没有这么长"),
    ("the ticket inflates to more than 32768 bytes; no UserSig does", "UserSig 解压后超过 32768 字节；UserSig 没有这么长"),
    ("the ticket's identifier is longer than 1024 bytes; no UserSig's is", "UserSig 里的 UserID 超过 1024 字节；UserSig 没有这么长的"),
    ("the ticket's userbuf is longer than 8192 bytes; no UserSig's is", "UserSig 里的 userbuf 超过 8192 字节；UserSig 没有这么长的"),
    ("the ticket ends with a line break, as texts copied from a page or read from a file do; trim it", "UserSig 末尾有换行（从网页复制或从文件读取时常见）；请去掉"),
    ("the ticket holds white space; pass it exactly as it was made", "UserSig 里有空白；请原样传递生成时返回的文本"),
    ("the ticket is URL-encoded; decode the percent signs first", "UserSig 经过了 URL 编码；请先解码百分号"),
    ("the ticket uses the standard base64 alphabet; a UserSig has * - _ in place of + / =", "UserSig 用了标准 base64 字母表；UserSig 用 * - _ 代替 + / ="),
    ("the ticket is not in Tencent's base64 (A-Z a-z 0-9 * - with _ as padding); it was changed or cut on its way, or made by a faulty generator", "UserSig 不是腾讯云的 base64（A-Z a-z 0-9 * -，以 _ 填充）；可能在途中被改动或截断，也可能是生成程序有误"),
    ("character {} of the ticket (U+{}) is not in Tencent's base64 (A-Z a-z 0-9 * - with _ as padding); compare it with the ticket that was made", "UserSig 的第 {} 个字符（U+{}）不属于腾讯云的 base64（A-Z a-z 0-9 * -，以 _ 填充）；请与业务服务器生成的 UserSig 比较"),
    ("the ticket's zlib stream is damaged; it was changed or cut on its way, or made by a faulty generator, compare it with the ticket that was made", "UserSig 的 zlib 数据已损坏；可能在途中被改动或截断，也可能是生成程序有误，请与业务服务器生成的 UserSig 比较"),
    ("the ticket does not hold exactly one JSON object in which no key stands twice; it was not made by a correct generator", "UserSig 里必须是一个 JSON 对象，而且不能有重复的键；生成它的程序有误"),
    ("the ticket's TLS.ver is neither absent (v1) nor \"2.0\"; this library may be older than the ticket's version", "UserSig 的 TLS.ver 只能没有（v1）或者是 \"2.0\"；也可能是 usersig 的版本太旧"),
    ("the ticket's field {} {}; it was not made by a correct generator, ask for a new ticket", "UserSig 的字段 {} {}；生成它的程序有误，请重新生成"),
    ("the ticket's content is not text", "UserSig 的内容不是文本"),
    ("is missing", "缺失"),
    ("is not a JSON string", "不是 JSON 字符串"),
    ("is after the year 9999 (it must be unix seconds, not milliseconds)", "晚于公元 9999 年（必须是以秒为单位的 Unix 时间戳，不是毫秒）"),
    ("is not a whole number (a JSON integer or its decimal text, without sign, spaces and leading zeros)", "不是整数（JSON 整数或其十进制文本，没有符号、空格和前导零）"),
    ("is a number outside its range", "数值超出范围"),
    ("is empty", "为空"),
    ("holds a control character", "含有控制字符"),
    ("is not canonical base64", "不是规范的 base64"),
    ("is not a DER-encoded ECDSA signature", "不是 DER 编码的 ECDSA 签名"),
    ("is not a signature of 32 bytes", "不是 32 字节的签名"),
    ("is not a PrivateMapKey for this ticket's identifier and SDKAppID", "不是这个 UserSig 的 UserID 和 SDKAppID 的 PrivateMapKey"),
    ("the ticket carries a userbuf and none was expected; say so if any is welcome", "UserSig 携带 userbuf，而预期没有"),
    ("the ticket carries no userbuf and one was expected", "UserSig 没有携带 userbuf，而预期有"),
    ("the ticket carries another userbuf than the one expected", "UserSig 携带的 userbuf 与预期不同"),
    ("the system clock is before 1970; set the clock", "系统时钟早于 1970 年；请校准时钟"),
    ("the secret could not be prepared; please report this bug", "无法处理 SecretKey；请报告此问题"),
    ("the public key could not be derived; please report this bug", "无法得出公钥；请报告此问题"),
    ("signing failed; this is a bug in usersig, please report it", "签名失败；这是 usersig 的缺陷，请报告"),
    ("the ticket's JSON could not be written; this is a bug in usersig, please report it", "无法写出 UserSig 的 JSON；这是 usersig 的缺陷，请报告"),
    ("compression failed; this is a bug in usersig, please report it", "压缩失败；这是 usersig 的缺陷，请报告"),
    // vocabulary: end
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_places_in_both_languages() {
        for (english, chinese) in SENTENCES {
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(english), places(chinese), "{english}");
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) || chinese.is_ascii(), "{chinese}");
        }
    }

    #[test]
    fn values_are_looked_up_too() {
        let said = chinese("the key is not usable PEM: it is DER; convert it to PEM").unwrap();
        assert_eq!(said, "密钥不是可用的 PEM：是 DER；请转换为 PEM");
        let warned = chinese("warning: the identifier is empty; give the user's ID (line 3, and 4 more)").unwrap();
        assert_eq!(warned, "警告：UserID 为空；请填写（第 3 行，另有 4 处）");
        assert_eq!(chinese("something else: 1"), None);
    }
}
