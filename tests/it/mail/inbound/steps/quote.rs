//! Where the answer ends and the quoted mail begins: never too much is cut.

use mail::inbound::steps::quote::{Source, newest, trim, trim_html, trim_text};

#[test]
fn the_quoted_mail_is_cut_in_german_and_english() {
    for quoted in [
        "On Mon, 2 Feb 2026 at 10:00, Support <tickets@example.org> wrote:\n> Hello\n> there",
        "Am 02.02.2026 um 10:00 schrieb Support:\n> Hallo",
        "Am Mo., 2. Feb. 2026 um 10:00 Uhr schrieb Support Example Ltd <\ntickets@example.org>:\n\n> Hallo",
        "Support <tickets@example.org> schrieb am Mo., 2. Feb. 2026,\n10:00:\n\n> Hallo",
        "-----Ursprüngliche Nachricht-----\nVon: Support\nGesendet: Montag\nBetreff: Ticket\n\nHallo",
        "-----Original Message-----\nFrom: Support\n\nHello",
        "________________________________\nVon: Support <tickets@example.org>\nGesendet: Montag, 2. Februar 2026 10:00\nAn: Kim\nBetreff: Ticket\n\nHallo",
        "From: Support <tickets@example.org>\nSent: Monday\nTo: Kim\nSubject: Ticket\n\nHello",
        "*Von:* Support\n*Gesendet:* Montag\n*An:* Kim\n*Betreff:* Ticket\n\nHallo",
        "> the ticket\n> is open",
        "W dniu 2026-02-02 o 10:00, Support pisze:\n> Hello",
        "Verschickt mit Proton Mail.",
        "##- Bitte antworten Sie oberhalb dieser Zeile -##\nHallo",
        "-- Please reply above this line --\nHello",
        "On Mon, 2 Feb 2026 at 10:00, Support wrote:\n> ##- Please reply above this line -##\n> Hello",
        "Gesendet von meinem iPhone",
        "Sent from my iPhone\n\nOn 2 Feb 2026, at 10:00, Support wrote:\n\n> Hello",
        "Support <tickets@example.org> 于2026年2月2日周一 10:00写道：\n\n> 你好",
        "Support <tickets@example.org> 於 2026年2月2日 週一 上午10:00寫道：\n\n> 你好",
        "在 2026年2月2日，10:00，Support <tickets@example.org> 写道：\n\n> 你好",
        "在 2026年2月2日周一 10:00,Support Example Ltd <tickets@example.org>\n写道:\n\n> 你好",
        "2026년 2월 2일 (월) 오전 10:00, Support <tickets@example.org>님이 작성:\n\n> 안녕하세요",
        "2026년 2월 2일 (월) 오전 10:00, Support Example Ltd <tickets@example.org>님이\n작성:\n\n> 안녕하세요",
        "เมื่อ จ. 2 ก.พ. 2026 เวลา 10:00 Support <tickets@example.org> เขียนว่า:\n\n> สวัสดี",
        "El dl., 2 de febr. 2026, 10:00, Support <tickets@example.org> va escriure:\n\n> Hola",
        "На пн, 2.02.2026 г. в 10:00 Support <tickets@example.org> написа:\n\n> Здравей",
        "pon, 2. velj 2026. u 10:00 Support <tickets@example.org> napisao je:\n\n> Bok",
        "V V pon., 2. feb. 2026 ob 10:00 je oseba Support <tickets@example.org> napisala:\n\n> Zdravo",
        "보낸 사람: Support <tickets@example.org>\n보낸 날짜: 2026년 2월 2일\n받는 사람: Kim\n제목: Ticket\n\n안녕",
        "寄件者: Support <tickets@example.org>\n寄件日期: 2026年2月2日 10:00\n收件者: Kim\n主旨: Ticket\n\n你好",
        "-------- Original message --------From: Support <tickets@example.org> Date: 02/02/2026 10:00 (GMT+01:00) To: Kim Subject: Ticket\nHello",
        "2026年2月2日(月) 10:00 Support <tickets@example.org>:\n\n> こんにちは",
    ] {
        assert_eq!(
            trim(&format!("Ja, gern.\nDanke!\n\n{quoted}\n"), Source::Answer),
            "Ja, gern.\nDanke!",
            "{quoted}"
        );
    }
}

