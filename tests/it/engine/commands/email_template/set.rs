//! An email gets words of one's own.

use engine::{Actor, EmailTexts, Error, LetterKind, LetterWriter, Paging, PreviewEmail, SetEmailTemplate};
use mail::outbound::Renderer;
use tests::{TestApp, on_each_database};

use super::{confirmation, own};

on_each_database!(
    s18_words_of_ones_own_are_in_force_at_once_for_their_language_and_queue,
    s18_what_cannot_be_used_names_its_part_when_it_is_saved,
    s18_a_preview_shows_a_sample_or_a_ticket_that_one_may_see_and_no_internal_note,
    s18_every_default_could_be_saved_as_ones_own_and_taken_back,
);

fn said(app_letter: &engine::Letter) -> EmailTexts {
    let renderer = Renderer::new().expect("the templates");
    renderer.write(app_letter).expect("it is written")
}

async fn s18_words_of_ones_own_are_in_force_at_once_for_their_language_and_queue(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let anna = given.customer("anna@a.example").await;
    let subject = async |title: &str| {
        given.ticket(&anna, title).await;
        let letters = app.letters().await;
        let letter =
            letters.iter().find(|letter| letter.kind == LetterKind::Confirmation).expect("a confirmation");
        said(letter)
    };
    app.letters().await;
    let usual = subject("Eins").await;
    assert!(usual.subject.ends_with("[example.org #10001]"), "{}", usual.subject);

    app.engine.set_email_template(&ada.actor, confirmation(own())).await.expect("saved").expect("one's own");
    let changed = subject("<b>Zwei</b>").await;
    assert_eq!(changed.subject, "Ihre Anfrage 10002: <b>Zwei</b>");
    assert_eq!(
        changed.text,
        format!(
            "Hallo {},\n\nhttps://tickets.example.org/tickets/10002\n\n{}\n",
            anna.user.name,
            app.engine.settings().brand.name
        )
    );
    assert!(
        changed
            .html
            .contains("&lt;b&gt;Zwei&lt;/b&gt;: <a href=\"https://tickets.example.org/tickets/10002\">"),
        "{}",
        changed.html
    );

    // In English and in other queues nothing is different; the queue's own words go before those for all.
    let queue = app.engine.queues(&ada.actor).await.expect("queues").remove(0);
    let of_queue = SetEmailTemplate {
        queue: Some(queue.id),
        ..confirmation(EmailTexts { subject: "Q{{ticket.number}}".to_owned(), ..EmailTexts::default() })
    };
    app.engine.set_email_template(&ada.actor, of_queue.clone()).await.expect("saved");
    let english = SetEmailTemplate { locale: "en".to_owned(), ..confirmation(own()) };
    app.engine.set_email_template(&ada.actor, english).await.expect("saved");
    let changed = subject("Drei").await;
    assert_eq!(changed.subject, "Q10003");
    assert_eq!(
        changed.text.lines().next(),
        usual.text.lines().next(),
        "a part that is empty is the default's"
    );
    app.engine
        .set_email_template(&ada.actor, SetEmailTemplate { own: EmailTexts::default(), ..of_queue })
        .await
        .expect("taken back");
    assert_eq!(subject("Vier").await.subject, "Ihre Anfrage 10004: Vier");
    let gone = app
        .engine
        .set_email_template(&ada.actor, confirmation(EmailTexts::default()))
        .await
        .expect("taken back");
    assert!(gone.is_none());
    assert!(subject("Fünf").await.subject.ends_with("[example.org #10005]"));

    let all = app.engine.email_templates(&jana.actor).await.expect("templates");
    assert_eq!(all.iter().map(|one| one.locale.as_str()).collect::<Vec<_>>(), ["en"]);
    let log = app.engine.audit_log(&ada.actor, None, &Paging::default()).await.expect("a log");
    let told = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "EMAIL_TEMPLATE_CHANGED").count();
    assert_eq!(told, 5);
    let refused = app.engine.set_email_template(&jana.actor, confirmation(own())).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
}

