import { getMeta, setMeta } from '../../store/meta.ts'
import type { Desk } from '../desk.ts'
import { instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { takeUpServices } from './service-take-up.ts'
import { takeUpUsers } from './take-up.ts'

const USERS = 'directory/users'
const SERVICES = 'directory/services'

/**
 * Takes up changes of users and of services whose time has come; `atOnce` takes up what users were
 * pushed whatever the time; `read` reads the directories of the configuration. True when
 * something may have been told.
 */
export async function takeUpDirectories(
  desk: Desk,
  holder: Holder,
  { atOnce, read }: { atOnce: boolean; read: () => Promise<void> },
): Promise<boolean> {
  const { usersEvery, servicesEvery } = desk.config.directory
  const users = await isDue(desk, USERS, usersEvery)
  const services = await isDue(desk, SERVICES, servicesEvery)
  if (users) {
    await note(desk, holder, USERS)
    await read()
  }
  if (users || atOnce) await takeUpUsers(desk, holder.transact)
  if (services) {
    await takeUpServices(desk, holder.transact)
    await note(desk, holder, SERVICES)
  }
  return users || services
}

/** When users and services are taken up next: UTC ISO-8601; null: as soon as the engine runs. */
export async function nextTakeUp(
  desk: Pick<Desk, 'config' | 'store'>,
): Promise<{ users: string | null; services: string | null }> {
  const { usersEvery, servicesEvery } = desk.config.directory
  const after = async (key: string, every: number) => {
    const last = await getMeta<string>(desk.store.read, key)
    return last === undefined ? null : instant(Date.parse(last) + every)
  }
  return { users: await after(USERS, usersEvery), services: await after(SERVICES, servicesEvery) }
}

async function isDue({ store, now }: Desk, key: string, every: number): Promise<boolean> {
  const last = await getMeta<string>(store.read, key)
  // A clock that was wrong may have noted a time to come.
  return last === undefined || Math.abs(now() - Date.parse(last)) >= every
}

async function note(desk: Desk, holder: Holder, key: string): Promise<void> {
  await holder.transact((writer) => setMeta(writer, key, instant(desk.now())))
}