#[test]
fn answers_between_quoted_lines_are_kept_with_what_they_answer() {
    let mail =
        "On 2 Feb 2026, at 10:00, Support wrote:\n\n> Which version?\n\n3.1\n\n> Which system?\n\nLinux";
    assert_eq!(trim(mail, Source::Mail), mail);
    let mail = "Hi\n\n> Which version?\n\n3.1\n\n> Which system?\n\nLinux";
    assert_eq!(trim(mail, Source::Mail), mail);
}

#[test]
fn an_answer_below_the_quoted_mail_is_kept_without_it() {
    let mail = "On 2 Feb 2026, at 10:00, Support wrote:\n> Which version?\n> Which system?\n\n3.1 on Linux";
    assert_eq!(trim(mail, Source::Mail), "3.1 on Linux");
}

#[test]
fn a_mail_of_nothing_but_quotes_is_kept_whole() {
    for mail in ["> Hello\n> there", "On 2 Feb 2026, at 10:00, Support wrote:\n> Hello", "--\nKim"] {
        assert_eq!(trim(mail, Source::Answer), mail);
    }
    assert_eq!(trim("", Source::Mail), "");
}

#[test]
fn sentences_that_look_like_the_head_of_a_quote_are_not() {
    for mail in [
        "On the other hand, it works.\nAm Montag schrieb ich Ihnen schon.",
        "From: 3 pm\nUntil: 5 pm",
        "On 3 of 5 servers the log says:\nerror 17",
        "Von: der Leitung kam nichts.",
        "Der Fehler:\nVon: Server A\nAn: Server B\nBetreff: Replikation\nEr steht seit heute.",
        "This is what he wrote: nothing.",
        "Der Text ist:\n---- Key ----\nabc",
        "Sent from the server we get error 17.\nWhy?",
        "a\n--\nb\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16",
    ] {
        assert_eq!(trim(mail, Source::Mail), mail);
        assert_eq!(trim(mail, Source::Answer), mail);
    }
}

#[test]
fn a_forwarded_mail_is_the_message_of_a_mail_to_us() {
    let mail = "Please look.\n\n---------- Forwarded message ---------\nFrom: C <c@example.org>\nDate: Mon\nSubject: Broken\n\nIt broke.";
    assert_eq!(trim(mail, Source::Mail), mail);
    assert_eq!(trim(mail, Source::Answer), "Please look.");
}

#[test]
fn the_first_mail_keeps_its_signature_and_an_answer_loses_it() {
    let first = "It broke.\n\n--\nKim Example\n+49 30 1234";
    assert_eq!(trim(first, Source::Mail), first);
    let answer = format!("{first}\n\nOn 2 Feb 2026, at 10:00, Support wrote:\n> Hello");
    assert_eq!(trim(&answer, Source::Mail), "It broke.");
}

#[test]
fn html_is_cut_by_the_same_rules() {
    for (source, wanted) in [
        (
            "Yes<div class='gmail_quote'><div class='gmail_attr'>Am Montag Jane:<br></div><blockquote class='gmail_quote'>No?</blockquote></div>",
            "Yes",
        ),
        (
            "Yes<div id='appendonsend'></div><hr><div id='divRplyFwdMsg'><b>From:</b> x<br><b>Sent:</b> y<br><b>To:</b> z</div>quoted",
            "Yes",
        ),
        ("Yes<div class='moz-cite-prefix'>何か:</div><blockquote type='cite'>No?</blockquote>", "Yes"),
        (
            "<blockquote type='cite'>Version?</blockquote>3.1<blockquote type='cite'>System?</blockquote>Linux",
            "> Version?\n\n3.1\n> System?\n\nLinux",
        ),
    ] {
        assert_eq!(trim_html(source), wanted, "{source}");
    }
}

