//! `usersig keygen`: a key pair for v1 tickets.

use crate::args::KeygenArgs;
use crate::failure::Failure;
use crate::output::{self, Readers, Unfinished};
use crate::stderr;
use std::io::{self, Write};
use std::path::Path;
use usersig::PrivateKey;

const PRIVATE: &str = "private_key.txt";
const PUBLIC: &str = "public_key.txt";

pub(crate) fn run(args: &KeygenArgs) -> Result<(), Failure> {
    output::check_stdout()?;
    let (private, public) = (args.out.join(PRIVATE), args.out.join(PUBLIC));
    // Tells about both files before anything is done; the check that counts is in place_new.
    for (path, name) in [(&private, PRIVATE), (&public, PUBLIC)] {
        if path.symlink_metadata().is_ok() {
            return Err(exists(name));
        }
    }
    let key = PrivateKey::generate(args.curve.into())?;
    let private_pem = key.to_pem();
    let public_pem = key.public_key().to_pem();

    std::fs::create_dir_all(&args.out)
        .map_err(|error| Failure::Io("the folder given to --out cannot be made".to_owned(), error))?;
    place_new(&private, PRIVATE, private_pem.as_bytes(), Readers::Owner)?;
    if let Err(failure) = place_new(&public, PUBLIC, public_pem.as_bytes(), Readers::Everybody) {
        // Half a pair is no use. This file was made just now, by this process.
        let _ = std::fs::remove_file(&private);
        return Err(failure);
    }
    stderr::note(&format!("wrote {PRIVATE} and {PUBLIC}; keep the first one secret"));
    output::line(&private.display().to_string())
}

/// Puts a file in place in one step; never in the place of another.
fn place_new(path: &Path, name: &str, content: &[u8], readers: Readers) -> Result<(), Failure> {
    let placed = Unfinished::beside(path, readers).and_then(|mut file| {
        file.write_all(content)?;
        file.place(path)
    });
    placed.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(name),
        _ => Failure::Io(format!("{name} cannot be written in the folder given to --out"), error),
    })
}

fn exists(name: &str) -> Failure {
    let problem = io::Error::from(io::ErrorKind::AlreadyExists);
    Failure::Io(format!("{name} is not overwritten; choose another folder for --out"), problem)
}
