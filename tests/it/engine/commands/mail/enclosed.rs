//! An enclosed mail counts as it would have come from its writer: a form's is the person's in Reply-To, and an answer joins its ticket.

use engine::{
    Actor, Comment, Letter, LetterKind, MailFilter, Paging, Redact, Redaction, Ticket, TicketFilter,
    Visibility,
};
use mail::inbound::submit;
use tests::{MAILBOX, TestApp, on_each_database};

use super::behalf::{deliver, ticket, trusting};

const JANA: &str = "jana@example.org";
const HANS: &str = "hans@kunde.example";
const KIM: &str = "kim@anders.example";

on_each_database!(
    the_enclosed_mail_of_a_form_opens_the_ticket_of_the_person_in_reply_to,
    an_enclosed_answer_is_a_comment_of_its_writer,
    what_nobody_vouches_for_is_a_comment_for_the_staff,
    several_enclosed_answers_and_new_mails_go_each_where_they_belong,
    an_enclosed_answer_that_came_by_itself_is_not_said_twice,
    an_enclosed_mail_that_came_by_itself_opens_no_second_ticket,
    an_enclosed_mail_that_only_has_the_id_of_another_opens_a_ticket_of_its_own,
    an_enclosed_mail_leads_letters_to_its_reply_to,
    a_mail_that_comes_by_itself_after_it_was_passed_on_is_a_duplicate,
    an_enclosed_answer_has_no_more_rights_than_its_writer
);

/// A mail of Jana's that encloses these, each with its head and its text.
async fn pass_on(app: &TestApp, proven: &str, mails: &[String]) -> mail::inbound::Report {
    let part = |mail: &String| format!("--b\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n");
    let parts: String = mails.iter().map(part).collect();
    let head = format!(
        "{proven}From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: Bitte aufnehmen\r\nContent-Type: multipart/mixed; boundary=b"
    );
    deliver(app, &head, &format!("--b\r\n\r\nSiehe Anlage.\r\n{parts}--b--\r\n")).await
}

/// The mail that opens Hans's ticket.
fn first() -> String {
    format!(
        "Message-ID: <first@kunde.example>\r\nFrom: Hans <{HANS}>\r\nTo: {MAILBOX}\r\nSubject: Drucker\r\n\r\nDefekt.\r\n"
    )
}

/// Hans's ticket, and the letter that confirms it.
async fn opened(app: &TestApp) -> (Ticket, Letter) {
    let report = submit(&app.engine, first().into_bytes(), Some(MAILBOX)).await;
    let number = report.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    let letters = app.letters().await;
    let letter = letters.into_iter().find(|letter| letter.to.address == HANS).expect("a confirmation");
    (ticket, letter)
}

/// An answer to this letter that went to Jana or to the desk.
fn answer(from: &str, to: &str, thread: &str, text: &str) -> String {
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: Re: Drucker\r\n{thread}Message-ID: <{}@kunde.example>\r\n\r\n{text}\r\n\r\nAm 30.11.2026 um 08:00 schrieb Support:\r\n> Wir sehen nach.\r\n",
        text.len()
    )
}

async fn comments(app: &TestApp, ticket: &Ticket) -> Vec<Comment> {
    let found = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    found.items.into_iter().map(|(_, comment)| comment).collect()
}

fn said(comments: &[Comment]) -> Vec<(Visibility, &str)> {
    comments.iter().map(|one| (one.visibility, one.text.as_str())).collect()
}

async fn tickets(app: &TestApp) -> u64 {
    app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.unwrap()
}

async fn the_enclosed_mail_of_a_form_opens_the_ticket_of_the_person_in_reply_to(app: TestApp) {
    app.given().agent(JANA).await;
    for (at, form) in [MAILBOX, "wordpress@firma.example", "noreply@firma.example"].iter().enumerate() {
        let mail = format!(
            "From: Formular <{form}>\r\nReply-To: Hans <{HANS}>\r\nTo: {MAILBOX}\r\nSubject: Anfrage {at}\r\n\r\nDefekt {at}.\r\n"
        );
        let (ticket, customer, comments) = ticket(&app, &pass_on(&app, "", &[mail]).await).await;
        assert_eq!((customer.as_str(), ticket.title), (HANS, format!("Anfrage {at}")), "{form}");
        assert_eq!(comments[0].author, ticket.customer, "{form}");
    }
    let person = format!(
        "From: Kim <{KIM}>\r\nReply-To: Hans <{HANS}>\r\nTo: {MAILBOX}\r\nSubject: Maus\r\n\r\nWeg.\r\n"
    );
    let (_, customer, _) = ticket(&app, &pass_on(&app, "", &[person]).await).await;
    assert_eq!(customer, KIM, "a person who wants the answer elsewhere is who wrote it");
}

