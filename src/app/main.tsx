import "./styles/mantine.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./styles/index.css";
import { MantineProvider } from "@mantine/core";
import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SessionStore } from "#session/store.ts";
import { allocateUint8, canShare } from "#workers/shared.ts";
import { createBrowserPool } from "#workers/spawn-browser.ts";
import { App } from "./App.tsx";
import { createController } from "./controller.ts";
import { download } from "./export/download.ts";
import { AppProvider } from "./hooks/use-app.ts";
import { setLanguage, startTranslation } from "./i18n/index.ts";
import { browserPage } from "./projects/page.ts";
import { browserStorage, preferencesCell } from "./state/preferences.ts";
import { indexedDbStorage } from "./storage/indexed-db.ts";
import { theme } from "./theme.ts";
import { maxTexture3D } from "./viewer/texture-limit.ts";

const preferences = preferencesCell(browserStorage(), navigator.language, window.innerWidth);
const translated = startTranslation(preferences.value.language);

const app = createController({
  store: new SessionStore(allocateUint8),
  pool: createBrowserPool(),
  load: async (files, host) => (await import("#io/load.ts")).load(files, host),
  preferences,
  fetchViewer: () => import("./viewer/cornerstone.ts"),
  createViewer: async (store, hooks) => (await import("./viewer/cornerstone.ts")).createViewer(store, hooks),
  async fetchDemo(file, signal) {
    const response = await fetch(new URL(`demo/${file}`, document.baseURI), { signal });
    const type = response.headers.get("content-type") ?? "";
    // A server that answers every address with its page has no such file either.
    if (!response.ok || type.startsWith("text/html")) throw new Error(`demo/${file}: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  exporter: { save: download, copy: (text) => navigator.clipboard.writeText(text) },
  segmentName: (n) => i18next.t("segments.defaultName", { n }),
  habitatName: (n) => i18next.t("maps.habitat", { n }),
  setLanguage: (language) => void setLanguage(language),
  pacs: { fetch: (url, init) => fetch(url, init), storage: browserStorage(), url: document.baseURI },
  projects: {
    storage: indexedDbStorage(databases()),
    page: browserPage(),
    copyName: (name) => i18next.t("projects.copy", { name }),
  },
});
void app.resume();
window.addEventListener("pagehide", () => app.projects.flush());
window.addEventListener("beforeunload", (event) => {
  if (app.projects.mustWarn()) event.preventDefault();
});

if (!canShare()) app.messages.say({ level: "warning", key: "boot.isolation" });
setTimeout(() => {
  if (maxTexture3D() === null) app.messages.say({ level: "error", key: "boot.webgl" });
}, 300);

// For the console and for tests; nothing in the app reads it.
Object.defineProperty(window, "radiomica", {
  value: Object.freeze({
    store: app.store,
    controller: app,
    get viewer() {
      return app.viewer.value;
    },
  }),
});

/** The browser's databases; even asking may be forbidden. */
function databases(): IDBFactory | undefined {
  try {
    return window.indexedDB;
  } catch {
    return undefined;
  }
}

const root = document.getElementById("root");
await translated;
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="dark">
        <AppProvider value={app}>
          <App />
        </AppProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
