//! What is the admins' alone leaves an entry in the audit log.

use super::source::{files, refuse};

/// What only admins may, or what decides about the accounts of others.
const ACTIONS: [&str; 8] = [
    "GrantAccess",
    "AppointStaff",
    "HandlePersonalData",
    "MergePeople",
    "ManageHouse",
    "ManageTexts",
    "MakeAdminToken",
    "HandleMail",
];

/// Commands that commit under such a permit and write no entry themselves, each with the reason.
const WITHOUT: [(&str, &str); 5] = [
    ("import/organisations.rs", "each line is a command of its own, which writes the entries"),
    ("import/people.rs", "each line is a command of its own, which writes the entries"),
    ("mail_account/start_sign_in.rs", "nothing has happened before the provider agrees"),
    ("mail_account/finish_sign_in.rs", "connect.rs beside it writes the entry"),
    ("mailbox/fetch.rs", "asks for what happens by itself a little later"),
];

#[test]
fn each_command_of_admins_leaves_an_entry_in_the_audit_log() {
    let mut wrong = Vec::new();
    for file in files("engine/src/commands", &["rs"]) {
        let asks = ACTIONS.iter().any(|action| file.text.contains(&format!("Action::{action}")));
        let commits = file.text.contains(".commit(");
        let notes = file.text.contains("audit::note");
        let excused = WITHOUT.iter().any(|(path, _)| file.path.ends_with(path));
        if asks && commits && notes == excused {
            let what = if excused { "is excused, and writes an entry" } else { "writes no entry" };
            wrong.push(format!("{} {what}", file.path));
        }
    }
    refuse("What admins change stands in the audit log: audit::note, or a reason here.", &wrong);
}

#[test]
fn each_kind_of_entry_is_written_by_somebody() {
    let model = files("engine/src/model", &["rs"]);
    let kinds = model.iter().find(|file| file.path.ends_with("audit_kind.rs")).expect("the kinds");
    let named =
        kinds.text.lines().filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" { .. } => \""));
    let engine: String = files("engine/src/commands", &["rs"]).into_iter().map(|file| file.text).collect();
    let unwritten: Vec<String> = named
        .map(|(kind, _)| kind.to_owned())
        .filter(|kind| !engine.contains(&format!("Audited::{kind}")))
        .collect();
    refuse("A kind that nothing writes is a promise without a keeper.", &unwritten);
}
