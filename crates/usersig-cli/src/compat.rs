//! `usersig compat`: the command-line tools of Tencent's libraries, for programs that start them.
//!
//! Such programs read stdout, the file with the ticket and the exit status: 0 even for a failure, as it was there. The words
//! that they compare are the old ones; what else is said is this command's own, and repeats no argument.

use crate::failure::Failure;
use crate::output;
use crate::warnings::Warnings;
use clap::Args;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use usersig::{
    Error, ErrorCode, ExpectedUserbuf, GenOptions, MAX_TICKET_LEN, Privileges, Room, SecretKey, Signer, SigningKey, Verifier,
    VerifyOptions, VerifyingKey, checked,
};
use usersig_server::key_file::{self, read_at_most};
use usersig_server::visible;
use zeroize::Zeroizing;

/// Be one of the old official tools, for programs that start them
///
/// The tools are tls_licence_tools, signature (also called linux-signature32, linux-signature64, windows-signature32.exe and
/// windows-signature64.exe) and tlssigapi_v2_tool. Arguments, what is printed, files and exit status are theirs: 0 even for
/// a failure, 255 for wrong arguments, with the usage. Warnings go to stderr. Under one of these names, as a link or copy of
/// it, the command does the same without "compat".
#[derive(Debug, Args)]
#[command(
    override_usage = "usersig compat <TOOL> [ARGUMENT]...",
    after_help = "Examples:\n  \
    usersig compat tls_licence_tools gen private_key.txt sig.txt 1400000000 xiaojun\n  \
    ln -s \"$(command -v usersig)\" tls_licence_tools && ./tls_licence_tools verify public_key.txt sig.txt 1400000000 xiaojun"
)]
pub(crate) struct CompatArgs {
    /// Which tool
    #[arg(value_parser = Tool::parse)]
    tool: Tool,

    /// Its arguments; without any, its usage
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<OsString>,
}

/// Which of the old tools; those with several names did the same under each.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tool {
    Licence,
    Signature,
    V2,
}

impl Tool {
    /// By the name of its program, on Windows with `.exe`.
    fn named(name: &str) -> Option<Self> {
        match name.strip_suffix(".exe").unwrap_or(name) {
            "tls_licence_tools" => Some(Self::Licence),
            "signature" | "linux-signature32" | "linux-signature64" | "windows-signature32" | "windows-signature64" => {
                Some(Self::Signature)
            }
            "tlssigapi_v2_tool" => Some(Self::V2),
            _ => None,
        }
    }

    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        Self::named(name).ok_or_else(|| "the tools are tls_licence_tools, signature and tlssigapi_v2_tool".to_owned())
    }

    const fn usage(self) -> &'static str {
        match self {
            Self::Licence => {
                "Usage, by usersig in the place of the official tool:\n\
                 \ttls_licence_tools gen PRIVATE_KEY_FILE SIG_FILE SDKAPPID IDENTIFIER\n\
                 \ttls_licence_tools gen_without_expire PRIVATE_KEY_FILE SIG_FILE SDKAPPID IDENTIFIER\n\
                 \ttls_licence_tools genexpire PRIVATE_KEY_FILE SIG_FILE SDKAPPID IDENTIFIER EXPIRE\n\
                 \ttls_licence_tools genuser PRIVATE_KEY_FILE SIG_FILE SDKAPPID IDENTIFIER EXPIRE USERBUF\n\
                 \ttls_licence_tools gen2 SECRET SIG_FILE SDKAPPID IDENTIFIER\n\
                 \ttls_licence_tools gen2user SECRET SIG_FILE SDKAPPID IDENTIFIER USERBUF\n\
                 \ttls_licence_tools verify PUBLIC_KEY_FILE SIG_FILE SDKAPPID IDENTIFIER\n\
                 \ttls_licence_tools verifyuser PUBLIC_KEY_FILE SIG_FILE SDKAPPID IDENTIFIER\n\
                 \ttls_licence_tools verify2 SECRET SIG_FILE SDKAPPID IDENTIFIER\n\
                 \ttls_licence_tools verify2user SECRET SIG_FILE SDKAPPID IDENTIFIER USERBUF\n\
                 \ttls_licence_tools dump TICKET\n"
            }
            Self::Signature => {
                "Usage, by usersig in the place of the official tool:\n\
                 \tsignature PRIVATE_KEY_FILE SDKAPPID IDENTIFIER\n"
            }
            Self::V2 => {
                "Usage, by usersig in the place of the official tool:\n\
                 \ttlssigapi_v2_tool gen SECRET SIG_FILE SDKAPPID USERID\n\
                 \ttlssigapi_v2_tool genuser SECRET SIG_FILE SDKAPPID USERID [USERBUF]\n\
                 \ttlssigapi_v2_tool genuserbystringroom SECRET SIG_FILE SDKAPPID USERID\n\
                 \ttlssigapi_v2_tool dump TICKET\n"
            }
        }
    }
}