async fn s18_what_cannot_be_used_names_its_part_when_it_is_saved(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let html = |inside: &str| EmailTexts {
        html: format!("<a href=\"{{{{ticket.url}}}}\">x</a>{inside}"),
        ..EmailTexts::default()
    };
    let text =
        |inside: &str| EmailTexts { text: format!("{{{{ticket.url}}}} {inside}"), ..EmailTexts::default() };
    let subject = |subject: &str| EmailTexts { subject: subject.to_owned(), ..EmailTexts::default() };
    let cases = [
        (subject("{{ticket.nummer}}"), "subject", "template-variable"),
        (subject("Ohne Nummer"), "subject", "template-number-missing"),
        (subject("{{#if comment}}{{ticket.number}}{{/if}}"), "subject", "template-number-missing"),
        (subject("{{ticket.number}} {{"), "subject", "template-syntax"),
        (subject("{{ticket.number}}\nx"), "subject", "template-lines"),
        (text("{{custmer.name}}"), "text", "template-variable"),
        (text("{{#if mayReply}}{{x}}{{/if}}"), "text", "template-variable"),
        (text("{{#unless mayReply}}{{x}}{{/unless}}"), "text", "template-variable"),
        (text("{{#if misspelt}}x{{/if}}"), "text", "template-unusable"),
        (text("{{comment.author}}"), "text", "template-variable"),
        (text("{{#if mayReply}}"), "text", "template-syntax"),
        (text("{{notes}}"), "text", "template-variable"),
        (text("{{t \"no-such-key\"}}"), "text", "template-unusable"),
        (text("{{> unknown}}"), "text", "template-unusable"),
        (text("{{log ticket.title}}"), "text", "template-variable"),
        (text("{{#*inline \"x\"}}{{/inline}}"), "text", "template-unescaped"),
        (EmailTexts { text: "Hallo".to_owned(), ..EmailTexts::default() }, "text", "template-link-missing"),
        (
            EmailTexts { html: "<p>{{ticket.url}}</p>".to_owned(), ..EmailTexts::default() },
            "html",
            "template-link-missing",
        ),
        (html("{{{ticket.title}}}"), "html", "template-unescaped"),
        (html("{{& ticket.title}}"), "html", "template-unescaped"),
        (html("<script>alert(1)</script>"), "html", "template-harmful"),
        (html("<p onclick=\"x()\">x</p>"), "html", "template-harmful"),
        (html("<a href=\"javascript:alert(1)\">x</a>"), "html", "template-harmful"),
        (html("<a href=\" java\tscript:alert(1)\">x</a>"), "html", "template-harmful"),
        (html("<a href=\"{{ticket.title}}\">x</a>"), "html", "template-harmful"),
        (html("<img src=\"https://track.example/x.png\">"), "html", "template-harmful"),
        (html("<img src=\"//track.example/x.png\">"), "html", "template-harmful"),
        (html("<p style=\"background:url(https://x.example)\">x</p>"), "html", "template-harmful"),
        (html("<p style=\"background:u\\72l(https://x.example)\">x</p>"), "html", "template-harmful"),
        (html("<style>@import 'https://x.example';"), "html", "template-harmful"),
        (html("<form action=\"https://x.example\"><input name=\"p\"></form>"), "html", "template-harmful"),
        (html("<iframe src=\"https://x.example\"></iframe>"), "html", "template-harmful"),
        (
            html("<meta http-equiv=\"refresh\" content=\"0;url=https://x.example\">"),
            "html",
            "template-harmful",
        ),
        (html("<svg><script>1</script></svg>"), "html", "template-harmful"),
        (html("<!--[if mso]><script>1</script><![endif]-->"), "html", "template-harmful"),
        (EmailTexts { subject: "x".repeat(501), ..EmailTexts::default() }, "subject", "template-too-long"),
    ];
    for (own, field, reason) in cases {
        let refused = app.engine.set_email_template(&ada.actor, confirmation(own.clone())).await;
        let refused = refused.expect_err(&format!("{own:?}"));
        assert_eq!((refused.field(), refused.reason()), (Some(field), reason), "{own:?}: {refused}");
        let preview = PreviewEmail {
            kind: "confirmation".to_owned(),
            locale: "de".to_owned(),
            own: Some(own),
            ..PreviewEmail::default()
        };
        assert_eq!(
            app.engine.preview_email(&ada.actor, preview).await.expect_err("refused").field(),
            Some(field)
        );
    }
    for (kind, locale, field) in [("nothing", "de", "kind"), ("confirmation", "fr", "locale")] {
        let input =
            SetEmailTemplate { kind: kind.to_owned(), locale: locale.to_owned(), ..confirmation(own()) };
        assert_eq!(
            app.engine.set_email_template(&ada.actor, input).await.expect_err("refused").field(),
            Some(field)
        );
    }
    let queue = SetEmailTemplate { queue: Some(engine::QueueId(ada.user.id.0)), ..confirmation(own()) };
    assert_eq!(
        app.engine.set_email_template(&ada.actor, queue).await.expect_err("refused").field(),
        Some("queue")
    );
    let link = SetEmailTemplate {
        kind: "password_request".to_owned(),
        ..confirmation(EmailTexts { text: "Hallo".to_owned(), ..EmailTexts::default() })
    };
    assert_eq!(
        app.engine.set_email_template(&ada.actor, link).await.expect_err("refused").reason(),
        "template-link-missing"
    );
    assert!(app.engine.email_templates(&ada.actor).await.expect("none").is_empty());
}

