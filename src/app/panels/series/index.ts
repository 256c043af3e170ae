export { SeriesPanel } from "./SeriesPanel.tsx";
