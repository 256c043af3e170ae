export { WorkbenchPanel } from "./WorkbenchPanel.tsx";
