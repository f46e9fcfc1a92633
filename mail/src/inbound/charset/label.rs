//! Labels of charsets as mail programs write them.

use encoding_rs::Encoding;

use super::table::Table;

/// How bytes are read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Charset {
    /// As the web does.
    Web(&'static Encoding),
    /// UTF-7 (RFC 2152).
    Utf7,
    /// Korean in seven bits (RFC 1557).
    Iso2022Kr,
    /// Chinese in seven bits (RFC 1922).
    Iso2022Cn,
    /// Chinese between tildes (RFC 1843).
    Hz,
    /// A code page of DOS.
    Table(Table),
    /// Four bytes a character.
    Utf32 {
        /// The first byte is the highest.
        big: bool,
    },
}

/// Labels that neither the Encoding Standard knows nor a number tells.
const ALIASES: &[(&str, &str)] = &[
    ("ansi", "windows-1252"),
    ("big-5", "big5"),
    ("eucjpms", "euc-jp"),
    ("euc-jp-ms", "euc-jp"),
    ("eucjp-ms", "euc-jp"),
    ("eucjp-win", "euc-jp"),
    ("eucjp", "euc-jp"),
    ("euckr", "euc-kr"),
    ("euccn", "gb18030"),
    ("euc-cn", "gb18030"),
    ("gb2312", "gb18030"),
    ("gbk", "gb18030"),
    ("gb-2312", "gb18030"),
    ("gb-2312-80", "gb18030"),
    ("gb-18030", "gb18030"),
    ("johab", "euc-kr"),
    ("jis", "iso-2022-jp"),
    ("jis7", "iso-2022-jp"),
    ("koi8", "koi8-r"),
    ("koi8r", "koi8-r"),
    ("koi8u", "koi8-u"),
    ("ksc5601", "euc-kr"),
    ("ks-c-5601", "euc-kr"),
    ("ksc-5601", "euc-kr"),
    ("ks-c-5601-1987", "euc-kr"),
    ("ks-c-5601-1989", "euc-kr"),
    ("ks-x-1001", "euc-kr"),
    ("uhc", "euc-kr"),
    ("latin", "windows-1252"),
    ("macroman", "macintosh"),
    ("mac-roman", "macintosh"),
    ("mac-cyrillic", "x-mac-cyrillic"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("shiftjis", "shift-jis"),
    ("s-jis", "shift-jis"),
    ("ms-kanji", "shift-jis"),
    ("windows-31j", "shift-jis"),
    ("tis620", "windows-874"),
    ("unicode-1-1-utf-8", "utf-8"),
    ("unicode", "utf-16le"),
    ("utf8mb3", "utf-8"),
    ("utf8mb4", "utf-8"),
    ("utf-8mb4", "utf-8"),
    ("ucs-2", "utf-16be"),
    ("ucs2", "utf-16be"),
];

/// The charset of a label; `None`: it tells nothing, such as `unknown-8bit`, `us-ascii` and `x-user-defined`.
pub(super) fn charset(label: &str) -> Option<Charset> {
    let name = tidy(label);
    if matches!(name.as_str(), "us-ascii" | "ascii" | "ansi-x3.4-1968" | "x-user-defined" | "replacement") {
        return None;
    }
    seven_bit(&name)
        .or_else(|| by_name(&name))
        .or_else(|| by_number(&name))
        .or_else(|| by_beginning(&name))
        .or_else(|| name.strip_prefix("x-").or_else(|| name.strip_prefix("cs")).and_then(charset))
}

/// In lower case, with hyphens, without quotes and language.
fn tidy(label: &str) -> String {
    let label = label.split([';', '*', ',']).next().unwrap_or_default();
    let label =
        label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '=' | '?'));
    label.to_ascii_lowercase().replace(['_', ' ', ':'], "-")
}

/// Charsets that the web has given up: there they would be a danger, in mail they are text.
fn seven_bit(name: &str) -> Option<Charset> {
    Some(match name {
        "utf-7" | "utf7" | "unicode-1-1-utf-7" | "unicode-2-0-utf-7" | "cp65000" | "csutf7" => Charset::Utf7,
        "iso-2022-kr" | "iso2022-kr" | "iso2022kr" | "csiso2022kr" | "cp50225" => Charset::Iso2022Kr,
        "iso-2022-cn" | "iso-2022-cn-ext" | "iso2022-cn" | "iso2022cn" => Charset::Iso2022Cn,
        "hz" | "hz-gb-2312" | "hz-gb2312" | "hzgb2312" => Charset::Hz,
        "utf-32" | "utf-32be" | "utf32" | "utf32be" | "ucs-4" | "iso-10646-ucs-4" => {
            Charset::Utf32 { big: true }
        }
        "utf-32le" | "utf32le" | "ucs-4le" => Charset::Utf32 { big: false },
        _ => return None,
    })
}

