//! What can be wrong between us and the service.

use std::error::Error;
use std::fmt::Write as _;

use aws_sdk_cloudformation::error::{ProvideErrorMetadata, SdkError};

/// Why the service did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CloudError {
    /// There are no credentials to ask with.
    NoCredentials(String),
    /// The credentials are not valid, or not any more.
    CredentialsRefused(String),
    /// The credentials may not do this.
    Denied(String),
    /// Nobody answers.
    NoAnswer(String),
    /// Too many requests, also after waiting several times.
    Throttled(String),
    /// The service refuses the request for another reason.
    Refused {
        /// The service's code: `ValidationError`.
        code: String,
        /// What it says.
        message: String,
    },
}

const THROTTLED: [&str; 7] = [
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "TooManyRequestsException",
];

const CREDENTIALS: [&str; 9] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
    "IncompleteSignature",
    "RequestExpired",
    "AuthFailure",
];

const DENIED: [&str; 4] = [
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "NotAuthorized",
];

impl CloudError {
    /// From an answer of the service: its code and its words.
    fn of_service(code: &str, message: &str) -> Self {
        let said = format!("{code}: {message}");
        if THROTTLED.contains(&code) {
            CloudError::Throttled(said)
        } else if CREDENTIALS.contains(&code) {
            CloudError::CredentialsRefused(said)
        } else if DENIED.contains(&code) {
            CloudError::Denied(message.to_owned())
        } else {
            CloudError::Refused {
                code: code.to_owned(),
                message: message.to_owned(),
            }
        }
    }

    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        match self {
            CloudError::NoAnswer(_) | CloudError::Throttled(_) => true,
            CloudError::Refused { code, .. } => {
                matches!(code.as_str(), "InternalFailure" | "ServiceUnavailable")
            }
            CloudError::NoCredentials(_)
            | CloudError::CredentialsRefused(_)
            | CloudError::Denied(_) => false,
        }
    }

    /// Whether the service says that something is not there.
    pub(crate) fn is_missing(&self) -> bool {
        match self {
            CloudError::Refused { code, message } => {
                code == "ChangeSetNotFound"
                    || code == "ValidationError" && message.contains("does not exist")
            }
            _ => false,
        }
    }

    /// What is wrong, in one line.
    pub fn words(&self) -> String {
        match self {
            CloudError::NoCredentials(why)
            | CloudError::CredentialsRefused(why)
            | CloudError::Denied(why)
            | CloudError::NoAnswer(why)
            | CloudError::Throttled(why) => why.clone(),
            CloudError::Refused { code, message } => format!("{code}: {message}"),
        }
    }
}

impl<E, R> From<SdkError<E, R>> for CloudError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        match &error {
            SdkError::ServiceError(answer) => {
                let answer = answer.err();
                match answer.code() {
                    Some(code) => Self::of_service(code, answer.message().unwrap_or_default()),
                    None => CloudError::NoAnswer(format!(
                        "what answers is no service of AWS: {}",
                        chain(&error)
                    )),
                }
            }
            SdkError::ResponseError(_) => CloudError::NoAnswer(format!(
                "what answers is no service of AWS: {}",
                chain(&error)
            )),
            SdkError::TimeoutError(_) => CloudError::NoAnswer(chain(&error)),
            _ => {
                let said = chain(&error);
                if said.contains("credential") || said.contains("identity") {
                    CloudError::NoCredentials(said)
                } else {
                    CloudError::NoAnswer(said)
                }
            }
        }
    }
}

/// An error with what it comes from, in one line, each part once.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            let _ = write!(text, ": {said}");
        }
        next = cause.source();
    }
    text.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::CloudError;

    #[test]
    fn codes_of_the_service_have_their_meaning() {
        let of = |code| CloudError::of_service(code, "m");
        assert!(matches!(of("Throttling"), CloudError::Throttled(_)));
        assert!(matches!(
            of("ExpiredToken"),
            CloudError::CredentialsRefused(_)
        ));
        assert!(matches!(of("AccessDenied"), CloudError::Denied(_)));
        assert!(of("Throttling").is_passing());
        assert!(!of("ExpiredToken").is_passing());
        let missing = CloudError::of_service("ValidationError", "Stack with id x does not exist");
        assert!(missing.is_missing());
        assert!(!of("ValidationError").is_missing());
        assert_eq!(of("ValidationError").words(), "ValidationError: m");
    }
}
