//! Takes out what no database, header or file name may hold: NUL bytes, control and direction marks, broken line ends.

/// Text of several lines: LF line ends, no control characters but line feed and tab.
#[must_use]
pub fn text(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    let mut chars = input.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Text of one line: white space runs (also line breaks) become one space, marks that turn the direction vanish.
#[must_use]
pub fn line(input: &str) -> String {
    let visible: String = input
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !turns_direction(*c))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `max` characters of `input`, cut between characters.
#[must_use]
pub fn clip(input: &str, max: usize) -> &str {
    input.char_indices().nth(max).map_or(input, |(at, _)| input.get(..at).unwrap_or(input))
}

/// Direction overrides and isolates let `gpj.exe` look like `exe.jpg`; the byte order mark shows nothing at all.
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}
