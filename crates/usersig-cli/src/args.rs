//! The command line. Help, completions and manual pages are made from these types.

#[cfg(feature = "serve")]
use crate::args_serve::ServeArgs;
use crate::compat::CompatArgs;
#[cfg(feature = "console")]
use crate::console::ConsoleArgs;
use crate::input::Source;
use crate::language::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use usersig::{Curve, Privileges};
use usersig_server::duration::seconds;

const EXIT_STATUS: &str = "Exit status:\n  \
    0    done, or the ticket is valid\n  \
    1    the ticket is not valid; in a batch, some lines were left out\n  \
    2    wrong usage or input, or an output that cannot be written\n  \
    130  a batch was interrupted (Ctrl-C, SIGTERM, SIGHUP); nothing was written\n  \
    128 and a signal's number: the signal ended the command, for example 143 for SIGTERM\n\n\
    The result is one line on stdout; everything else goes to stderr.";

/// Make, check and look at UserSig tickets for Tencent Cloud Chat and TRTC
///
/// Version 1 tickets are signed with an EC private key, version 2 tickets with the console's secret; the key that is
/// given decides. Keys are read from files, stdin or the environment and, but for compat, never taken from the command line.
#[derive(Debug, Parser)]
#[command(name = "usersig", version, after_help = EXIT_STATUS)]
pub(crate) struct Cli {
    /// The language of what people read; JSON, words and numbers are the same in each [default: that of LC_ALL, LC_MESSAGES or LANG]
    // The parser checks it; language.rs looks at the arguments themselves, for errors of the parser too.
    #[arg(long, value_enum, global = true)]
    lang: Option<Lang>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Gen(GenArgs),
    Verify(VerifyArgs),
    Inspect(InspectArgs),
    Explain(ExplainArgs),
    Keygen(KeygenArgs),
    Batch(BatchArgs),
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    #[cfg(feature = "console")]
    Console(ConsoleArgs),
    Compat(CompatArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Which key. Values may start with a hyphen, or else the parser would repeat a PEM text that was given as a value.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct KeyArgs {
    /// EC key for v1 tickets: the console's private_key.txt or keys.zip, or any PKCS#8 or SEC1 PEM; - reads stdin
    ///
    /// To verify, a public key (PEM) is enough.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, allow_hyphen_values = true)]
    pub(crate) key: Option<Source>,

    /// File with the console's secret for v2 tickets; - reads stdin
    ///
    /// Where neither this nor --key is given, the environment variable USERSIG_SECRET_KEY holds the secret.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, allow_hyphen_values = true)]
    pub(crate) secret_key_file: Option<Source>,
}

impl KeyArgs {
    /// Whether stdin holds the key.
    pub(crate) fn are_on_stdin(&self) -> bool {
        [&self.key, &self.secret_key_file].into_iter().flatten().any(|key| matches!(key, Source::Stdin))
    }
}

/// What `gen` and `batch` have in common.
#[derive(Debug, Args)]
pub(crate) struct TicketArgs {
    /// The application, 1 to 4294967295
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) sdkappid: i64,

    #[command(flatten)]
    pub(crate) keys: KeyArgs,

    /// How long a ticket is valid: seconds, or 180d, 12h, 30m, 45s [default: 180d]
    ///
    ///
    #[arg(long, value_name = "DURATION", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) expire: Option<i64>,

    /// When a ticket is issued, in unix seconds [default: now]
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    pub(crate) issued_at: Option<i64>,

    /// Refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or not of A-Z a-z 0-9 _ - alone
    #[arg(long)]
    pub(crate) strict: bool,

    /// Leave out the warnings about what is accepted and probably a mistake
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// Make a ticket, or a PrivateMapKey for a room
///
/// Prints the ticket. With --room or --room-name and --privileges it is a PrivateMapKey.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    usersig gen --sdkappid 1400000000 --identifier xiaojun --key private_key.txt\n  \
    usersig gen --sdkappid 1400000000 --identifier xiaojun --secret-key-file secret.txt --expire 12h\n  \
    usersig gen --sdkappid 1400000000 --identifier xiaojun --secret-key-file secret.txt \\\n    \
    --room 10000 --privileges enter,send-audio,receive-audio")]
pub(crate) struct GenArgs {
    #[command(flatten)]
    pub(crate) ticket: TicketArgs,

    /// The user: 1 to 1024 bytes without control characters (the service itself takes 32)
    #[arg(long, value_name = "ID")]
    pub(crate) identifier: String,

    /// Bytes that the ticket carries, at most 8192: text, or @ and the name of a file
    #[arg(long, value_name = "TEXT|@FILE", conflicts_with = "which_room")]
    pub(crate) userbuf: Option<String>,

    /// Make a PrivateMapKey for this numeric room, 1 to 4294967294
    #[arg(long, value_name = "N", allow_negative_numbers = true, requires = "privileges", group = "which_room")]
    pub(crate) room: Option<i64>,

    /// Make a PrivateMapKey for this named room: 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,
    #[arg(long, value_name = "NAME", requires = "privileges", group = "which_room")]
    pub(crate) room_name: Option<String>,

    // vocabulary: privileges_help
    /// What the user may do in the room: a number (255 is everything), or names with commas between them
    ///
    /// The names: create (1), enter (2), send-audio (4), receive-audio (8), send-video (16), receive-video (32),
    /// send-screen (64), receive-screen (128), all (255).
    // vocabulary: end
    #[arg(long, value_name = "BITS|NAMES", value_parser = privilege_bits, allow_negative_numbers = true, requires = "which_room")]
    pub(crate) privileges: Option<i64>,
}

/// Check a ticket and print what it says
///
/// Prints one JSON object for a valid ticket. For any other: exit status 1, and on stderr the error's code, what it
/// means, and the service's code for it. A userbuf of any content is accepted and printed.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  usersig verify --sdkappid 1400000000 --identifier xiaojun --key public_key.txt < ticket.txt")]
pub(crate) struct VerifyArgs {
    /// The application, 1 to 4294967295
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) sdkappid: i64,

    /// The user that the ticket must be for
    #[arg(long, value_name = "ID")]
    pub(crate) identifier: String,

    #[command(flatten)]
    pub(crate) keys: KeyArgs,

    /// The moment to check for, in unix seconds [default: now]
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    pub(crate) now: Option<i64>,

    /// Accept tickets this long after their expiry, at most one day: seconds, or 30m, 45s [default: 0]
    #[arg(long, value_name = "DURATION", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) leeway: Option<i64>,

    /// Leave out the warnings about what is accepted and probably a mistake
    #[arg(long)]
    pub(crate) quiet: bool,

    /// The ticket; without it, or with -, it is read from stdin
    pub(crate) ticket: Option<String>,
}

/// Print what a ticket says, without verifying it
///
/// Prints one JSON object with "verified": false. Anybody can make a ticket that says anything.
#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// Only what may be in a public report: times and lengths, not whom or what the ticket is for
    #[arg(long)]
    pub(crate) redact: bool,

