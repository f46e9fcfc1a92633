//! Every letter in every language, word for word, and nothing missing in any of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use engine::{EventChange, FromTo, LetterChange, LetterKind, TicketNumber};
use mail::outbound::{Rendered, Renderer, sample, sample_with_text, texts};
use tests::pseudo;
use words::Lang;

fn rendered(letter: &engine::Letter) -> Rendered {
    Renderer::new().unwrap().render(letter).unwrap()
}

fn snapshot(name: &str, letter: &engine::Letter) {
    let Rendered { subject, text, html } = rendered(letter);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, format!("{subject}\n\n{text}\n{html}")));
}

#[test]
fn s18_every_letter_in_both_languages_is_as_it_was_read_and_approved() {
    for kind in LetterKind::ALL {
        for lang in Lang::ALL {
            let name = format!("{}-{lang}", kind.as_str().to_lowercase());
            snapshot(&name, &sample(*kind, lang));
            if sample(*kind, lang).ticket.is_some() {
                snapshot(&format!("{name}-with-text"), &sample_with_text(*kind, lang));
            }
        }
    }
}

#[test]
fn the_variants_of_a_letter_are_as_they_were_read_and_approved() {
    let mut staff = sample_with_text(LetterKind::Changed, Lang::De);
    staff.for_staff = true;
    snapshot("changed-de-for-staff", &staff);
    let mut marked = sample_with_text(LetterKind::Changed, Lang::De);
    let html =
        "<p>Bitte <strong>zuerst</strong>:</p><ul><li><a href=\"https://example.org\">lesen</a></li></ul>";
    marked.comment.as_mut().unwrap().html = Some(html.to_owned());
    snapshot("changed-de-with-marks", &marked);
    staff.is_note = true;
    staff.comment = None;
    staff.changes = vec![LetterChange::Mentioned];
    snapshot("changed-de-about-a-note", &staff);
    let mut hint = sample(LetterKind::Question, Lang::De);
    hint.ticket.as_mut().unwrap().reply_hint = true;
    snapshot("question-de-reply-on-the-web", &hint);
    let mut pending = sample(LetterKind::Reminder, Lang::De);
    pending.ticket.as_mut().unwrap().status = engine::Status::Pending;
    snapshot("reminder-de-of-a-question", &pending);
    let mut bare = sample(LetterKind::Resolved, Lang::De);
    (bare.to.name, bare.contact, bare.reply_to) = (String::new(), String::new(), None);
    bare.ticket.as_mut().unwrap().auto_close_at = None;
    snapshot("resolved-de-with-nothing-optional", &bare);
    let mut noticed = sample(LetterKind::Confirmation, Lang::De);
    noticed.notice = Some("Datenschutz\nBitte nur <anonymisierte> Daten & keine Namen.".to_owned());
    snapshot("confirmation-de-with-a-notice", &noticed);
    for lang in Lang::ALL {
        let mut going_on = sample(LetterKind::Confirmation, lang);
        going_on.changes = vec![EventChange::Follows(FromTo::now(TicketNumber(10_030))).into()];
        snapshot(&format!("confirmation-{lang}-that-goes-on"), &going_on);
    }
    let happened = [
        "disabled",
        "app-removed",
        "reset",
        "passkey-added",
        "passkey-removed",
        "passkey-refused",
        "recovery-code-used",
    ];
    for (lang, word) in Lang::ALL.iter().flat_map(|lang| happened.map(|word| (*lang, word))) {
        let mut letter = sample(LetterKind::SecondFactor, lang);
        letter.changes = vec![LetterChange::SecondFactor(FromTo::now(word.to_owned()))];
        snapshot(&format!("second_factor-{lang}-{word}"), &letter);
    }
    let mut request = sample(LetterKind::PasswordRequest, Lang::De);
    (request.to.name, request.contact) = (String::new(), String::new());
    snapshot("password_request-de-with-nothing-optional", &request);
}

