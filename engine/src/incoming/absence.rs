//! Whether the subject of a mail is that of an absence notice: pure. Many programs that answer for somebody say so nowhere else.
//!
//! What a person may write as well counts only in an answer to a letter of ours: a new mail about absence notices is a request. And an
//! answer bears the title of its ticket, which may itself be about them.

use super::subject::without_answers;

/// How vacation programs of several languages begin the subject. With a colon or alone, so that a question about out-of-office notices
/// stays a question.
const OPENINGS: [&str; 43] = [
    "out of office",
    "out of the office",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "automated reply",
    "vacation reply",
    "away from the office",
    "automatische antwort",
    "autom. antwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "abwesenheitsmeldung",
    "abwesenheitsassistent",
    "abwesend",
    "abwesenheit",
    "nicht im büro",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "respuesta automática",
    "fuera de la oficina",
    "risposta automatica",
    "fuori sede",
    "automatisch antwoord",
    "afwezig",
    "afwezigheidsbericht",
    "resposta automática",
    "autosvar",
    "automatisk svar",
    "automatiskt svar",
    "automaattinen vastaus",
    "odpowiedź automatyczna",
    "automatická odpověď",
    "автоматический ответ",
    "автоответ",
    "otomatik yanıt",
    "自動返信",
    "自动回复",
];

/// The same in answers to letters of ours alone, where people do not begin a subject so.
const IN_ANSWERS: [&str; 131] = [
    // English
    "ooo",
    "oof",
    "away",
    "on vacation",
    "on holiday",
    "on leave",
    "on annual leave",
    "annual leave",
    "i am away",
    "i'm away",
    "i am out of office",
    "i am out of the office",
    "i'm out of office",
    "i'm out of the office",
    "i am on vacation",
    "i am on holiday",
    "i am on leave",
    "currently out of office",
    "currently out of the office",
    "not in the office",
    "automatic response",
    "automated response",
    "out of office reply",
    "out-of-office",
    "vacation message",
    "absence notice",
    // German
    "außer haus",
    "ausser haus",
    "nicht am platz",
    "derzeit abwesend",
    "derzeit nicht im büro",
    "zurzeit abwesend",
    "zurzeit nicht im büro",
    "im urlaub",
    "bin im urlaub",
    "ich bin im urlaub",
    "ich bin abwesend",
    "ich bin nicht im büro",
    "urlaubsnotiz",
    "urlaubsmeldung",
    "urlaubsvertretung",
    "autoantwort",
    "auto-antwort",
    "automatische abwesenheitsnotiz",
    "automatische nachricht",
    "automatische rückmeldung",
    "abwesenheitsbenachrichtigung",
    "abwesenheitshinweis",
    "abwesenheitsinfo",
    // French
    "absence",
    "absent",
    "absente",
    "message d'absence",
    "message d’absence",
    "réponse d'absence",
    "réponse d’absence",
    "en congé",
    "en congés",
    "en vacances",
    "hors du bureau",
    // Spanish, Catalan, Basque
    "ausencia",
    "ausente",
    "fuera de oficina",
    "de vacaciones",
    "resposta automàtica",
    "erantzun automatikoa",
    // Italian
    "assente",
    "assenza",
    "fuori ufficio",
    "in ferie",
    // Portuguese
    "ausência",
    "ausência temporária",
    "fora do escritório",
    "de férias",
    // Dutch
    "afwezigheid",
    "automatische reactie",
    "niet aanwezig",
    "met vakantie",
    // Swedish, Danish, Norwegian, Icelandic
    "frånvaro",
    "frånvarande",
    "ej på kontoret",
    "fravær",
    "fraværende",
    "fraværsmelding",
    "ikke til stede",
    "ikke på kontoret",
    "sjálfvirkt svar",
    // Finnish, Estonian, Latvian, Lithuanian
    "poissa",
    "poissaolo",
    "poissaoloilmoitus",
    "automaatvastus",
    "automātiska atbilde",
    "automātiskā atbilde",
    "automatinis atsakymas",
    // Polish, Czech, Slovak
    "automatyczna odpowiedź",
    "nieobecność",
    "poza biurem",
    "automatická odpoveď",
    "mimo kancelář",
    "mimo kancelárie",
    "nepřítomnost",
    "neprítomnosť",
    // Hungarian, Romanian
    "automatikus válasz",
    "házon kívül",
    "răspuns automat",
    "raspuns automat",
    // Croatian, Serbian, Slovenian, Bulgarian
    "automatski odgovor",
    "аутоматски одговор",
    "samodejni odgovor",
    "автоматичен отговор",
    // Ukrainian, Russian
    "автоматична відповідь",
    "автовідповідь",
    "вне офиса",
    "меня нет в офисе",
    // Greek, Turkish
    "αυτόματη απάντηση",
    "εκτός γραφείου",
    "ofis dışında",
    "ofis dışındayım",
    // Hebrew, Arabic
    "מענה אוטומטי",
    "תשובה אוטומטית",
    "رد تلقائي",
    // Japanese, Chinese, Korean, Vietnamese
    "自動応答",
    "不在",
    "不在通知",
    "自动答复",
    "自動回覆",
    "自動答覆",
    "不在办公室",
    "자동 회신",
    "부재중",
    "trả lời tự động",
];

