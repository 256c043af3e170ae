import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const programs = ["/usr/sbin/Orthanc", "/usr/bin/Orthanc", "/usr/local/sbin/Orthanc"];
const plugins = [
  "/usr/share/orthanc/plugins/libOrthancDicomWeb.so",
  "/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so",
];
const program = programs.find(existsSync);
const plugin = plugins.find(existsSync);
export const hasOrthanc = program !== undefined && plugin !== undefined;

/** A sign-in, as a hospital's archive has one. */
export const user = { name: "reader", password: "Lösung 7" };

export type Archive = { readonly root: string; readonly stop: () => void };

/** Starts an empty Orthanc with its DICOMweb plugin on a free port of this computer. */
export async function startOrthanc(): Promise<Archive> {
  if (!program || !plugin) throw new Error("Orthanc is not installed.");
  const folder = mkdtempSync(join(tmpdir(), "radiomica-orthanc-"));
  const [http, dicom] = [await freePort(), await freePort()];
  const settings = {
    Name: "Radiomica's test",
    StorageDirectory: join(folder, "storage"),
    IndexDirectory: join(folder, "index"),
    HttpPort: http,
    DicomPort: dicom,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [user.name]: user.password },
    Plugins: [plugin],
    DicomWeb: { Enable: true, Root: "/dicom-web/" },
  };
  const file = join(folder, "orthanc.json");
  writeFileSync(file, JSON.stringify(settings));
  const child: ChildProcess = spawn(program, [file], { stdio: "ignore" });
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const root = `http://127.0.0.1:${http}/dicom-web`;
  for (let n = 0; n < 300; n++) {
    const answers = await fetch(`${root}/studies`).then(
      () => true,
      () => false,
    );
    if (answers) return { root, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error("Orthanc did not start.");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = socket.address() as AddressInfo;
      socket.close(() => resolve(port));
    });
  });
}

/** What stands before an archive that knows no CORS: it lets pages of one origin read. `pace`: ms between pieces. */
export async function corsProxy(target: string): Promise<Archive & { pace: number }> {
  const { hostname, port, pathname } = new URL(target);
  const server = createServer((asked, answer) => {
    const allowed = {
      "Access-Control-Allow-Origin": asked.headers.origin ?? "*",
      "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
      "Access-Control-Allow-Methods": "GET, POST",
    };
    if (asked.method === "OPTIONS") {
      answer.writeHead(204, allowed).end();
      return;
    }
    if (asked.url?.startsWith("/login")) {
      answer.writeHead(200, { ...allowed, "Content-Type": "text/html" }).end("<title>Sign in</title>");
      return;
    }
    const headers = { ...asked.headers, host: `${hostname}:${port}` };
    const onward = request({ hostname, port, path: asked.url, method: asked.method, headers }, async (got) => {
      answer.writeHead(got.statusCode ?? 502, { ...got.headers, ...allowed });
      for await (const piece of got) {
        if (answer.destroyed) break;
        answer.write(piece);
        if (proxy.pace > 0) await new Promise((resolve) => setTimeout(resolve, proxy.pace));
      }
      answer.end();
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = {
    root: at + pathname,
    pace: 0,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return proxy;
}
