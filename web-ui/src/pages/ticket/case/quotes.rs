//! Long quotes in a comment are folded, so that what is new stands in front. Pure.

const OPEN: &str = "<blockquote>";
const CLOSE: &str = "</blockquote>";

/// Quotes of so many lines stay open: whoever quotes a sentence wants it read.
const SHORT: usize = 3;

/// The same HTML, with every long quote of the outermost level in a fold; `told` says how many lines it has.
pub(crate) fn fold(html: &str, told: impl Fn(usize) -> String) -> String {
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
        ] {
            assert_eq!(fold(&html, said), expected);
        }
    }
}
