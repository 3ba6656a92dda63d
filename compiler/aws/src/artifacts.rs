//! Templates that are too large for a request: CloudFormation reads them from a bucket.

use aws_config::Region;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::ByteStream;

use crate::cloud::Cloud;
use crate::error::CloudError;
use crate::step::{Step, Template};

/// A template in a bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Artifact {
    /// The bucket, in the stack's own region.
    pub bucket: String,
    /// The object's name in it.
    pub key: String,
    /// The object's address.
    pub url: String,
    /// The template itself.
    pub body: String,
}

/// Why a template is not in its bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotUploaded {
    /// There is no such bucket.
    NoBucket,
    /// The bucket stands in another region: this one, if the service says so.
    Elsewhere(Option<String>),
    /// The credentials may not write there.
    Denied(String),
    /// Anything else.
    Cloud(CloudError),
}

/// The header in which S3 says where a bucket stands.
const REGION_HEADER: &str = "x-amz-bucket-region";

impl Cloud {
    /// A template as it will lie in a bucket.
    pub fn artifact(&self, region: &str, bucket: &str, key: &str, body: &str) -> Artifact {
        let service = match self.config.endpoint_url() {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("https://s3.{region}.amazonaws.com"),
        };
        Artifact {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            url: format!("{service}/{bucket}/{key}"),
            body: body.to_owned(),
        }
    }

    /// Puts the templates of these steps into their buckets. The same bytes twice are one object.
    /// Fails with the step that it could not be done for.
    pub fn upload<'s>(&self, steps: &'s [Step]) -> Result<usize, (&'s Step, NotUploaded)> {
        let mut count = 0;
        for step in steps {
            if let Template::Artifact(artifact) = &step.template {
                let put = self.put(&step.at.place.region, artifact);
                self.runtime.block_on(put).map_err(|why| (step, why))?;
                count += 1;
            }
        }
        Ok(count)
    }

    async fn put(&self, region: &str, artifact: &Artifact) -> Result<(), NotUploaded> {
        // At another endpoint a bucket has no name of its own in DNS.
        let config = aws_sdk_s3::config::Builder::from(&self.config)
            .region(Region::new(region.to_owned()))
            .force_path_style(self.config.endpoint_url().is_some());
        let request = Client::from_conf(config.build())
            .put_object()
            .bucket(&artifact.bucket)
            .key(&artifact.key)
            .body(ByteStream::from(artifact.body.clone().into_bytes()));
        let Err(error) = request.send().await else {
            return Ok(());
        };
        let found = match &error {
            SdkError::ServiceError(answer) => answer.raw().headers().get(REGION_HEADER),
            _ => None,
        };
        let found = found.filter(|found| *found != region).map(str::to_owned);
        Err(NotUploaded::of(CloudError::from(error), found))
    }
}

impl NotUploaded {
    fn of(error: CloudError, region: Option<String>) -> Self {
        if region.is_some() {
            return NotUploaded::Elsewhere(region);
        }
        match error {
            CloudError::Denied(why) => NotUploaded::Denied(why),
            CloudError::Refused { code, message } => match code.as_str() {
                "NoSuchBucket" => NotUploaded::NoBucket,
                "PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed" => {
                    NotUploaded::Elsewhere(None)
                }
                "AllAccessDisabled" => NotUploaded::Denied(message),
                _ => NotUploaded::Cloud(CloudError::Refused { code, message }),
            },
            other => NotUploaded::Cloud(other),
        }
    }
}
