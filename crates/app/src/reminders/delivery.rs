//! Messages leave: through the mail server of the settings, or into a folder until one is named.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use crate::db::entities::message::Model;
use crate::shell::home_folder::HomeFolder;

/// Whom messages come from where the settings do not say.
const SENDER: &str = "Bellwether <bellwether@localhost>";

/// How long a mail server may take for one message.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where messages go.
pub struct Delivery {
    sender: Mailbox,
    way: Way,
}

enum Way {
    Server { name: String, transport: AsyncSmtpTransport<Tokio1Executor> },
    Folder(PathBuf),
}

impl Delivery {
    /// The way that the settings of an installation name.
    ///
    /// # Errors
    ///
    /// Returns an error when the sender is no address, the server no address of one, or the folder
    /// cannot be made.
    pub fn open(home: &HomeFolder) -> anyhow::Result<Self> {
        let mail = home.settings.mail.clone().unwrap_or_default();
        let sender = mail.sender.as_deref().unwrap_or(SENDER);
        let sender = sender.parse::<Mailbox>().with_context(|| {
            format!("the sender '{sender}' in bellwether.toml is no address; write 'Name <a@b.c>'")
        })?;
        let way = match mail.server {
            Some(url) => Way::server(&url)?,
            None => Way::folder(&home.outbox())?,
        };
        Ok(Self { sender, way })
    }

    /// Whether messages go into a folder, for want of a server.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self.way, Way::Folder(_))
    }

    /// Sends one message; returns where it went.
    ///
    /// # Errors
    ///
    /// Returns an error when an address is none, or the server or the disk refuses it.
    pub async fn send(&self, message: &Model) -> anyhow::Result<String> {
        let address = message.address.parse().with_context(|| {
            format!("'{}' is no address that a message can be sent to", message.address)
        })?;
        let mail = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(Some(message.name.clone()), address))
            .subject(message.subject.clone())
            .date(message.written_at.into())
            .message_id(Some(format!("<{}-{}@bellwether>", message.day, message.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.body.clone())?;
        match &self.way {
            Way::Server { name, transport } => {
                transport.send(mail).await.with_context(|| format!("{name} refused it"))?;
                Ok(name.clone())
            }
            Way::Folder(folder) => {
                let file = folder.join(format!("{}-{}.eml", message.day, message.id));
                tokio::fs::write(&file, mail.formatted())
                    .await
                    .with_context(|| format!("{} cannot be written", file.display()))?;
                Ok(file.display().to_string())
            }
        }
    }
}

impl Way {
    /// `smtps://user:password@host`, `smtp://host:25` or `smtp://host?tls=required`.
    fn server(url: &str) -> anyhow::Result<Self> {
        // The address may hold a password, which must reach neither a page nor a log.
        let after_password = url.rsplit_once('@').map_or(url, |(_, after)| after);
        let name = after_password.rsplit_once("//").map_or(after_password, |(_, host)| host);
        let name = name.split(['/', '?']).next().unwrap_or_default().to_owned();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                anyhow::anyhow!(
                    "the mail server in bellwether.toml cannot be read; write \
                     smtps://user:password@host or smtp://host:25"
                )
            })?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self::Server { name, transport })
    }

    fn folder(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        Ok(Self::Folder(folder.to_owned()))
    }
}
