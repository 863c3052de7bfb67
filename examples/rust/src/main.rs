//! Makes a ticket of each version on the published test keys and checks both.
//!
//! `cargo run -p usersig-example`

use usersig::{ExpectedUserbuf, inspect};
use usersig::{GenOptions, PrivateKey, PrivateMapKey, Privileges, Room, SecretKey, Signer, Verifier, VerifyOptions};

const SDKAPPID: u32 = 1_400_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/../keys");
    let private = PrivateKey::from_pem(&std::fs::read_to_string(format!("{keys}/p256/private_key.txt"))?)?;
    let secret = SecretKey::new(std::fs::read_to_string(format!("{keys}/secret.txt"))?.trim_end())?;

    // One verifier for an application that is moving from v1 to v2.
    let verifier = Verifier::new(SDKAPPID, private.public_key())?.with_key(secret.clone());

    let v1 = Signer::new(SDKAPPID, private)?.gen_sig("xiaojun")?;
    let v2_signer = Signer::new(SDKAPPID, secret)?;
    let v2 = v2_signer.gen_sig_with("xiaojun", &GenOptions::new().expire(86_400))?;
    for ticket in [&v1, &v2] {
        let verified = verifier.verify(ticket, "xiaojun")?;
        println!("version {} until {}: {ticket}", verified.version(), verified.expires_at());
    }

    let room = Room::Number(10_000);
    let may = Privileges::ENTER_ROOM | Privileges::RECEIVE_AUDIO | Privileges::RECEIVE_VIDEO;
    let map_key = v2_signer.gen_private_map_key("xiaojun", &room, may, &GenOptions::new().expire(3_600))?;
    let any = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    let permission: PrivateMapKey =
        verifier.verify_with(&map_key, "xiaojun", &any)?.private_map_key().ok_or("this is no PrivateMapKey")?;
    println!("PrivateMapKey for {:?}: {map_key}", permission.room());

    // What a ticket says, without any key: for looking at, not for trusting.
    println!("{:?}", inspect(&map_key)?);
    match verifier.verify(&v1, "somebody-else") {
        Ok(_) => unreachable!("a ticket is for one user"),
        Err(error) => println!("{} ({}): {error}", error.code(), error.code().number()),
    }
    Ok(())
}
