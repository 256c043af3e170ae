export { InfoPanel } from "./InfoPanel.tsx";