async fn an_enclosed_answer_is_a_comment_of_its_writer(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let (opened, letter) = opened(&app).await;
    let signed = letter.reply_to.clone().expect("an address");
    let thread = format!("In-Reply-To: <{}>\r\n", letter.message_id);
    for (at, (to, thread)) in
        [(signed.as_str(), ""), (JANA, thread.as_str()), (signed.as_str(), thread.as_str())]
            .iter()
            .enumerate()
    {
        let text = format!("Jetzt raucht er{}", "!".repeat(at + 1));
        let report = pass_on(&app, &format!("{proven}\r\n"), &[answer(HANS, to, thread, &text)]).await;
        assert_eq!(report.ticket, Some(opened.number), "{to} {thread}");
        let all = comments(&app, &opened).await;
        let last = &all[all.len() - 2..];
        let wanted = [(Visibility::Public, text.as_str()), (Visibility::Internal, "Siehe Anlage.")];
        assert_eq!(said(last), wanted, "without what it quotes");
        assert_eq!(last[0].author, opened.customer);
    }
    assert_eq!(tickets(&app).await, 1);
}

async fn what_nobody_vouches_for_is_a_comment_for_the_staff(app: TestApp) {
    for trusts in [true, false] {
        let app = if trusts {
            trusting(app.backend).await.0
        } else {
            let app = TestApp::on(app.backend).await;
            app.given().agent(JANA).await;
            app
        };
        let (opened, letter) = opened(&app).await;
        let signed = letter.reply_to.clone().expect("an address");
        let report = pass_on(&app, "", &[answer(HANS, &signed, "", "Zahlen Sie an Eve.")]).await;
        assert_eq!(report.ticket, Some(opened.number), "trusts {trusts}");
        let all = comments(&app, &opened).await;
        assert!(all.iter().skip(1).all(|one| one.visibility == Visibility::Internal), "trusts {trusts}");
        assert_eq!((all.len(), tickets(&app).await), (2, 1), "trusts {trusts}");
        assert!(app.told().await.iter().all(|(_, to)| to != HANS), "trusts {trusts}");
    }
}

async fn several_enclosed_answers_and_new_mails_go_each_where_they_belong(app: TestApp) {
    let new = format!("From: Kim <{KIM}>\r\nTo: {JANA}\r\nSubject: Maus\r\n\r\nWeg.\r\n");
    for (proves, visibility) in [(true, Visibility::Public), (false, Visibility::Internal)] {
        let (app, proven) = if proves {
            let (app, proven) = trusting(app.backend).await;
            (app, format!("{proven}\r\n"))
        } else {
            let app = TestApp::on(app.backend).await;
            app.given().agent(JANA).await;
            (app, String::new())
        };
        let (opened, letter) = opened(&app).await;
        let signed = letter.reply_to.clone().expect("an address");
        let mails = [
            answer(HANS, &signed, "", "Jetzt raucht er."),
            new.clone(),
            answer(HANS, &signed, "", "Und er stinkt."),
        ];
        let report = pass_on(&app, &proven, &mails).await;
        let (maus, customer, _) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), maus.title.as_str()), (KIM, "Maus"));
        let all = comments(&app, &opened).await;
        let wanted = [
            (Visibility::Public, "Defekt."),
            (visibility, "Jetzt raucht er."),
            (Visibility::Internal, "Siehe Anlage."),
            (visibility, "Und er stinkt."),
        ];
        assert_eq!(said(&all), wanted);
        assert_eq!(tickets(&app).await, 2);
        let again = pass_on(&app, &proven, &mails).await;
        assert_eq!(again.outcome, mail::inbound::report::Became::Duplicate);
    }
}

