//! In which language somebody wrote, where the text tells: programs name the language of their menus, not that of the letter.
//!
//! German and English are told apart by their small words, which every sentence needs. What is quoted, signatures and notices of
//! confidentiality do not count, and neither do lines without any such word, such as logs. A text that is too short, mixes both or
//! is written in a third language tells nothing.

use std::{collections::HashSet, sync::LazyLock};

use words::Lang;

use super::quote;
use crate::inbound::clean;

/// So much of a text is looked at, in characters.
const MAX_CHARS: usize = 8_000;

/// A text with fewer of these words is too short to tell.
const ENOUGH: usize = 3;

/// At least one word in so many is one of these; a third language has a few of them by chance.
const ONE_IN: usize = 3;

/// A notice of confidentiality is at least that long, in words; a shorter sentence may be the message.
const LONG_NOTICE: usize = 10;

/// A closing formula is no longer than that, in words.
const LONGEST_CLOSING: usize = 6;

/// The small words of a language.
struct Words {
    common: HashSet<&'static str>,
    /// Those by which a person speaks of themselves or asks for something. Messages of programs have none.
    spoken: HashSet<&'static str>,
}

impl Words {
    fn of(common: &'static str, spoken: &'static str) -> Self {
        Self { common: common.split(' ').collect(), spoken: spoken.split(' ').collect() }
    }
}

/// What was found of one language.
#[derive(Default)]
struct Count {
    /// Its small words.
    words: usize,
    /// The spoken ones among them.
    spoken: usize,
    /// All the words of the lines in which it is ahead.
    around: usize,
}

impl Count {
    fn add(&mut self, word: &str, list: &Words) -> bool {
        let is_spoken = list.spoken.contains(word);
        let known = is_spoken || list.common.contains(word);
        self.words += usize::from(known);
        self.spoken += usize::from(is_spoken);
        known
    }

    /// Whether a text of the language would have no more of other words.
    const fn is_dense(&self) -> bool {
        self.words * ONE_IN >= self.around
    }

    /// Whether the other language is nothing beside it.
    const fn outweighs(&self, other: &Self) -> bool {
        let weight = if self.spoken > 0 && other.spoken == 0 { self.words * 2 } else { self.words };
        self.words >= ENOUGH && weight >= other.words * 2
    }
}

/// The language of a mail's text; `None`: it does not tell.
#[must_use]
pub fn of(whole: &str) -> Option<Lang> {
    let answer = quote::trim(clean::clip(whole, MAX_CHARS), quote::Source::Answer);
    let (mut german, mut english) = (Count::default(), Count::default());
    for line in own_lines(&answer) {
        if is_closing(line) {
            // Part of a signature, as often as not in the language of the firm.
            let in_german = words_of(line).any(|word| GERMAN_CLOSINGS.contains(&word.as_str()));
            let closing = if in_german { &mut german } else { &mut english };
            closing.words += 1;
            closing.around += 1;
            continue;
        }
        let before = (german.words, english.words);
        let mut length = 0;
        for word in words_of(line) {
            length += 1;
            if !german.add(&word, &GERMAN) {
                english.add(&word, &ENGLISH);
            }
        }
        let (in_german, in_english) = (german.words - before.0, english.words - before.1);
        if in_german > 0 && in_german >= in_english {
            german.around += length;
        }
        if in_english > 0 && in_english >= in_german {
            english.around += length;
        }
    }
    let [of_german, of_english] = Lang::ALL;
    match (german.outweighs(&english), english.outweighs(&german)) {
        (true, false) if german.is_dense() => Some(of_german),
        (false, true) if english.is_dense() => Some(of_english),
        _ => None,
    }
}

/// The lines that the writer wrote for this mail: up to the closing formula, and without notices, if anything is left then.
fn own_lines(text: &str) -> Vec<&str> {
    let mut own = Vec::new();
    for paragraph in text.split("\n\n").filter(|paragraph| !is_notice(paragraph)) {
        for line in paragraph.lines() {
            own.push(line);
            if is_closing(line) {
                return own;
            }
        }
    }
    if own.is_empty() { text.lines().collect() } else { own }
}

fn is_notice(paragraph: &str) -> bool {
    let lower = folded(paragraph);
    NOTICES.iter().any(|phrase| lower.contains(phrase)) && words_of(paragraph).count() >= LONG_NOTICE
}

fn is_closing(line: &str) -> bool {
    let words: Vec<String> = words_of(line).collect();
    words.len() <= LONGEST_CLOSING
        && words
            .iter()
            .any(|word| GERMAN_CLOSINGS.contains(&word.as_str()) || ENGLISH_CLOSINGS.contains(&word.as_str()))
}

/// The words of a line in the spelling of the lists. What is written in capitals is a name, such as IT or US.
fn words_of(line: &str) -> impl Iterator<Item = String> {
    line.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(|word| if is_name(word) { String::new() } else { folded(word) })
}

fn is_name(word: &str) -> bool {
    // "i" is a word of many languages, "I" of one.
    word == "i" || (word.chars().nth(1).is_some() && word.chars().all(|c| !c.is_lowercase()) && word != "MFG")
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            '’' => out.push('\''),
            letter => out.push(letter),
        }
    }
    out
}

// Words that both languages have (in, an, am, so, was, will, also, man, hi) are in no list.

/// Common words, and those by which a person speaks. Words that are common in a neighbour's language, too, are left out.
static GERMAN: LazyLock<Words> = LazyLock::new(|| {
    Words::of(
        "aber alle allen als anbei auch auf aus bei beim bin dabei dafuer damit danach dann das dass dem der \
         des deshalb die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer \
         eines erst es etwas fehlt folgende folgenden fuer funktioniert geht gerade gestern gibt habe haben \
         hat hatte hatten heute hier ihm ihn ihr ihre ihrem ihren ihrer immer ist ja jetzt kann kein keine \
         keinen keiner koennen koennte kommt konnte leider mehr mit muss muessen nach nein nicht nichts noch \
         nun nur ob oder ohne schon sehr sein seit sich sie siehe sind soll sollte sondern trotzdem ueber und \
         unter viele vielen vom von vor waere waren warum weil welche wenn wer werden wie wieder wird wo \
         wurde wurden zu zum zur",
        "bitte danke dank euch geehrte geehrter guten hallo ich ihnen mein meine meinem meinen meiner mich \
         mir moechte moechten uns unser unsere unserem unseren unserer wir wuerde wuerden",
    )
});

static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    Words::of(
        "about after again all and any anymore are at attached be because been before but by can't cannot can \
         could did didn't does doesn't don't find for from get had has have he her here his how if is isn't \
         it it's its just keeps longer need never not now of on once only or see she should since some still \
         than that the their them then there these they this those to today until were what when which while \
         who why with without won't working works would yesterday you your",
        "dear help hello i i'd i'm i've my our please thank thanks us we we're",
    )
});

const GERMAN_CLOSINGS: &[&str] = &["gruesse", "gruessen", "gruss", "mfg"];

const ENGLISH_CLOSINGS: &[&str] = &["cheers", "regards", "sincerely"];

/// What a notice of confidentiality, or another one that programs put below every mail, says.
const NOTICES: &[&str] = &[
    "adressat",
    "an die umwelt",
    "confidential",
    "consider the environment",
    "disclaimer",
    "intended for",
    "intended recipient",
    "privileged",
    "registergericht",
    "unsubscribe",
    "vertraulich",
];
