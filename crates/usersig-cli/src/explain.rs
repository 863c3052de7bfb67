//! `usersig explain`: everything that is wrong with a ticket, and what a code means.

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::input::Source;
use crate::language::{of_people, say};
use crate::warnings::Warnings;
use crate::{keys, output, stderr};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use usersig::{Error, ErrorCode, ErrorKind, checked};
use usersig_explain::{Checked, Language, MAX_INPUT_LEN, Question, Report, Word};
use usersig_server::ticket_json::TicketJson;
use usersig_server::visible;
use zeroize::Zeroizing;

/// Of what programs may read.
const LANGUAGE: Language = Language::English;

#[derive(Serialize)]
struct Answer<'a> {
    findings: Vec<Found>,
    ticket: Option<TicketJson<'a>>,
    codes: Vec<Code>,
}

#[derive(Serialize)]
struct Found {
    word: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Code {
    code: &'static str,
    text: String,
}

pub(crate) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    let from_stdin = args.input.as_deref().is_none_or(|input| input == "-");
    if from_stdin && args.keys.are_on_stdin() {
        return Err(Failure::Usage("stdin holds the key; give the input as an argument, or the key as a file".to_owned()));
    }
    let mut warnings = Warnings::new(false);
    let key = keys::checking(&args.keys, &mut warnings)?;
    warnings.tell();
    let input = input(args.input.as_deref())?;
    let mut question = Question::new(&input);
    if let Some(sdkappid) = args.sdkappid {
        question = question.sdkappid(checked::sdkappid(sdkappid)?);
    }
    if let Some(identifier) = &args.identifier {
        question = question.identifier(identifier);
    }
    if let Some(now) = args.now {
        question = question.now(checked::unix_time(now)?);
    }
    if let Some(key) = &key {
        question = key.of(question);
    }
    let report = question.explain()?;
    if args.json {
        let answer = Answer {
            findings: report
                .findings()
                .iter()
                .map(|finding| Found { word: finding.word().as_str(), text: finding.text(LANGUAGE) })
                .collect(),
            ticket: report.ticket().map(TicketJson::from),
            codes: report.codes().iter().map(|code| Code { code: code.code(), text: code.text(LANGUAGE) }).collect(),
        };
        output::line(&to_json(&answer)?)?;
    } else {
        output::bytes(as_text(&report)?.as_bytes())?;
    }
    if report.findings().is_empty() { Ok(()) } else { Err(Failure::Found) }
}

/// For an error of `verify` or `inspect`: about the ticket, which is looked at again, or about the other arguments.
pub(crate) fn failure(error: Error, question: &Question<'_>) -> Failure {
    match error.kind() {
        ErrorKind::Ticket => {
            let instead = first(error.code(), question);
            Failure::NotValid(error, instead)
        }
        _ => Failure::Input(error),
    }
}

/// What is wrong first with a ticket that was refused, where that is certain and more than the refusal says.
fn first(error: ErrorCode, question: &Question<'_>) -> Option<String> {
    let causes = match error.number() {
        20..=26 => Word::Quotes..Word::AbsoluteExpire,
        31 => Word::SignedJson..Word::OtherKey,
        _ => return None,
    };
    let report = question.explain().ok()?;
    let certain = |word: Word| causes.contains(&word) && !matches!(word, Word::Damaged | Word::NotATicket);
    report.findings().iter().find(|finding| certain(finding.word())).map(|finding| finding.text(of_people()))
}

/// What is probably a mistake in a valid ticket: how long it is valid, and the room that it is for.
pub(crate) fn warn(ticket: &str, warnings: &mut Warnings) {
    let report = Question::new(ticket.as_bytes()).explain();
    for finding in report.iter().flat_map(Report::findings) {
        warnings.add(format!("{}: {}", finding.word().as_str(), finding.text(of_people())));
    }
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String, Failure> {
    visible::to_json(value).map_err(|error| Failure::Io("the result cannot be written".to_owned(), error.into()))
}

/// The input as it is, wiped when dropped: people paste keys.
fn input(argument: Option<&str>) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match argument {
        Some(text) if text != "-" => Ok(Zeroizing::new(text.as_bytes().to_vec())),
        _ => {
            if io::stdin().is_terminal() {
                stderr::note("reading the input from the terminal; end it with Enter and Ctrl-D");
            }
            let too_long =
                format!("the input is longer than {MAX_INPUT_LEN} bytes; cut out the part with the ticket or the code");
            Source::Stdin.read("the input", MAX_INPUT_LEN)?.ok_or(Failure::Usage(too_long))
        }
    }
}

/// For people: the findings by number, the ticket, the codes, and what was not looked at.
fn as_text(report: &Report) -> Result<String, Failure> {
    let language = of_people();
    let mut text = String::new();
    for (number, finding) in report.findings().iter().enumerate() {
        let _ = writeln!(text, "{}. {}: {}", number + 1, finding.word().as_str(), finding.text(language));
    }
    let checked = report.checked();
    let about_ticket = report.ticket().is_some() || checked != Checked::default();
    if report.findings().is_empty() && about_ticket {
        text.push_str(say("Nothing is wrong in what could be looked at.\n", "能检查的部分没有发现问题。\n"));
    }
    if let Some(ticket) = report.ticket() {
        let heading = say("The ticket says (nothing of it is proven): ", "UserSig 的内容（未经校验）：");
        let _ = writeln!(text, "{heading}{}", to_json(&TicketJson::from(ticket))?);
        if ticket.private_map_key().is_some() {
            text.push_str(say(
                "It is a PrivateMapKey, for a room with advanced permission control.\n",
                "这是权限票据（PrivateMapKey），用于开启了高级权限控制的房间。\n",
            ));
        }
        let missing = [
            (checked.signature, say("the signature (--key or --secret-key-file)", "签名（--key 或 --secret-key-file）")),
            (checked.identifier, say("the user (--identifier)", "UserID（--identifier）")),
            (checked.sdkappid, say("the application (--sdkappid)", "SDKAppID（--sdkappid）")),
            (checked.time, say("the time (--now)", "时间（--now）")),
        ];
        let missing: Vec<_> = missing.into_iter().filter(|(looked, _)| !looked).map(|(_, what)| what).collect();
        if !missing.is_empty() {
            let (heading, end) = (say("Not looked at: ", "没有检查："), say(".", "。"));
            let _ = writeln!(text, "{heading}{}{end}", missing.join(say(", ", "、")));
        }
    }
    if !report.codes().is_empty() {
        text.push_str(if report.findings().is_empty() {
            say("What the code means:\n", "错误码的含义：\n")
        } else {
            say("The service's codes for this:\n", "对应的腾讯云错误码：\n")
        });
        // Codes of one meaning have one line.
        let mut rows: Vec<(Vec<&str>, String)> = Vec::new();
        for code in report.codes() {
            match rows.iter_mut().find(|(_, row)| *row == code.text(language)) {
                Some((codes, _)) => codes.push(code.code()),
                None => rows.push((vec![code.code()], code.text(language))),
            }
        }
        for (codes, row) in rows {
            let _ = writeln!(text, "  {}  {row}", codes.join(say(", ", "、")));
        }
    }
    Ok(text)
}
