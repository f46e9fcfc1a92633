//! Plain text as HTML: paragraphs, line breaks, indentation and links, everything else as it was written.

/// How links are marked, the same as in sanitised HTML.
pub(super) const LINK_REL: &str = "noopener noreferrer nofollow";

/// The beginning of a text of at most so many characters, to the end of a line where one ends near; nothing if all of it
/// is within.
#[must_use]
pub fn beginning(text: &str, characters: usize) -> Option<&str> {
    let (end, _) = text.char_indices().nth(characters)?;
    let within = text.get(..end)?;
    let line = within.rfind('\n').filter(|line| *line > end / 2);
    line.map_or(Some(within), |line| within.get(..line))
}

/// HTML of a plain text. The result is safe wherever flow content may stand: whatever the text holds is escaped.
#[must_use]
pub fn html_of_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut html = String::with_capacity(text.len() + text.len() / 8 + 16);
    let mut in_paragraph = false;
    for line in text.split('\n') {
        if line.trim().is_empty() {
            if in_paragraph {
                html.push_str("</p>\n");
            }
            in_paragraph = false;
            continue;
        }
        html.push_str(if in_paragraph { "<br>\n" } else { "<p>" });
        in_paragraph = true;
        push_line(&mut html, line.trim_end());
    }
    if in_paragraph {
        html.push_str("</p>");
    }
    html.truncate(html.trim_end().len());
    html
}

fn push_line(html: &mut String, line: &str) {
    let mut rest = line;
    let mut at_start = true;
    while let Some(start) = next_url(rest) {
        let length = url_length(&rest[start..]);
        let url = &rest[start..start + length];
        push_text(html, &rest[..start], at_start);
        at_start = false;
        html.push_str("<a href=\"");
        push_escaped(html, url);
        html.push_str("\" rel=\"");
        html.push_str(LINK_REL);
        html.push_str("\">");
        push_escaped(html, url);
        html.push_str("</a>");
        rest = &rest[start + length..];
    }
    push_text(html, rest, at_start);
}

/// Where the next link begins: a scheme with something behind it, at the start of a word.
fn next_url(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("://") {
        let colon = from + found;
        for scheme in ["https", "http"] {
            let Some(start) = colon.checked_sub(scheme.len()) else { continue };
            if text.get(start..colon).is_some_and(|word| word.eq_ignore_ascii_case(scheme))
                && !text[..start].ends_with(char::is_alphanumeric)
                && text[colon + 3..].starts_with(|next: char| next.is_alphanumeric() || next == '[')
            {
                return Some(start);
            }
        }
        from = colon + 3;
    }
    None
}

/// How long the link is: up to a blank or a mark that ends it, without the punctuation of the sentence around it.
fn url_length(text: &str) -> usize {
    let ends =
        |letter: char| letter.is_whitespace() || letter.is_control() || "<>\"`{}|\\^„“”«»".contains(letter);
    let mut url = &text[..text.find(ends).unwrap_or(text.len())];
    // Counted once and kept up to date: a link of a million brackets must not be counted a million times.
    let count = |bracket: char| url.matches(bracket).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    while let Some(last) = url.chars().next_back() {
        let unpaired = match last {
            ')' => &mut round,
            ']' => &mut square,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' => &mut usize::from(true),
            _ => break,
        };
        if *unpaired == 0 {
            break;
        }
        *unpaired -= 1;
        url = &url[..url.len() - last.len_utf8()];
    }
    url.len()
}

/// Text with its indentation: blanks at the start of a line and runs of them survive.
fn push_text(html: &mut String, text: &str, at_start: bool) {
    let mut after_blank = at_start;
    for letter in text.chars() {
        match letter {
            ' ' if after_blank => html.push_str("&nbsp;"),
            ' ' => html.push(' '),
            '\t' => html.push_str("&nbsp;&nbsp;&nbsp; "),
            _ => push_letter(html, letter),
        }
        after_blank = letter == ' ' || letter == '\t';
    }
}

fn push_escaped(html: &mut String, text: &str) {
    for letter in text.chars() {
        push_letter(html, letter);
    }
}

fn push_letter(html: &mut String, letter: char) {
    match letter {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        // Browsers would replace or drop them.
        _ if letter.is_control() => {}
        _ => html.push(letter),
    }
}
