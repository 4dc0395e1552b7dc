//! What makes a password good enough, and how long a session lasts.

use chrono::{DateTime, TimeDelta, Utc};

/// Shortest password, in characters; length is what counts (NIST SP 800-63B, section 5.1.1).
pub const SHORTEST_PASSWORD: usize = 12;

/// Longest password, in bytes, so that hashing a book is not asked of us.
pub const LONGEST_PASSWORD: usize = 1_000;

/// A session unused for this long is over.
pub const IDLE_LIMIT: TimeDelta = TimeDelta::minutes(60);

/// A session is over after this long, used or not.
pub const ABSOLUTE_LIMIT: TimeDelta = TimeDelta::hours(12);

/// A session's last use is written down no more often than this.
pub const SEEN_STEP: TimeDelta = TimeDelta::minutes(1);

/// What people choose first when twelve characters are asked for.
const GUESSED_FIRST: [&str; 8] = [
    "password1234",
    "passwordpassword",
    "password12345",
    "123456789012",
    "qwertyuiopas",
    "letmeinletmein",
    "welcome12345",
    "administrator",
];

/// Says what is wrong with a password, in a sentence for the person choosing it.
///
/// # Errors
///
/// Returns the sentence.
pub fn check_password(password: &str, email: &str) -> Result<(), String> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(format!(
            "Choose a password of {SHORTEST_PASSWORD} characters or more; three words together do."
        ));
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(format!("Choose a password of fewer than {LONGEST_PASSWORD} characters."));
    }
    let folded = password.to_lowercase();
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5 || GUESSED_FIRST.contains(&folded.as_str()) {
        return Err("That password would be guessed first; choose another.".to_owned());
    }
    let account = email.split('@').next().unwrap_or_default().to_lowercase();
    if account.len() > 3 && folded.contains(&account) {
        return Err("Choose a password that does not contain your e-mail name.".to_owned());
    }
    Ok(())
}

/// An e-mail address as it is kept: trimmed, in lower case.
///
/// # Errors
///
/// Returns a sentence when it cannot be one.
pub fn check_email(text: &str) -> Result<String, String> {
    let email = text.trim().to_lowercase();
    let good = email.len() <= 254
        && !email.chars().any(|letter| letter.is_whitespace() || letter.is_control())
        && email
            .split_once('@')
            .is_some_and(|(account, domain)| !account.is_empty() && !domain.is_empty());
    if good { Ok(email) } else { Err(format!("'{}' is no e-mail address.", text.trim())) }
}

/// Whether a session may still be used.
#[must_use]
pub fn session_holds(
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> bool {
    now < expires_at && now - last_seen_at < IDLE_LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_unguessable_and_not_the_e_mail_name() {
        let check = |password: &str, expected: bool| {
            let found = check_password(password, "ada.lovelace@example.org").is_ok();
            assert_eq!(found, expected, "{password}");
        };
        check("correct horse battery", true);
        check("eleven char", false);
        check("aaaaaaaaaaaaaaaa", false);
        check("Password1234", false);
        check("ada.lovelace 1815", false);
        check("пароль из слов", true);
        check(&"long words ".repeat(100), false);
    }

    #[test]
    fn an_e_mail_address_has_two_sides_and_no_spaces() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(check_email(text).ok().as_deref(), expected, "{text}");
        };
        check(" Ada@Example.org ", Some("ada@example.org"));
        check("ada", None);
        check("@example.org", None);
        check("a da@example.org", None);
    }

    #[test]
    fn a_session_ends_when_idle_and_when_old() {
        let start: DateTime<Utc> = "2019-02-15T08:00:00Z".parse().unwrap();
        let end = start + ABSOLUTE_LIMIT;
        let check = |seen: i64, now: i64, expected: bool| {
            let at = |minutes| start + TimeDelta::minutes(minutes);
            assert_eq!(session_holds(at(seen), end, at(now)), expected, "{seen} {now}");
        };
        check(0, 59, true);
        check(0, 60, false);
        check(700, 719, true);
        check(700, 720, false);
    }
}
