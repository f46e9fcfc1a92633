//! Both halves of a mail that passes one on say the same, or nobody knows whose the words are; and only the newest ones are shown.

use super::forward_end::{HEAD, HTML_HEAD, HTML_WRITTEN, WRITTEN, passed_on};

const ANNOUNCED: &str = "---------- Forwarded message ---------";

/// The mail of Hans in the element that Gmail puts around it, with something below his words in it.
fn held(below: &str) -> String {
    format!(
        "<div>Bitte.</div><div class=\"gmail_quote\"><div>{ANNOUNCED}<br>{HTML_HEAD}</div><br><br><div>{HTML_WRITTEN}</div>{below}</div>"
    )
}

/// The same where nothing marks its end.
fn unmarked(below: &str) -> String {
    format!("<div>Bitte.</div><div>{HTML_HEAD}</div><br><div>{HTML_WRITTEN}</div>{below}")
}

fn plain(below: &str) -> String {
    format!("Bitte.\n\n{ANNOUNCED}\n{HEAD}\n\n{WRITTEN}{below}")
}

#[test]
fn what_one_half_alone_says_may_be_of_anybody() {
    for (text, html, is_end_unknown) in [
        (plain(""), held(""), false),
        (plain(""), unmarked(""), false),
        (plain("\nINTERN\n"), held(""), true),
        (plain("\nINTERN\n"), unmarked(""), true),
        (plain(""), held("<p>INTERN</p>"), true),
        (plain(""), unmarked("<p>INTERN</p>"), true),
        (plain("").replace("Guten Tag,", "INTERN\n\nGuten Tag,"), held(""), true),
        (plain(""), held("").replace("Guten Tag,", "INTERN</p><p>Guten Tag,"), true),
        (plain("").replace("ist defekt", "INTERN ist defekt"), unmarked(""), true),
    ] {
        let mail = passed_on(Some(&text), Some(&html));
        assert_eq!(mail.is_end_unknown, is_end_unknown, "{text}\n{html}");
        assert_eq!(mail.text.contains("INTERN"), text.contains("INTERN"), "nothing is lost: {text}");
        assert_eq!(mail.note, "Bitte.");
    }
}

#[test]
fn how_programs_write_the_same_is_no_difference() {
    let link = "https://protection.example/".to_owned() + &"x".repeat(900);
    let text = plain("").replace(
        "ist defekt",
        &format!("*ist* defekt [cid:photo@x] www.kunde.example<{link}> +49 123<tel:+49123>"),
    );
    let html = held("").replace(
        "ist defekt",
        &format!("<i>ist</i> defekt <img src=\"cid:photo@x\" alt=\"Ein Foto\"> <a href=\"{link}\">www.kunde.example</a> <a href=\"tel:+49123\">+49 123</a>"),
    );
    let mail = passed_on(Some(&text), Some(&html));
    assert!(!mail.is_end_unknown, "{}", mail.text);
    assert_eq!(mail.shown_files, ["photo@x"]);
    // Without a blank line below it, a long subject seems to go on.
    let subject = "Betreff: Der Drucker im zweiten Stock des neuen Gebäudes druckt";
    let head = ["Von: Hans Kunde <hans@kunde.example>", "Gesendet: heute um 10:00", "An: Jana", subject];
    let text = format!("{}\n\n{WRITTEN}", head.join("\n"));
    let html = head.join("<br>").replace("<hans@kunde.example>", "&lt;hans@kunde.example&gt;");
    let written = HTML_WRITTEN.replace("<p>", "<p class=\"MsoNormal\">");
    let html =
        format!("<p class=\"MsoNormal\">{html}</p><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>{written}");
    let mail = passed_on(Some(&text), Some(&html));
    assert!(!mail.is_end_unknown && mail.text.starts_with("Guten Tag,"), "{}", mail.text);
    assert_eq!(mail.subject.as_deref(), subject.strip_prefix("Betreff: "));
}

