//! Imports over https, from a server on this machine that hands each request to `git http-backend`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{estate, run, succeeds, template};
use crate::support::Folder;

const CERTIFICATE: &str = include_str!("../../https/certificate.pem");
const KEY: &str = include_str!("../../https/key.pem");

/// What the server does beside answering.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// It speaks git's protocol.
    Smart,
    /// It has files, and nothing else.
    Dumb,
    /// It asks for a name and a password first: `a` and `b`.
    Guarded,
}

/// What a server of one test knows.
struct Server {
    kind: Kind,
    /// The folder with the repositories.
    root: PathBuf,
    tls: Arc<ServerConfig>,
    /// The path of each request.
    asked: Mutex<Vec<String>>,
}

/// An app that imports from a new server, and that server.
fn over_https(kind: Kind) -> (Folder, Arc<Server>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let source = format!("git::https://localhost:{port}/platform//queues");
    let folder = estate(&format!("  source  = \"{source}\"\n  version = \"~> 1.4\""));
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let tls = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let server = Arc::new(Server {
        kind,
        root: folder.path().to_owned(),
        tls: Arc::new(tls),
        asked: Mutex::default(),
    });
    let serving = Arc::clone(&server);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let server = Arc::clone(&serving);
            // Who hangs up gets no answer.
            thread::spawn(move || server.answer(stream.ok()?).ok());
        }
    });
    (folder, server)
}

impl Server {
    fn answer(&self, stream: TcpStream) -> std::io::Result<()> {
        let connection = ServerConnection::new(Arc::clone(&self.tls)).unwrap();
        let mut stream = BufReader::new(StreamOwned::new(connection, stream));
        let request = Request::read(&mut stream)?;
        self.asked.lock().unwrap().push(request.path.clone());
        let is_known =
            request.headers.get("authorization").map(String::as_str) == Some("Basic YTpi");
        let answer = if self.kind == Kind::Guarded && !is_known {
            b"Status: 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\n\r\n".to_vec()
        } else {
            request.to_git(&self.root, self.kind)
        };
        let status = String::from_utf8_lossy(&answer);
        let status = status
            .lines()
            .find_map(|line| line.strip_prefix("Status: "));
        let stream = stream.get_mut();
        write!(
            stream,
            "HTTP/1.1 {}\r\nConnection: close\r\n",
            status.unwrap_or("200 OK")
        )?;
        stream.write_all(&answer)?;
        stream.conn.send_close_notify();
        stream.flush()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

struct Request {
    method: String,
    path: String,
    query: String,
    /// By their names in lower case.
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &mut impl BufRead) -> std::io::Result<Self> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line)?;
            if line.trim_end().is_empty() {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        let first = lines.first().ok_or(Error::from(ErrorKind::UnexpectedEof))?;
        let mut words = first.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let place = words.next().unwrap_or_default();
        let (path, query) = place.split_once('?').unwrap_or((place, ""));
        let headers: BTreeMap<String, String> = lines
            .iter()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers
            .get("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        Ok(Self {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body,
        })
    }

    /// What git's own program for web servers says to it.
    fn to_git(&self, root: &Path, kind: Kind) -> Vec<u8> {
        let header = |name| self.headers.get(name).map_or("", String::as_str);
        let mut child = Command::new("git")
            .arg("http-backend")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_PROJECT_ROOT", root)
            .env("GIT_HTTP_EXPORT_ALL", "1")
            .env("REQUEST_METHOD", &self.method)
            .env("PATH_INFO", &self.path)
            .env(
                "QUERY_STRING",
                if kind == Kind::Dumb { "" } else { &self.query },
            )
            .env("CONTENT_TYPE", header("content-type"))
            .env("CONTENT_LENGTH", self.body.len().to_string())
            .env("HTTP_CONTENT_ENCODING", header("content-encoding"))
            .env("GIT_PROTOCOL", header("git-protocol"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&self.body).unwrap();
        child.wait_with_output().unwrap().stdout
    }
}

/// The user's settings: what is trusted, and what else is said.
fn settings(folder: &Folder, more: &str) {
    folder.write("server.pem", CERTIFICATE);
    let trusted = folder.file("server.pem").display().to_string();
    folder.write(
        ".gitconfig",
        format!("[http]\n\tsslCAInfo = {trusted}\n{more}"),
    );
}

fn builds(folder: &Folder) {
    succeeds(folder, &["update"]);
    succeeds(folder, &["build"]);
    assert!(template(folder).contains("\"MessageRetentionPeriod\": 120"));
}

#[test]
fn a_library_comes_over_https() {
    let (folder, server) = over_https(Kind::Smart);
    settings(&folder, "");
    builds(&folder);
    let asked = server.asked();
    let begun = asked
        .iter()
        .filter(|path| path.as_str() == "/platform/info/refs");
    // For the tags, and for the commit.
    assert_eq!(begun.count(), 2, "{asked:?}");
    assert!(
        asked.contains(&"/platform/git-upload-pack".to_owned()),
        "{asked:?}"
    );
}

#[test]
fn a_server_of_files_gives_everything() {
    let (folder, server) = over_https(Kind::Dumb);
    settings(&folder, "");
    builds(&folder);
    let asked = server.asked();
    assert!(
        asked
            .iter()
            .any(|path| path.starts_with("/platform/objects/")),
        "{asked:?}"
    );
}

#[test]
fn a_password_comes_from_the_users_helper_and_nobody_is_asked() {
    let (folder, server) = over_https(Kind::Guarded);
    settings(&folder, "");
    let said = run(&folder, &["update"]);
    assert!(said.contains("set up a credential helper"), "{said}");
    assert_eq!(server.asked().len(), 1);
    let helper = "[credential]\n\thelper = \"!f() { echo username=a; echo password=b; }; f\"\n";
    settings(&folder, helper);
    builds(&folder);
}

#[test]
fn a_server_that_nobody_trusts() {
    let (folder, server) = over_https(Kind::Smart);
    let said = run(&folder, &["update", "--diagnostics", "json"]);
    assert!(
        said.contains("git says: unable to access 'https://localhost:"),
        "{said}"
    );
    assert_eq!(server.asked(), [""; 0]);
}