#[test]
fn line_ends_and_blank_lines_around_do_not_matter() {
    assert_eq!(trim_text("\r\n\r\nYes\r\n\r\nOn 2 Feb 2026, at 10:00, Jane wrote:\r\n> No\r\n"), "Yes");
}

#[test]
fn what_groupwise_quotes_is_cut() {
    for header in [
        ">>> Jane Doe <jane@example.org> 12.11.2026 10:00 >>>",
        ">>> \"Doe, Jane\" <jane@example.org> 12.11.26 10:00 >>>",
        ">>> Jane Doe 11/12/2026 10:00 AM >>>",
        ">>>Jane Doe <jane@example.org> 12.11.2026 10:00>>>",
        ">>> Jane Doe <jane@example.org> Donnerstag, 12. November 2026\n10:00 >>>",
        ">>> Jane Doe <jane@example.org> schrieb am 12.11.2026 um 10:00 in Nachricht\n<5FAD.1@example.org>:",
        ">>> On 11/12/2026 at 10:00 AM, in message\n<5FAD.1@example.org>, Jane Doe <jane@example.org> wrote:",
    ] {
        for quoted in [
            "Hallo,\n\nwelche Version?\n",
            "> Hallo,\n> welche Version?\n",
            ">>> Hallo,\n>>> welche Version?\n",
        ] {
            for source in [Source::Answer, Source::Mail] {
                let mail = format!("Ja, gern.\nDanke!\n\n{header}\n{quoted}");
                assert_eq!(trim(&mail, source), "Ja, gern.\nDanke!", "{mail}");
            }
        }
    }
}

#[test]
fn three_marks_alone_are_no_head_of_a_quote() {
    for mail in [
        "So geht es:\n>>> import sys\nDas war es.",
        "So geht es:\n>>> 1 + 1\n2\n>>> 2026 - 1900 >>>\nDas war es.",
        "Sehen Sie:\n>>> hier klicken >>>\nDanke!",
    ] {
        assert_eq!(trim(mail, Source::Answer), mail);
    }
    let below = "Ja.\n\n> a\n> b\n>>> Jane <jane@example.org> 12.11.2026 10:00 >>>\n> c";
    assert_eq!(trim(below, Source::Answer), "Ja.");
}

#[test]
fn the_newest_words_stand_above_what_they_quote() {
    let head = "From: Jane <jane@example.org>\nSent: Monday\nTo: Kim\nSubject: It";
    for (below, is_known) in [
        (String::new(), true),
        (format!("{head}\n\nWhich?"), true),
        (format!("________________________________\n{head}\n\n> Older?\n\nWhich?"), true),
        ("-----Original Message-----\nWhich?".to_owned(), true),
        ("On 2 Feb 2026, at 10:00, Jane <jane@example.org> wrote:\n\n> Which?\n>\n> Jane".to_owned(), true),
        ("On 2 Feb 2026, at 10:00, Jane <jane@example.org>\nwrote:\n\nWhich?".to_owned(), true),
        (">>> Jane <jane@example.org> 12.11.2026 10:00 >>>\nWhich?".to_owned(), true),
        ("> Which?\n> Older".to_owned(), true),
        ("On 2 Feb 2026, at 10:00, Jane <jane@example.org> wrote:\n> Which?\n\nThe first.".to_owned(), false),
    ] {
        let text = format!("It broke.\n> Cited.\nKim\n\n{below}");
        let lines: Vec<&str> = text.lines().collect();
        let found = newest(&lines).map(|end| lines[..end].join("\n").trim_end().to_owned());
        assert_eq!(found.as_deref(), is_known.then_some("It broke.\n> Cited.\nKim"), "{below}");
        let nothing: Vec<&str> = below.lines().collect();
        assert_eq!(newest(&nothing), None, "nothing stands above: {below}");
    }
}
