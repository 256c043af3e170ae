export { PacsDialog } from "./PacsDialog.tsx";