/// What a command of an old tool does, with its four usual arguments: key, file of the ticket, SDKAppID, identifier.
enum Task<'a> {
    Make { key: Key, args: [&'a OsStr; 4], expire: Option<&'a OsStr>, carries: Carries<'a> },
    Check { key: Key, args: [&'a OsStr; 4], userbuf: ExpectedUserbuf<'a> },
    Dump(&'a OsStr),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    /// The file of an EC key, for v1.
    File,
    /// The secret itself, for v2.
    Secret,
}

enum Carries<'a> {
    Nothing,
    Userbuf(&'a [u8]),
    /// Everything that may be done in it.
    Room(Room),
}

impl<'a> Task<'a> {
    /// `None` for a command, or a number of arguments, that the tool does not have.
    fn new(tool: Tool, command: &str, args: &'a [OsString]) -> Option<Self> {
        let args: Vec<&OsStr> = args.iter().map(OsString::as_os_str).collect();
        if let (Tool::Licence | Tool::V2, "dump", &[ticket]) = (tool, command, args.as_slice()) {
            return Some(Self::Dump(ticket));
        }
        let (&args, more) = args.split_first_chunk()?;
        let make = |key, expire, carries| Some(Self::Make { key, args, expire, carries });
        let check = |key, userbuf| Some(Self::Check { key, args, userbuf });
        match (tool, command, more) {
            (Tool::Licence, "gen" | "gen_without_expire", []) => make(Key::File, None, Carries::Nothing),
            (Tool::Licence, "genexpire", &[expire]) => make(Key::File, Some(expire), Carries::Nothing),
            (Tool::Licence, "genuser", &[expire, userbuf]) => {
                make(Key::File, Some(expire), Carries::Userbuf(userbuf.as_encoded_bytes()))
            }
            (Tool::Licence, "gen2", []) | (Tool::V2, "gen", []) => make(Key::Secret, None, Carries::Nothing),
            (Tool::Licence, "gen2user", &[userbuf]) | (Tool::V2, "genuser", &[userbuf]) => {
                make(Key::Secret, None, Carries::Userbuf(userbuf.as_encoded_bytes()))
            }
            // The rooms of the official example: its tool takes none.
            (Tool::V2, "genuser", []) => make(Key::Secret, None, Carries::Room(Room::Number(10_000))),
            (Tool::V2, "genuserbystringroom", []) => make(Key::Secret, None, Carries::Room(Room::Name("10000657".to_owned()))),
            (Tool::Licence, "verify", []) => check(Key::File, ExpectedUserbuf::Absent),
            (Tool::Licence, "verifyuser", []) => check(Key::File, ExpectedUserbuf::Present),
            (Tool::Licence, "verify2", []) => check(Key::Secret, ExpectedUserbuf::Absent),
            (Tool::Licence, "verify2user", &[userbuf]) => {
                check(Key::Secret, ExpectedUserbuf::Exactly(userbuf.as_encoded_bytes()))
            }
            _ => None,
        }
    }

    /// What the tool prints.
    fn run(self, warnings: &mut Warnings) -> Result<String, Broken> {
        match self {
            Self::Make { key, args: [from, file, sdkappid, identifier], expire, carries } => {
                let secret = key == Key::Secret;
                let key = if secret { secret_key(from, warnings)?.into() } else { private_key(from)? };
                let ticket = ticket(key, sdkappid, identifier, expire, carries, warnings)?;
                let unopened = broken(-4, "the file for the ticket cannot be opened");
                let unwritten = broken(-5, "the ticket cannot be written to its file");
                File::create(file).map_err(unopened)?.write_all(ticket.as_bytes()).map_err(unwritten)?;
                Ok(if secret { format!("{ticket}\ngenerate sig ok\n") } else { "generate sig ok\n".to_owned() })
            }
            Self::Check { key, args: [from, file, sdkappid, identifier], userbuf } => {
                let ticket = read(file, 2 * MAX_TICKET_LEN, -1, "the file with the ticket")?;
                let key = match key {
                    Key::File => key_file::public_key(&read(from, key_file::MAX_LEN, -3, "the file with the public key")?)
                        .map(VerifyingKey::from),
                    Key::Secret => secret_key(from, warnings).map(VerifyingKey::from),
                };
                verified(key, &ticket, sdkappid, identifier, userbuf).map_err(|error| Broken {
                    said: format!("check sig faild: {}:{}", checked::check_err(&error), error.message()),
                    number: -5,
                })
            }
            Self::Dump(ticket) => match checked::ticket_text(ticket.as_encoded_bytes()).and_then(checked::ticket_json) {
                Ok(json) => Ok(visible::escaped(&json) + "\n"),
                Err(error) => Err(Broken { said: error.message().to_owned(), number: i32::from(checked::check_err(&error)) }),
            },
        }
    }
}

/// What an old tool says of a failure, and the number that it gives with it.
struct Broken {
    said: String,
    number: i32,
}

fn broken(number: i32, what: &str) -> impl FnOnce(std::io::Error) -> Broken {
    move |error| Broken { said: format!("{what}: {error}"), number }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self { said: format!("error msg: {} return {}", error.message(), checked::check_err(&error)), number: -3 }
    }
}

/// The old tool under whose name this process was started, with its arguments.
pub(crate) fn of_this_process() -> Option<CompatArgs> {
    let mut args = std::env::args_os();
    let tool = Tool::named(Path::new(&args.next()?).file_name()?.to_str()?)?;
    Some(CompatArgs { tool, args: args.collect() })
}

pub(crate) fn run(CompatArgs { tool, args }: &CompatArgs) -> Result<(), Failure> {
    let mut warnings = Warnings::new(false);
    let answer = match (tool, args.as_slice()) {
        (Tool::Signature, [key, sdkappid, identifier]) => {
            let ticket =
                private_key(key).and_then(|key| Ok(ticket(key, sdkappid, identifier, None, Carries::Nothing, &mut warnings)?));
            Some(ticket.unwrap_or_else(|broken| broken.said) + "\n")
        }
        (Tool::Signature, _) | (_, []) => None,
        (_, [command, rest @ ..]) => command.to_str().and_then(|command| {
            let printed = Task::new(*tool, command, rest)?.run(&mut warnings);
            Some(printed.unwrap_or_else(|Broken { said, number }| match command {
                "dump" => format!("cmd dump return {number} {said}\n"),
                _ => format!("{said}\ncmd {command} return {number}\n"),
            }))
        }),
    };
    output::bytes(answer.as_deref().unwrap_or(tool.usage()).as_bytes())?;
    // After the result, for programs that read both as one.
    warnings.tell();
    answer.map(drop).ok_or(Failure::OldUsage)
}

fn ticket(
    key: SigningKey,
    sdkappid: &OsStr,
    identifier: &OsStr,
    expire: Option<&OsStr>,
    carries: Carries<'_>,
    warnings: &mut Warnings,
) -> Result<String, Error> {
    let signer = Signer::new(number(sdkappid, ErrorCode::InvalidSdkappid, "the SDKAppID")?, key)?;
    let identifier = checked::identifier_text(identifier.as_encoded_bytes())?;
    let mut options = GenOptions::new();
    if let Some(expire) = expire {
        let expire = checked::expire(number(expire, ErrorCode::InvalidExpire, "the expiry")?)?;
        warnings.look_at_expire(expire, None);
        options = options.expire(expire);
    }
    let ticket = match carries {
        Carries::Nothing => signer.gen_sig_with(identifier, &options),
        Carries::Userbuf(bytes) => signer.gen_sig_with(identifier, &options.userbuf(bytes)),
        // What the official tool allows, whatever else there will be to allow.
        Carries::Room(room) => signer.gen_private_map_key(identifier, &room, Privileges::from_bits(255), &options),
    }?;
    warnings.look_at_identifier(identifier, None);
    Ok(ticket)
}

/// The old tools read the digits at the beginning, and took none for 0.
fn number(text: &OsStr, code: ErrorCode, what: &str) -> Result<i64, Error> {
    let number = text.to_str().and_then(|text| text.trim().parse().ok());
    number.ok_or_else(|| Error::new(code, format!("{what} must be a whole number")))
}

fn verified(
    key: Result<VerifyingKey, Error>,
    ticket: &[u8],
    sdkappid: &OsStr,
    identifier: &OsStr,
    userbuf: ExpectedUserbuf<'_>,
) -> Result<String, Error> {
    let verifier = Verifier::new(number(sdkappid, ErrorCode::InvalidSdkappid, "the SDKAppID")?, key?)?;
    let identifier = checked::identifier_text(identifier.as_encoded_bytes())?;
    // Editors and `echo` write a line break behind it.
    let text = checked::ticket_text(ticket.trim_ascii())?;
    let ticket = verifier.verify_with(text, identifier, &VerifyOptions::new().userbuf(userbuf))?;
    let mut printed = format!("verify sig ok\nexpire {} init time {}\n", ticket.expire(), ticket.issued_at());
    if let (ExpectedUserbuf::Present, Some(bytes)) = (userbuf, ticket.userbuf()) {
        printed += &format!("userbuf:{}\n", visible::escaped(&String::from_utf8_lossy(bytes)));
    }
    Ok(printed)
}

fn private_key(file: &OsStr) -> Result<SigningKey, Broken> {
    let bytes = read(file, key_file::MAX_LEN, -1, "the file with the private key")?;
    Ok(key_file::private_key(&bytes)?.into())
}

fn secret_key(secret: &OsStr, warnings: &mut Warnings) -> Result<SecretKey, Error> {
    warnings.add("the secret is an argument, which other users of this machine can see; \"usersig gen\" reads it from a file");
    let text = checked::secret_text(secret.as_encoded_bytes())?;
    if let Some(odd) = checked::odd_secret(text) {
        warnings.add(odd);
    }
    SecretKey::new(text)
}

fn read(file: &OsStr, limit: usize, number: i32, what: &str) -> Result<Zeroizing<Vec<u8>>, Broken> {
    let file = File::open(file).map_err(broken(number, &format!("{what} cannot be opened")))?;
    read_at_most(file, limit)
        .map_err(broken(number - 1, &format!("{what} cannot be read")))?
        .ok_or_else(|| Broken { said: format!("{what} is longer than {limit} bytes"), number: number - 1 })
}
