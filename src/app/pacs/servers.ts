import { cell } from "../state/cell.ts";

/** An archive that a person has entered. Kept in this browser, secret included: the page says so. */
export type Server = {
  readonly id: string;
  readonly name: string;
  /** As it was typed; see `parseAddress`. */
  readonly address: string;
  readonly auth: "none" | "basic" | "bearer";
  readonly user: string;
  /** Password or token. */
  readonly secret: string;
};

const KEY = "radiomica.pacs";

/** The Authorization header that a server asks for; "" for none. */
export function authorizationOf({ auth, user, secret }: Server): string {
  if (auth === "bearer") return `Bearer ${secret.trim()}`;
  if (auth !== "basic") return "";
  const bytes = new TextEncoder().encode(`${user}:${secret}`);
  return `Basic ${btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""))}`;
}

/** The list of servers, kept in the browser's storage; where there is none, in memory. */
export function serverList(storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null) {
  const list = cell<readonly Server[]>(kept(storage));
  list.subscribe(() => {
    try {
      if (list.value.length > 0) storage?.setItem(KEY, JSON.stringify(list.value));
      else storage?.removeItem(KEY);
    } catch {
      // A full or forbidden storage: the server is known until the page is closed.
    }
  });
  return list;
}

function kept(storage: Pick<Storage, "getItem"> | null): Server[] {
  try {
    const found: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isServer) : [];
  } catch {
    return [];
  }
}

function isServer(value: unknown): value is Server {
  if (typeof value !== "object" || value === null) return false;
  const server = value as Record<keyof Server, unknown>;
  const texts = [server.id, server.name, server.address, server.user, server.secret];
  return texts.every((t) => typeof t === "string") && ["none", "basic", "bearer"].includes(String(server.auth));
}
