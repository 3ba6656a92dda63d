//! Where a library is. Sources are read here, and nowhere else: what is not one of the forms that
//! this page knows never reaches the file system or git.

use super::requirement::Requirement;

/// A place that all folders of one app call alike.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Location {
    /// A folder: its path from the app's folder, with `/` between its parts and `..` in front only.
    Folder(String),
    /// A folder of a repository.
    Git(GitFolder),
}

/// A folder of a git repository, at what an import asks for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GitFolder {
    /// The repository: an address, or a path from the app's folder.
    pub remote: String,
    /// The folder's path in it; empty for the repository's own.
    pub folder: String,
    /// Which of its commits.
    pub requirement: Requirement,
}

impl GitFolder {
    /// As a source says it: `git::https://host/repo.git//folder`.
    pub fn source(&self) -> String {
        let Self { remote, folder, .. } = self;
        if folder.is_empty() {
            format!("git::{remote}")
        } else {
            format!("git::{remote}//{folder}")
        }
    }
}

/// What an import stands in: paths in it begin there.
#[derive(Clone, Debug)]
pub enum Base {
    /// A folder, by its path from the app's; the app's own is empty.
    Folder(String),
    /// A folder of a repository.
    Git(GitFolder),
}

/// Why a source is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It is no source, and why; with what to write where that can be said.
    Form(&'static str, Option<String>),
    /// It leads out of the repository that it stands in.
    LeavesRepository,
}

/// What a source names, before anybody said which commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// A folder beside.
    Folder(String),
    /// A folder of the same repository, at the same commit.
    Beside(GitFolder),
    /// A repository and a folder in it.
    Git(String, String),
}

/// Reads a source that stands in `base`.
pub fn read(source: &str, base: &Base) -> Result<Named, Refused> {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '\'' | '`' | '|');
    if !source.chars().all(is_plain) {
        let why = "a source is of printable ASCII, without spaces, quotes and `\\`";
        return Err(Refused::Form(why, None));
    }
    if let Some(rest) = source.strip_prefix("git::") {
        return git(rest, base);
    }
    if !is_relative(source) {
        return Err(not_relative(source));
    }
    match base {
        Base::Folder(folder) => match joined(folder, source) {
            path if path.is_empty() => {
                Err(Refused::Form("an app cannot import its own folder", None))
            }
            path => Ok(Named::Folder(path)),
        },
        Base::Git(around) => match joined(&around.folder, source) {
            folder if is_outside(&folder) => Err(Refused::LeavesRepository),
            folder => Ok(Named::Beside(GitFolder {
                folder,
                ..around.clone()
            })),
        },
    }
}

/// What can be said of a source that is no path.
fn not_relative(source: &str) -> Refused {
    if source.starts_with('/') || source.starts_with('~') {
        let why = "a path begins with `./` or `../`: another machine has other folders";
        return Refused::Form(why, None);
    }
    if source.contains("::") {
        let why = "only `git::` can stand in front of an address";
        return Refused::Form(why, None);
    }
    if source.contains("://") {
        let why = "a repository is named with `git::` in front";
        return Refused::Form(why, Some(format!("git::{source}")));
    }
    let first = source.split('/').next().unwrap_or_default();
    if first.contains('.') && source.contains('/') {
        let why = "a repository is named with `git::` and its whole address";
        return Refused::Form(why, Some(format!("git::https://{source}")));
    }
    let why = "a path begins with `./` or `../`";
    Refused::Form(why, Some(format!("./{source}")))
}

/// Behind `git::`.
fn git(rest: &str, base: &Base) -> Result<Named, Refused> {
    let refuse = |why| Err(Refused::Form(why, None));
    if let Some((address, _)) = rest.split_once('?') {
        let why = "what stands behind `?` belongs into attributes: `tag`, `commit` or `version`";
        return Err(Refused::Form(why, Some(format!("git::{address}"))));
    }
    let schemes = ["https://", "ssh://", "file://"];
    let scheme = schemes.into_iter().find(|scheme| rest.starts_with(scheme));
    let Some(scheme) = scheme else {
        return relative_git(rest, base);
    };
    let (remote, folder) = cut(rest, scheme.len());
    let authority = remote[scheme.len()..].split('/').next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if user.contains(':') || (scheme == "https://" && !user.is_empty()) {
        return refuse("a source is no place for a password: git asks its own credential helper");
    }
    // ssh would take a host or a user that begins so as an option.
    if host.starts_with('-') || user.starts_with('-') {
        return refuse("the name of a host begins with a letter or a digit");
    }
    if scheme != "file://" && host.is_empty() {
        return refuse("the address has no host");
    }
    if remote.len() == scheme.len() + authority.len() {
        return refuse("the address names a host, and no repository there");
    }
    in_repository(remote, folder)
}

