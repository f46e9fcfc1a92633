//! Code, logs and tables in a plain text stand in letters of one width; what people write stays prose.

use engine::content::{html_of_text, sanitise};
use proptest::prelude::*;

const JAVA: &str = "java.lang.IllegalStateException: Drucker fehlt\n\tat com.example.Print.run(Print.java:12)\n\tat com.example.Main.main(Main.java:3)\nCaused by: java.io.IOException: kaputt\n\t... 2 more";
const PYTHON: &str = "Traceback (most recent call last):\n  File \"/srv/app.py\", line 3, in <module>\n    print(x)\nNameError: name 'x' is not defined";
const NODE: &str = "    at Object.<anonymous> (/srv/app.js:10:5)\n    at node:internal/main:12:3";
const DOT_NET: &str = "   bei Kunde.Druck.Start() in C:\\Kunde\\Druck.cs:Zeile 12.\n   bei Kunde.Main() in C:\\Kunde\\Main.cs:Zeile 3.";
const LOG: &str = "2026-11-30 10:00:01,123 INFO  start\n2026-11-30 10:00:02,001 ERROR printer <offline>";
const WRAPPED: &str =
    "2026-11-30T10:00:01Z ERROR the connection to the printer\nwas lost\n2026-11-30T10:00:02Z WARN again";
const SYSLOG: &str = "Nov 30 10:00:01 host cupsd[12]: a\nDec  1 10:00:02 host cupsd[12]: b";
const ACCESS: &str = "10.0.0.1 - - [30/Nov/2026:10:00:00 +0100] \"GET / HTTP/1.1\" 200\n10.0.0.2 - kim [30/Nov/2026:10:00:01 +0100] \"GET /a\" 404";
const LEVELS: &str = "[ERROR] no paper\n[WARN] no toner";
const DRAWN: &str =
    "+------+-------+\n| Name | Preis |\n+------+-------+\n| Ada  |   5 € |\n+------+-------+";
const PSQL: &str = " id | name\n----+------\n  1 | Ada";
const IN_COLUMNS: &str = "Pos   Artikel        Preis\n----  -------------  -----\n1     Kabel          10,00\n2     Maus <USB>      9,90";
const UNDERLINED: &str = "Name    Länge\n------ ------\nlog     12 MB\n------ ------\nSumme   12 MB";
const DIFF: &str = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c";
const FENCED: &str = "```\nein Wort\n\nnoch eines\n```";
const CODE: &str = "if (x) {\n    y();\n}";
const JSON: &str = "{\n  \"a\": 1,\n  \"b\": [\n  ]\n}";
const XML: &str = "<config>\n  <port>80</port>\n</config>";
const SETTINGS: &str = "server.port=80\nserver.name = desk\n[section]\nlog_level=debug";

#[test]
fn what_machines_write_stands_in_letters_of_one_width() {
    for code in [
        JAVA, PYTHON, NODE, DOT_NET, LOG, WRAPPED, SYSLOG, ACCESS, LEVELS, DRAWN, PSQL, IN_COLUMNS,
        UNDERLINED, DIFF, FENCED, CODE, JSON, XML,
    ] {
        let shown = escaped(code);
        let text = format!("Guten Tag,\nes geht nicht:\n\n{code}\n\nGruß\nMaria");
        let html =
            format!("<p>Guten Tag,<br>\nes geht nicht:</p>\n<pre>{shown}</pre>\n<p>Gruß<br>\nMaria</p>");
        assert_eq!(html_of_text(&text), html, "{code}");
        // Beside a sentence without a blank line as well.
        let close = html_of_text(&format!("So:\n{code}\nGruß"));
        assert!(close.starts_with("<p>So:</p>\n<pre>") && close.ends_with("</pre>\n<p>Gruß</p>"), "{close}");
        assert_eq!(html_of_text(code), format!("<pre>{shown}</pre>"));
    }
    assert!(html_of_text(SETTINGS).contains("<pre>"), "{}", html_of_text(SETTINGS));
}

