//! The names of files in a zip that every system can unpack: without paths, none twice, none that a system keeps for itself.

use std::collections::{HashMap, HashSet};

use super::clean_filename;

/// What Windows takes for a device, whatever the extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Characters that no file of Windows may have in its name.
const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// A name for each of these files, in their order; of several with the same one, the later are numbered.
#[must_use]
pub fn zip_names<'f>(filenames: impl IntoIterator<Item = &'f str>) -> Vec<String> {
    let mut taken = HashSet::new();
    // The number to try next, so that a thousand files of one name are not compared a million times.
    let mut next: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    for filename in filenames {
        let name = harmless(filename);
        // Windows and macOS do not tell upper from lower case.
        let folded = name.to_lowercase();
        let mut given = name.clone();
        if !taken.insert(folded.clone()) {
            let number = next.entry(folded).or_insert(2);
            loop {
                given = with_number(&name, *number);
                *number += 1;
                if taken.insert(given.to_lowercase()) {
                    break;
                }
            }
        }
        names.push(given);
    }
    names
}

fn harmless(filename: &str) -> String {
    let clean: String = clean_filename(filename)
        .chars()
        .map(|letter| if FORBIDDEN.contains(&letter) { '_' } else { letter })
        .collect();
    let stem = clean.split('.').next().unwrap_or_default().trim().to_lowercase();
    // A dot at the start hides a file.
    if clean.starts_with('.') || is_device(&stem) { format!("_{clean}") } else { clean }
}

fn is_device(stem: &str) -> bool {
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        let mut letters = number.chars();
        matches!((letters.next(), letters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    });
    DEVICES.contains(&stem) || is_port
}

/// `report (2).pdf`
fn with_number(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({number}).{extension}"),
        _ => format!("{name} ({number})"),
    }
}
