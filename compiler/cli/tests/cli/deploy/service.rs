//! The service that deployments are tested against: moto with what it lacks, one server for all
//! tests, an account for each.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::Folder;

/// The server; it ends when this program does, and with it its input.
struct Service {
    port: u16,
    log: PathBuf,
    /// Its input is held open as long as this lives.
    _child: Child,
}

static SERVICE: OnceLock<Option<Service>> = OnceLock::new();
static ACCOUNTS: AtomicU32 = AtomicU32::new(1);

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn python() -> PathBuf {
    root().join("target/judges/bin/python")
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/deploy")
        .join(name)
}

impl Service {
    /// None, and a loud word, where it is not installed.
    fn start() -> Option<Self> {
        if !root().join("target/judges/bin/moto_server").exists() {
            eprintln!("SKIPPED: moto is not installed; `cargo xtask test` installs it");
            return None;
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("service-{port}.log"));
        let child = Command::new(python())
            .arg(script("moto_with_what_it_lacks.py"))
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let service = Self {
            port,
            log,
            _child: child,
        };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(service);
            }
            sleep(Duration::from_millis(50));
        }
        panic!("{}", fs::read_to_string(&service.log).unwrap());
    }
}

/// An account that nothing is in, and a folder to deploy from.
pub struct Account {
    service: &'static Service,
    pub folder: Folder,
    number: String,
    /// How the service is called.
    pub host: &'static str,
    /// How often a request is tried; as the program has it if none.
    pub tries: Option<&'static str>,
}

impl Account {
    /// A new one with this app in it, built; none where there is no service.
    pub fn with(app: &str) -> Option<Self> {
        let service = SERVICE.get_or_init(Service::start).as_ref()?;
        let folder = Folder::new();
        folder.write("app.rig.hcl", app);
        folder.succeeds(&["build"]);
        Some(Self {
            service,
            folder,
            number: Self::another_number(),
            host: "127.0.0.1",
            tries: None,
        })
    }

    /// Its number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The number of an account that nothing is in, and that nobody has credentials of.
    pub fn another_number() -> String {
        format!("{:012}", ACCOUNTS.fetch_add(1, Ordering::Relaxed))
    }

    pub fn url(&self) -> String {
        format!("http://{}:{}", self.host, self.service.port)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.folder.outrigger(arguments);
        command
            .args(["--endpoint-url", &self.url()])
            .env("AWS_ACCESS_KEY_ID", format!("KEY{}", self.number))
            .env("AWS_SECRET_ACCESS_KEY", "b");
        if let Some(tries) = self.tries {
            command.env("AWS_MAX_ATTEMPTS", tries);
        }
        command
    }

    fn without_chance(&self, said: &str) -> String {
        let port = format!(":{}", self.service.port);
        said.replace(&port, ":PORT")
            .replace(&self.number, "[ACCOUNT]")
    }

    /// Runs the program: all that it said, and how it ended.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        self.without_chance(&self.folder.said(arguments, &output))
    }

    pub fn succeeds(&self, arguments: &[&str], word: &str) -> String {
        let said = self.run(arguments);
        assert!(
            said.ends_with("status 0\n") && said.contains(word),
            "{word}: {said}"
        );
        said
    }

    /// The run fails with this code, and with no other.
    pub fn fails(&self, arguments: &[&str], code: &str) -> String {
        let said = self.run(arguments);
        let codes: Vec<&str> = said
            .split("error[")
            .skip(1)
            .map(|rest| &rest[..5])
            .collect();
        assert!(
            said.ends_with("status 1\n") && !codes.is_empty(),
            "{code}: {said}"
        );
        assert!(codes.iter().all(|found| *found == code), "{code}: {said}");
        said
    }

    /// Starts the program, to be heard while it runs.
    pub fn starts(&self, arguments: &[&str]) -> Running<'_> {
        let mut child = self
            .command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        Running {
            account: self,
            child,
            lines,
            heard: String::new(),
        }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is written where it is called"
    )]
    /// Scripts something (see `scripted.py`); goes out what is answered.
    pub fn script(&self, what: &str, how: Json) -> Json {
        let order = json!({ "account": self.number, what: how }).to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.service.port)).unwrap();
        let length = order.len();
        write!(
            stream,
            "POST /outrigger/script HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{order}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{answer}");
        serde_json::from_str(body).unwrap()
    }

    /// How often an action was asked for about a stack.
    pub fn calls(&self, action: &str, stack: &str) -> usize {
        let calls = self.script("calls", json!({}));
        let calls = calls.as_array().unwrap().iter();
        calls
            .filter(|call| call[0] == action && call[2] == stack)
            .count()
    }

    /// Waits until an action was asked for about a stack.
    pub fn awaits(&self, action: &str, stack: &str) {
        for _ in 0..600 {
            if self.calls(action, stack) > 0 {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("{action} of {stack} never came");
    }

    /// Runs an independent client (boto3) in this account: what it prints, as JSON.
    pub fn asks(&self, client: &str, arguments: &[&str]) -> Json {
        self.asks_in(&self.number, client, arguments)
    }

    /// The same in another account.
    pub fn asks_in(&self, account: &str, client: &str, arguments: &[&str]) -> Json {
        let output = Command::new(python())
            .arg(script(client))
            .arg(self.url())
            .args(arguments)
            .env("AWS_ACCESS_KEY_ID", format!("KEY{account}"))
            .env("AWS_SECRET_ACCESS_KEY", "b")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"))
    }

    /// Whatever the program did, the service never broke down over it.
    pub fn is_sound(&self) {
        let log = fs::read_to_string(&self.service.log).unwrap();
        assert!(!log.contains("Traceback"), "{log}");
    }
}

/// The program while it runs.
pub struct Running<'a> {
    account: &'a Account,
    child: Child,
    lines: BufReader<ChildStderr>,
    heard: String,
}

impl Running<'_> {
    /// Listens until it says something.
    pub fn says(&mut self, word: &str) {
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line).unwrap();
            self.heard.push_str(&line);
            if line.contains(word) {
                return;
            }
            assert!(read > 0, "{word}: {}", self.heard);
        }
    }

    /// Presses Ctrl-C.
    pub fn interrupt(&self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end: what it said on stderr, and how it ended.
    pub fn ends(mut self) -> String {
        self.lines.read_to_string(&mut self.heard).unwrap();
        let status = self.child.wait().unwrap().code();
        let said = format!("{}--- status {}\n", self.heard, status.unwrap_or(-1));
        self.account.without_chance(&said)
    }
}
