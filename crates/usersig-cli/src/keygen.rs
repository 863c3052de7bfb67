//! `usersig keygen`: a key pair for v1 tickets.

use crate::args::KeygenArgs;
use crate::failure::Failure;
use crate::output::{self, Readers};
use std::io::{self, Write};
use std::path::Path;
use usersig::PrivateKey;

pub(crate) fn run(args: &KeygenArgs) -> Result<(), Failure> {
    let private_path = args.out.join("private_key.txt");
    let public_path = args.out.join("public_key.txt");
    // Tells about both files before anything is done; the check that counts is in place_new.
    for path in [&private_path, &public_path] {
        if path.symlink_metadata().is_ok() {
            return Err(exists(path));
        }
    }
    let key = PrivateKey::generate(args.curve.into())?;
    let private_pem = key.to_pem()?;
    let public_pem = key.public_key()?.to_pem()?;

    std::fs::create_dir_all(&args.out).map_err(|error| Failure::Io(format!("{} cannot be made", args.out.display()), error))?;
    place_new(&private_path, private_pem.as_bytes(), Readers::Owner)?;
    if let Err(failure) = place_new(&public_path, public_pem.as_bytes(), Readers::Everybody) {
        // Half a pair is no use. This file was made just now, by this process.
        let _ = std::fs::remove_file(&private_path);
        return Err(failure);
    }
    output::note(&format!("wrote {} and {}; keep the first one secret", private_path.display(), public_path.display()));
    output::line(&private_path.display().to_string())
}

/// Puts a file in place in one step; never in the place of another.
fn place_new(path: &Path, content: &[u8], readers: Readers) -> Result<(), Failure> {
    let unwritable = |error| Failure::Io(format!("{} cannot be written", path.display()), error);
    let mut file = output::unfinished(path, readers).map_err(unwritable)?;
    file.write_all(content).and_then(|()| file.as_file().sync_all()).map_err(unwritable)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(path)),
        Err(failed) => Err(unwritable(failed.error)),
    }
}

fn exists(path: &Path) -> Failure {
    let problem = io::Error::from(io::ErrorKind::AlreadyExists);
    Failure::Io(format!("{} is not overwritten; choose another folder", path.display()), problem)
}