#[test]
fn what_people_write_stays_prose() {
    for text in [
        "Guten Tag,\n\n    Maria Muster\n    Musterstraße 12\n    12345 Musterstadt\n\nGruß",
        "a) die Miete;\nb) der Strom;\nc) das Wasser;",
        "- eins\n- zwei\n- drei",
        "  * eins\n  * zwei (siehe unten)\n  * drei",
        "> at com.example.Print.run(Print.java:12)\n> at com.example.Main.main(Main.java:3)",
        "Wir treffen uns at home.example (siehe unten)\nund dann bei Fragen (heute).",
        "30.11.2026 10:00 Anruf\n30.11.2026 11:00 Rückruf",
        "2026-11-30 10:00 Anruf bei Herrn Müller\n2026-11-30 11:00 Rückruf",
        "Home | Produkte | Kontakt\nImpressum | AGB | Datenschutz\nAbmelden | Hilfe | Login",
        "-----------------\nMaria Muster\n-----------------",
        "Maria Muster <maria@muster.example>\n<https://muster.example>\n<mailto:maria@muster.example>\n<http://muster.example>",
        "Datei -> Öffnen\nDatei -> Speichern\nDatei -> Drucken",
        "Tel: 123 (abends)\nFax: 124\nMobil: 125",
        "[ERROR] kein Papier",
        "INFO: bitte lesen\nERROR: nicht lesen",
        "```\nnie geschlossen",
        "Preis (netto) = 5 €\nPreis (brutto) = 6 €\nPreis je Stück = 7 €",
        "Nov 30 war kalt\nDec 24 wird wärmer",
        "@@ alle: bitte lesen",
        "--- \nMaria",
        "Wir kommen.  Heute noch\n-- --\nViele  Grüße",
        "Das  ist neu\n------------\nDas  ist alt",
        "Unsere Preise\n----  -----\nsind  gestiegen",
        "Kabel    10,00\nMaus      9,90",
        "Tel.:   030 123\nFax:    030 124\n\n----  ----\nMobil:  0170 1",
        "> Pos   Artikel\n> ----  -----\n> 1     Kabel",
    ] {
        let html = html_of_text(text);
        assert!(!html.contains("<pre>"), "{html}");
    }
}

#[test]
fn hostile_code_is_escaped_and_done_with() {
    let html = html_of_text(
        "[ERROR] </pre><script>alert(1)</script>\n[WARN] \" onclick='x' https://evil.example/\"><b>",
    );
    assert!(html.starts_with("<pre>[ERROR] &lt;/pre&gt;&lt;script&gt;") && !html.contains("<b>"), "{html}");
    assert_eq!(html.matches("<pre>").count(), 1);
    for text in [
        "@@ -1,18446744073709551615 +1,18446744073709551615 @@\n a\n".repeat(20_000),
        "@@ -1,99999999999999999999999 +1 @@\n".repeat(20_000),
        "```x\n".repeat(100_000),
        "@@ -1,0 +1,0 @@\n@@ -1 +1 @@".to_owned(),
        "|||||\n".repeat(100_000),
        "at (".repeat(100_000),
        "[".repeat(100_000),
        "ä@@ -é,1 +ü,1 @@\n[ERROR]\n[]\n=\n<>\n\"\n}\n".to_owned(),
    ] {
        let html = html_of_text(&text);
        assert!(html.len() <= text.len() * 12 + 64, "{}", html.len());
    }
}

proptest! {
    #[test]
    fn no_word_is_lost(lines in prop::collection::vec(line(), 0..12)) {
        let text = lines.join("\n");
        let html = html_of_text(&text);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(words(&visible(&html)), words(&text), "{}", html);
        let clean = visible(&sanitise(&html));
        prop_assert_eq!(words(&clean), words(&text), "as the sanitiser writes it");
    }
}

fn line() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "  ",
        "Guten Tag",
        "    eingerückt",
        "\tat a.B.c(B.java:1)",
        "[ERROR] <x>",
        "2026-11-30 10:00:01 a & b",
        "| a | b |",
        "+---+---+",
        "@@ -1,3 +1,2 @@",
        "-a",
        "+b",
        " c",
        "```",
        "> zitiert",
        "x = y;",
        "{",
        "}",
        "https://example.org/a?b=1",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[ -~äöü\t]{0,20}"]
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The text between the tags.
fn visible(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    let text = text.replace("&nbsp;", " ").replace('\u{a0}', " ").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
