//! The little of AWS that a plan from nothing asks: who the caller is, what a type of Cloud Control
//! looks like, and a random password. On loopback, so that no plan reaches an account.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::Failure;

/// The server; it ends with the process.
pub struct Loopback {
    port: u16,
}

impl Loopback {
    /// Starts it at a free port.
    pub fn start() -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || serve(stream));
            }
        });
        Ok(Self { port })
    }

    /// What makes a root's provider ask here. A service that is not listed would be asked for real.
    pub fn provider(&self) -> String {
        let endpoints = ["cloudcontrol", "cloudformation", "secretsmanager", "sts"];
        let endpoints =
            endpoints.map(|name| format!("    {name} = \"http://127.0.0.1:{}\"\n", self.port));
        format!(
            "provider \"aws\" {{
  access_key                  = \"judge\"
  secret_key                  = \"judge\"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  allowed_account_ids         = null
  max_retries                 = 1
  endpoints {{
{}  }}
}}
",
            endpoints.concat()
        )
    }
}

fn serve(stream: TcpStream) {
    // A client that goes away needs no answer.
    let _ = converse(stream);
}

fn converse(mut stream: TcpStream) -> std::io::Result<()> {
    let mut from = BufReader::new(stream.try_clone()?);
    loop {
        let (mut length, mut headers) = (0, String::new());
        loop {
            let mut line = String::new();
            if from.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            headers.push_str(&line);
            headers.push('\n');
        }
        let mut body = vec![0; length];
        from.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body);
        let (kind, answer) = answer(&headers, &body);
        let status = if answer.is_empty() {
            "404 Not Found"
        } else {
            "200 OK"
        };
        write!(
            stream,
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{answer}",
            answer.len()
        )?;
    }
}

fn answer(headers: &str, body: &str) -> (&'static str, String) {
    const XML: &str = "text/xml";
    let field = |name: &str| {
        let mut fields = body.split('&').filter_map(|field| field.split_once('='));
        fields.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    if headers.contains("getrandompassword") {
        let password = "{\"RandomPassword\":\"correct-horse\"}".to_owned();
        return ("application/x-amz-json-1.1", password);
    }
    match field("Action") {
        Some("GetCallerIdentity") => (
            XML,
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/judge</Arn><UserId>judge</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>".to_owned(),
        ),
        Some("DescribeType") => {
            let name = field("TypeName").unwrap_or_default().replace("%3A", ":");
            (XML, format!("<DescribeTypeResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><DescribeTypeResult><TypeName>{name}</TypeName><Schema>{}</Schema></DescribeTypeResult></DescribeTypeResponse>", schema(&name)))
        }
        _ => (XML, String::new()),
    }
}

/// A schema that allows everything: what a resource may have, our own check has seen already.
fn schema(type_name: &str) -> String {
    let schema = serde_json::json!({
        "typeName": type_name,
        "description": "a type",
        "properties": { "Id": { "type": "string" } },
        "additionalProperties": true,
        "primaryIdentifier": ["/properties/Id"],
        "readOnlyProperties": ["/properties/Id"],
    });
    schema.to_string().replace('"', "&quot;")
}