fn by_name(name: &str) -> Option<Charset> {
    let known = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, meant)| meant);
    let found = Encoding::for_label(known.as_bytes())
        .or_else(|| Encoding::for_label(known.replace('-', "_").as_bytes()))
        .or_else(|| Encoding::for_label(known.replacen('-', "_", 1).as_bytes()));
    found.filter(|encoding| *encoding != encoding_rs::REPLACEMENT).map(Charset::Web)
}

/// `cp-1252`, `win-1251`, `windows1250`, `ibm437`, `dos-850`, `ms932`, `iso8859-15`, `latin-9`: a family and a number.
fn by_number(name: &str) -> Option<Charset> {
    let name = name.strip_prefix("x-").or_else(|| name.strip_prefix("cs")).unwrap_or(name);
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (family, number) = name.split_at(digits);
    let number: u32 = number.split('-').next()?.trim_start_matches('0').parse().ok()?;
    match family.trim_end_matches('-') {
        "" | "cp" | "codepage" | "code-page" | "win" | "windows" | "ms" | "ansi" | "wincp" | "ibm"
        | "oem" | "dos" | "pc" | "msdos" | "cspc" | "windows-cp" | "win-cp" | "ibm-cp" | "x-cp" => {
            code_page(number)
        }
        "latin" | "l" => latin(number),
        "iso" if name.contains("8859") => {
            let part = name.rsplit("8859").next()?.trim_start_matches('-').split('-').next()?;
            part.parse().ok().and_then(iso_8859)
        }
        "iso" if name.contains("2022") && name.contains("jp") => Some(Charset::Web(encoding_rs::ISO_2022_JP)),
        "iso" if name.contains("2022") && name.contains("kr") => Some(Charset::Iso2022Kr),
        _ => None,
    }
}

fn code_page(number: u32) -> Option<Charset> {
    let web = |label: &str| Encoding::for_label(label.as_bytes()).map(Charset::Web);
    Some(match number {
        437 => Charset::Table(Table::Cp437),
        850 => Charset::Table(Table::Cp850),
        852 => Charset::Table(Table::Cp852),
        858 => Charset::Table(Table::Cp858),
        865 => Charset::Table(Table::Cp865),
        866 => return web("ibm866"),
        1125 => Charset::Table(Table::Cp1125),
        874 => return web("windows-874"),
        932 | 943 => return web("shift_jis"),
        936 | 1386 | 54936 => return web("gb18030"),
        949 | 970 | 51949 => return web("euc-kr"),
        950 | 951 => return web("big5"),
        1200 => return web("utf-16le"),
        1201 => return web("utf-16be"),
        1250..=1258 => return web(&format!("windows-{number}")),
        10000 => return web("macintosh"),
        10007 => return web("x-mac-cyrillic"),
        20127 | 819 | 367 => return web("windows-1252"),
        20866 | 878 => return web("koi8-r"),
        21866 | 1168 => return web("koi8-u"),
        20932 | 51932 | 954 => return web("euc-jp"),
        50220..=50222 => return web("iso-2022-jp"),
        50225 => Charset::Iso2022Kr,
        50227 => Charset::Iso2022Cn,
        52936 => Charset::Hz,
        65000 => Charset::Utf7,
        65001 | 1208 => return web("utf-8"),
        28591..=28606 => return iso_8859(number - 28590),
        _ => return None,
    })
}

/// `latin-9` is ISO 8859-15: the numbers of the two run apart after the fourth.
fn latin(number: u32) -> Option<Charset> {
    iso_8859(match number {
        1..=4 => number,
        5 => 9,
        6 => 10,
        7 => 13,
        8 => 14,
        9 => 15,
        10 => 16,
        _ => return None,
    })
}

fn iso_8859(part: u32) -> Option<Charset> {
    Encoding::for_label(format!("iso-8859-{part}").as_bytes()).map(Charset::Web)
}

/// Labels with something behind them: `iso-8859-1-windows-3.1-latin-1`, `utf-8-strict`, `utf-8//ignore`.
fn by_beginning(name: &str) -> Option<Charset> {
    const BEGINNINGS: &[&str] = &[
        "utf-8",
        "utf8",
        "utf-16le",
        "utf-16be",
        "utf-16",
        "shift-jis",
        "euc-jp",
        "euc-kr",
        "gb2312",
        "gb18030",
        "gbk",
        "big5",
        "koi8-r",
        "koi8-u",
    ];
    BEGINNINGS.iter().find(|known| name.starts_with(**known)).and_then(|known| by_name(known))
}
