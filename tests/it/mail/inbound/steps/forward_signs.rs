//! The words of a mail that is passed on end with the leave of its writer where nothing else marks their end, and nobody else signs them.

use super::forward_end::{HEAD, HTML_HEAD, HTML_WRITTEN, WRITTEN, passed_on, passed_on_by, unmarked};

const JANA: &str = "Jana Berger <jana@example.org>";

/// What Hans wrote, which ends with these words, as programs pass it on that mark no end.
fn ending(by: &str, words: &str) -> engine::Forwarded {
    let text = format!("Bitte.\n\n{HEAD}\nGuten Tag,\n\nder Drucker ist defekt.\n{words}");
    passed_on_by(by, Some(&text), None)
}

/// What Hans wrote, and these words below it within the marks of a quote or the element that holds it: as text, as HTML and as both.
fn within(words: &str) -> [engine::Forwarded; 3] {
    let quoted = format!("Anfang der weitergeleiteten Nachricht:\n\n{HEAD}\n{WRITTEN}\n{words}\n");
    let quoted: String = quoted.lines().map(|line| format!("> {line}\n")).collect();
    let plain = format!("Bitte.\n\n{quoted}");
    let html = format!(
        "<p>Bitte.</p><div class=\"moz-forward-container\">{HTML_HEAD}<br>{HTML_WRITTEN}<p>{}</p></div>",
        words.replace('\n', "<br>")
    );
    [(Some(plain.as_str()), None), (None, Some(html.as_str())), (Some(plain.as_str()), Some(html.as_str()))]
        .map(|(plain, html)| passed_on_by(JANA, plain, html))
}

#[test]
fn a_name_an_address_or_a_signature_within_the_marks_of_the_mail_is_a_sign() {
    for words in [
        "INTERN\n\nMit freundlichen Grüßen\nJana Berger",
        "INTERN\n\nGruß\nJana",
        "INTERN\n\nKind regards,\nJana Berger",
        "INTERN\n\nThanks\nJana",
        "INTERN\n\nCordialement\nJana Berger",
        "INTERN\n\nBien cordialement, Jana",
        "INTERN\n\nSaludos\nJana Berger",
        "INTERN\n\nUn saludo\nJana",
        "INTERN\nLG Jana",
        "INTERN, danke, Jana",
        "Viele Grüße\nJana\nINTERN",
        "JANA BERGER\nSupport\nTel. INTERN",
        "Jana Berger, Support\nINTERN",
        "Jana Berger | INTERN",
        "Jana Berger - INTERN",
        "Dr. Jana Berger\nINTERN",
        "INTERN\njana@example.org",
        "-- \nSupport INTERN\n\nFrau Berger, Jana",
        "-- \nINTERN\nTel. 4711, jana@example.org.",
        "-- \nHans Kunde\n\n-- \nTeam Jana Berger\nINTERN",
        "________________\nIhr Team: Jana Berger\nINTERN",
        // Whoever takes leave below the writer is somebody else.
        "INTERN\n\nMit freundlichen Grüßen\nIhr Support",
    ] {
        for mail in within(words) {
            assert!(mail.is_end_unknown, "{words}: {}", mail.text);
            assert!(mail.text.contains("defekt") && mail.text.contains("INTERN"), "{words}: {}", mail.text);
            assert_eq!(mail.note, "Bitte.", "{words}: nothing is cut, since nothing tells where");
        }
    }
    for by in ["\"Berger, Jana\" <jana@example.org>", "jana.berger@example.org"] {
        let text = format!(
            "Bitte.\n\n> {}",
            format!("{HEAD}\n{WRITTEN}\nINTERN\n\nJana Berger").replace('\n', "\n> ")
        );
        assert!(passed_on_by(by, Some(&text), None).is_end_unknown, "{by}");
    }
    assert!(unmarked("Jana <jana@example.org>", "\n-- \nJana\n").is_end_unknown, "whoever it is");
}

#[test]
fn what_the_writer_says_below_their_name_within_such_marks_is_none() {
    for words in [
        "Kunde GmbH\nTel. 4711",
        "PS: Frau Berger weiß Bescheid.",
        "PS: Jana Berger hat mir geholfen, und Jana\nauch dem Chef.",
        "-- \nHans Kunde\nIhre Ansprechpartnerin: Jana Berger\nKunde GmbH",
    ] {
        for mail in within(words) {
            assert!(!mail.is_end_unknown, "{words}: {}", mail.text);
            let last = words.lines().last().expect("a line");
            assert!(mail.text.ends_with(last), "{words}: {}", mail.text);
        }
    }
}

