/** What the configuration of one throw-away Dovecot depends on. */
export interface DovecotSite {
  version: '2.3' | '2.4'
  /** Short absolute folder: the paths of its unix sockets must stay below 108 bytes. */
  folder: string
  port: number
  /** Implicit TLS, only with `tls`. */
  tlsPort: number
  tls: boolean
  /** Asked about access tokens: an address that the token completes. */
  tokenInfo: string | null
  /** Who owns the mail; null when Dovecot is started as root and may change users. */
  unprivileged: { user: string; group: string } | null
}

/** Every user exists and has this password. */
export const PASSWORD = 'secret'

/** The whole configuration file. 2.3 reads line by line: every block stands on several lines. */
export function dovecotConfig(site: DovecotSite): string {
  const dialect = site.version === '2.3' ? version23 : version24
  const sections = [dialect(site), listeners(site)]
  if (site.unprivileged) sections.push(unprivileged(site.unprivileged))
  return sections.join('\n')
}

function version23(site: DovecotSite): string {
  const owner = site.unprivileged ?? { user: 'nobody', group: 'nogroup' }
  return `
protocols = imap
${common(site)}
ssl = ${site.tls ? 'yes' : 'no'}
${site.tls ? `ssl_cert = <${site.folder}/cert.pem\nssl_key = <${site.folder}/key.pem` : ''}
disable_plaintext_auth = no
${site.tokenInfo === null ? '' : oauth2(site.folder)}
mail_location = maildir:${site.folder}/mail/%u
passdb {
  driver = static
  mechanisms = plain login
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.user} gid=${owner.group} home=${site.folder}/mail/%u allow_all_users=yes
}`
}

function oauth2(folder: string): string {
  return `auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}`
}

/** A file beside the configuration that the oauth2 passdb of 2.3 reads. */
export function tokenCheck(tokenInfo: string): string {
  return `tokeninfo_url = ${tokenInfo}\nusername_attribute = email\n`
}

function version24(site: DovecotSite): string {
  const owner = site.unprivileged ?? { user: 'nobody', group: 'nogroup' }
  return `
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {
  imap = yes
}
${common(site)}
ssl = ${site.tls ? 'yes' : 'no'}
${site.tls ? `ssl_server_cert_file = ${site.folder}/cert.pem\nssl_server_key_file = ${site.folder}/key.pem` : ''}
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ${site.folder}/mail/%{user}
passdb static {
  password = ${PASSWORD}
}
userdb static {
  userdb_static_allow_all_users = yes
  fields {
    uid = ${owner.user}
    gid = ${owner.group}
    home = ${site.folder}/mail/%{user}
  }
}`
}

function common(site: DovecotSite): string {
  return `listen = 127.0.0.1
base_dir = ${site.folder}/run
state_dir = ${site.folder}/state
log_path = /dev/stderr
auth_failure_delay = 0
mail_fsync = never
first_valid_uid = 1
namespace inbox {
  inbox = yes
}
protocol imap {
  mail_max_userip_connections = 1000
}
# The second wrong password of an address would wait for seconds.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}`
}

function listeners(site: DovecotSite): string {
  return `
service imap-login {
  inet_listener imap {
    port = ${site.port}
  }
  inet_listener imaps {
    port = ${site.tls ? site.tlsPort : 0}
    ssl = ${site.tls ? 'yes' : 'no'}
  }
}`
}

/** Without root nothing can change its user or its root folder. */
function unprivileged(own: { user: string; group: string }): string {
  const stay = ['imap-login', 'anvil', 'stats']
    .map((service) => `service ${service} {\n  chroot =\n}`)
    .join('\n')
  return `
default_login_user = ${own.user}
default_internal_user = ${own.user}
default_internal_group = ${own.group}
${stay}`
}
