//! Long quotes in a comment are folded, so that what is new stands in front: those of HTML, and lines of plain text that
//! begin with `>`. Pure.

const OPEN: &str = "<blockquote>";
const CLOSE: &str = "</blockquote>";

/// Quotes of so many lines stay open: whoever quotes a sentence wants it read.
const SHORT: usize = 3;

/// How a line of plain text begins that was quoted, in the HTML that is made of it.
const MARK: &str = "&gt;";
/// What ends a line of plain text within a paragraph.
const BREAK: &str = "<br>\n";

/// Begins and ends code in plain text; a line of it that begins with `>` is no quote.
const FENCE: &str = "```";

/// The same HTML, with every long quote of the outermost level in a fold; `told` says how many lines it has. A text that has
/// nothing else stays open: it is what its writer has to say.
pub(crate) fn fold(html: &str, told: impl Fn(usize) -> String) -> String {
    let folded = fold_blocks(html, &told);
    let folded = if html.contains(FENCE) { folded } else { fold_lines(&folded, &told) };
    if says_more(&folded) { folded } else { html.to_owned() }
}

/// Whether something stands outside the folds: words, or a picture.
fn says_more(html: &str) -> bool {
    const CLOSE: &str = "</details>";
    let mut rest = html;
    let mut outside = String::new();
    while let Some((before, fold)) = rest.split_once("<details class=\"quote\">") {
        outside.push_str(before);
        rest = fold.split_once(CLOSE).map_or("", |(_, after)| after);
    }
    outside.push_str(rest);
    let words = outside.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    outside.contains("<img")
        || words.collect::<String>().replace("&nbsp;", " ").chars().any(|c| !c.is_whitespace())
}

/// Folds runs of paragraphs that have nothing but quoted lines, as plain text has them.
fn fold_lines(html: &str, told: &impl Fn(usize) -> String) -> String {
    let html = apart(html);
    let mut folded = String::with_capacity(html.len());
    let mut run: Vec<&str> = Vec::new();
    let flush = |run: &mut Vec<&str>, folded: &mut String| {
        let count = run.iter().map(|paragraph| paragraph.matches(BREAK).count() + 1).sum();
        if count > SHORT {
            folded.push_str("<details class=\"quote\"><summary>");
            folded.push_str(&told(count));
            folded.push_str("</summary>");
        }
        run.drain(..).for_each(|paragraph| folded.push_str(paragraph));
        if count > SHORT {
            folded.push_str("</details>");
        }
    };
    for paragraph in blocks(&html) {
        let inner = paragraph.trim_start().strip_prefix("<p>");
        if inner.is_some_and(|inner| inner.starts_with(MARK)) {
            run.push(paragraph);
        } else {
            flush(&mut run, &mut folded);
            folded.push_str(paragraph);
        }
    }
    flush(&mut run, &mut folded);
    folded
}

/// The paragraphs of plain text, and the code between them, each to its end.
fn blocks(html: &str) -> impl Iterator<Item = &str> {
    html.split_inclusive("</p>").flat_map(|piece| piece.split_inclusive("</pre>"))
}

/// Puts quoted lines into paragraphs of their own where a paragraph mixes them with others.
fn apart(html: &str) -> String {
    let mut parted = String::with_capacity(html.len());
    for paragraph in blocks(html) {
        let start = paragraph.len() - paragraph.trim_start().len();
        let plain = paragraph[start..].strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>"));
        let Some(inner) = plain.filter(|inner| inner.contains(MARK)) else {
            parted.push_str(paragraph);
            continue;
        };
        parted.push_str(&paragraph[..start]);
        parted.push_str("<p>");
        let mut before = None;
        for line in inner.split(BREAK) {
            let quoted = line.starts_with(MARK);
            match before {
                Some(before) if before != quoted => parted.push_str("</p>\n<p>"),
                Some(_) => parted.push_str(BREAK),
                None => {}
            }
            parted.push_str(line);
            before = Some(quoted);
        }
        parted.push_str("</p>");
    }
    parted
}