async fn s18_a_preview_shows_a_sample_or_a_ticket_that_one_may_see_and_no_internal_note(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let anna = given.customer("anna@a.example").await;
    let ticket = given.ticket(&anna, "Drucker <4>").await;
    given.internal_note(&jana, &ticket, "STRENG GEHEIM").await;
    let preview = |number, own| PreviewEmail {
        kind: "Changed".to_owned(),
        locale: "de".to_owned(),
        number,
        own,
        ..PreviewEmail::default()
    };
    let sample = app.engine.preview_email(&jana.actor, preview(None, None)).await.expect("a sample");
    assert!(sample.subject.contains("10034"), "{}", sample.subject);
    let all = EmailTexts {
        text: "{{ticket.url}} {{#if comment}}{{#each comment.lines}}{{this}}{{/each}}{{/if}}".to_owned(),
        ..own()
    };
    for own in [None, Some(all)] {
        let real = app
            .engine
            .preview_email(&jana.actor, preview(Some(ticket.number), own))
            .await
            .expect("a ticket's");
        let said = format!("{real:?}");
        assert!(said.contains("Drucker") && !said.contains("GEHEIM"), "{said}");
        assert!(real.html.contains("Drucker &lt;4&gt;") || !real.html.contains("Drucker"), "{}", real.html);
    }
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.expect("set");
    for number in [ticket.number, 99_999] {
        let hidden = app.engine.preview_email(&jana.actor, preview(Some(number), None)).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })), "{hidden:?}");
    }
    let refused = app.engine.preview_email(&anna.actor, preview(Some(ticket.number), None)).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    assert!(app.engine.preview_email(&ada.actor, preview(Some(ticket.number), None)).await.is_ok());
}

async fn s18_every_default_could_be_saved_as_ones_own_and_taken_back(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    for kind in LetterKind::ALL {
        for locale in ["de", "en"] {
            let own = app.engine.default_email(&ada.actor, *kind).expect("a default");
            let input = SetEmailTemplate {
                kind: kind.as_str().to_owned(),
                locale: locale.to_owned(),
                queue: None,
                own,
            };
            let saved = app.engine.set_email_template(&ada.actor, input.clone()).await;
            let saved =
                saved.unwrap_or_else(|error| panic!("{kind:?} {locale}: {error}")).expect("one's own");
            assert_eq!(app.engine.default_email_now(*kind, locale).expect("now"), saved.base);
            let back = SetEmailTemplate { own: EmailTexts::default(), ..input };
            assert!(app.engine.set_email_template(&ada.actor, back).await.expect("taken back").is_none());
        }
    }
}
