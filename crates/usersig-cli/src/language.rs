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
    let own = MESSAGES.iter().map(|(english, chinese)| (*english, *chinese));
    let shared = SHARED.iter().map(|(english, chinese)| (english.as_str(), chinese.as_str()));
    own.chain(shared).find_map(|(english, chinese)| filled(english, chinese, line))
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

/// The sentences of the core, as the debug page has them too: rows of two quoted texts.
static SHARED: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let row = |line: &str| {
        let (english, rest) = quoted(line.trim_start().strip_prefix('[')?)?;
        Some((english, quoted(rest.strip_prefix(", ")?)?.0))
    };
    usersig_server::MESSAGES_ZH.lines().filter_map(row).collect()
});

/// A text in quotes of either kind, and what is behind it.
fn quoted(source: &str) -> Option<(String, &str)> {
    let mut chars = source.chars();
    let quote = chars.next().filter(|c| matches!(c, '"' | '\''))?;
    let mut text = String::new();
    loop {
        match chars.next()? {
            '\\' => text.push(chars.next()?),
            c if c == quote => return Some((text, chars.as_str())),
            c => text.push(c),
        }
    }
}

/// What only the command says, and what the debug page shows in another way. A row comes before those that it is part of.
const MESSAGES: &[(&str, &str)] = &[
    // Around other sentences.
    ("warning: {}", "警告：{}"),
    ("line {}: {}", "第 {} 行：{}"),
    ("{} (line {}, and {} more)", "{}（第 {} 行，另有 {} 处）"),
    ("{} (line {})", "{}（第 {} 行）"),
    ("{} (code {}): {}", "{}（错误码 {}）：{}"),
    ("The service's code for this: {}", "对应的腾讯云错误码：{}"),
    ("\"usersig explain\" shows more.", "用 usersig explain 看全部原因。"),
    ("For more information, try 'usersig --help'.", "用法见 usersig --help。"),
    ("For more information, try '--help'.", "用法见 --help。"),
    // Arguments.
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
    (
        "stdin holds the key; give the ticket as an argument, or the key as a file",
        "标准输入已用来读取密钥；UserSig 请写在参数里，或把密钥改成文件",
    ),
    (
        "stdin holds the key; give the input as an argument, or the key as a file",
        "标准输入已用来读取密钥；要诊断的内容请写在参数里，或把密钥改成文件",
    ),
    ("stdin holds the key; give the key or the identifiers as a file", "标准输入已用来读取密钥；请把密钥或 UserID 改成文件"),
    (
        "no key was given: use --key FILE for v1 tickets, or --secret-key-file FILE (or the environment variable USERSIG_SECRET_KEY) for v2 tickets",
        "没有给出密钥：v1 用 --key FILE，v2 用 --secret-key-file FILE 或环境变量 USERSIG_SECRET_KEY",
    ),
    (
        "what to serve was not given: use --config FILE, or --sdkappid N with --key FILE or --secret-key-file FILE",
        "没有给出签发服务的配置：用 --config FILE，或 --sdkappid N 加 --key FILE、--secret-key-file FILE 之一",
    ),
    (
        "--output must name a new file, or a regular file to replace, and not a device, a folder or a link to something else; - is stdout",
        "--output 只能是新文件，或要替换的普通文件，不能是设备、目录或指向它们的链接；- 表示标准输出",
    ),
    ("the output would take the place of the key; name another file", "输出会覆盖密钥文件；请换一个文件名"),
    ("the output would take the place of the input; name another file", "输出会覆盖输入文件；请换一个文件名"),
    (
        "the input is longer than {} bytes; cut out the part with the ticket or the code",
        "要诊断的内容超过 {} 字节；请只保留带有 UserSig 或错误码的部分",
    ),
    ("what {} names is longer than 65536 bytes; no key file is", "{} 的文件超过 65536 字节；密钥文件没有这么长"),
    (
        "an archive of v1 keys was given where the v2 secret belongs; use it as the EC key (--key of the command)",
        "这里需要 SecretKey，而给出的是 v1 的密钥压缩包；请用 --key",
    ),
    // Files.
    (
        "{} takes the name of a file (not its content, for keys do not go on the command line), and there is none of that name: {}",
        "{} 后面写文件名（不是文件内容：密钥不要写在命令行里），没有这个文件：{}",
    ),
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
    // Batches.
    ("{} tickets in {} s", "{} 个 UserSig，用时 {} 秒"),
    ("1 line was left out, see above", "有 1 行出错跳过了，见上文"),
    ("{} lines were left out, see above", "有 {} 行出错跳过了，见上文"),
    ("the first line of the input was taken for the name of a column", "输入的第一行当作了列名"),
    (
        "no column is called \"identifier\"; the first one was taken, from the first row on",
        "没有名为 identifier 的列，取的是第一列，第一行也算数据",
    ),
    (
        "its first row holds several of comma, semicolon and tab; the columns must be separated by one of them, or one of them must be called identifier",
        "第一行里逗号、分号、制表符不止一种；请只用一种分隔，或把一列命名为 identifier",
    ),
    (
        "its first line holds a comma, a semicolon or a tab, and so it may be a table: the name of a table must end in .csv, or one of its columns must be called identifier",
        "第一行里有逗号、分号或制表符，可能是表格；表格的文件名要以 .csv 结尾，或把一列命名为 identifier",
    ),
    ("it is UTF-16; save it as UTF-8", "是 UTF-16 编码；请另存为 UTF-8"),
    (
        "several of its columns may hold the identifiers; one alone must be called identifier",
        "有好几列都可能是 UserID；请只把一列命名为 identifier",
    ),
    (
        "the row that starts on line {} is longer than 1 MiB; a quotation mark may be left open",
        "从第 {} 行开始的这一行超过 1 MiB，可能有引号没有闭合",
    ),
    ("the row that starts on line {} has more than 16384 columns", "从第 {} 行开始的这一行超过 16384 列"),
    (
        "the identifier holds a comma, a semicolon or a tab, as the rows of a table do; one of its columns must be called identifier on the first line, or the identifier must be in quotation marks in a file whose name ends in .csv",
        "UserID 里有逗号、分号或制表符，像是表格的一行；请在第一行把一列命名为 identifier，或改用 .csv 文件并给 UserID 加引号",
    ),
    ("the identifier is not UTF-8; save the file as UTF-8", "UserID 不是 UTF-8；请把文件另存为 UTF-8"),
    ("a ticket is missing", "少了一个 UserSig"),
    // Warnings.
    (
        "the identifier is longer than 32 bytes, which Tencent's packages rule out; shorten it",
        "UserID 超过 32 字节，官方库的文档不允许；请缩短",
    ),
    (
        "the identifier has other characters than A-Z a-z 0-9 _ -, which Tencent's packages rule out",
        "UserID 含有 A-Z a-z 0-9 _ - 以外的字符，官方库的文档不允许",
    ),
    (
        "the identifier begins or ends with a blank, which is part of it; trim it where it is read",
        "UserID 首尾有空白，空白也算 UserID 的一部分；请在读取处去掉",
    ),
    (
        "the identifier is what programs write for a missing value (undefined, null, NaN); check where it comes from",
        "UserID 像是程序没取到值时写出来的（undefined、null、NaN）；请检查它从哪里来",
    ),
    (
        "expire is {} days; Tencent's international pages allow at most ten years (3650 days); it looks like a date, and expire must be the seconds from the ticket's issue (until that date: {})",
        "有效期是 {} 天，腾讯云国际站的文档最长十年（3650 天）；看起来像时间点，有效期要写从签发时间算起的秒数（到那个时间点是 {} 秒）",
    ),
    (
        "expire is {} days; Tencent's international pages allow at most ten years (3650 days); it looks like a date, and expire must be the seconds from the ticket's issue",
        "有效期是 {} 天，腾讯云国际站的文档最长十年（3650 天）；看起来像时间点，有效期要写从签发时间算起的秒数",
    ),
    (
        "expire is {} days; Tencent's international pages allow at most ten years (3650 days)",
        "有效期是 {} 天，腾讯云国际站的文档最长十年（3650 天）",
    ),
    (
        "the secret is an argument, which other users of this machine can see; \"usersig gen\" reads it from a file",
        "SecretKey 写在了参数里，这台机器的其他用户看得到；usersig gen 可以从文件读取",
    ),
    (
        "the secret has capital letters, and the console's secrets have none; it is used as text, so that it is another key",
        "SecretKey 里有大写字母，腾讯云控制台的密钥没有；这里按文本原样使用，大小写不同就是另一个密钥",
    ),
    (
        "the secret has fewer than the 64 characters of the console's secrets; it may have been cut when it was copied",
        "SecretKey 不足 64 个字符，可能没有复制完整",
    ),
    (
        "the secret has more than the 64 characters of the console's secrets; more than it may have been copied",
        "SecretKey 超过 64 个字符，可能多复制了内容",
    ),
    (
        "the secret holds other characters than the console's secrets, which are 64 hexadecimal digits; copy it again",
        "SecretKey 应为 64 个十六进制字符，这里有别的字符；请重新复制",
    ),
    (
        "the secret is not text in UTF-8; the console's secrets are 64 hexadecimal digits, copy it again",
        "SecretKey 不是 UTF-8 文本；腾讯云控制台的密钥是 64 个十六进制字符，请重新复制",
    ),
    // Tickets.
    (
        "the identifier breaks the service's own rule, which was asked for: at most 32 bytes of A-Z a-z 0-9 _ -",
        "UserID 不符合 --strict 的要求：最长 32 字节，只能用 A-Z a-z 0-9 _ -",
    ),
    (
        "the identifier is not valid Unicode text; it must be UTF-8 without lone surrogates, decode it where it is read",
        "UserID 不是有效的 Unicode 文本；请在读取处按 UTF-8 解码",
    ),
    (
        "the ticket expired {} s before the time it was checked for; make a new one",
        "UserSig 在校验时间之前 {} 秒已过期；请重新生成",
    ),
    (
        "the ticket was issued {} s after the time it was checked for; compare the clocks of both sides",
        "UserSig 的签发时间比校验时间晚 {} 秒；请核对两边的时钟",
    ),
    (
        "the ticket is not text, and a UserSig is ASCII; pass it exactly as it was received",
        "UserSig 不是文本；UserSig 都是 ASCII 字符，请原样传递收到的内容",
    ),
    (
        "the ticket is v1 (ECDSA) and the verifier holds only secret keys; give it the application's public key as well",
        "这是 v1（ECDSA-SHA256）的 UserSig，而给出的是 SecretKey；请用这个应用的公钥校验",
    ),
    (
        "the ticket is v2 (HMAC) and the verifier holds only public keys; give it the application's secret key as well",
        "这是 v2（HMAC-SHA256）的 UserSig，而给出的是公钥；请用这个应用的 SecretKey 校验",
    ),
    ("the ticket was made for another SDKAppID than the verifier's", "UserSig 是为另一个 SDKAppID 生成的"),
    ("the ticket was made for another identifier than the one asked for", "UserSig 是为另一个 UserID 生成的"),
    (
        "the ticket's signature was not made by this application's key; compare the key and the SDKAppID of both sides",
        "签名不是用这个应用的密钥生成的；请核对两边的密钥和 SDKAppID",
    ),
    (
        "leeway and tolerance are given in seconds, from 0 to 86400 (one day); larger differences mean a wrong clock",
        "过期宽限是 0 到 86400 秒（一天）；相差更大说明时钟不准",
    ),
    ("the operating system gave no random bytes; no key was made", "系统没有提供随机数，没有生成密钥"),
    // The page and the service.
    ("no browser was found; open the address above in one", "没有找到浏览器；请自己打开上面的地址"),
    (
        "the debug page is for trying out, not for production; Ctrl-C ends it",
        "调试页面仅供调试，请勿用于生产环境；按 Ctrl-C 退出",
    ),
    ("the debug page cannot listen on a port of 127.0.0.1: {}", "调试页面无法监听 127.0.0.1 的端口：{}"),
    ("the debug page cannot listen on port {} of 127.0.0.1: {}", "调试页面无法监听 127.0.0.1 的端口 {}：{}"),
    ("the debug page ended: {}", "调试页面已退出：{}"),
    ("signals cannot be listened to: {}", "无法接收信号：{}"),
    ("the configuration is good", "配置没有问题"),
    ("the token is on stdout, for the caller alone; in the configuration:", "token 已写到标准输出，只交给调用方；配置里写："),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = usersig_server::MESSAGES_ZH.lines().filter(|line| line.starts_with("  [")).count();
        assert_eq!((SHARED.len(), rows > 100), (rows, true));
    }

    #[test]
    fn values_have_places_in_both_languages() {
        let own = MESSAGES.iter().map(|(english, chinese)| (*english, *chinese));
        for (english, chinese) in own.chain(SHARED.iter().map(|(english, chinese)| (english.as_str(), chinese.as_str()))) {
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
