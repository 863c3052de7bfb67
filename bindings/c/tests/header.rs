//! `include/usersig.h` is what cbindgen makes of the sources. With `USERSIG_WRITE_HEADER` set, it is written.
//! `tests/frozen/usersig.h` is the header of the first 0.1, which every later one contains.
#![allow(clippy::unwrap_used)]

use std::path::Path;

/// The defaults of an option struct of the header, as a macro, which cbindgen does not make: its size, and zeros.
fn init(header: &str, name: &str) -> String {
    let (_, fields) = header.split_once(&format!("typedef struct {name} {{\n")).unwrap();
    let (fields, _) = fields.split_once("\n}").unwrap();
    let fields = fields.lines().filter(|line| line.ends_with(';')).skip(1);
    let zeros: String = fields.map(|field| if field.contains('*') { ", NULL" } else { ", 0" }).collect();
    format!(
        "/** The defaults of {name}: `{name} options = {}_INIT;`. */\n#define {0}_INIT {{sizeof({name}){zeros}}}\n",
        name.to_uppercase()
    )
}

#[test]
fn header_has_not_drifted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let [major, minor, patch] =
        ["MAJOR", "MINOR", "PATCH"].map(|part| std::env::var(format!("CARGO_PKG_VERSION_{part}")).unwrap());
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    config.after_includes = Some(format!(
        "\n/** The version of this header; usersig_version() tells that of the library. */\n\
         #define USERSIG_VERSION \"{}\"\n\
         /** The first number of it. */\n#define USERSIG_VERSION_MAJOR {major}\n\
         /** The second number of it. */\n#define USERSIG_VERSION_MINOR {minor}\n\
         /** The third number of it. */\n#define USERSIG_VERSION_PATCH {patch}\n",
        env!("CARGO_PKG_VERSION")
    ));
    let mut made = Vec::new();
    cbindgen::Builder::new().with_config(config).with_src(root.join("src/lib.rs")).generate().unwrap().write(&mut made);
    let made = String::from_utf8(made).unwrap();
    let inits = ["usersig_gen_options", "usersig_verifier_options", "usersig_verify_options"].map(|name| init(&made, name));
    let made = made.replace("\n#endif  /* USERSIG_H */", &format!("\n{}\n#endif  /* USERSIG_H */", inits.concat()));
    // C++98, which the drop-in headers are for, knows neither a type of an enumeration nor a comma at its end.
    let made = made.replace("defined(__cplusplus) ||", "__cplusplus >= 201103L ||").replace(",\n};", "\n};");
    let path = root.join("include/usersig.h");
    if std::env::var_os("USERSIG_WRITE_HEADER").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == made,
        "include/usersig.h is not up to date; write it with USERSIG_WRITE_HEADER=1 cargo test -p usersig-c --test header"
    );
}

/// What is declared: lines without comments, blanks, versions, the macros that grow with their structs, and the sum of the privileges.
fn declared(header: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(header);
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().map(str::trim);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with(['/', '*']));
    let grows = |line: &str| ["_INIT ", "USERSIG_VERSION", "USERSIG_PRIVILEGE_ALL "].iter().any(|name| line.contains(name));
    code.filter(|line| !grows(line)).map(|line| line.replace(',', "")).collect()
}

#[test]
fn programs_of_the_frozen_header_still_compile_and_run() {
    let (mut new, mut in_struct) = (declared("include/usersig.h").into_iter(), false);
    for line in declared("tests/frozen/usersig.h") {
        in_struct &= !line.starts_with('}');
        // Fields may only be added behind those that there were.
        let found = if in_struct { new.next().as_ref() == Some(&line) } else { new.any(|other| other == line) };
        assert!(found, "changed or gone, or has something new before it in its struct: {line}");
        in_struct |= line.starts_with("typedef struct") && line.ends_with('{');
    }
}
