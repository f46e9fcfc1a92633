//! The acts of the story, in their order; each is what one person does and what others then see.

use tests::{BRAND, MAILBOX, postbox::Mail, servers::webdriver::Window, wait::until};

use super::stage::{ANNA, MAX, SECRET, Stage};

/// What the customer wrote first.
const FIRST_MAIL: &str = "From: Anna Kurz <anna.kurz@example.com>\r\nTo: tickets@example.org\r\nSubject: =?utf-8?q?Der_Drucker_im_B=C3=BCro_druckt_nicht?=\r\nMessage-ID: <first@mail.example.com>\r\nDate: Fri, 25 Jan 2019 17:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGuten Tag,\r\nseit heute früh kommt kein Papier heraus.\r\n";

/// What the staff write among themselves.
const NOTE: &str = "Vermutlich wieder die Walze, nur intern";

/// What the staff ask.
const QUESTION: &str = "Welches Modell ist es?";

/// S01, S03: a mail in the mailbox is fetched, flagged, and confirmed with number and link. Answers the link.
pub(super) async fn a_mail_becomes_a_ticket(stage: &Stage) -> String {
    stage.dovecot.deliver("tickets", FIRST_MAIL);
    let mail = stage.mail_to(ANNA, "#10034").await;
    assert_eq!(mail.subject, "Der Drucker im Büro druckt nicht [example.org #10034]");
    assert_eq!((mail.from.as_str(), mail.from_name.as_str()), (MAILBOX, BRAND));
    assert_eq!(mail.references, ["first@mail.example.com"]);
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-replied"));
    until("the mail to be flagged as seen", || async {
        stage.dovecot.inbox("tickets").iter().all(|kept| kept.flags.contains('S')).then_some(())
    })
    .await;
    let link = mail.link("/tickets/10034").expect("a link");
    assert_eq!(link, stage.url("/tickets/10034"));
    // The same mail once more, as a server does that lost our answer: nothing may come of it.
    stage.dovecot.deliver("tickets", FIRST_MAIL);
    link
}

/// The account that the mail made has no password; the link in a mail sets one.
pub(super) async fn the_customer_sets_a_password(stage: &Stage, anna: &Window) {
    anna.goto(&stage.url("/login")).await;
    stage.picture(anna, "login").await;
    anna.goto(&stage.url("/password")).await;
    anna.fill("input[name=email]", ANNA).await;
    anna.click("form[action='/password'] button.main").await;
    anna.wait_for("p.note.good").await;
    let mail = stage.mail_to(ANNA, "/password/").await;
    anna.goto(&mail.link("/password/").expect("a link")).await;
    anna.fill("input[name=password]", SECRET).await;
    anna.fill("input[name=password_again]", SECRET).await;
    stage.picture(anna, "password").await;
    anna.click("button.main").await;
    anna.wait_for_url("/tickets").await;
    anna.wait_for_text("Der Drucker im Büro druckt nicht").await;
    stage.picture(anna, "list").await;
}

/// S21: somebody who is not logged in lands on the ticket after the log-in, not on the list.
pub(super) async fn the_link_of_the_mail_leads_to_the_ticket(stage: &Stage, anna: &Window, link: &str) {
    anna.forget_cookies().await;
    anna.goto(link).await;
    anna.wait_for_url("/login").await;
    log_in(anna, ANNA).await;
    anna.wait_for_url("/tickets/10034").await;
    anna.wait_for_text("kommt kein Papier heraus").await;
    shows(anna, "neu").await;
    assert!(stage.url("/tickets/10034") == anna.url().await, "the address is the one of the mail");
}

