export { StatusBar } from "./StatusBar.tsx";
export { StorageBanner } from "./StorageBanner.tsx";