async fn an_enclosed_answer_that_came_by_itself_is_not_said_twice(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let (opened, letter) = opened(&app).await;
    let signed = letter.reply_to.clone().expect("an address");
    let smokes = answer(HANS, &signed, "", "Jetzt raucht er.");
    let report = submit(&app.engine, smokes.clone().into_bytes(), Some(MAILBOX)).await;
    assert_eq!(report.ticket, Some(opened.number));
    // The id of the last one is that of the first: some programs use one for many mails.
    let mails = [
        smokes.clone(),
        answer(HANS, &signed, "", "Und er stinkt."),
        answer(HANS, &signed, "", "Wann kommen Sie?"),
    ];
    pass_on(&app, &format!("{proven}\r\n"), &mails).await;
    let all = comments(&app, &opened).await;
    let wanted = [
        (Visibility::Public, "Defekt."),
        (Visibility::Public, "Jetzt raucht er."),
        (Visibility::Internal, "Siehe Anlage."),
        (Visibility::Public, "Und er stinkt."),
        (Visibility::Public, "Wann kommen Sie?"),
    ];
    assert_eq!(said(&all), wanted);
    assert_eq!(tickets(&app).await, 1);
    // What is redacted of it takes the mail that passed it on along.
    let ada = app.given().admin("ada@example.org").await;
    let redact = Redact { what: Redaction::Comment(all[1].id), reason: "Rauch".to_owned() };
    app.engine.redact(&ada.actor, redact).await.expect("redacted");
    let ledger = app.engine.mails(&ada.actor, &MailFilter::default(), &Paging::default()).await.unwrap();
    let passed_on = ledger.items.iter().find(|(_, line)| line.from.as_deref() == Some(JANA));
    assert_eq!(passed_on.expect("its line").1.sha256, "");
}

async fn an_enclosed_mail_that_came_by_itself_opens_no_second_ticket(app: TestApp) {
    app.given().agent(JANA).await;
    let (opened, _) = opened(&app).await;
    let new = format!("From: Kim <{KIM}>\r\nTo: {JANA}\r\nSubject: Maus\r\n\r\nWeg.\r\n");
    // The id of the first one is Hans's, and what it says is not.
    let other = first().replace("Defekt.", "Der Toner ist leer.");
    pass_on(&app, "", &[first(), new, other]).await;
    assert_eq!(
        said(&comments(&app, &opened).await),
        [(Visibility::Public, "Defekt."), (Visibility::Internal, "Siehe Anlage.")]
    );
    assert_eq!(tickets(&app).await, 3, "Hans's two, and Kim's");
}

async fn an_enclosed_mail_that_only_has_the_id_of_another_opens_a_ticket_of_its_own(app: TestApp) {
    use mail::inbound::report::Became;
    for proves in [true, false] {
        let (app, proven) = if proves {
            let (app, proven) = trusting(app.backend).await;
            (app, format!("{proven}\r\n"))
        } else {
            let app = TestApp::on(app.backend).await;
            app.given().agent(JANA).await;
            (app, String::new())
        };
        let (opened, _) = opened(&app).await;
        let kims = first().replace("Hans", "Kim").replace(HANS, KIM);
        let others = first().replace("Defekt.", "Der Toner ist leer.");
        for (mail, whose) in [(&kims, KIM), (&others, HANS)] {
            let report = pass_on(&app, &proven, std::slice::from_ref(mail)).await;
            let (_, customer, comments) = ticket(&app, &report).await;
            assert_eq!((report.outcome, customer.as_str()), (Became::Created, whose), "proves {proves}");
            assert_eq!(comments[0].visibility, Visibility::Public, "proves {proves}");
            assert_ne!(report.ticket, Some(opened.number), "proves {proves}");
            // It is known from now on, as the first one is.
            let direct = submit(&app.engine, mail.clone().into_bytes(), Some(MAILBOX)).await;
            assert_eq!((direct.outcome, direct.ticket), (Became::Duplicate, report.ticket), "{proves}");
        }
        assert_eq!(comments(&app, &opened).await.len(), 1, "nothing of it is said in Hans's ticket");
        let again = pass_on(&app, &proven, &[first()]).await;
        assert_eq!(again.ticket, Some(opened.number), "that one is his");
        assert_eq!(tickets(&app).await, 3);
    }
}