#[test]
fn every_text_is_there_in_both_languages_and_some_letter_uses_it() {
    let texts = texts().unwrap();
    assert_eq!(texts.keys(Lang::De), texts.keys(Lang::En));
    let shared = words::Texts::new(words::common()).unwrap().keys(Lang::De);
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../mail"));
    let unused: BTreeSet<_> = texts
        .keys(Lang::De)
        .difference(&shared)
        .filter(|key| {
            // `{{t "change" field}}` asks for `change-status`
            let family = key.rsplit_once('-').map_or("", |(family, _)| family);
            !sources.contains(&format!("\"{key}\""))
                && !["(t", "{{t"].iter().any(|asks| sources.contains(&format!("{asks} \"{family}\" ")))
        })
        .cloned()
        .collect();
    assert_eq!(unused, BTreeSet::new());
}

/// All templates and the files that pick keys, as one text.
fn sources(mail: &Path) -> String {
    let code = ["letter/fill.rs", "own.rs"].map(|file| mail.join("src/outbound").join(file));
    let mut all = code.map(|file| fs::read_to_string(file).unwrap()).concat();
    for event in fs::read_dir(mail.join("templates")).unwrap() {
        for file in fs::read_dir(event.unwrap().path()).unwrap() {
            all += &fs::read_to_string(file.unwrap().path()).unwrap();
        }
    }
    all
}

#[test]
fn s04_the_subject_is_the_title_and_then_the_tag_with_the_number() {
    for kind in LetterKind::ALL {
        let mut letter = sample(*kind, Lang::De);
        let Some(ticket) = &mut letter.ticket else { continue };
        ticket.title = "AW: Composer startet nicht [example.org #10034]".to_owned();
        assert_eq!(rendered(&letter).subject, "AW: Composer startet nicht [example.org #10034]");
    }
}

#[test]
fn s15_s21_a_letter_without_text_tells_nothing_but_that_and_where() {
    // One that tells of many names them by their titles, which no subject could hold.
    for kind in LetterKind::ALL.iter().filter(|kind| **kind != LetterKind::Digest) {
        for lang in Lang::ALL {
            let letter = sample(*kind, lang);
            let Rendered { text, html, .. } = rendered(&letter);
            let link = letter.ticket.map(|ticket| ticket.url).or(letter.link).unwrap_or(letter.public_url);
            assert!(link.starts_with("https://"), "S21: {kind:?} {lang}: {link}");
            for part in [&text, &html] {
                assert!(part.contains(&link), "{kind:?} {lang}");
                assert!(!part.contains("Composer"), "{kind:?} {lang}: the title is for the subject");
                assert!(part.contains("Support Example Ltd"), "{kind:?} {lang}");
            }
            // Beside the button to the ticket, what its customer is asked: is it solved, and how satisfied are they?
            let links = match kind {
                LetterKind::Resolved => 5,
                LetterKind::Closed => 3,
                // A letter of security leads nowhere by a button: people are to go there by themselves.
                LetterKind::SecondFactor | LetterKind::AddressChanged => 0,
                _ => 1,
            };
            assert_eq!(html.matches("href=").count(), links, "{kind:?} {lang}");
        }
    }
}

