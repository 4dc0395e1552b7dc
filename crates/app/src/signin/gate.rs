//! The gate of log-in: passwords hashed a few at a time, and attempts counted.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::OnceLock;

use anyhow::{Context as _, anyhow};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use tokio::sync::Semaphore;

/// Memory for one hash, in KiB, and passes over it: the second choice of the OWASP password
/// storage cheat sheet for argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

/// Hashes at once, so that a flood of attempts takes neither all memory nor all processors.
const HASHES_AT_ONCE: usize = 2;

/// Attempts on one account: ten at once, then two a minute.
const ACCOUNT_BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();
const ACCOUNT_PER_MINUTE: NonZeroU32 = NonZeroU32::new(2).unwrap();

/// Attempts from one address, behind which a whole hospital may stand: sixty at once, then thirty
/// a minute.
const ADDRESS_BURST: NonZeroU32 = NonZeroU32::new(60).unwrap();
const ADDRESS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// Accounts and addresses remembered before those long quiet are dropped.
const REMEMBERED: usize = 10_000;

/// Counts attempts and hashes passwords.
pub struct Gate {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    hashing: Semaphore,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Gate").finish_non_exhaustive()
    }
}

impl Default for Gate {
    fn default() -> Self {
        let quota = |per_minute, burst| Quota::per_minute(per_minute).allow_burst(burst);
        Self {
            accounts: DefaultKeyedRateLimiter::keyed(quota(ACCOUNT_PER_MINUTE, ACCOUNT_BURST)),
            addresses: DefaultKeyedRateLimiter::keyed(quota(ADDRESS_PER_MINUTE, ADDRESS_BURST)),
            hashing: Semaphore::new(HASHES_AT_ONCE),
        }
    }
}

impl Gate {
    /// Counts an attempt.
    ///
    /// # Errors
    ///
    /// Returns the seconds to wait when there were too many.
    pub fn count_attempt(&self, email: &str, address: Option<IpAddr>) -> Result<(), u64> {
        if self.accounts.len() > REMEMBERED {
            self.accounts.retain_recent();
        }
        if self.addresses.len() > REMEMBERED {
            self.addresses.retain_recent();
        }
        let now = DefaultClock::default().now();
        if let Some(address) = address {
            let counted = self.addresses.check_key(&address);
            counted.map_err(|refused| refused.wait_time_from(now).as_secs() + 1)?;
        }
        let counted = self.accounts.check_key(&email.to_owned());
        counted.map_err(|refused| refused.wait_time_from(now).as_secs() + 1)
    }

    /// Hashes a password as a PHC string.
    ///
    /// # Errors
    ///
    /// Returns an error when the machine gives no randomness or memory.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let password = password.to_owned();
        self.off_the_runtime(move || hash(&password)).await
    }

    /// Whether a password is the one hashed. With no hash (no such account) it takes as long and
    /// says no.
    ///
    /// # Errors
    ///
    /// Returns an error when the kept hash is none.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        let password = password.to_owned();
        let hash = hash.map(str::to_owned);
        self.off_the_runtime(move || {
            let kept = match &hash {
                Some(hash) => hash,
                None => stand_in()?,
            };
            let kept = PasswordHash::new(kept).map_err(|error| anyhow!("{error}"))?;
            let same = hasher()?.verify_password(password.as_bytes(), &kept).is_ok();
            Ok(same && hash.is_some())
        })
        .await
    }

    async fn off_the_runtime<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let _permit = self.hashing.acquire().await.context("the gate is closed")?;
        tokio::task::spawn_blocking(work).await.context("hashing was cut short")?
    }
}

fn hasher() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| anyhow!("{error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> anyhow::Result<String> {
    let hash = hasher()?.hash_password(password.as_bytes()).map_err(|error| anyhow!("{error}"))?;
    Ok(hash.to_string())
}

/// The hash of a password that nobody has, made once.
fn stand_in() -> anyhow::Result<&'static str> {
    static STAND_IN: OnceLock<String> = OnceLock::new();
    if STAND_IN.get().is_none() {
        let made = hash(&hex::encode(rand::random::<[u8; 32]>()))?;
        return Ok(STAND_IN.get_or_init(|| made));
    }
    STAND_IN.get().map(String::as_str).context("the stand-in was not made")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other_and_none_without_an_account() {
        let gate = Gate::default();
        let hash = gate.hash("correct horse battery").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(gate.verify("correct horse battery", Some(&hash)).await.unwrap());
        assert!(!gate.verify("correct horse batterY", Some(&hash)).await.unwrap());
        assert!(!gate.verify("correct horse battery", None).await.unwrap());
    }

    #[test]
    fn the_eleventh_attempt_on_an_account_waits_and_others_do_not() {
        let gate = Gate::default();
        for _ in 0..10 {
            gate.count_attempt("ada@example.org", None).unwrap();
        }
        let seconds = gate.count_attempt("ada@example.org", None).unwrap_err();
        assert!((1..=31).contains(&seconds), "{seconds}");
        gate.count_attempt("bob@example.org", None).unwrap();
    }

    #[test]
    fn one_address_cannot_try_every_account() {
        let gate = Gate::default();
        let address = Some("192.0.2.1".parse().unwrap());
        let refused = (0..70).filter(|n| gate.count_attempt(&format!("{n}@x"), address).is_err());
        assert_eq!(refused.count(), 10);
        gate.count_attempt("71@x", Some("192.0.2.2".parse().unwrap())).unwrap();
    }
}
