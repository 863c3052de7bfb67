//! `usersig serve`: the service of the crate usersig-server.

use crate::args_serve::{OneArgs, ServeArgs, ServeCommand};
use crate::failure::Failure;
use crate::{output, stderr};
use usersig_server::serve::{self, Application, Config, ServeError, Source};

pub(crate) fn run(args: ServeArgs) -> Result<(), Failure> {
    match args.command {
        Some(ServeCommand::Token) => return token(),
        Some(ServeCommand::Reload { process }) => return Ok(serve::reload(process)?),
        None => {}
    }
    let source = match args.config {
        Some(path) => Source::File(path),
        None => Source::Options(Box::new(one(args.one)?)),
    };
    if args.check {
        for line in serve::check(&source)? {
            stderr::note(&line);
        }
        stderr::note("the configuration is good");
        return Ok(());
    }
    Ok(serve::run(source)?)
}

fn one(args: OneArgs) -> Result<Config, Failure> {
    let Some(sdkappid) = args.sdkappid else {
        let text = "what to serve was not given: use --config FILE, or --sdkappid N with --key FILE or --secret-key-file FILE";
        return Err(Failure::Usage(text.to_owned()));
    };
    let application = Application {
        sdkappid,
        key: args.key,
        secret_key_file: args.secret_key_file,
        max_expire: args.max_expire,
        ..Application::default()
    };
    Ok(Config::of_one(args.listen.unwrap_or_default(), application))
}

fn token() -> Result<(), Failure> {
    let new = serve::new_token()?;
    stderr::note(&format!(
        "the token is on stdout, for the caller alone; in the configuration:\n[[caller]]\nname = \"NAME\"\ntoken_sha256 = [\"{}\"]",
        new.sha256
    ));
    output::line(&new.token)
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Start(error)
    }
}
