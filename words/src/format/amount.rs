//! Sizes and counts.

use crate::Lang;

const KB: u64 = 1024;

/// The units with a decimal.
const UNITS: [(u64, &str); 3] = [(KB * KB, "MB"), (KB * KB * KB, "GB"), (KB * KB * KB * KB, "TB")];

/// The size of a file: `48 KB`, `1,2 MB`, counted by 1024 as the configuration and file managers do.
///
/// Bytes and kilobytes are whole; from megabytes on there is one decimal, left out when it is zero (`25 MB`).
#[must_use]
pub fn bytes(lang: Lang, bytes: u64) -> String {
    let customs = &lang.language().customs;
    let kilobytes = rounded(bytes, KB);
    if bytes == 1 {
        return format!("1 {}", customs.byte);
    }
    if bytes < KB {
        return format!("{bytes} {}", customs.bytes);
    }
    if kilobytes < KB {
        return format!("{kilobytes} KB");
    }
    // the smallest unit that stays below 1024 when rounded; there is none above the last
    let fits = |(size, _): &(u64, &str)| tenths(bytes, *size) < KB * 10;
    let (size, unit) = UNITS.into_iter().find(fits).unwrap_or((KB * KB * KB * KB, "TB"));
    let tenths = tenths(bytes, size);
    let decimals = match tenths % 10 {
        0 => String::new(),
        rest => format!("{}{rest}", customs.decimal),
    };
    format!("{}{decimals} {unit}", number(lang, tenths / 10))
}

/// A count with its thousands set apart: `1.204`, `1,204`.
#[must_use]
pub fn number(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push_str(lang.language().customs.group);
        }
        text.push(digit);
    }
    text
}

/// A share in tenths of a percent: `97,6 %`, `97.6%`; the decimal is left out when it is zero.
#[must_use]
pub fn percent(lang: Lang, tenths: u64) -> String {
    let customs = &lang.language().customs;
    let decimals = match tenths % 10 {
        0 => String::new(),
        rest => format!("{}{rest}", customs.decimal),
    };
    format!("{}{decimals}{}%", tenths / 10, customs.before_percent)
}

fn rounded(value: u64, unit: u64) -> u64 {
    value / unit + u64::from(value % unit >= unit.div_ceil(2))
}

/// How many tenths of the unit: a tenth is no whole number of bytes, hence the wider type.
fn tenths(value: u64, unit: u64) -> u64 {
    let (value, unit) = (u128::from(value) * 10, u128::from(unit));
    u64::try_from((value + unit / 2) / unit).unwrap_or(u64::MAX)
}
