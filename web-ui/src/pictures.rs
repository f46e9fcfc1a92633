//! Pictures from elsewhere in an email, which are not loaded: what stands in their place. Pure.

/// So small pictures only tell their sender who reads.
const TINY: u32 = 3;

/// The same HTML, which has been made safe, with what stands for each picture that has no source: the words it has instead, or
/// `picture`; `why` says why it is not shown. What is there for looks, or to watch its reader, leaves nothing, unless nothing
/// else is there.
pub(crate) fn stand_in(html: &str, picture: &str, why: &str) -> String {
    let put = |all: bool| {
        replace(html, |tag| {
            let alt = attribute(tag, "alt").map(str::trim);
            match alt {
                Some(alt) if !alt.is_empty() => Some(box_of(alt, why)),
                _ if all => Some(box_of(picture, why)),
                None if !is_tiny(tag) => Some(box_of(picture, why)),
                _ => None,
            }
        })
    };
    let shown = put(false);
    if shown.len() == html.len() || says(&shown) { shown } else { put(true) }
}

/// Puts something else in the place of each picture without a source.
fn replace(html: &str, with: impl Fn(&str) -> Option<String>) -> String {
    let mut shown = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        let (tag, after) = from.split_at(end(from));
        shown.push_str(before);
        if is_picture(tag) && attribute(tag, "src").is_none_or(|source| source.trim().is_empty()) {
            shown.push_str(&with(tag).unwrap_or_default());
        } else {
            shown.push_str(tag);
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Where the tag at the beginning of a text ends; what stands in quotes does not end it.
fn end(text: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_picture(tag: &str) -> bool {
    tag.strip_prefix("<img").is_some_and(|rest| rest.starts_with([' ', '>', '/']))
}

/// The value of an attribute, as it is written.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, next) = after.split_once('"')?;
        if before.rsplit(char::is_whitespace).next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}

fn is_tiny(tag: &str) -> bool {
    let size = |name| attribute(tag, name).and_then(|size| size.trim().parse::<u32>().ok());
    [size("width"), size("height")].into_iter().flatten().any(|size| size <= TINY)
}

/// Whether there is anything to see.
fn says(html: &str) -> bool {
    let words = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    html.contains("<img")
        || words.collect::<String>().replace("&nbsp;", " ").chars().any(|c| !c.is_whitespace())
}

/// Words of an attribute are words of a text, but for the brackets.
fn box_of(words: &str, why: &str) -> String {
    let plain = |text: &str| text.replace('<', "&lt;").replace('>', "&gt;");
    let why = plain(&why.replace('&', "&amp;").replace('"', "&quot;"));
    format!("<span class=\"no-picture\" title=\"{why}\">{}</span>", plain(words))
}

#[cfg(test)]
mod tests {
    use super::stand_in;

    fn shown(html: &str) -> String {
        stand_in(html, "Bild", "gesperrt")
            .replace("<span class=\"no-picture\" title=\"gesperrt\">", "[")
            .replace("</span>", "]")
    }

    #[test]
    fn a_picture_without_a_source_is_its_words_in_a_frame() {
        for (html, expected) in [
            ("<p>Ja<img alt=\"Unser Logo\" width=\"90\"></p>", "<p>Ja[Unser Logo]</p>"),
            ("<p>Ja<img width=\"90\"></p>", "<p>Ja[Bild]</p>"),
            ("<p>Ja<img></p>", "<p>Ja[Bild]</p>"),
            ("<p>Ja<img src=\"\" alt=\"x\"></p>", "<p>Ja[x]</p>"),
            ("<p>Ja<img alt=\"\" width=\"600\"></p>", "<p>Ja</p>"),
            ("<p>Ja<img width=\"1\" height=\"1\"></p>", "<p>Ja</p>"),
            ("<p><img alt=\"\"></p>", "<p>[Bild]</p>"),
            (
                "<img src=\"/attachments/1/logo.png\" alt=\"\">",
                "<img src=\"/attachments/1/logo.png\" alt=\"\">",
            ),
            ("<p title=\"<img>\">a &lt;img&gt;</p>", "<p title=\"<img>\">a &lt;img&gt;</p>"),
            ("", ""),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn words_of_a_stranger_become_no_markup() {
        let html = "<p>a<img alt=\"<script>x</script> &quot;y&amp;\"></p>";
        assert_eq!(shown(html), "<p>a[&lt;script&gt;x&lt;/script&gt; &quot;y&amp;]</p>");
        assert_eq!(shown("<p>a<img alt=\"x"), "<p>a[Bild]", "what is cut within a tag");
    }
}