#[test]
fn what_others_wrote_above_the_leave_is_none() {
    for above in [
        "\n-- \nHans Kunde\nIhre Ansprechpartnerin: Jana Berger\n",
        "\n> Viele Grüße\n> Jana\n",
        "\nHallo Jana,\nnoch etwas.\n",
        "\nJana,\nnoch etwas.\n",
        "\nFrau Jana Berger hat mir geholfen.\n",
        "\n-- \nmaria.jana@example.org\n",
    ] {
        let mail = ending(JANA, &format!("{above}\nViele Grüße\nHans Kunde\n"));
        assert!(!mail.is_end_unknown, "{above}");
        assert_eq!(mail.note, "Bitte.", "{above}");
    }
}

/// As programs quote an older mail, each with a remark in it or below.
const OLDER: [&str; 7] = [
    "Von: Jana Berger <jana@example.org>\nGesendet: heute um 10:00\nAn: Hans\nBetreff: Drucker\n\nWelcher?\n\nGruß\nJana\n\nINTERN\n",
    "________________________________\nVon: Jana Berger <jana@example.org>\nGesendet: heute um 10:00\nAn: Hans\nBetreff: Drucker\n\nINTERN\n\n\
     Von: Hans Kunde <hans@kunde.example>\nGesendet: heute um 09:00\nAn: Jana\nBetreff: Drucker\n\nDefekt.\n\nGruß\nHans Kunde\n",
    "-----Ursprüngliche Nachricht-----\nINTERN\nGruß\nHans Kunde\n",
    "Am 23.11.2026 um 08:00 schrieb Jana Berger <jana@example.org>:\n> Welcher?\n> INTERN\n> Gruß\n> Jana\n",
    "Am 23.11.2026 um 08:00 schrieb Jana Berger <jana@example.org>:\n\nWelcher?\n\nINTERN\n",
    ">>> Jana Berger <jana@example.org> 23.11.2026 08:00 >>>\nWelcher? INTERN\n",
    "> Welcher?\n> INTERN\n",
];

#[test]
fn what_is_quoted_below_the_leave_is_for_the_staff() {
    for older in OLDER {
        let mail = ending(JANA, &format!("\nViele Grüße\nHans Kunde\n\n{older}"));
        assert!(
            !mail.is_end_unknown && mail.text.ends_with("Viele Grüße\nHans Kunde"),
            "{older}: {}",
            mail.text
        );
        assert!(mail.note.starts_with("Bitte.") && mail.note.contains("INTERN"), "{older}: {}", mail.note);
        // Between the leave and what is quoted nobody may have written.
        for remark in ["INTERN: stimmt nicht.", "-- \nKunde GmbH", "PS: eilt", "Viele Grüße\nHans Kunde"] {
            let mail = ending(JANA, &format!("\nViele Grüße\nHans Kunde\n\n{remark}\n\n{older}"));
            assert!(mail.is_end_unknown, "{remark}: {older}: {}", mail.text);
            assert_eq!(mail.note, "Bitte.", "{remark}: {older}");
        }
        assert!(ending(JANA, &format!("\nINTERN\n\n{older}")).is_end_unknown, "nobody takes leave: {older}");
        assert!(ending(JANA, &format!("\n{older}")).is_end_unknown, "{older}");
    }
}