/// A repository by its path, or what is no address at all.
fn relative_git(rest: &str, base: &Base) -> Result<Named, Refused> {
    let refuse = |why, better| Err(Refused::Form(why, better));
    if rest.contains("::") {
        return refuse(
            "git runs no helper for a source: `https`, `ssh` and `file` are taken",
            None,
        );
    }
    if rest.starts_with("http://") || rest.starts_with("git://") {
        let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
        let why = "nothing says that what comes over this is what was sent";
        return refuse(why, Some(format!("git::https://{rest}")));
    }
    if rest.contains("://") {
        return refuse("`https`, `ssh` and `file` are taken", None);
    }
    if !is_relative(rest) {
        // `git@host:group/repo.git`, as git itself takes it.
        if let Some((host, path)) = rest.split_once(':')
            && host.contains('@')
        {
            let why = "ssh is written as an address";
            return refuse(why, Some(format!("git::ssh://{host}/{path}")));
        }
        return refuse(
            "a repository is an address, or a path that begins with `./` or `../`",
            None,
        );
    }
    let (path, folder) = cut(rest, 0);
    match base {
        Base::Git(_) => Err(Refused::LeavesRepository),
        Base::Folder(around) => match joined(around, path) {
            path if is_outside(&path) => in_repository(&path, folder),
            path => in_repository(&format!("./{path}"), folder),
        },
    }
}

fn in_repository(remote: &str, folder: &str) -> Result<Named, Refused> {
    match joined("", folder) {
        folder if is_outside(&folder) => Err(Refused::LeavesRepository),
        folder => Ok(Named::Git(remote.trim_end_matches('/').to_owned(), folder)),
    }
}

/// An address and the folder behind the `//` that does not belong to its scheme.
fn cut(rest: &str, from: usize) -> (&str, &str) {
    match rest[from..].find("//") {
        Some(at) => (&rest[..from + at], &rest[from + at + 2..]),
        None => (rest, ""),
    }
}

fn is_relative(path: &str) -> bool {
    path == "." || path == ".." || path.starts_with("./") || path.starts_with("../")
}

fn is_outside(path: &str) -> bool {
    path == ".." || path.starts_with("../")
}

/// A path behind another, without `.` and with `..` in front only.
fn joined(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_none_or(|last| *last == "..") => parts.push(".."),
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{Base, GitFolder, Named, Refused, Requirement, read};

    fn app() -> Base {
        Base::Folder(String::new())
    }

    fn refused(source: &str) -> Option<String> {
        match read(source, &app()) {
            Err(Refused::Form(_, better)) => better,
            other => panic!("{source}: {other:?}"),
        }
    }

    #[test]
    fn reads_paths_and_repositories() {
        let folder = |path: &str| Named::Folder(path.into());
        let git = |remote: &str, folder: &str| Named::Git(remote.into(), folder.into());
        let found = |source: &str| read(source, &app()).unwrap();
        assert_eq!(found("../platform"), folder("../platform"));
        assert_eq!(found("./lib/./a/../b/"), folder("lib/b"));
        let https = "git::https://example.com/platform.git";
        let remote = "https://example.com/platform.git";
        assert_eq!(found(https), git(remote, ""));
        assert_eq!(found(&format!("{https}//a/b")), git(remote, "a/b"));
        assert_eq!(
            found("git::ssh://git@example.com:22/p//a"),
            git("ssh://git@example.com:22/p", "a")
        );
        assert_eq!(found("git::../p.git//a"), git("../p.git", "a"));
        assert_eq!(found("git::./p"), git("./p", ""));
        assert_eq!(
            found("git::file:///srv/p.git"),
            git("file:///srv/p.git", "")
        );
    }

    #[test]
    fn refuses_what_could_be_more_than_a_place() {
        for source in [
            "",
            "/srv/platform",
            "ext::sh -c x",
            "git::ext::sh",
            "git::--upload-pack=x",
            "git::ssh://-oProxyCommand=x/y",
            "git::https://user:secret@example.com/x",
            "git::https://token@example.com/x",
            "git::https://example.com",
            "git::ftp://example.com/x",
            "..\\platform",
            "./a b",
            ".",
        ] {
            assert!(
                matches!(read(source, &app()), Err(Refused::Form(..))),
                "{source}"
            );
        }
        let outside = read("git::https://example.com/x//../y", &app());
        assert_eq!(outside, Err(Refused::LeavesRepository));
    }

    #[test]
    fn says_what_to_write_instead() {
        let better = |source: &str| refused(source).unwrap();
        assert_eq!(better("platform"), "./platform");
        assert_eq!(better("github.com/a/b"), "git::https://github.com/a/b");
        assert_eq!(
            better("https://example.com/a"),
            "git::https://example.com/a"
        );
        assert_eq!(
            better("git::http://example.com/a"),
            "git::https://example.com/a"
        );
        assert_eq!(
            better("git::git@example.com:a/b.git"),
            "git::ssh://git@example.com/a/b.git"
        );
        assert_eq!(
            better("git::https://example.com/a?ref=v1"),
            "git::https://example.com/a"
        );
    }

    #[test]
    fn a_path_in_a_repository_stays_in_it() {
        let around = GitFolder {
            remote: "https://example.com/p".into(),
            folder: "a/b".into(),
            requirement: Requirement::Tag("v1".into()),
        };
        let base = Base::Git(around.clone());
        let beside = GitFolder {
            folder: "a/c".into(),
            ..around
        };
        assert_eq!(read("../c", &base), Ok(Named::Beside(beside)));
        assert_eq!(read("../../../c", &base), Err(Refused::LeavesRepository));
        assert_eq!(read("git::../c", &base), Err(Refused::LeavesRepository));
    }
}
