export { ConformanceDialog } from "./ConformanceDialog.tsx";
