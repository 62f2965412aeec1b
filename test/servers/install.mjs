// `npm run servers`: installs the real servers that the tests use and that are missing on this machine.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const SERVERS = [
  { package: 'dovecot-imapd', program: 'dovecot' },
  { package: 'postfix', program: 'postfix' },
  { package: 'slapd', program: 'slapd' },
]
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin']

const missing = SERVERS.filter(
  ({ program }) => !FOLDERS.some((folder) => existsSync(`${folder}/${program}`)),
).map((server) => server.package)

if (missing.length === 0) {
  console.log('Dovecot, Postfix and OpenLDAP are installed; nothing to do.')
} else {
  const names = missing.join(', ')
  if (!works('apt-get', '--version')) {
    stop(`This machine has no apt-get: install ${names} with its own package manager.`)
  }
  if (process.getuid?.() !== 0) {
    stop(`Installing ${names} needs root: run "sudo npm run servers".`)
  }
  console.log(`Installing ${names} ...`)
  try {
    // The package must not make up a mail server of its own: the tests bring their configuration.
    execFileSync('debconf-set-selections', {
      input:
        'postfix postfix/main_mailer_type select No configuration\nslapd slapd/no_configuration boolean true\n',
    })
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...missing)
  } catch (error) {
    stop(`Installing ${names} failed: ${error.message}`)
  }
  console.log('Done.')
}

function aptGet(...args) {
  execFileSync('apt-get', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

function works(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