#[test]
fn the_first_leave_of_the_writer_is_the_end() {
    for words in [
        "\nMit freundlichen Grüßen\n\nHans Kunde\n",
        "\nMit freundlichen Grüßen,\nH. Kunde\nhans@kunde.example\n",
        "\nLG Hans Kunde\n",
        "\nVG / LG\nHans Kunde\n",
        "\nKind regards,\nKunde, Hans\n\n<hans@kunde.example>\n\n",
        "\nGruß\nDr. Hans Kunde\n",
        "\nVielen Dank im Voraus und viele Grüße!\nHans Kunde\n",
        "\nWith many thanks and best regards\nHans Kunde\n",
        "\nMeilleures salutations\nHans Kunde\n",
        "\nUn cordial saludo,\nHans Kunde\n",
    ] {
        let mail = ending(JANA, words);
        assert!(!mail.is_end_unknown, "{words}");
        assert_eq!(mail.note, "Bitte.", "{words}");
        // Whatever stands below it may be of anybody.
        for below in ["INTERN", "PS: eilt", "Kunde GmbH\nHans Kunde", "Viele Grüße\nHans Kunde"] {
            assert!(ending(JANA, &format!("{words}\n{below}\n")).is_end_unknown, "{words}: {below}");
        }
    }
    for words in [
        "",
        "\nINTERN nicht zusagen\n",
        "INTERN\n",
        "\n-- \nHans Kunde\nKunde GmbH\n",
        "\nINTERN: Rückruf an\nHans Kunde\n",
        "\nINTERN, Grüße an Hans\n",
        "\nINTERN Gruß an Hans\n",
        "\nINTERN, Grüße an Hans Kunde\n",
        "\nINTERN\nSchönen Gruß Frau Kunde\n",
        "\nINTERN\nSchönen Gruß Herr Hans Kunde\n",
        "\nINTERN\nViele Grüße\nFrau Kunde\n",
        "\nINTERN\nRegards to Hans Kunde\n",
        "\nINTERN\n\nLG Hans\n",
        "\nINTERN\n\nGruß\nH. Kunde\n",
        "\nINTERN\n\nGruß\nHans K.\n",
        "\nINTERN\n\nGruß\nKunde Kunde\n",
        "\nINTERN\n\nVon meinem iPhone gesendet\n",
        "\nINTERN\n> Viele Grüße\n> Hans Kunde\n",
        "\nINTERN\n\nViele Grüße\nJana\n\nViele Grüße\nHans Kunde\n",
    ] {
        let mail = ending(JANA, words);
        assert!(mail.is_end_unknown, "{words}: {}", mail.text);
    }
    assert!(unmarked("Hans <hans@example.org>", "").is_end_unknown, "two have the same name");
}

#[test]
fn a_sentence_that_ends_like_a_leave_is_none() {
    for words in [
        "INTERN Lüge. Beste Grüße\nHans Kunde",
        "INTERN nicht zahlen, liebe Grüße\nHans Kunde",
        "INTERN bestell ihm schöne Grüße\nhans@kunde.example",
        "INTERN: ruf ihn an, schöne Grüße an\nHans Kunde",
        "INTERN call him with best regards,\nhans@kunde.example",
        "INTERN, mit besten Grüßen Hans Kunde",
        "Er will Grüße\nHans Kunde",
        "Regards?! No\nHans Kunde",
    ] {
        assert!(ending(JANA, &format!("\n{words}\n")).is_end_unknown, "{words}");
    }
}

#[test]
fn a_name_that_may_be_the_senders_proves_nothing() {
    let leave = "\nINTERN\n\nViele Grüße\nHans Kunde\n";
    for by in [
        "Jana Kunde <jana@example.org>",
        "\"Kunde, Jana\" <jana@example.org>",
        "Support <j.kunde@example.org>",
        "\"Hans / Support\" <staff@example.org>",
    ] {
        assert!(ending(by, leave).is_end_unknown, "{by}");
    }
    assert!(!ending("Support <staff@example.org>", leave).is_end_unknown);
    let html = format!("<p>Bitte.</p><div>{HTML_HEAD}</div><div>{HTML_WRITTEN}</div>");
    let short = html.replace("Gruß<br>Hans Kunde", "INTERN<br>Gruß<br>Hans");
    assert!(!passed_on(None, Some(&html)).is_end_unknown);
    assert!(passed_on(None, Some(&short)).is_end_unknown);
}

#[test]
fn a_name_of_one_word_is_enough_unless_the_sender_has_it() {
    for (by, leave, is_end_unknown) in [
        (JANA, "Gruß\nKunde", false),
        (JANA, "Gruß Kunde", false),
        (JANA, "Gruß Herr Kunde", true),
        ("Support <kunde@example.org>", "Gruß\nKunde", true),
        ("Jana Kunde <jana@example.org>", "Gruß Kunde", true),
    ] {
        let text = format!(
            "Von: Kunde <info@kunde.example>\nGesendet: Montag, 23. November 2026 08:00\nAn: Jana\nBetreff: Drucker\n\nDefekt.\n\n{leave}\n"
        );
        let mail = passed_on_by(by, Some(&text), None);
        assert_eq!(mail.is_end_unknown, is_end_unknown, "{by}: {leave}");
    }
}

/// As case 38 of the mails that were tried: a note above, and nothing below.
#[test]
fn a_forward_of_outlook_is_of_the_customer_as_far_as_they_take_leave() {
    for (leave, is_end_unknown) in [("", true), ("\n\nFreundliche Grüße\nHans Kunde", false)] {
        let text = format!(
            "Bitte aufnehmen.\n\nJana Berger\njana@example.org\n\nVon: Hans Kunde <hans@kunde.example>\nGesendet: Montag, 23. November 2026 08:00\n\
             An: Jana Berger <jana@example.org>\nCc: Jana Berger <jana@example.org>\nBetreff: Drucker defekt\n\nDer Drucker im 2. OG ist defekt.{leave}\n"
        );
        let mail = passed_on_by(JANA, Some(&text), None);
        assert_eq!(mail.text, format!("Der Drucker im 2. OG ist defekt.{leave}"));
        assert_eq!(mail.is_end_unknown, is_end_unknown, "{leave}");
        assert!(mail.note.starts_with("Bitte aufnehmen."), "{}", mail.note);
    }
}

