export { ProjectsDialog } from "./ProjectsDialog.tsx";
