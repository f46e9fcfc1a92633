//! The reference in `docs/operating.md` names every key that the program knows, in the section where it stands.

use std::path::Path;

use super::read;

/// How a section is opened, its heading in the document, and what stands before its keys there.
const SECTIONS: [(&str, &str, &str); 20] = [
    ("[server]", "`[server]`", ""),
    ("[log]", "`[log]`", ""),
    ("[database]", "`[database]`", ""),
    ("[blobs]", "`[blobs]`", ""),
    ("[brand]", "`[brand]`", ""),
    ("[brand.notice]", "`[brand]`", "notice."),
    ("[brand.login_hint]", "`[brand]`", "login_hint."),
    ("[tickets]", "`[tickets]`", ""),
    ("[mail]", "`[mail]`", ""),
    ("[mail.smtp]", "`[mail]`", "smtp."),
    ("[mail.dkim]", "`[mail]`", "dkim."),
    ("[mail.lmtp]", "`[mail]`", "lmtp."),
    ("[mail.oauth.a]\nclient_id = \"c\"\nprovider = \"google\"", "`[mail.oauth.NAME]`", ""),
    ("[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"S\"", "`[[mail.mailbox]]`", ""),
    ("[limits]", "`[limits]`", ""),
    ("[password]", "`[password]`", ""),
    ("[session]", "`[session]`", ""),
    ("[accounts]", "`[accounts]`", ""),
    ("[[accounts.provider]]", "`[[accounts.provider]]`", ""),
    ("[[accounts.provider]]\n[[accounts.provider.organisation]]", "`[[accounts.provider.organisation]]`", ""),
];

#[test]
fn the_reference_names_every_key() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operating.md");
    let text = std::fs::read_to_string(file).expect("the document");
    let reference =
        text.split("### Every key").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("it");
    for (opening, heading, before) in SECTIONS {
        let section =
            reference.split(&format!("\n{heading}")).nth(1).unwrap_or_else(|| panic!("no {heading}"));
        let section = section.split("\n`[").next().expect("a first part");
        for key in known(opening) {
            let (base, in_a_file) =
                key.strip_suffix("_file").map_or((&*key, false), |base| (base, base != "ca"));
            let name = if in_a_file { format!("{before}{base}") } else { format!("{before}{key}") };
            let line = section.lines().find(|line| line.contains(&format!("`{name}`")));
            // Sections of their own stand below.
            let is_section = [
                "notice",
                "login_hint",
                "smtp",
                "lmtp",
                "dkim",
                "oauth",
                "mailbox",
                "provider",
                "organisation",
            ]
            .contains(&key.as_str());
            let documented = line.is_some_and(|line| !in_a_file || line.contains("_file`"));
            assert!(documented || is_section, "{heading} does not tell of {before}{key}");
        }
    }
}

/// The keys of a section, as the program itself lists them.
fn known(opening: &str) -> Vec<String> {
    let complaint =
        read(&format!("{opening}\nzzzzzzzzzzzz = 1\n"), &[]).expect_err("no such key").to_string();
    let list = complaint.split("known keys: ").nth(1).unwrap_or_else(|| panic!("{complaint}"));
    list.lines().next().unwrap_or_default().split(", ").map(str::to_owned).collect()
}
