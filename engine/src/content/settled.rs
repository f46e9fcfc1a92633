//! Whether somebody says in passing that their ticket can be closed: pure, over the words. It only offers the staff to
//! close; nothing closes by it. The table in the tests is the documentation.
//!
//! Quoted lines say what others wrote, a question or a condition settles nothing, and a negation turns the words around.
//! Lines are joined first, since mail programs break them anywhere; German letters count in both spellings.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::markup::beginning;

/// How much of a text is looked at, in characters: nobody says so in passing behind more.
pub const READ: u32 = 20_000;

/// What says by itself that a ticket is settled, with `ae`, `oe`, `ue` and `ss`.
const SETTLED: &[&str] = &[
    "kann geschlossen werden",
    "kann zu gemacht werden",
    "kann zugemacht werden",
    "koennen geschlossen werden",
    "darf geschlossen werden",
    "ticket geschlossen werden",
    "anfrage geschlossen werden",
    "fall geschlossen werden",
    "gerne geschlossen werden",
    "gern geschlossen werden",
    "geschlossen werden kann",
    "geschlossen werden darf",
    "geschlossen werden koennen",
    "koennen sie schliessen",
    "koennen sie gerne schliessen",
    "koennen es schliessen",
    "koennen wir schliessen",
    "kannst du schliessen",
    "koennt ihr schliessen",
    "bitte das ticket schliessen",
    "ticket zumachen",
    "bitte zumachen",
    "ticket schliessen",
    "ticket gerne schliessen",
    "ticket bitte schliessen",
    "anfrage schliessen",
    "vorgang schliessen",
    "fall schliessen",
    "hat sich erledigt",
    "sich somit erledigt",
    "sich damit erledigt",
    "hat sich geklaert",
    "hat sich von selbst geloest",
    "ist erledigt",
    "ist damit erledigt",
    "ist somit erledigt",
    "thema erledigt",
    "problem geloest",
    "ist geloest",
    "ist behoben",
    "wurde behoben",
    "hat geholfen",
    "hat funktioniert",
    "keine weiteren fragen",
    "keine fragen mehr",
    "kein problem mehr",
    "keine hilfe mehr",
    "nicht mehr noetig",
    "nicht mehr notwendig",
    "can be closed",
    "may be closed",
    "can close",
    "may close",
    "free to close",
    "ahead and close",
    "happy to close",
    "close this ticket",
    "close the ticket",
    "close my ticket",
    "close this request",
    "mark as resolved",
    "mark as solved",
    "mark it as resolved",
    "mark this as resolved",
    "mark it as solved",
    "mark this as solved",
    "consider this closed",
    "consider it closed",
    "consider this resolved",
    "has been resolved",
    "has been solved",
    "has been fixed",
    "is resolved",
    "is solved",
    "is fixed",
    "is sorted",
    "all sorted",
    "problem solved",
    "issue solved",
    "issue resolved",
    "resolved itself",
    "did the trick",
    "that worked",
    "no further questions",
    "no more questions",
    "no further help",
    "no longer needed",
    "not needed any more",
    "not needed anymore",
];

/// What says so only at the end of its clause: "es geht wieder", but not "es geht wieder los".
const AT_THE_END: &[&str] = &[
    "geht wieder",
    "geht jetzt",
    "geht nun",
    "laeuft wieder",
    "laeuft jetzt",
    "funktioniert wieder",
    "funktioniert jetzt",
    "funktioniert nun",
    "klappt wieder",
    "klappt jetzt",
    "klappt nun",
    "passt so",
    "alles gut",
    "alles bestens",
    "alles in ordnung",
    "erledigt",
    "hat geklappt",
    "kann zu",
    "kann weg",
    "works now",
    "works again",
    "working now",
    "working again",
    "fixed now",
    "all good",
    "all set",
];

/// What asks for it when nothing follows, or the ticket: "bitte schließen", but not "bitte schließen Sie das Fenster".
const ASKING: &[&str] = &["bitte schliessen", "please close"];

/// What may follow those, beside [`FILLERS`].
const OBJECTS: &[&str] = &[
    "anfrage", "anliegen", "case", "das", "den", "die", "diese", "diesen", "dieses", "es", "fall", "issue",
    "it", "mein", "meine", "meinen", "my", "request", "sie", "the", "this", "thema", "ticket", "vorgang",
];

