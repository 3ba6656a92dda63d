//! Resources against their schemas.
