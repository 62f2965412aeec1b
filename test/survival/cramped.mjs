// Loaded before the program: every database that it opens may have no more than CRAMPED_PAGES pages,
// which SQLite keeps for the connection only.
import Database from 'better-sqlite3'

const { pragma } = Database.prototype
Database.prototype.pragma = function (text, options) {
  if (text === 'foreign_keys = ON')
    pragma.call(this, `max_page_count = ${process.env.CRAMPED_PAGES}`)
  return pragma.call(this, text, options)
}