/// Folds the quotes of HTML.
fn fold_blocks(html: &str, told: &impl Fn(usize) -> String) -> String {
    let mut folded = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(begin) = rest.find(OPEN) {
        let Some(length) = end(&rest[begin..]) else { break };
        let (before, quote) = (&rest[..begin], &rest[begin..begin + length]);
        folded.push_str(before);
        let lines = lines(quote);
        if lines > SHORT {
            folded.push_str("<details class=\"quote\"><summary>");
            folded.push_str(&told(lines));
            folded.push_str("</summary>");
            folded.push_str(quote);
            folded.push_str("</details>");
        } else {
            folded.push_str(quote);
        }
        rest = &rest[begin + length..];
    }
    folded.push_str(rest);
    folded
}

/// Where the quote that begins here ends, with those inside it.
fn end(html: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let close = html[at..].find(CLOSE)?;
        let inner = html[at..at + close].matches(OPEN).count();
        depth = (depth + inner).checked_sub(1)?;
        at += close + CLOSE.len();
        if depth == 0 {
            return Some(at);
        }
    }
}

/// How many lines a piece of HTML has, roughly.
fn lines(html: &str) -> usize {
    let breaks = ["<br", "</p>", "</li>", "</pre>", "</tr>", "</div>"];
    let plain = html.matches('\n').filter(|_| html.contains("<pre")).count();
    breaks.iter().map(|tag| html.matches(tag).count()).sum::<usize>().max(plain).max(1)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn quoted_lines_of_plain_text_are_folded_and_those_of_a_quote_are_not_folded_again() {
        let said = |lines: usize| format!("{lines} lines");
        let fold_of = |inside: &str, lines: usize| {
            format!("<details class=\"quote\"><summary>{lines} lines</summary>{inside}</details>")
        };
        let four = "<p>&gt; a<br>\n&gt; b<br>\n&gt; c<br>\n&gt;&gt; d</p>";
        for (html, expected) in [
            (format!("<p>Ja.</p>\n{four}"), format!("<p>Ja.</p>{}", fold_of(&format!("\n{four}"), 4))),
            // Whoever writes nothing else has to be read.
            (four.to_owned(), four.to_owned()),
            (format!("<p>```</p>\n{four}\n<p>```</p>"), format!("<p>```</p>\n{four}\n<p>```</p>")),
            ("<p>&gt; a<br>\n&gt; b</p>".to_owned(), "<p>&gt; a<br>\n&gt; b</p>".to_owned()),
            (
                "<p>Gern.</p>\n<p>Ada schrieb:<br>\n&gt; a<br>\n&gt; b<br>\n&gt; c<br>\n&gt; d<br>\nJa.</p>"
                    .to_owned(),
                format!(
                    "<p>Gern.</p>\n<p>Ada schrieb:</p>{}\n<p>Ja.</p>",
                    fold_of("\n<p>&gt; a<br>\n&gt; b<br>\n&gt; c<br>\n&gt; d</p>", 4)
                ),
            ),
            (
                "<p>Ja.</p><p>&gt; a<br>\n&gt; b</p>\n<p>&gt; c<br>\n&gt; d</p>".to_owned(),
                format!("<p>Ja.</p>{}", fold_of("<p>&gt; a<br>\n&gt; b</p>\n<p>&gt; c<br>\n&gt; d</p>", 4)),
            ),
            (
                format!("<pre>a\n&gt; b</pre>\n{four}"),
                format!("<pre>a\n&gt; b</pre>{}", fold_of(&format!("\n{four}"), 4)),
            ),
            ("<p>1 &gt; 0</p>".to_owned(), "<p>1 &gt; 0</p>".to_owned()),
        ] {
            assert_eq!(fold(&html, said), expected, "{html}");
        }
    }

    #[test]
    fn long_quotes_are_folded_with_those_inside_them_and_short_ones_stay() {
        let long = "<blockquote><p>a</p><p>b</p><blockquote><p>c</p></blockquote><p>d</p></blockquote>";
        let short = "<blockquote><p>a</p></blockquote>";
        let said = |lines: usize| format!("{lines} lines");
        for (html, expected) in [
            ("<p>x</p>".to_owned(), "<p>x</p>".to_owned()),
            (format!("<p>x</p>{short}"), format!("<p>x</p>{short}")),
            (
                format!("<p>x</p>{long}<p>y</p>{short}"),
                format!(
                    "<p>x</p><details class=\"quote\"><summary>4 lines</summary>{long}</details><p>y</p>{short}"
                ),
            ),
            ("<blockquote><p>never closed".to_owned(), "<blockquote><p>never closed".to_owned()),
            (long.to_owned(), long.to_owned()),
        ] {
            assert_eq!(fold(&html, said), expected);
        }
    }
}