/// What says of the same matter that it is not settled, wherever it stands.
const UNSETTLED: &[&str] = &[
    "besteht weiterhin",
    "besteht noch",
    "besteht immer noch",
    "besteht nach wie vor",
    "bleibt bestehen",
    "immer noch nicht",
    "noch immer nicht",
    "noch nicht",
    "nein nicht",
    "sehe ich anders",
    "stimmt nicht",
    "stimmt so nicht",
    "wieder da",
    "wieder aufgetreten",
    "tritt weiterhin auf",
    "tritt immer noch auf",
    "i disagree",
    "not yet",
    "still not",
    "still broken",
    "still happens",
    "still happening",
    "still there",
    "still have the",
    "is back",
    "came back",
];

/// What says so when nothing of weight stands in its clause but this: "Fixed, thanks!", but not "must be fixed".
const ALONE: &[&str] =
    &["behoben", "closed", "done", "fixed", "geklappt", "geloest", "geschlossen", "resolved", "solved"];

/// Words that may follow those.
const FILLERS: &[&str] = &[
    "again",
    "alles",
    "auch",
    "bei",
    "bestens",
    "dank",
    "danke",
    "dir",
    "einwandfrei",
    "fine",
    "for",
    "great",
    "herzlichen",
    "ihnen",
    "jetzt",
    "me",
    "mir",
    "now",
    "nun",
    "perfectly",
    "prima",
    "problemlos",
    "sehr",
    "so",
    "super",
    "tadellos",
    "thank",
    "thanks",
    "und",
    "uns",
    "us",
    "very",
    "vielen",
    "wieder",
    "wunderbar",
    "you",
];

const NEGATIONS: &[&str] = &[
    "can't",
    "cannot",
    "didn't",
    "doesn't",
    "don't",
    "hardly",
    "isn't",
    "kaum",
    "kein",
    "keine",
    "keinem",
    "keinen",
    "keiner",
    "keineswegs",
    "never",
    "nicht",
    "nie",
    "niemals",
    "no",
    "not",
    "ohne",
    "wasn't",
    "without",
    "won't",
];

const CONDITIONS: &[&str] = &[
    "after", "before", "bevor", "bis", "erst", "falls", "if", "nachdem", "once", "sobald", "sofern",
    "unless", "until", "wann", "wenn", "when",
];

/// Whether the text says that its ticket can be closed.
#[must_use]
pub fn sounds_settled(text: &str) -> bool {
    let text = beginning(text, usize::try_from(READ).unwrap_or(usize::MAX)).unwrap_or(text);
    let own: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with('>')).collect();
    let text = folded(&without_quotations(&own.join("\n")));
    if is_unsettled(&text) {
        return false;
    }
    let mut sentences = text.split_inclusive(['.', '!', '?', ';', '\u{1}']);
    sentences.any(|sentence| !sentence.ends_with('?') && says_so(sentence))
}

/// Whether something in the text says that the matter goes on; a question does not.
fn is_unsettled(text: &str) -> bool {
    let mut sentences = text.split_inclusive(['.', '!', '?', ';', '\u{1}']);
    sentences.any(|sentence| {
        let words = words(sentence).fold(String::from(" "), |all, word| all + word + " ");
        !sentence.ends_with('?') && GOES_ON.as_ref().is_some_and(|phrases| phrases.is_match(&words))
    })
}

/// The text without what stands between quotation marks within a line: others said so, or a sign says it. What the ticket is to be set
/// to stays: auf "geschlossen".
fn without_quotations(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(['"', '„', '“', '»', '«']) {
        let (before, quoted) = rest.split_at(begin);
        left.push_str(before);
        let mark = quoted.chars().next().unwrap_or('"');
        let inner = quoted.get(mark.len_utf8()..).unwrap_or_default();
        let closing: &[char] = match mark {
            '„' => &['“', '”', '"'],
            '“' => &['”', '“', '"'],
            '»' => &['«'],
            '«' => &['»'],
            _ => &['"'],
        };
        // No further than that: a text of nothing but opening marks is read once.
        let near = inner.get(..inner.floor_char_boundary(LONGEST)).unwrap_or_default();
        let whole = near.find(closing).and_then(|end| near.get(..end)).filter(|whole| !whole.contains('\n'));
        let meant = words(before).last().is_some_and(|word| ["auf", "als", "as", "to"].contains(&word));
        match whole {
            Some(whole) if !meant => {
                left.push(' ');
                let mark = inner.get(whole.len()..).and_then(|inner| inner.chars().next());
                rest = inner.get(whole.len() + mark.map_or(0, char::len_utf8)..).unwrap_or_default();
            }
            _ => rest = inner,
        }
    }
    left.push_str(rest);
    left
}