    /// The ticket; without it, or with -, it is read from stdin
    pub(crate) ticket: Option<String>,
}

/// Say everything that is wrong with a ticket, or what a code means
///
/// Takes whatever is at hand: a ticket, a URL, log line or JSON with a ticket in it, a code (70009, -100018, 0x4004) or a
/// text that an SDK shows. Prints all mistakes at once, in the order in which to mend them, then what the ticket says, then
/// the service's codes. With --sdkappid and --identifier it looks at what the ticket is for, and at the time; with a key
/// also at the signature, for which it looks for the text and the key that do fit. It reads generously in order to find
/// mistakes: nothing that it reads is thereby valid.
#[derive(Debug, Args)]
#[command(after_help = "Exit status:\n  \
    0  nothing is wrong in what could be looked at, or the code is known\n  \
    1  there are mistakes\n  \
    2  wrong usage or input\n\n\
    Examples:\n  \
    usersig explain 70009\n  \
    usersig explain --sdkappid 1400000000 --identifier xiaojun --secret-key-file secret.txt < ticket.txt")]
pub(crate) struct ExplainArgs {
    /// The application that the ticket should be for, 1 to 4294967295
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) sdkappid: Option<i64>,

    /// The user that the ticket should be for
    #[arg(long, value_name = "ID")]
    pub(crate) identifier: Option<String>,

    #[command(flatten)]
    pub(crate) keys: KeyArgs,

    /// The moment to look at the ticket for, in unix seconds [default: now, with --sdkappid or --identifier]
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    pub(crate) now: Option<i64>,

    /// Print one JSON object: {"findings": [{"word", "text"}], "ticket": as inspect prints it or null, "codes": [{"code", "text"}]}
    #[arg(long)]
    pub(crate) json: bool,

    /// The text, at most 65536 bytes; without it, or with -, it is read from stdin
    #[arg(allow_hyphen_values = true)]
    pub(crate) input: Option<String>,
}

