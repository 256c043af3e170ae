export { MapsPanel } from "./MapsPanel.tsx";