#[test]
fn a_third_language_is_written_without_a_word_of_another_one() {
    let third = pseudo::bring();
    let mut wrong = Vec::new();
    for kind in LetterKind::ALL {
        let with_text = sample_with_text(*kind, third);
        for letter in
            [sample(*kind, third), engine::Letter { for_staff: true, ..with_text.clone() }, with_text]
        {
            let Rendered { subject, text, html } = rendered(&in_greek(letter));
            let seen =
                [subject].into_iter().chain(text.lines().map(str::to_owned)).chain(pseudo::seen(&html));
            let bare = seen.filter(|line| !pseudo::outside(line).is_empty());
            wrong.extend(bare.map(|line| format!("{kind:?}: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The letter, with all that people wrote in letters that no text of ours has.
fn in_greek(mut letter: engine::Letter) -> engine::Letter {
    let greek = || "Τίτλος".to_owned();
    (letter.to.name, letter.from.name, letter.brand_name) = (greek(), greek(), greek());
    if let Some(ticket) = &mut letter.ticket {
        ticket.title = greek();
    }
    if let Some(comment) = &mut letter.comment {
        (comment.author, comment.text) = (greek(), greek());
    }
    letter.news.iter_mut().for_each(|news| news.title = greek());
    letter
}

#[test]
fn s07_s15_s18_the_sentences_of_the_guide_are_there() {
    for (kind, sentence) in [
        (LetterKind::Confirmation, "#10034"),
        (LetterKind::Confirmation, "keine vertraulichen und/oder personenbezogenen Daten"), // S07
        (
            LetterKind::Changed, // S15
            "Es gab eine Änderung an Ihrem Ticket: https://tickets.example.org/tickets/10034",
        ),
        (LetterKind::Question, "am Fr., 25.01.2019 um 17:00 Uhr automatisch geschlossen"), // S69
        (LetterKind::Resolved, "am Fr., 25.01.2019 um 17:00 Uhr automatisch geschlossen"),
        (LetterKind::Reminder, "am Fr., 25.01.2019 um 17:00 Uhr automatisch geschlossen"),
        (LetterKind::Closed, "indem Sie einen Kommentar hinterlassen"), // S73
        (LetterKind::Closed, "Viele Grüße\nSupport Example Ltd\n"),
        (LetterKind::Split, "Ein Teil Ihres Tickets #10030 hat jetzt die eigene Nummer #10034"), // S40
        (LetterKind::PasswordRequest, "kann nur einmal verwendet werden"),
    ] {
        let text = rendered(&sample(kind, Lang::De)).text;
        assert!(text.contains(sentence), "{kind:?}: {sentence}\n{text}");
    }
    // S18: how a letter ends is what its queue says.
    let mut letter = sample(LetterKind::Closed, Lang::De);
    letter.signature = Some("Viele Grüße\nIhr Muster GmbH Support Team".to_owned());
    let Rendered { text, html, .. } = rendered(&letter);
    assert!(text.contains("\nViele Grüße\nIhr Muster GmbH Support Team\n"), "{text}");
    assert!(html.contains("Viele Grüße<br>Ihr Muster GmbH Support Team</p>"), "{html}");
}

#[test]
fn s54_a_confirmation_to_a_role_address_asks_for_a_personal_one() {
    for (lang, sentence) in [
        (Lang::De, "Bitte verwenden Sie nach Möglichkeit Ihre persönliche Adresse"),
        (Lang::En, "please use your personal address"),
    ] {
        for asked in [true, false] {
            let mut letter = sample(LetterKind::Confirmation, lang);
            letter.to_role_address = asked;
            let Rendered { text, html, .. } = rendered(&letter);
            assert_eq!((text.contains(sentence), html.contains(sentence)), (asked, asked), "{lang}: {text}");
        }
    }
}

#[test]
fn what_strangers_write_stays_text() {
    let mut letter = sample_with_text(LetterKind::Question, Lang::De);
    letter.to.name = "<img src=x onerror=alert(1)>".to_owned();
    letter.brand_name = "Müller & <b>Söhne</b>".to_owned();
    letter.ticket.as_mut().unwrap().title = "{{t 'x'}} { $number }\r\nBcc: x@example.net".to_owned();
    letter.comment.as_mut().unwrap().text = "<script>alert(1)</script>\n{{link}}".to_owned();
    let Rendered { subject, text, html } = rendered(&letter);
    assert_eq!(subject, "{{t 'x'}} { $number } Bcc: x@example.net [example.org #10034]");
    assert!(text.contains("\n<script>alert(1)</script>\n{{link}}\n"), "{text}");
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
    assert!(html.contains("&lt;script&gt;") && html.contains("Müller &amp; &lt;b&gt;Söhne"), "{html}");
}

#[test]
fn an_unknown_language_falls_back_to_english_and_an_unknown_zone_to_utc() {
    let mut letter = sample(LetterKind::Resolved, Lang::De);
    (letter.locale, letter.time_zone) = ("fr".to_owned(), "Nowhere/Land".to_owned());
    assert!(rendered(&letter).text.contains("on Fri, 25 Jan 2019 at 16:00."));
}