/// Make a key pair for v1 tickets
///
/// Writes private_key.txt (for its owner alone) and public_key.txt, and prints the name of the private key's file.
/// Never overwrites anything.
#[derive(Debug, Args)]
pub(crate) struct KeygenArgs {
    /// The folder to write to; made where it does not exist
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,

    /// The curve of the key
    #[arg(long, value_enum, default_value_t = CurveName::P256)]
    pub(crate) curve: CurveName,
}

/// Make one ticket for each identifier of a file
///
/// The input is text with one identifier on each line, or CSV if its name ends in .csv or .tsv, separated by commas,
/// semicolons or tabs. In CSV the column called identifier counts, or userid, uid or account (in any case, with _ or -);
/// if no column is called so, the first one of every row. The output is CSV with the columns identifier and usersig,
/// in the input's order, readable by its owner alone. It appears whole or not at all, and takes the place of a regular
/// file of that name. A line that is not a usable identifier is reported with its number and left out; the exit status
/// is then 1. Prints the number of tickets.
///
/// Identifiers are written as they are. One that begins with = + - or @ is a formula to a spreadsheet program that opens
/// the output: import that column as text. --strict refuses those with = + or @.
#[derive(Debug, Args)]
pub(crate) struct BatchArgs {
    #[command(flatten)]
    pub(crate) ticket: TicketArgs,

    /// How many threads make tickets [default: one per core]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    pub(crate) threads: Option<NonZeroUsize>,

    /// The identifiers: ids.txt or ids.csv; - reads stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) input: Source,

    /// The file to write; with - the rows go to stdout as they are made, and no number is printed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  usersig completions bash > ~/.local/share/bash-completion/completions/usersig")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Print the manual page, or write one page for each command
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  usersig man --out ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Write the pages of all commands into this folder instead
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CurveName {
    /// The curve of today's v1 keys, also called prime256v1
    P256,
    /// The curve of some older applications' keys
    Secp256k1,
}

impl From<CurveName> for Curve {
    fn from(name: CurveName) -> Self {
        match name {
            CurveName::P256 => Self::P256,
            CurveName::Secp256k1 => Self::Secp256k1,
        }
    }
}

const PRIVILEGE_NAMES: &[(&str, Privileges)] = &[
    // vocabulary: privileges
    ("create", Privileges::CREATE_ROOM),
    ("enter", Privileges::ENTER_ROOM),
    ("send-audio", Privileges::SEND_AUDIO),
    ("receive-audio", Privileges::RECEIVE_AUDIO),
    ("send-video", Privileges::SEND_VIDEO),
    ("receive-video", Privileges::RECEIVE_VIDEO),
    ("send-screen", Privileges::SEND_SCREEN),
    ("receive-screen", Privileges::RECEIVE_SCREEN),
    // vocabulary: end
    ("all", Privileges::ALL),
];

/// Privilege bits, not yet checked to be 32 bits.
fn privilege_bits(text: &str) -> Result<i64, String> {
    if let Ok(number) = text.parse() {
        return Ok(number);
    }
    let mut all = Privileges::empty();
    for name in text.split(',').map(str::trim) {
        let Some((_, bit)) = PRIVILEGE_NAMES.iter().find(|(known, _)| *known == name) else {
            let names: Vec<_> = PRIVILEGE_NAMES.iter().map(|(known, _)| *known).collect();
            return Err(format!("privileges must be a number, or some of {}", names.join(",")));
        };
        all |= *bit;
    }
    Ok(all.bits().into())
}