/// A comment with a file, in one step.
pub(super) async fn the_customer_adds_a_file(stage: &Stage, anna: &Window) {
    let file = stage.site.path().join("Prüfbericht.txt");
    std::fs::write(&file, "Seite 1 von 1\n").expect("a file");
    anna.fill("#text", "Hier ist der Bericht des Druckers.").await;
    anna.choose_file("input[name=files]", &file).await;
    anna.click("#composer button.main").await;
    anna.wait_for_text("Prüfbericht.txt").await;
    anna.wait_for_text("Hier ist der Bericht des Druckers.").await;
    stage.picture(anna, "zoom").await;
}

/// The desk shows the ticket; an agent takes it, and it is open.
pub(super) async fn the_staff_take_the_ticket(stage: &Stage, max: &Window) {
    max.goto(&stage.url("/")).await;
    log_in(max, MAX).await;
    max.wait_for_url("/desk").await;
    max.wait_for_text("Der Drucker im Büro druckt nicht").await;
    stage.picture(max, "desk").await;
    max.click("a[href^='/tickets/10034']").await;
    max.wait_for_url("/tickets/10034").await;
    // By its own address: it is worked on by itself, not as one of a list.
    max.goto(&stage.url("/tickets/10034")).await;
    max.click("#fact-assignee option:not([value=''])").await;
    max.wait_for_text("Zuständig gespeichert").await;
    // Nobody touched the status: it follows from the assignment.
    shows(max, "offen").await;
    assert!(!max.value("#fact-assignee").await.is_empty(), "the ticket is Max's");
}

/// What the staff write for themselves is shown to them alone.
pub(super) async fn an_internal_note_stays_inside(stage: &Stage, max: &Window) {
    max.click("label:has(> input[name=visibility][value=INTERNAL])").await;
    max.fill("#text", NOTE).await;
    max.click("#composer button.main").await;
    max.wait_for_text(NOTE).await;
    stage.picture(max, "desk-zoom").await;
}

/// S60: asking is a comment, a status and one mail; the customer's open page shows it by itself. Answers the mail.
pub(super) async fn the_staff_ask(stage: &Stage, max: &Window, anna: &Window) -> Mail {
    max.click("label:has(> input[name=visibility][value=PUBLIC])").await;
    max.fill("#text", QUESTION).await;
    max.click("details[data-menu=send] > summary").await;
    max.click("#send button[name=status][value=PENDING]").await;
    max.wait_for_text(QUESTION).await;
    let mail = stage.mail_to(ANNA, "Rückfrage").await;
    assert!(!mail.raw.contains(QUESTION) && !mail.html.contains(QUESTION), "a link only: {}", mail.text);
    assert_eq!(mail.link("/tickets/"), Some(stage.url("/tickets/10034")));
    anna.wait_for_text(QUESTION).await;
    shows(anna, "in Rückfrage").await;
    assert!(!anna.source().await.contains(NOTE), "the note stays inside");
    stage.picture(anna, "zoom-pending").await;
    mail
}

/// S65: a reply joins the ticket by its headers, opens it again, and brings no quoted text along.
pub(super) async fn the_answer_by_mail_joins_the_ticket(stage: &Stage, question: &Mail, max: &Window) {
    let to = question.header("Reply-To").unwrap_or(MAILBOX);
    let (id, subject) = (&question.message_id, &question.subject);
    let quoted = question.text.lines().map(|line| format!("> {line}\r\n")).collect::<String>();
    let answer = format!(
        "From: Anna Kurz <{ANNA}>\r\nTo: {to}\r\nSubject: Re: {subject}\r\nMessage-ID: <second@mail.example.com>\r\n\
         In-Reply-To: <{id}>\r\nReferences: <{id}>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Das Modell LX-80.\r\n\r\nAm 25.01.2019 schrieb {BRAND}:\r\n{quoted}"
    );
    stage.dovecot.deliver("tickets", answer);
    max.wait_for_text("Das Modell LX-80.").await;
    shows(max, "offen").await;
    assert!(!max.text("main").await.contains("schrieb Support"), "what was quoted is cut off");
    // The one who is responsible hears of it.
    stage.mail_to(MAX, "/tickets/10034").await;
}