/// Lower case, with plain letters, one blank between words, and a mark where a paragraph ends.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for paragraph in text.split("\n\n") {
        for word in paragraph.split_whitespace() {
            for letter in word.chars().flat_map(char::to_lowercase) {
                match letter {
                    'ä' => folded.push_str("ae"),
                    'ö' => folded.push_str("oe"),
                    'ü' => folded.push_str("ue"),
                    'ß' => folded.push_str("ss"),
                    '’' | '‘' => folded.push('\''),
                    // A closing bracket or quotation mark ends no word of ours.
                    '"' | '„' | '“' | '”' | '(' | ')' => {}
                    letter => folded.push(letter),
                }
            }
            folded.push(' ');
        }
        folded.push('\u{1}');
    }
    folded
}

fn says_so(sentence: &str) -> bool {
    if words(sentence).any(|word| CONDITIONS.contains(&word)) {
        return false;
    }
    clauses(sentence).iter().any(|clause| is_settling(clause))
}

/// The parts between commas; what a part only reports ("…, dass …") belongs to the part before it.
fn clauses(sentence: &str) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    for part in sentence.split([',', ':']) {
        let reported =
            words(part).next().is_some_and(|first| ["dass", "that", "ob", "whether"].contains(&first));
        match clauses.last_mut() {
            Some(before) if reported => {
                before.push(' ');
                before.push_str(part);
            }
            _ => clauses.push(part.to_owned()),
        }
    }
    clauses
}

fn is_settling(clause: &str) -> bool {
    let clause = words(clause).fold(String::from(" "), |clause, word| clause + word + " ");
    let Some(phrases) = &*PHRASES else { return false };
    let found = phrases.find_overlapping_iter(&clause).map(|found| found.pattern().as_usize());
    // The first of the list speaks for the clause; those that count only where they stand come after the others.
    let counts = found
        .filter(|&at| at < SETTLED.len() || phrase(at).is_some_and(|phrase| counts_here(&clause, phrase)));
    let phrase = counts.min().and_then(phrase);
    // What the phrase itself denies is meant so.
    phrase
        .is_some_and(|phrase| !words(&clause.replacen(phrase, " ", 1)).any(|word| NEGATIONS.contains(&word)))
}

/// Those that count anywhere, and then those that count only at the end or alone.
fn phrase(at: usize) -> Option<&'static str> {
    phrases().nth(at)
}

fn phrases() -> impl Iterator<Item = &'static str> {
    SETTLED.iter().chain(AT_THE_END).chain(ALONE).chain(ASKING).copied()
}

/// All phrases as whole words, found in one pass: a pasted log has many clauses, and each was compared with each phrase.
static PHRASES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(phrases().map(|phrase| format!(" {phrase} "))).ok());

/// The same of what says that the matter goes on.
static GOES_ON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(UNSETTLED.iter().map(|phrase| format!(" {phrase} "))).ok());

/// Whether a phrase that does not count anywhere counts in this clause.
fn counts_here(clause: &str, phrase: &str) -> bool {
    if !ASKING.contains(&phrase) {
        return stands_so(clause, phrase, ALONE.contains(&phrase));
    }
    let of_it = |word: &str| FILLERS.contains(&word) || OBJECTS.contains(&word);
    let behind = clause.rsplit_once(&format!(" {phrase} ")).map(|(_, after)| after);
    behind.is_some_and(|after| after.split(' ').all(|word| word.is_empty() || of_it(word)))
}

/// Whether nothing of weight follows these words, which stand in the clause, and, if they must be alone, nothing precedes them.
fn stands_so(clause: &str, phrase: &str, alone: bool) -> bool {
    let is_light = |text: &str| text.split(' ').all(|word| word.is_empty() || FILLERS.contains(&word));
    clause
        .rsplit_once(&format!(" {phrase} "))
        .is_some_and(|(before, after)| is_light(after) && (!alone || is_light(before)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').filter(|word| !word.is_empty())
}