/// How programs quote an older mail of Jana's below that of Hans.
const OLDER: &str = "<div class=\"gmail_quote\"><div class=\"gmail_attr\">Am Mo., 23. Nov. 2026 um 07:00 Uhr schrieb Jana Berger &lt;jana@example.org&gt;:<br></div>\
     <blockquote class=\"gmail_quote\"><p>Welcher?</p><p>Gruß<br>Jana</p></blockquote></div>";
const OLDER_PLAIN: &str = "\nAm Mo., 23. Nov. 2026 um 07:00 Uhr schrieb Jana Berger <jana@example.org>:\n\n> Welcher?\n>\n> Gruß\n> Jana\n";

#[test]
fn what_the_mail_quotes_is_for_the_staff_and_so_is_what_stands_in_it_or_below() {
    let inside = OLDER.replace("Jana</p>", "Jana</p><p>INTERN</p>");
    let within = format!("{OLDER_PLAIN}>\n> INTERN\n");
    for (text, html) in [
        (plain(OLDER_PLAIN), held(OLDER)),
        (plain(OLDER_PLAIN), unmarked(OLDER)),
        (plain(&within), held(&inside)),
        (plain(&within), unmarked(&inside)),
    ] {
        for mail in [passed_on(Some(&text), Some(&html)), passed_on(None, Some(&html))] {
            assert!(!mail.is_end_unknown, "{html}: {}", mail.text);
            assert!(
                mail.text.starts_with("Guten Tag,") && mail.text.ends_with("Hans Kunde"),
                "{}",
                mail.text
            );
            assert!(mail.note.starts_with("Bitte.") && mail.note.contains("Welcher?"), "{}", mail.note);
            assert_eq!(mail.note.contains("INTERN"), html.contains("INTERN"), "{}", mail.note);
            // Of a mail without a mark the text is shown.
            let shown = mail.html.unwrap_or_default();
            assert!(!shown.contains("Welcher?") && !shown.contains("INTERN"), "{shown}");
            assert_eq!(
                shown.contains("<b>Drucker</b>"),
                html == held(OLDER) || html == held(&inside),
                "{shown}"
            );
        }
    }
}

#[test]
fn between_the_leave_and_an_older_mail_anybody_may_have_written() {
    for (remark, older, is_end_unknown) in [
        ("INTERN: stimmt nicht.", true, true),
        ("Kunde GmbH", true, true),
        ("hans@kunde.example", true, false),
        // In the element that holds the mail nobody else writes without a signature.
        ("Kunde GmbH", false, false),
    ] {
        let (older_plain, older) = if older { (OLDER_PLAIN, OLDER) } else { ("", "") };
        let text = plain(&format!("{remark}\n{older_plain}"));
        let html = held(&format!("<p>{remark}</p>{older}"));
        for mail in [passed_on(Some(&text), Some(&html)), passed_on(None, Some(&html))] {
            assert_eq!(mail.is_end_unknown, is_end_unknown, "{remark}: {}", mail.text);
        }
    }
}

#[test]
fn words_among_or_below_quoted_lines_may_be_of_anybody() {
    let inner = |tail: &str| OLDER.replace("</blockquote></div>", &format!("</blockquote></div>{tail}"));
    let answers = inner("<p>Der im 2. OG.</p>");
    let text = format!("{OLDER_PLAIN}\nDer im 2. OG.\n");
    for mail in [
        passed_on(Some(&plain(&text)), Some(&held(&answers))),
        passed_on(Some(&plain(&text)), None),
        passed_on(None, Some(&held(&answers))),
        // An answer below what it answers.
        passed_on(None, Some(&held(&answers).replace(HTML_WRITTEN, ""))),
    ] {
        assert!(mail.is_end_unknown && mail.text.ends_with("Der im 2. OG."), "{}", mail.text);
        assert_eq!(mail.note, "Bitte.");
    }
}
