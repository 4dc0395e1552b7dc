//! A headless Chromium driven through chromedriver, with a profile of its own.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::http::Method;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

/// Desktop and the narrowest screen that pages must fit.
pub(crate) const WIDTHS: [u32; 2] = [1280, 320];

/// The browser and its driver, both gone when this is dropped.
pub(crate) struct Chrome {
    driver: Child,
    _profile: TempDir,
    pub(crate) client: Client,
    pub(crate) address: String,
    axe: String,
}

/// A command of Chromium's own protocol, sent through chromedriver.
#[derive(Debug)]
struct Devtools(&'static str, Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

impl Chrome {
    /// Starts a browser on the application at `address`; none when no chromedriver is installed.
    pub(crate) async fn start(address: &str) -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .ok()?;
        let output = BufReader::new(driver.stdout.take().expect("its output is ours"));
        let port = output
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says its port");
        let profile = tempfile::tempdir().expect("a temporary folder");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(profile.path()))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser session");
        let axe = std::fs::read_to_string(root().join("assets/built/test/axe.js"))
            .expect("assets/build.sh lays out axe.js");
        Some(Self { driver, _profile: profile, client, address: address.to_owned(), axe })
    }

    /// Opens a page of the application.
    pub(crate) async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.address)).await.expect(path);
    }

    /// The path and query shown.
    pub(crate) async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("an address");
        url.as_str().trim_start_matches(&self.address).to_owned()
    }

    /// The text of the page's main part.
    pub(crate) async fn text(&self) -> String {
        let main = self.client.find(Locator::Css("main")).await.expect("a main part");
        main.text().await.expect("its text")
    }

    /// Sends text, then waits for nothing: the page of a form answers by itself.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        let field = self.client.find(Locator::Id(field)).await.expect(field);
        field.send_keys(text).await.expect("the keys are taken");
    }

    /// Puts text in the place of what a field holds.
    pub(crate) async fn refill(&self, field: &str, text: &str) {
        let found = self.client.find(Locator::Id(field)).await.expect(field);
        found.clear().await.expect("emptied");
        found.send_keys(text).await.expect("the keys are taken");
    }

    /// Presses keys wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("the keys are taken");
    }

    /// Clicks what a selector finds first.
    pub(crate) async fn click(&self, selector: &str) {
        let found = self.client.find(Locator::Css(selector)).await.expect(selector);
        found.click().await.expect(selector);
    }

    /// Clicks what a selector finds first and waits until the page it leads to is all there.
    pub(crate) async fn follow(&self, selector: &str) {
        self.mark_page().await;
        self.click(selector).await;
        self.wait_for_next_page(selector).await;
    }

    /// Presses Enter wherever the focus is and waits until the page it leads to is all there.
    pub(crate) async fn enter(&self) {
        self.mark_page().await;
        self.press(&Key::Enter.to_string()).await;
        self.wait_for_next_page("the key Enter").await;
    }

    /// Presses a key wherever the focus is and waits until the page it leads to is all there.
    pub(crate) async fn press_on(&self, key: &str) {
        self.mark_page().await;
        self.press(key).await;
        self.wait_for_next_page(key).await;
    }

    /// Clicks the button of the page's own form and waits for the answer.
    pub(crate) async fn submit(&self) {
        self.follow("main form button[type=submit]").await;
    }

    /// Marks the page shown: the page that comes after it has no such mark.
    async fn mark_page(&self) {
        let script = "window.bellwetherLeft = true";
        self.client.execute(script, Vec::new()).await.expect(script);
    }

    async fn wait_for_next_page(&self, left_by: &str) {
        let script = "return !window.bellwetherLeft && document.readyState === 'complete'";
        for _ in 0..300 {
            // Between two pages there is nothing that could answer.
            if matches!(self.client.execute(script, Vec::new()).await, Ok(Value::Bool(true))) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{left_by} leads to no other page");
    }

    /// Chooses a file to be sent.
    pub(crate) async fn choose_file(&self, field: &str, path: &Path) {
        let field = self.client.find(Locator::Id(field)).await.expect(field);
        field.send_keys(&path.to_string_lossy()).await.expect("the file is taken");
    }

    /// Opens everything on the page that can be unfolded.
    pub(crate) async fn open_details(&self) {
        let script = "document.querySelectorAll('details').forEach(part => part.open = true)";
        self.client.execute(script, Vec::new()).await.expect("unfolded");
    }

    /// Presses the tabulator.
    pub(crate) async fn press_tab(&self) {
        let body = self.client.active_element().await.expect("something has the focus");
        body.send_keys(&Key::Tab.to_string()).await.expect("the key is taken");
    }

    /// Moves on with the tabulator until what the selector names has the focus.
    pub(crate) async fn tab_to(&self, selector: &str) {
        let script = "return document.activeElement.matches(arguments[0])";
        for _ in 0..80 {
            let wanted = vec![Value::from(selector)];
            if self.client.execute(script, wanted).await.expect(script) == Value::Bool(true) {
                return;
            }
            self.press_tab().await;
        }
        panic!("{selector} cannot be reached with the tabulator");
    }

    /// Waits until the page has what a selector names.
    pub(crate) async fn wait_for(&self, selector: &str) {
        let wait = self.client.wait().at_most(Duration::from_secs(10));
        wait.for_element(Locator::Css(selector)).await.expect(selector);
    }

    /// The address of a commitment on which whoever is signed in may post an update.
    pub(crate) async fn own_commitment(&self) -> String {
        self.open("/").await;
        let script = "const link = document.querySelector(\".mine a[href^='/commitments/']\");
            return link ? link.getAttribute('href') : ''";
        let path = self.client.execute(script, Vec::new()).await.expect(script);
        path.as_str().filter(|path| !path.is_empty()).expect("something of one's own").to_owned()
    }

    /// Fetches an address from within a page: its status, kind and first bytes.
    pub(crate) async fn fetch(&self, path: &str) -> String {
        let script = "const done = arguments[arguments.length - 1];
            fetch(arguments[0]).then(async answer => {
              const text = await answer.text();
              done(`${answer.status} ${answer.headers.get('content-type')} ${text.slice(0, 5)}`);
            }, error => done(String(error)))";
        let found = self.client.execute_async(script, vec![Value::from(path)]).await;
        found.expect(path).as_str().unwrap_or_default().to_owned()
    }

    /// Closes the browser.
    pub(crate) async fn close(self) {
        self.client.clone().close().await.expect("the browser closes");
    }

    /// Looks at the page at every width: no fault that axe finds, nothing wider than the screen,
    /// and a picture kept as `name`.
    pub(crate) async fn inspect(&self, name: &str) {
        for width in WIDTHS {
            self.set_width(width).await;
            let wide = self.settled_width(width).await;
            assert!(wide <= f64::from(width), "{name} is {wide} wide on a screen of {width}");
            self.keep_picture(name, width).await;
            let faults = self.axe_faults().await;
            assert!(faults.is_empty(), "{name} at {width}: {faults:#?}");
        }
        self.set_width(WIDTHS[0]).await;
    }

    async fn set_width(&self, width: u32) {
        let metrics =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        let command = Devtools("Emulation.setDeviceMetricsOverride", metrics);
        self.client.issue_cmd(command).await.expect("the width is set");
    }

    /// How wide the page is once the header has found room for its menu, which takes a moment.
    async fn settled_width(&self, width: u32) -> f64 {
        let script =
            "return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)";
        let mut wide = f64::INFINITY;
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            wide = self.number(script).await;
            if wide <= f64::from(width) {
                break;
            }
        }
        wide
    }

    async fn keep_picture(&self, name: &str, width: u32) {
        let options = json!({ "format": "png", "captureBeyondViewport": true });
        let command = Devtools("Page.captureScreenshot", options);
        let taken = self.client.issue_cmd(command).await.expect("a picture");
        let data = taken["data"].as_str().expect("its bytes").to_owned();
        let folder = root().join("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let bytes = from_base64(&data);
        std::fs::write(folder.join(format!("{name}-{width}.png")), bytes).expect("kept");
    }

    /// What an expression is worth on the page shown.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        self.client.execute(&script, Vec::new()).await.expect(expression)
    }

    async fn number(&self, script: &str) -> f64 {
        let value = self.client.execute(script, Vec::new()).await.expect(script);
        value.as_f64().expect("a number")
    }

    async fn axe_faults(&self) -> Vec<String> {
        self.client.execute(&self.axe, Vec::new()).await.expect("axe is put into the page");
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document).then(
              found => done(found.violations.flatMap(rule =>
                rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`))),
              error => done([String(error)]))";
        let found = self.client.execute_async(script, Vec::new()).await.expect("axe answers");
        serde_json::from_value(found).expect("a list of faults")
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        // A failed test has not closed its browser, which is in the driver's process group.
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["--", &group]).status();
        let _ = self.driver.wait();
    }
}

fn capabilities(profile: &Path) -> serde_json::Map<String, Value> {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-prefers-reduced-motion",
        "--window-size=1280,900",
    ];
    let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let downloads = json!({ "download.default_directory": profile.join("downloads") });
    let options = json!({ "args": arguments, "prefs": downloads });
    let capabilities = json!({ "browserName": "chrome", "goog:chromeOptions": options });
    capabilities.as_object().cloned().unwrap_or_default()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn from_base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0);
    for letter in text.bytes() {
        let Some(value) = LETTERS.iter().position(|known| *known == letter) else { continue };
        bits = bits << 6 | u32::try_from(value).unwrap_or_default();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    bytes
}
