//! Writes what every language repeats from one table, `vocabulary.toml`. It knows the table and no language: what is written
//! where is in templates, each in the room of its language.
//!
//! - A file `X.jinja` renders to the file `X` beside it.
//! - A block between a line `vocabulary: NAME` and a line `vocabulary: end`, each in a comment, is the block NAME of the nearest
//!   `vocabulary.jinja` above the file that has it, or else of the one here. It takes the indentation of its first line.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HERE: &str = "crates/usersig-vocabulary";

fn main() -> Result<()> {
    for (file, text) in stale()? {
        fs::write(&file, text)?;
        println!("{}", file.display());
    }
    Ok(())
}

/// The generated files that are not what they must be, with what they must be.
fn stale() -> Result<Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let env = environment();
    let read = |name: &str| fs::read_to_string(root.join(name));
    let vocabulary = vocabulary(
        &env,
        &read("crates/usersig-vocabulary/vocabulary.toml")?,
        &read("ci/platforms.txt")?,
        &read("ci/checks/claims/claims.toml")?,
    )?;
    let listed =
        Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(&root).output()?;
    let mut stale = Vec::new();
    for name in String::from_utf8(listed.stdout)?.split_terminator('\0') {
        let file = root.join(name);
        // Neither pictures nor what was deleted and not yet committed.
        let Ok(source) = fs::read_to_string(&file) else { continue };
        let (generated, text) = if let Some(generated) = name.strip_suffix(".jinja") {
            if Path::new(generated).extension().is_none() {
                continue; // A room's blocks.
            }
            let mark = format!("Generated from {name} by `cargo run -p usersig-vocabulary`. Do not edit.");
            let context = context! { mark => mark, ..vocabulary.clone() };
            (root.join(generated), env.render_named_str(name, &source, context)?)
        } else {
            (file, with_blocks(&root, name, &source, &env, &vocabulary)?)
        };
        if fs::read_to_string(&generated).ok().as_ref() != Some(&text) {
            stale.push((generated, text));
        }
    }
    Ok(stale)
}

/// The text of a file, its blocks rendered anew.
fn with_blocks(root: &Path, name: &str, text: &str, env: &Environment<'_>, vocabulary: &Value) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        out.push_str(line);
        let Some(block) = marker(line) else { continue };
        let room = Path::new(name)
            .ancestors()
            .skip(1)
            .chain([Path::new(HERE)])
            .map(|room| room.join("vocabulary.jinja"))
            .find(|template| {
                fs::read_to_string(root.join(template)).is_ok_and(|source| source.contains(&format!("{{% block {block} %}}")))
            })
            .ok_or_else(|| format!("{name}: no room above it has the block {block}"))?;
        let source = fs::read_to_string(root.join(&room))?;
        let lang = if name.contains(".zh") { "zh" } else { "en" };
        let template = env.template_from_named_str(room.to_str().ok_or("no UTF-8")?, &source)?;
        let mut room = template.render_captured(context! { lang, room => name.split('/').nth(1), ..vocabulary.clone() })?;
        let indent = &line[..line.len() - line.trim_start().len()];
        for line in room.with_state_mut(|state| state.render_block(block))?.lines() {
            if !line.is_empty() {
                out.push_str(indent);
            }
            out.push_str(line);
            out.push('\n');
        }
        let end = lines.find(|line| marker(line) == Some("end"));
        out.push_str(end.ok_or_else(|| format!("{name}: the block {block} does not end"))?);
    }
    Ok(out)
}

/// The name in a line that begins or ends a block.
fn marker(line: &str) -> Option<&str> {
    let comment = ["<!--", "//", "/*", "#"].iter().find_map(|start| line.trim_start().strip_prefix(start))?;
    comment.trim_start().strip_prefix("vocabulary: ")?.split_whitespace().next()
}

/// The table, whose texts may name its limits; of the table of platforms each target and where it was run; and what is said about
/// packages of others.
fn vocabulary(env: &Environment<'_>, source: &str, platforms: &str, others: &str) -> Result<Value> {
    let limits: toml::Table = source.parse()?;
    let mut table: toml::Table = env.render_named_str("vocabulary.toml", source, Value::from_serialize(limits))?.parse()?;
    let rows = |name| table.get(name).and_then(toml::Value::as_array).into_iter().flatten();
    for error in rows("errors") {
        // Bindings tell kinds by their ranges.
        let kind = match error["number"].as_integer() {
            Some(1..=9) => "argument",
            Some(10..=19) => "key",
            Some(20..=39) => "ticket",
            _ => "internal",
        };
        if error["kind"].as_str() != Some(kind) {
            return Err(format!("the number of {} is one for the kind {kind}", error["word"]).into());
        }
        for code in error["service"].as_array().into_iter().flatten() {
            let code = toml::Value::from(code.to_string());
            let has = |row: &toml::Value, list: &str, item| row[list].as_array().is_some_and(|list| list.contains(item));
            if !rows("service").any(|row| has(row, "codes", &code) && has(row, "errors", &error["word"])) {
                return Err(format!("no row of the service has {code} for {}", error["word"]).into());
            }
        }
    }
    let platforms = platforms.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (target, run) = (line.split_whitespace().next()?, line.split_whitespace().last()?);
        Some(toml::Value::from(toml::Table::from_iter([("target".into(), target.into()), ("run".into(), run.into())])))
    });
    table.insert("platforms".into(), platforms.collect::<Vec<_>>().into());
    let others: toml::Table = others.parse()?;
    let attacks = others["attacks"].as_array().into_iter().flatten();
    let known: Vec<_> = attacks.map(|row| &row["id"]).collect();
    for claim in others["claims"].as_array().into_iter().flatten() {
        if let Some(attack) = claim.get("attack").filter(|attack| !known.contains(attack)) {
            return Err(format!("claims.toml has no attack {attack}").into());
        }
    }
    table.insert("others".into(), others.into());
    Ok(Value::from_serialize(table))
}

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    env.set_keep_trailing_newline(true);
    let capital = |text: &str| {
        let mut rest = text.chars();
        rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect::<String>()
    };
    env.add_filter("capital", move |text: &str| capital(text));
    // For the middle of a sentence; "TLS" stays.
    env.add_filter("inner", |text: &str| {
        let mut rest = text.chars();
        let first: String = rest.next().into_iter().flat_map(char::to_lowercase).collect();
        if rest.clone().next().is_some_and(char::is_uppercase) { text.to_owned() } else { first + rest.as_str() }
    });
    env.add_filter("camel", move |word: &str| word.split('_').map(capital).collect::<String>());
    // As lines of at most 120 columns, each behind the start of a comment.
    env.add_filter("comment", |text: &str, start: &str| {
        let mut lines = vec![start.to_owned()];
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if line.len() + 1 + word.len() <= 120 => line.extend([" ", word]),
                _ => lines.push(format!("{start} {word}")),
            }
        }
        lines.join("\n")
    });
    env.add_filter("quoted", |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    env
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_stale() -> super::Result<()> {
        let stale: Vec<_> = super::stale()?.into_iter().map(|(file, _)| file).collect();
        assert!(stale.is_empty(), "run `cargo run -p usersig-vocabulary` for {stale:?}");
        Ok(())
    }
}
