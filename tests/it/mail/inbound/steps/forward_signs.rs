//! Where a mail that is passed on has no mark at its end, its writer's leave is the end. Where it is not the last, or a name, an address
//! or a signature of the one who passes it on stands below, nobody knows whose the words are.

use super::forward_end::{HEAD, HTML_HEAD, HTML_WRITTEN, WRITTEN, passed_on, unmarked};

const JANA: &str = "Jana Berger <jana@example.org>";

#[test]
fn a_name_an_address_or_a_signature_is_a_sign() {
    for below in [
        "\nINTERN\n\nMit freundlichen Grüßen\nJana Berger\n",
        "\nViele Grüße\nJana\nINTERN\n",
        "\nINTERN\n\nLG Jana\n",
        "\nJANA BERGER\nSupport\nTel. INTERN\n",
        "\nJana Berger, Support\nINTERN\n",
        "\nJana Berger | INTERN\n",
        "\nJana Berger - INTERN\n",
        "\nDr. Jana Berger\nINTERN\n",
        "\nINTERN\njana@example.org\n",
        "\nINTERN\n<mailto:jana@example.org>\n",
        "\n-- \nSupport INTERN\n\nFrau Berger, Jana\n",
        "\n-- \nINTERN\nTel. 4711, jana@example.org.\n",
        "\n-- \nHans Kunde\n\n-- \nTeam Jana Berger\nINTERN\n",
        "\n________________\nIhr Team: Jana Berger\nINTERN\n",
    ] {
        let mail = unmarked(JANA, below);
        assert!(mail.is_end_unknown, "{below}: {}", mail.text);
        assert!(mail.text.contains("defekt") && mail.text.contains("INTERN"), "{below}: {}", mail.text);
        assert_eq!(mail.note, "Bitte.", "{below}: nothing is cut, since nothing tells where");
    }
    for by in ["\"Berger, Jana\" <jana@example.org>", "jana.berger@example.org"] {
        assert!(unmarked(by, "\nINTERN\n\nJana Berger\n").is_end_unknown, "{by}");
    }
    assert!(unmarked("Jana <jana@example.org>", "\n-- \nJana\n").is_end_unknown, "whoever it is");
}

#[test]
fn what_others_wrote_is_none() {
    for below in [
        "",
        "\n-- \nHans Kunde\nKunde GmbH\n",
        "\n-- \nHans Kunde\nIhre Ansprechpartnerin: Jana Berger\n",
        "\n-- \nKunde GmbH\n\nVon: Jana Berger <jana@example.org>\nGesendet: heute\nAn: Hans\nBetreff: Drucker\n\nWelcher?\n",
        "\n________________________________\nVon: Jana Berger <jana@example.org>\nGesendet: heute\nAn: Hans\nBetreff: Drucker\n\nWelcher?\n",
        "\n-- \nKunde GmbH\n> Jana Berger\n",
        "\n> Viele Grüße\n> Jana\n",
        "\nHallo Jana,\nnoch etwas.\n",
        "\nJana,\nnoch etwas.\n",
        "\nFrau Jana Berger hat mir geholfen.\n",
        "\n-- \nmaria.jana@example.org\n",
    ] {
        let mail = unmarked(JANA, &format!("{below}\nViele Grüße\nHans Kunde\n"));
        assert!(!mail.is_end_unknown, "{below}");
        assert_eq!(mail.note, "Bitte.", "{below}");
    }
}

#[test]
fn the_last_words_of_the_writer_are_the_end() {
    for below in [
        "",
        "\nMit freundlichen Grüßen\n\nHans Kunde\n",
        "\nMit freundlichen Grüßen,\nH. Kunde\nhans@kunde.example\n",
        "\nLG Hans Kunde\n",
        "\nKind regards,\nKunde, Hans\n\n<hans@kunde.example>\n\n",
        "\nGruß\nDr. Hans Kunde\n",
    ] {
        let mail = unmarked(JANA, below);
        assert!(!mail.is_end_unknown, "{below}");
        assert_eq!(mail.note, "Bitte.", "{below}");
    }
    for below in [
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
        "\nINTERN\n> Viele Grüße\n> Hans\n",
        "\nINTERN\n\nViele Grüße\nJana\n\nViele Grüße\nHans\n",
    ] {
        let mail = unmarked(JANA, below);
        assert!(mail.is_end_unknown, "{below}: {}", mail.text);
    }
    assert!(unmarked("Hans <hans@example.org>", "").is_end_unknown, "two have the same name");
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
        assert!(unmarked(by, leave).is_end_unknown, "{by}");
    }
    assert!(!unmarked("Support <staff@example.org>", leave).is_end_unknown);
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
        let raw = format!(
            "From: {by}\r\nSubject: WG: Drucker\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
            text.replace('\n', "\r\n")
        );
        let message = mail::inbound::parse(raw.as_bytes()).message;
        let [mail] = message.forwarded.as_slice() else { panic!("{:?}", message.forwarded) };
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
        let raw = format!(
            "From: {JANA}\r\nTo: desk@example.org\r\nSubject: WG: Drucker defekt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
            text.replace('\n', "\r\n")
        );
        let message = mail::inbound::parse(raw.as_bytes()).message;
        let [mail] = message.forwarded.as_slice() else { panic!("{:?}", message.forwarded) };
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
    let before = format!("{}<p>Gruß<br>Hans Kunde</p>", holder(&html, "x_Signature"));
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
    assert!(!passed_on(None, Some(&of(&quoted))).is_end_unknown, "the customer answered the agent");
    let theirs = "<div class=\"moz-signature\">-- <br>Hans Kunde</div>";
    assert!(!passed_on(None, Some(&of(theirs))).is_end_unknown);
}