#[test]
fn html_without_an_end_has_the_same_signs() {
    let tail = "-- \njana@example.org\nINTERN 4711";
    let plain = format!("Bitte.\n\n{HEAD}\n{WRITTEN}\n");
    let below = format!("{plain}\n{tail}\n");
    let html = format!("<p>Bitte.</p><div>{HTML_HEAD}</div><div>{HTML_WRITTEN}</div>");
    let signed = format!("{html}<p>-- <br>jana@example.org<br>INTERN 4711</p>");
    assert!(passed_on(Some(&below), Some(&signed)).is_end_unknown);
    assert!(passed_on(None, Some(&signed)).is_end_unknown);
    assert!(passed_on(Some(&plain), Some(&signed)).is_end_unknown, "one half is enough");
    assert!(!passed_on(Some(&plain), Some(&html)).is_end_unknown);
    let holder = |above: &str, name: &str| {
        format!("{above}<div id=\"{name}\"><p>Ihr Team,</p><p>E-Mail: jana@example.org</p></div>")
    };
    assert!(passed_on(None, Some(&holder(&html, "Signature"))).is_end_unknown);
    let older = HTML_HEAD.replace("Hans Kunde", "Jana").replace("hans@kunde.example", "jana@example.org");
    let before = holder(&format!("{html}<div>{older}</div><p>Welcher?</p>"), "x_Signature");
    assert!(!passed_on(None, Some(&before)).is_end_unknown, "that was in a mail before");
    let above = html.replace("Bitte.</p>", &holder("Bitte.</p>", "Signature"));
    assert!(!passed_on(None, Some(&above)).is_end_unknown, "it stands above the head");
}

#[test]
fn a_picture_below_the_last_words_may_be_of_the_sender() {
    let picture = "<p><img src=\"cid:intern@x\"></p>";
    let of = |above: &str, below: &str| {
        format!("<p>Bitte.</p><div>{HTML_HEAD}</div>{above}<div>{HTML_WRITTEN}</div>{below}")
    };
    assert!(passed_on(None, Some(&of("", picture))).is_end_unknown);
    assert!(!passed_on(None, Some(&of(picture, ""))).is_end_unknown);
    for shown in [
        "<div style=\"background:url(cid:intern@x)\"></div>",
        "<table background=\"cid:intern@x\"><tr><td>&nbsp;</td></tr></table>",
    ] {
        assert!(passed_on(None, Some(&of("", shown))).is_end_unknown, "{shown}");
        assert!(!passed_on(None, Some(&of(shown, ""))).is_end_unknown, "{shown}");
    }
    assert!(passed_on(None, Some(&of(picture, "<p>INTERN</p>"))).is_end_unknown);
    // Above an older mail it is not shown at all.
    let older = HTML_HEAD.replace("Hans Kunde", "Jana").replace("hans@kunde.example", "jana@example.org");
    let mail = passed_on(None, Some(&of("", &format!("{picture}<div>{older}</div><p>Welcher?</p>"))));
    assert!(!mail.is_end_unknown && mail.html.is_none() && mail.shown_files.is_empty(), "{:?}", mail.html);
}

#[test]
fn a_signature_inside_the_element_that_holds_the_mail_is_a_sign() {
    let of = |signature: &str| {
        format!(
            "<p>Bitte.</p><div class=\"moz-forward-container\">{HTML_HEAD}<br>{HTML_WRITTEN}{signature}</div>"
        )
    };
    let own = "<pre class=\"moz-signature\" cols=\"72\">-- \njana@example.org\nINTERN</pre>";
    assert!(passed_on(None, Some(&of(own))).is_end_unknown);
    let quoted = format!("<blockquote type=\"cite\"><p>Welcher?</p>{own}</blockquote>");
    let mail = passed_on(None, Some(&of(&quoted)));
    assert!(!mail.is_end_unknown && !mail.text.contains("INTERN"), "the customer answered the agent");
    assert!(mail.note.contains("INTERN") && mail.html.is_some_and(|html| !html.contains("INTERN")));
    let theirs = "<div class=\"moz-signature\">-- <br>Hans Kunde</div>";
    assert!(!passed_on(None, Some(&of(theirs))).is_end_unknown);
}
