//! The address of a PostgreSQL server → how to connect to it.
//!
//! `postgres://[user[:password]@][host[:port][,host…]]/[database][?sslmode=…&connect_timeout=…&options=…]`, with percent signs for letters
//! that mean something there. What is not written comes from `PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, and a password from
//! `PGPASSWORD` or [`super::pgpass`], as psql does.
//!
//! Connections are not encrypted. An address (or `PGSSLMODE`) that asks for that is refused, not weakened.

use super::address::{Address, Place, decoded, parts};
use super::pgpass;
use postgres::Config;
use postgres::config::SslMode;
use std::env::var;
use std::path::Path;
use std::time::Duration;

/// How an address is written.
pub(super) const HINT: &str = "it is written postgres://USER@HOST:PORT/DATABASE?table=NAME, or with ?query=SELECT … at its end; the password is \
                               best left to PGPASSWORD or ~/.pgpass, and what means something in an address is written with percent signs (`@` is %40)";
/// What can stand behind the question mark besides a table and a query.
const PARAMETERS: &str = "table, query, sslmode, connect_timeout, options, host, port, user, dbname and password";
/// How long a server may take to answer, unless the address says so.
const PATIENCE: Duration = Duration::from_secs(15);
/// A silent connection is looked after when so much time went by, so often at most.
const SILENCE: (Duration, u32) = (Duration::from_secs(20), 4);
/// Where a server on the same machine listens, as most are set up.
const SOCKET: &str = "/var/run/postgresql";
const PORT: u16 = 5432;

/// Where a server is, and who asks.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Server {
    /// Its address without a password.
    pub(super) written: String,
    hosts: Vec<(String, Option<u16>)>,
    database: String,
    user: String,
    password: Option<String>,
    sslmode: String,
    options: String,
    timeout: Option<Duration>,
}

/// The address that a text is; otherwise what is wrong with it, without a piece of it.
pub(super) fn of(text: &str) -> Result<Address, String> {
    let (scheme, rest) = text.split_once("://").ok_or("the address is not understood: `://` is missing")?;
    let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = place.split_once('/').unwrap_or((place, ""));
    if place.contains('#') || database.contains(['@', '/']) {
        return Err("the address is not understood: it has letters that must be written with percent signs".to_owned());
    }
    let (login, hosts) = authority.rsplit_once('@').map_or((None, authority), |(login, hosts)| (Some(login), hosts));
    let (user, password) = login.unwrap_or_default().split_once(':').unwrap_or((login.unwrap_or_default(), ""));
    let (part, others) = parts(parameters)?;
    let mut server = Server {
        database: decoded(database)?,
        user: decoded(user)?,
        password: Some(decoded(password)?).filter(|password| !password.is_empty()),
        ..Server::default()
    };
    for host in hosts.split(',').filter(|host| !host.is_empty()) {
        server.hosts.push(host_and_port(host)?);
    }
    for (key, value) in others {
        server.set(&key, value)?;
    }
    server.check_encryption()?;
    let login = login.map_or(String::new(), |_| format!("{user}@"));
    server.written = format!("{scheme}://{login}{}", &place[authority.len() - hosts.len()..]);
    let kept: Vec<&str> = kept(parameters).collect();
    if !kept.is_empty() {
        server.written.push_str(&format!("?{}", kept.join("&")));
    }
    Ok(Address { place: Place::Postgres(server), part })
}

/// The parameters that are shown again, as they are written: those of the connection, without a password.
fn kept(parameters: &str) -> impl Iterator<Item = &str> {
    let before = parameters.split('&').take_while(|parameter| !parameter.starts_with("query="));
    before.filter(|parameter| {
        let key = decoded(parameter.split('=').next().unwrap_or_default()).unwrap_or_default();
        !key.is_empty() && key != "password" && key != "table"
    })
}

/// `host`, `host:port`, `[::1]:port` or a folder with a socket.
fn host_and_port(text: &str) -> Result<(String, Option<u16>), String> {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let port = port.filter(|port| !port.is_empty()).map(self::port).transpose()?;
    Ok((decoded(host)?, port))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "the address is not understood: its port is no number from 0 to 65535".to_owned())
}

impl Server {
    fn set(&mut self, key: &str, value: String) -> Result<(), String> {
        match key {
            "sslmode" => self.sslmode = value,
            "options" => self.options = value,
            "user" => self.user = value,
            "password" => self.password = Some(value),
            "dbname" => self.database = value,
            "host" => self.hosts = vec![(value, self.hosts.first().and_then(|(_, port)| *port))],
            "port" => {
                let port = Some(port(&value)?);
                self.hosts = match self.hosts.as_slice() {
                    [] => vec![(String::new(), port)],
                    hosts => hosts.iter().map(|(host, _)| (host.clone(), port)).collect(),
                };
            }
            "connect_timeout" => {
                let seconds = value.parse().map_err(|_| "connect_timeout is no whole number of seconds".to_owned())?;
                self.timeout = Some(Duration::from_secs(seconds));
            }
            // A key may be a piece of a password with a question mark.
            _ => return Err(format!("the address has a parameter that is none of {PARAMETERS}")),
        }
        Ok(())
    }

