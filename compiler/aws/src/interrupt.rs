//! Ctrl-C, and the signals that mean the same: the first one lets what runs finish, the second one
//! leaves it.

use tokio::sync::watch;

/// What the user wants.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Wish {
    /// Go on.
    GoOn,
    /// Begin nothing new, and finish what runs.
    Finish,
    /// Stop waiting.
    Leave,
}

/// Listens until both wishes were heard. Runs beside everything else.
pub(crate) async fn listen(wish: watch::Sender<Wish>) {
    for next in [Wish::Finish, Wish::Leave] {
        if heard().await.is_err() || wish.send(next).is_err() {
            return;
        }
    }
    // Whoever listens has heard all there is.
    std::future::pending::<()>().await;
}

#[cfg(unix)]
async fn heard() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        heard = tokio::signal::ctrl_c() => heard,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn heard() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