/// What may stand behind such an opening.
const MARKS: [char; 9] = [':', '：', '-', '–', '—', '(', '[', '|', '!'];

/// Whether the subject begins as that of a vacation program, whatever the mail is.
#[must_use]
pub fn is_notice(subject: &str) -> bool {
    let lower = subject.trim().to_lowercase();
    OPENINGS.iter().any(|opening| {
        lower.strip_prefix(opening).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '：', '-', '–', '(', '['])
        })
    })
}

/// Whether the subject of a mail may be that of such a notice, also where people write so.
#[must_use]
pub fn sounds_like_notice(subject: &str) -> bool {
    behind_opening(&subject.to_lowercase()).is_some()
}

/// Whether the subject of a mail in a ticket says that it is such a notice; `answers`: whether it answers a letter of ours, and not only
/// names the number of the ticket. Both without our tag.
#[must_use]
pub fn is_notice_in(title: &str, subject: &str, answers: bool) -> bool {
    let (title, lower) = (title.trim().to_lowercase(), subject.trim().to_lowercase());
    let title = without_answers(&title);
    if without_answers(&lower) == title {
        return false;
    }
    let Some(rest) = behind_opening(&lower) else { return false };
    // An answer on a ticket about such notices begins like its title and may go on otherwise, and who asks something is a person.
    let is_question = rest.contains(['?', '？']) || behind_opening(title).is_some();
    (answers || is_notice(subject)) && (without_answers(rest) == title || !is_question)
}

/// What stands behind an opening of either list, in lower case: in brackets, or with a mark or the subject that is answered behind it.
/// Other words in brackets before it are a tag, ours or that of a server on the way.
fn behind_opening(lower: &str) -> Option<&str> {
    let mut subject = without_answers(lower);
    while let Some((inside, rest)) = in_brackets(subject) {
        if openings().any(|opening| opening == inside) {
            return Some(rest);
        }
        subject = without_answers(rest);
    }
    openings().find_map(|opening| {
        let rest = subject.strip_prefix(opening)?.trim_start();
        let is_end = rest.trim_matches('.').is_empty();
        let is_parted = rest.starts_with(MARKS) || without_answers(rest) != rest;
        let is_mark = |letter: char| letter.is_whitespace() || MARKS.contains(&letter);
        (is_end || is_parted).then(|| rest.trim_start_matches(is_mark))
    })
}

fn openings() -> impl Iterator<Item = &'static str> {
    OPENINGS.iter().chain(&IN_ANSWERS).copied()
}

/// What stands between brackets at the beginning, and what behind them.
fn in_brackets(subject: &str) -> Option<(&str, &str)> {
    let brackets = [('[', ']'), ('(', ')'), ('【', '】'), ('*', '*')];
    let (inside, rest) = brackets.iter().find_map(|(open, close)| {
        let behind = subject.strip_prefix(*open)?;
        behind.split_once(*close)
    })?;
    Some((inside.trim(), rest.trim_start()))
}
