//! The command line of `usersig serve`.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;
use usersig_server::duration::seconds;
use usersig_server::serve::Listen;

/// Run the service that makes and checks tickets over HTTP
///
/// Takes a configuration file, or the options for one application, and runs until it is told to end (SIGTERM, Ctrl-C).
/// SIGHUP has it read its configuration and keys again. It listens on 127.0.0.1:8080 unless told otherwise; other
/// hosts reach it only with TLS and callers who say who they are, which takes a configuration file. Logs are JSON lines
/// on stderr. The paths it answers are listed at /openapi.json. Keys come from files: USERSIG_SECRET_KEY is not read.
/// The exit status is 0 once it was told to end, and 2 where it cannot start.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  \
    usersig serve --sdkappid 1400000000 --key private_key.txt\n  \
    usersig serve --config usersig.toml --check\n  \
    usersig serve --config usersig.toml\n  \
    usersig serve token"
)]
pub(crate) struct ServeArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ServeCommand>,

    /// The configuration, a TOML file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "one")]
    pub(crate) config: Option<PathBuf>,

    /// Read the configuration and all files that it names, say what would run and what is wrong, and end
    #[arg(long)]
    pub(crate) check: bool,

    #[command(flatten)]
    pub(crate) one: OneArgs,
}

/// One application, without a configuration file.
#[derive(Debug, Args)]
#[group(id = "one", multiple = true)]
pub(crate) struct OneArgs {
    /// The application, 1 to 4294967295
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) sdkappid: Option<i64>,

    /// EC key for v1 tickets: the console's private_key.txt or keys.zip, or any PKCS#8 or SEC1 PEM
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, allow_hyphen_values = true, conflicts_with = "secret_key_file")]
    pub(crate) key: Option<PathBuf>,

    /// File with the console's secret for v2 tickets
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, allow_hyphen_values = true)]
    pub(crate) secret_key_file: Option<PathBuf>,

    /// The longest validity that a request may ask for: seconds, or 180d, 12h, 30m, 45s [default: 180d]
    #[arg(long, value_name = "DURATION", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) max_expire: Option<i64>,

    /// Where to listen: 127.0.0.1:8080, [::1]:8080, or unix: and the name of a socket [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<Listen>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ServeCommand {
    /// Make a token for a caller
    ///
    /// Prints the token, for the caller alone, and on stderr the line for the caller's place in the configuration.
    Token,

    /// Have a running service read its configuration again, and wait for the outcome
    ///
    /// For ExecReload of a systemd unit with RuntimeDirectory=: it sends SIGHUP and returns once the new configuration is in use
    /// (exit status 0), or says why it was refused (2).
    Reload {
        /// The service's process: systemd's $MAINPID
        #[arg(value_name = "PID")]
        process: u32,
    },
}