    fn check_encryption(&self) -> Result<(), String> {
        let mode = if self.sslmode.is_empty() { var("PGSSLMODE").unwrap_or_default() } else { self.sslmode.clone() };
        match mode.as_str() {
            "" | "disable" | "allow" | "prefer" => Ok(()),
            "require" | "verify-ca" | "verify-full" => {
                Err("the address (or PGSSLMODE) asks for an encrypted connection, and those are not supported: \
                 go through a tunnel (ssh -L 5433:localhost:5432 HOST) with sslmode=disable, or export the table"
                    .to_owned())
            }
            _ => Err("sslmode is none of disable, allow, prefer, require, verify-ca and verify-full".to_owned()),
        }
    }

    /// What tells it apart from others, the last the most.
    pub(super) fn parts(&self) -> Vec<String> {
        let hosts: Vec<&str> = self.hosts.iter().map(|(host, _)| host.as_str()).collect();
        vec![hosts.join(","), self.database()]
    }

    /// How to connect.
    pub(super) fn config(&self) -> Config {
        let mut config = Config::new();
        for (host, port) in self.all_hosts() {
            config.host(&host).port(port);
        }
        let user = self.user();
        if !user.is_empty() {
            config.user(&user);
        }
        if !self.options.is_empty() {
            config.options(&self.options);
        }
        if let Some(password) = self.password() {
            config.password(password);
        }
        let (idle, retries) = SILENCE;
        config.keepalives_idle(idle).keepalives_interval(idle).keepalives_retries(retries);
        config.dbname(&self.database()).ssl_mode(SslMode::Disable).application_name("shoal");
        config.connect_timeout(self.timeout.unwrap_or(PATIENCE));
        config
    }

    fn all_hosts(&self) -> Vec<(String, u16)> {
        let port = var("PGPORT").ok().and_then(|port| port.parse().ok()).unwrap_or(PORT);
        let here = || if Path::new(SOCKET).is_dir() { SOCKET } else { "localhost" };
        let usual = var("PGHOST").unwrap_or_else(|_| here().to_owned());
        let hosts = if self.hosts.is_empty() { &[(String::new(), None)] } else { self.hosts.as_slice() };
        let named = |host: &String| if host.is_empty() { usual.clone() } else { host.clone() };
        hosts.iter().map(|(host, own)| (named(host), own.unwrap_or(port))).collect()
    }

    fn password(&self) -> Option<String> {
        let written = self.password.clone().or_else(|| var("PGPASSWORD").ok());
        written.or_else(|| pgpass::find(&self.all_hosts(), &self.database(), &self.user()))
    }

    fn user(&self) -> String {
        let written = Some(self.user.clone()).filter(|user| !user.is_empty());
        written.or_else(|| var("PGUSER").ok()).or_else(|| var("USER").ok()).unwrap_or_default()
    }

    fn database(&self) -> String {
        let written = Some(self.database.clone()).filter(|database| !database.is_empty());
        written.or_else(|| var("PGDATABASE").ok()).unwrap_or_else(|| self.user())
    }
}

#[cfg(test)]
mod tests {
    use super::super::address::Part;
    use super::*;

    fn server(text: &str) -> Server {
        match of(text).unwrap().place {
            Place::Postgres(server) => server,
            Place::Sqlite(_) => panic!("a server"),
        }
    }

    #[test]
    fn places_and_their_parts() {
        let plain = server("postgres://ann:p%40ss@db.example:6432/shop?connect_timeout=3&options=-csearch_path%3Da");
        assert_eq!(plain.hosts, [("db.example".to_owned(), Some(6432))]);
        assert_eq!((plain.user.as_str(), plain.password.as_deref()), ("ann", Some("p@ss")));
        assert_eq!((plain.database.as_str(), plain.options.as_str()), ("shop", "-csearch_path=a"));
        assert_eq!(plain.written, "postgres://ann@db.example:6432/shop?connect_timeout=3&options=-csearch_path%3Da");
        assert_eq!(plain.parts(), ["db.example", "shop"]);
        let several = server("postgres://[::1]:1,b/d?table=x&port=7");
        assert_eq!(several.hosts, [("::1".to_owned(), Some(7)), ("b".to_owned(), Some(7))]);
        assert_eq!(server("postgres:///d?host=/tmp").all_hosts()[0].0, "/tmp");
        assert!(!format!("{:?}", plain.config()).contains("p@ss"));
        assert_eq!(
            of("postgres://h/d?query=select '?&table=x'").unwrap().part,
            Part::Query("select '?&table=x'".into())
        );
    }

    #[test]
    fn encryption_is_never_weakened() {
        for mode in ["require", "verify-ca", "verify-full"] {
            assert!(of(&format!("postgres://h/d?sslmode={mode}")).err().unwrap().contains("not supported"));
        }
        assert!(of("postgres://h/d?sslmode=prefer").is_ok());
        assert!(of("postgres://h/d?sslmode=always").is_err());
    }
}