async fn an_enclosed_mail_leads_letters_to_its_reply_to(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let team = "team@anders.example";
    let mail = |head: &str, text: &str| {
        format!(
            "From: Kim <{KIM}>\r\nReply-To: Team <{team}>\r\n{head}To: {MAILBOX}\r\nSubject: Maus\r\n\r\n{text}\r\n"
        )
    };
    let report = pass_on(&app, &format!("{proven}\r\n"), &[mail("", "Weg.")]).await;
    let (maus, customer, _) = ticket(&app, &report).await;
    assert_eq!(customer, KIM);
    let confirmed = app.told().await;
    assert!(confirmed.contains(&(LetterKind::Confirmation, team.to_owned())), "{confirmed:?}");
    assert!(confirmed.iter().all(|(_, to)| to != KIM), "{confirmed:?}");
    let lea = app.given().agent("lea@example.org").await;
    app.given().comment(&lea, &maus, "Wir suchen sie.").await;
    assert!(app.told().await.contains(&(LetterKind::Changed, team.to_owned())));
    // What a list or a machine wrote leads no letter away.
    let listed =
        pass_on(&app, &format!("{proven}\r\n"), &[mail("List-Id: <l.anders.example>\r\n", "Da.")]).await;
    let (listed, _, _) = ticket(&app, &listed).await;
    app.told().await;
    app.given().comment(&lea, &listed, "Gut.").await;
    assert!(app.told().await.contains(&(LetterKind::Changed, KIM.to_owned())));
}

async fn a_mail_that_comes_by_itself_after_it_was_passed_on_is_a_duplicate(app: TestApp) {
    use mail::inbound::report::Became;
    let (app, proven) = trusting(app.backend).await;
    let proven = format!("{proven}\r\n");
    let passed_on = pass_on(&app, &proven, &[first()]).await;
    let number = passed_on.ticket.expect("a ticket");
    let opened = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    let to_hans = |letter: &Letter| letter.to.address == HANS;
    let letter = app.letters().await.into_iter().find(to_hans).expect("a confirmation");
    let direct = submit(&app.engine, first().into_bytes(), Some(MAILBOX)).await;
    assert_eq!((direct.outcome, direct.ticket), (Became::Duplicate, Some(number)));
    assert!(!app.letters().await.iter().any(to_hans), "nothing is confirmed twice");
    assert_eq!(tickets(&app).await, 1);
    // Some programs use one id for many mails.
    let other = first().replace("Defekt.", "Der Toner ist leer.");
    let other = submit(&app.engine, other.into_bytes(), Some(MAILBOX)).await;
    assert_ne!(other.outcome, Became::Duplicate);
    let smokes = answer(HANS, &letter.reply_to.expect("an address"), "", "Jetzt raucht er.");
    pass_on(&app, &proven, std::slice::from_ref(&smokes)).await;
    let direct = submit(&app.engine, smokes.into_bytes(), Some(MAILBOX)).await;
    assert_eq!((direct.outcome, direct.ticket), (Became::Duplicate, Some(number)));
    let all = comments(&app, &opened).await;
    let smoke = all.iter().filter(|one| one.text == "Jetzt raucht er.").count();
    assert_eq!(smoke, 1, "{:?}", said(&all));
}

async fn an_enclosed_answer_has_no_more_rights_than_its_writer(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let jana = app.given().agent("lea@example.org").await;
    let (opened, _) = opened(&app).await;
    let kim = app.given().customer(KIM).await;
    app.engine.watch_ticket(&jana.actor, opened.number, Some(kim.user.id), None).await.unwrap();
    app.letters().await;
    app.given().comment(&jana, &opened, "Wir sehen nach.").await;
    let letters = app.letters().await;
    let letter = letters.into_iter().find(|letter| letter.to.address == KIM).expect("a letter to Kim");
    app.engine.unwatch_ticket(&jana.actor, opened.number, Some(kim.user.id)).await.unwrap();
    let signed = letter.reply_to.expect("an address");
    let elsewhere = answer("kim@privat.example", &signed, "", "Ich lese noch mit.");
    let report = pass_on(&app, &format!("{proven}\r\n"), &[elsewhere]).await;
    assert_ne!(report.ticket, Some(opened.number));
    let (_, customer, _) = ticket(&app, &report).await;
    assert_eq!((customer.as_str(), comments(&app, &opened).await.len()), ("kim@privat.example", 2));
}