/// S69: resolving names the time at which the ticket closes, in the mail and on the page.
pub(super) async fn the_staff_resolve(stage: &Stage, max: &Window, anna: &Window) {
    max.fill("#text", "Die Walze ist getauscht.").await;
    max.click("details[data-menu=send] > summary").await;
    max.click("#send button[name=status][value=RESOLVED]").await;
    let mail = stage.mail_to(ANNA, "aus unserer Sicht erledigt").await;
    assert!(mail.text.contains("automatisch geschlossen"), "{}", mail.text);
    anna.wait_for_text("Die Walze ist getauscht.").await;
    shows(anna, "bearbeitet").await;
    assert!(anna.has("[data-live=notice] time[datetime]").await, "the closing time is shown");
    stage.picture(anna, "zoom-resolved").await;
}

/// A reminder first, then the end, without anybody doing anything.
pub(super) async fn the_ticket_closes_itself_after_a_reminder(stage: &Stage, anna: &Window) {
    stage.mail_to(ANNA, "wird bald geschlossen").await;
    let mail = stage.mail_to(ANNA, "Ihr Ticket ist geschlossen").await;
    assert!(mail.text.contains("wieder öffnen"), "{}", mail.text);
    shows(anna, "geschlossen").await;
    stage.picture(anna, "zoom-closed").await;
}

/// S74: the form of a closed ticket presets "open": a comment reopens.
pub(super) async fn a_comment_opens_it_again(stage: &Stage, anna: &Window, max: &Window) {
    anna.goto(&stage.url("/tickets/10034")).await;
    anna.fill("#text", "Jetzt druckt er alles doppelt.").await;
    anna.click("#composer button.main").await;
    anna.wait_for_text("Jetzt druckt er alles doppelt.").await;
    shows(anna, "offen").await;
    max.wait_for_text("Jetzt druckt er alles doppelt.").await;
}

/// The same page in the other language, and on a small screen.
pub(super) async fn the_pages_speak_english_too(stage: &Stage, anna: &Window, link: &str) {
    anna.goto(&format!("{link}?lang=en")).await;
    shows(anna, "open").await;
    anna.resize(420, 860).await;
    stage.picture(anna, "zoom-narrow-en").await;
}

/// S03, S13: one confirmation, one mail for each thing that happened, and nowhere a word of the note.
pub(super) fn nobody_was_told_twice_or_too_much(stage: &Stage) {
    let mails = stage.mails();
    let with = |words: &str| mails.iter().filter(|mail| mail.to == ANNA && mail.text.contains(words)).count();
    for words in
        ["Vielen Dank für Ihre Anfrage", "wird bald geschlossen", "Ihr Ticket ist geschlossen", "/password/"]
    {
        assert_eq!(with(words), 1, "mails with {words:?}");
    }
    for mail in &mails {
        assert!(!mail.raw.contains(NOTE) && !mail.text.contains(NOTE), "{}", mail.text);
        let automatic = mail.header("Auto-Submitted").is_some_and(|value| value.starts_with("auto-"));
        let suppressed = mail.header("X-Auto-Response-Suppress").is_some();
        assert_eq!(automatic, suppressed, "a notice says both, an answer of a person neither");
    }
    let mut ids: Vec<_> = mails.iter().map(|mail| mail.message_id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), mails.len(), "each mail has an id of its own");
}

/// Waits until the ticket's page, the customer's or the staff's, shows this status.
async fn shows(window: &Window, status: &str) {
    let what = format!("the ticket to be {status:?}");
    until(&what, || async {
        window.text("[data-live=state], .case-head [data-live=title]").await.contains(status).then_some(())
    })
    .await;
}

async fn log_in(window: &Window, email: &str) {
    window.fill("input[name=email]", email).await;
    window.fill("input[name=password]", SECRET).await;
    window.click("form[action='/login'] button.main").await;
}
